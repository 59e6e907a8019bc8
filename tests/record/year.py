"""Two hundred tickets through 2026: before, in and after every block of holidays and every make-up day.

Each is a life told in minutes since its receipt, on the grid of minutes, so that an oracle that walks
minute by minute can count it exactly. Nothing is left to chance: the same two hundred every time.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.lines import Line, written
from controller.record.shipped import begun
from controller.record.tickets import Ticket, fold

ZONE = ZoneInfo("Asia/Shanghai")
CN = begun("Asia/Shanghai")
BLOCKS = ("01-01", "02-15", "04-04", "05-01", "06-19", "09-25", "10-01")
ENDS = ("01-03", "02-23", "04-06", "05-05", "06-21", "09-27", "10-07")
MADE_UP = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
DAY = 1440
Step = tuple[int, dict[str, object]]


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


def state(to: str, **more: object) -> dict[str, object]:
    return {"entry": "state", "to": to, **more}


def wait(reason: str, until: datetime) -> dict[str, object]:
    return state("waiting_customer", reason=reason, asked_by="Ms Li", until=written(until))


def lives(start: datetime) -> list[list[Step]]:
    """What may become of a ticket, in minutes since its start."""
    later = start + timedelta(minutes=3 * DAY)
    called: Step = (9, {"entry": "contact_made", "person": "Ms Li"})
    served: list[Step] = [(200, {"entry": "restored"}), (215, state("resolved"))]
    return [
        [],
        [called],
        [(11, {"entry": "contact_made", "person": "Ms Li"}), *served],
        [called, (30, wait("waiting_customer_access", later)), (3 * DAY + 5, state("diagnosing"))],
        [called, (45, wait("customer_appointment", start + timedelta(minutes=DAY))),
         (DAY + 30, state("onsite")),
         (DAY + 90, {"entry": "restored", "at": written(start + timedelta(minutes=DAY + 60))}),
         (DAY + 101, state("resolved")),
         (2 * DAY, {"entry": "survey_attempt"}), (4 * DAY, {"entry": "survey"})],
        [called, (20, {"entry": "class", "class": 3, "reason": "parts"}), (60, state("awaiting_parts")),
         (5 * DAY, {"entry": "workaround", "what": "spare", "accepted_by": "Ms Li"})],
        [*served, (230, {"entry": "reopened", "reason": "again"}), (240, {"entry": "progress", "text": "x"})],
        [called, (30, wait("waiting_for_parts", later)), (2 * DAY, state("diagnosing"))],
        [called, *served, (220, {"entry": "survey_later", "until": written(later)})],
        [(5, state("cancelled", reason="false alarm", approved_by="lead"))],
    ]  # fmt: skip


def ticket(start: datetime, grade: int, life: list[Step]) -> Ticket:
    opened = Line(1, start, "ticket.opened", "7", "system", {"class": grade, "via": "phone"})
    entries = [
        Line(number, start + timedelta(minutes=at), "ticket.entry", "7", "chen", data)
        for number, (at, data) in enumerate(life, 2)
    ]
    return fold([opened, *entries])


def year() -> Iterator[tuple[str, Ticket, datetime, Contract]]:
    """Exactly two hundred: a name, the ticket, when it is looked at, and the contract."""
    moments = list(starts())
    for number in range(200):
        start = moments[number % len(moments)]
        grade = (1, 2, 2, 1, 3, 4)[number % 6]
        life = lives(start)[number * 7 % 10]
        contract = STRICT if number % 3 == 0 else OFFICE
        now = start + timedelta(
            minutes=(life[-1][0] if life else 0) + (17, 400, 2 * DAY + 3, 6 * DAY)[number % 4]
        )
        yield f"{number}-{start:%m%d}-{contract.name}", ticket(start, grade, life), now, contract
