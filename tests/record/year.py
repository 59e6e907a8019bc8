"""Two hundred tickets through 2026: before, in and after every block of holidays and every make-up day; both
profiles with all four classes; every channel; closed, merged, taken apart, reopened, pressed by an event;
under another calendar or another contract since, and at seconds that are on no grid.

What each of them is, is drawn once and for all: the same two hundred every time, and no two of their traits
go together by construction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from controller.record.calendar import Hours
from controller.record.calendars import ADOPTED, Calendars
from controller.record.calendars import said as spelled
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.contracts import AGREED, Contracts
from controller.record.contracts import said as agreed
from controller.record.lines import Line, written
from controller.record.shipped import begun
from controller.record.tickets import Ticket, fold

ZONE = ZoneInfo("Asia/Shanghai")
CN = begun("Asia/Shanghai")
BLOCKS = ("01-01", "02-15", "04-04", "05-01", "06-19", "09-25", "10-01")
ENDS = ("01-03", "02-23", "04-06", "05-05", "06-21", "09-27", "10-07")
MADE_UP = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
CHANNELS = ("phone", "fax", "letter", "email", "web", "tablet", "auto", "inspection", "callback")
DAY = 1440
PROFILES, GRADES = (STRICT, OFFICE), (1, 2, 3, 4)
T = TypeVar("T")
Step = tuple[float, dict[str, object]]


@dataclass(frozen=True)
class Sample:
    """A ticket as its lines have it, when it is looked at, and under what: `editions` and `terms` are what
    was in force since which line.
    """

    name: str
    lines: tuple[Line, ...]
    now: datetime
    editions: tuple[tuple[int, Hours], ...]
    terms: tuple[tuple[int, Contract], ...]

    @property
    def ticket(self) -> Ticket:
        return fold(self.lines)

    @property
    def calendars(self) -> Calendars:
        found = Calendars(self.editions[0][1])
        for seq, hours in self.editions[1:]:
            found.hear(Line(seq, self.now, ADOPTED, hours.version, "lead", spelled(hours)))
        return found

    @property
    def contracts(self) -> Contracts:
        found = Contracts(self.terms[0][1])
        for seq, contract in self.terms:
            found.hear(Line(seq, self.now, AGREED, contract.name, "system", agreed(contract)))
        return found


def wall(day: str, hour: int, minute: int) -> datetime:
    at = datetime.combine(date.fromisoformat(f"2026-{day}"), datetime.min.time(), ZONE)
    return (at + timedelta(hours=hour, minutes=minute)).astimezone(UTC)


def starts() -> Iterator[datetime]:
    """The evening before each block, its middle, its last night; make-up days at all hours; plain days."""
    for first, last in zip(BLOCKS, ENDS, strict=True):
        yield wall(first, -7, 55)
        yield wall(first, -6, 1)
        yield wall(first, 0, 0)
        yield wall(first, 12, 30)
        yield wall(last, 23, 59)
        yield wall(last, 33, 5)
    for day in MADE_UP:
        for hour, minute in ((8, 59), (9, 0), (11, 58), (12, 30), (17, 59), (18, 0), (0, 1), (-2, 0)):
            yield wall(day, hour, minute)
    for month in range(1, 13):
        for day, hour in ((11, 10), (13, 17), (16, 3)):
            yield wall(f"{month:02}-{day}", hour, 7 * month % 60)
    for hour in (10, 15, 16, 17):
        yield wall("12-31", hour, 20)


REASONS = {"not let in": "waiting_customer_authorisation", "undecided": "waiting_customer_decision"}
WORDS = {
    "told": {"entry": "progress", "text": "x"},
    "visit planned": {"entry": "visit_planned", "person": "Wang"},
    "on the way": {"entry": "visit_departed", "person": "Wang"},
    "here": {"entry": "visit_arrived", "person": "Wang"},
    "gone again": {"entry": "visit_left", "person": "Wang"},
    "with a plan": {"entry": "plan", "text": "x"},
    "helped": {"entry": "workaround", "what": "spare", "accepted_by": "Ms Li"},
}
"""The last word that the customer heard, where nothing comes after it."""


def state(to: str, **more: object) -> dict[str, object]:
    return {"entry": "state", "to": to, **more}


def wait(reason: str, until: datetime) -> dict[str, object]:
    return state("waiting_customer", reason=reason, asked_by="Ms Li", until=written(until))


def talk(start: datetime, filed: float, began: float, ended: float) -> Step:
    first, last = (written(start + timedelta(minutes=at)) for at in (began, ended))
    return filed, {"entry": "contact_made", "person": "Ms Li", "began": first, "ended": last}


CALLED: Step = (9.35, {"entry": "contact_made", "person": "Ms Li"})
SERVED: tuple[Step, ...] = ((200.27, {"entry": "restored"}), (215.9, state("resolved")))
AFTER: tuple[Step, ...] = (
    (1500.01, {"entry": "survey_attempt"}), (2000.7, {"entry": "survey", "solved": True}),
    (2001.2, state("callback_due")), (2002.6, state("closed")),
)  # fmt: skip


def lives(start: datetime) -> dict[str, list[Step]]:
    """What may become of a ticket, in minutes since its start."""
    later, day = start + timedelta(minutes=3 * DAY + 0.45), start + timedelta(minutes=DAY, seconds=7)
    early = written(start - timedelta(minutes=90, seconds=11))
    flood = {**wait("force_majeure", later), "evidence": "a flood"}
    waits: dict[str, list[Step]] = {
        f"{name} still": [CALLED, (40.2, wait(reason, later))] for name, reason in REASONS.items()
    }
    words: dict[str, list[Step]] = {name: [CALLED, (65.3, data)] for name, data in WORDS.items()}
    return waits | words | {
        "flooded": [
            CALLED, (30.4, {**flood, "entry": "approval_asked"}),
            (52.1, {**flood, "entry": "approval_given", "of": 30, "actor": "wang"}),
        ],
        "not let in": [
            CALLED, (30.5, wait("waiting_customer_authorisation", later)),
            (2 * DAY + 1.1, state("diagnosing")),
        ],
        "undecided": [
            CALLED, (30.5, wait("waiting_customer_decision", later)), (2 * DAY + 7.7, state("diagnosing")),
        ],
        "here unannounced": [(65.3, {"entry": "visit_arrived", "person": "Wang"})],
        "spoken": [talk(start, 9.7, 3.3, 8.9)],
        "spoken, told late": [talk(start, 95.2, 3.3, 8.9)],
        "fails": [(61.2, {"entry": "restored"}), (70.4, {"entry": "relapsed"})],
        "opened again": [*SERVED, (230.4, {"entry": "reopened", "reason": "x"})],
        "works": [CALLED, (44.4, {"entry": "restored"})],
        "untouched": [],
        "called": [CALLED],
        "late": [(11.02, {"entry": "contact_made", "person": "Ms Li"}), *SERVED],
        "locked out": [
            CALLED, (30.5, wait("waiting_customer_access", later)), (3 * DAY + 5.1, state("diagnosing")),
        ],
        "closed": [CALLED, *SERVED, *AFTER],
        "appointment": [
            CALLED, (45.6, wait("customer_appointment", day)),
            (DAY + 30.2, {"entry": "visit_arrived", "person": "Wang"}),
            (DAY + 90.9, {"entry": "restored", "at": written(start + timedelta(minutes=DAY + 60.3))}),
            (DAY + 101.4, state("resolved")), (2 * DAY + 0.3, {"entry": "survey_attempt"}),
        ],
        "worse": [
            CALLED, (20.3, {"entry": "class", "class": 3, "reason": "x"}), (60.8, state("awaiting_parts")),
            (5 * DAY + 0.9, {"entry": "workaround", "what": "spare", "accepted_by": "Ms Li"}),
        ],
        "reopened": [*SERVED, (230.4, {"entry": "reopened", "reason": "x"}), (240.1, {"entry": "progress"})],
        "closed and reopened": [
            CALLED, *SERVED, *AFTER, (2500.3, {"entry": "reopened", "reason": "again"}),
            (2504.9, {"entry": "contact_made", "person": "x"}), (2777.7, {"entry": "restored"}),
        ],
        "parts": [CALLED, (30.7, wait("waiting_for_parts", later)), (2 * DAY + 0.2, state("diagnosing"))],
        "put off": [CALLED, *SERVED, (220.8, {"entry": "survey_later", "until": written(later)})],
        "cancelled": [(5.2, state("cancelled", reason="false alarm", approved_by="lead"))],
        "merged": [CALLED, (33.3, {"entry": "merged", "into": 9})],
        "taken apart": [
            (33.3, {"entry": "merged", "into": 9}), (400.6, {"entry": "unmerged", "reason": "two"}),
            (450.2, {"entry": "contact_made", "person": "x"}), (500.2, {"entry": "restored"}),
        ],
        "parent": [
            CALLED, (40.1, {"entry": "absorbed", "from": 5, "received": early, "class": 4}),
            (700.4, {"entry": "workaround", "what": "spare", "accepted_by": "Ms Li"}),
        ],
        "parent, unheard": [(40.1, {"entry": "absorbed", "from": 5, "received": early, "class": 1})],
        "parent no more": [
            CALLED, (40.1, {"entry": "absorbed", "from": 5, "received": early, "class": 2}),
            (90.2, {"entry": "released", "from": 5}), *SERVED,
        ],
        "pressed": [
            CALLED, (15.6, {"entry": "class", "class": 3, "raised_from": 2}), (100.3, state("diagnosing")),
        ],
        "failed": [
            *SERVED[:1], (210.2, {"entry": "relapsed"}), (600.6, {"entry": "restored"}),
            (611.1, state("resolved")),
        ],
        "confirmed": [(7.7, {"entry": "confirmed"}), (12.4, {"entry": "contact_made", "person": "x"})],
    }  # fmt: skip


def told(start: datetime, grade: int, via: str, life: list[Step]) -> tuple[Line, ...]:
    """The lines of a ticket: every tenth of the record is its own."""
    opened = Line(10, start, "ticket.opened", "7", "system", {"class": grade, "via": via})
    entries = [
        Line(
            10 * number,
            start + timedelta(minutes=at),
            "ticket.entry",
            "7",
            str(data.get("actor", "chen")),
            data,
        )
        for number, (at, data) in enumerate(life, 2)
    ]
    return (opened, *entries)


def another_week(at: datetime) -> Hours:
    """A calendar that differs from the first in the week, and in the days about a moment."""
    day = at.astimezone(ZONE).date()
    weekly = dict.fromkeys(range(6), ((515, 700), (801, 1063)))
    more = {day + timedelta(days=1): (), day + timedelta(days=2): ((600, 660),)}
    return replace(CN, version=f"another-{day}", weekly=weekly, exceptions={**CN.exceptions, **more})


def shuffled(dice: Random, found: Iterable[T]) -> list[T]:
    cards = list(found)
    dice.shuffle(cards)
    return cards


def moments_dealt(dice: Random) -> dict[tuple[str, int], list[datetime]]:
    """For each profile and class the eve of each block and the morning of each make-up day, where it counts
    office hours the beginning of each block and the year's last hours too, and others, no moment twice.
    """
    eves = [*(wall(day, -6, 1) for day in BLOCKS), *(wall(day, 8, 59) for day in MADE_UP)]
    firsts = [*(wall(day, 0, 0) for day in BLOCKS), wall("12-31", 16, 20), wall("12-31", 17, 20)]
    rest = shuffled(dice, [one for one in starts() if one not in (*eves, *firsts)])
    found = {}
    for one, grade in product(PROFILES, GRADES):
        keys = [*eves, *(firsts if grade in one.office_classes else [])]
        found[one.name, grade] = shuffled(dice, [*keys, *(rest.pop() for _ in range(25 - len(keys)))])
    return found


def lives_dealt(dice: Random) -> dict[str, list[str]]:
    """For each profile: every life twice, and of all lives some once more."""
    names = list(lives(wall(BLOCKS[0], 0, 0)))
    over = [*shuffled(dice, names), *shuffled(dice, names)]
    share = 100 - 2 * len(names)
    return {
        one.name: shuffled(dice, [*names, *names, *over[share * n : share * (n + 1)]])
        for n, one in enumerate(PROFILES)
    }


def samples() -> Iterator[Sample]:
    """Exactly two hundred: of each profile and class there is one that was received on the eve of each block
    and one on the morning of each make-up day; the others fall where they fall.
    """
    dice = Random(2026)
    kinds = [*product(PROFILES, GRADES)] * 25
    dice.shuffle(kinds)
    when, which = moments_dealt(dice), lives_dealt(dice)
    for number, (contract, grade) in enumerate(kinds):
        start = when[contract.name, grade].pop() + timedelta(seconds=dice.randrange(60))
        name = which[contract.name].pop()
        life = lives(start)[name]
        lines = told(start, grade, dice.choice(CHANNELS), life)
        wait = timedelta(seconds=dice.choice((1021, 24007, 172983, 518401)))
        changed = 10 * dice.randrange(1, len(lines) + 2) + 5
        editions = [(0, CN)] + ([(changed, another_week(start))] if dice.random() < 0.4 else [])
        other = replace(contract, call_back=300.0, repair={**contract.repair, 2: 5400.0, 3: 100000.0})
        terms = [(0, contract)] + (
            [(10 * dice.randrange(1, len(lines) + 2) + 6, other)] if dice.random() < 0.3 else []
        )
        yield Sample(
            f"{number}-{start:%m%d}-{contract.name}-{grade}-{name}",
            lines, lines[-1].at + wait, tuple(editions), tuple(terms),
        )  # fmt: skip
