"""The clocks of a ticket (requirements 0.2), each a pure function of its entries, the calendars and the
contract.

Nothing here is a running counter: a reading is computed from the history whenever somebody looks, to the
second, so it cannot drift, survives any restart, and last month's figures come out the same next year. Here
stands what starts, stops and pauses each clock; `stopwatch` does the arithmetic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from controller.record import consulting, failpoints
from controller.record.calendar import Calendar
from controller.record.calendars import Calendars
from controller.record.contract import STRICT, Contract
from controller.record.contracts import Terms, under
from controller.record.cycles import Cycle, Pause, cycles, is_open, pauses, restored
from controller.record.lines import moment
from controller.record.states import SERVED, State
from controller.record.stopwatch import DAY_AND_NIGHT, Face, Reading, Stop, passed, reached, read
from controller.record.talking import counts_from
from controller.record.tickets import Ticket

S = State
VISIBLE = frozenset(
    {"opened", "progress", "contact_made", "state", "workaround", "restored", "relapsed", "reopened"}
    | {"approval_given"}
    | {"visit_planned", "visit_departed", "visit_arrived", "visit_left", "plan"}
)
"""Entries that the customer sees: each starts the progress clock anew."""


Office = Calendar | Calendars


@dataclass(frozen=True, slots=True)
class Mark:
    """A part (percent) of a clock's promise: when it is reached, as far as is known, and whether it has
    been. `target` is the whole of it in seconds; `plan`: of its softer, earlier goal.
    """

    name: str
    cycle: int
    started: datetime
    percent: int
    at: datetime
    passed: bool
    target: float
    plan: bool = False


def readings(
    ticket: Ticket,
    now: datetime,
    contract: Terms = STRICT,
    office: Office = DAY_AND_NIGHT,
    leniently: bool = False,
) -> list[Reading]:
    """Every clock of every cycle that has started by `now`. `contract` is what was promised and `office` are
    the working hours: one of each, or all that were in force, of which a closed cycle keeps the one it closed
    under. `leniently`: a talk before the receipt is a call-back, as in months that were sealed so.
    """
    return [
        read(face, cycle.number, now)
        for cycle in cycles(ticket)
        for face in _faces(ticket, cycle, now, contract, office, leniently)
    ]


def marks(
    ticket: Ticket, now: datetime, parts: tuple[int, ...], contract: Terms, office: Office
) -> Iterator[Mark]:
    """The parts of every clock that have passed, or still will if nothing happens; with the whole of its
    promise goes the whole of its plan.
    """
    for cycle in cycles(ticket):
        for face in _faces(ticket, cycle, now, contract, office):
            goals = [(percent, face.target * percent / 100, False) for percent in parts]
            if face.plan is not None and 100 in parts:
                goals.append((100, face.plan, True))
            for percent, seconds, plan in goals:
                over = passed(face, seconds, now)
                if over or face.stop is None:
                    at = reached(face, seconds, now)
                    whole = 100 * seconds / percent
                    yield Mark(face.name, cycle.number, face.start, percent, at, over, whole, plan)


def begins_later(ticket: Ticket, now: datetime, terms: Terms) -> datetime | None:
    """When the call-back clock of an automatic ticket starts, if it has not yet and nothing happens."""
    contract = under(terms, None)
    patience = ticket.start + timedelta(seconds=contract.grace)
    waits = ticket.via == "auto" and ticket.grade == 1 and ticket.cycle == 1
    return patience if waits and patience > now else None


def _faces(
    ticket: Ticket, cycle: Cycle, now: datetime, terms: Terms, editions: Office, leniently: bool = False
) -> Iterator[Face]:
    contract = under(terms, cycle.over)
    office = editions.under(cycle.over) if isinstance(editions, Calendars) else editions
    waits = tuple(pauses(cycle))
    visits = tuple(wait for wait in waits if wait.reason == "customer_appointment")
    calendar = office if cycle.grade in contract.office_classes else DAY_AND_NIGHT
    target = min(contract.repair[grade] for grade in cycle.grades)
    plan = contract.plan.get(cycle.grade) if target == contract.repair[cycle.grade] else None
    if (called := _call_starts(ticket, cycle, now, contract)) is not None:
        yield Face("C1", contract.call_back, called, _earlier(_contacted(cycle, leniently), _gone(cycle)))
    if consulting.asked_in(ticket.entries[0].data.get("type", ""), ticket.entries, cycle.number):
        yield Face("C8", contract.answer, cycle.start, _answered(cycle), office)
        return
    usable = _earlier(cycle.first("workaround"), _served(cycle))
    yield Face("C2", contract.on_site, cycle.start, _visited(cycle), DAY_AND_NIGHT, visits)
    yield Face("C3", target, cycle.start, usable, calendar, waits, plan)
    yield Face("C4", target, cycle.start, _served(cycle), calendar, waits, plan)
    if (resolved := cycle.became(S.RESOLVED)) is not None:
        yield Face("C5", contract.survey, resolved, _surveyed(cycle), office, tuple(_put_off(cycle)))
    progress = min(contract.progress[grade] for grade in cycle.grades)
    waits = () if failpoints.planted("the_next_word_never_pauses") else waits
    yield Face("C6", progress, _told(cycle), _finished(cycle), calendar, waits)


def _contacted(cycle: Cycle, leniently: bool) -> datetime | None:
    """When somebody of the desk first spoke with the customer."""
    made = (entry for entry in cycle.entries if entry.lawful and entry.kind == "contact_made")
    return min((counts_from(entry, cycle.start, leniently) for entry in made), default=None)


def _call_starts(ticket: Ticket, cycle: Cycle, now: datetime, contract: Contract) -> datetime | None:
    """Receipt. For an automatic ticket of class 1: when a person confirms it, or it has not healed by
    itself in time.
    """
    if ticket.via != "auto" or cycle.grade > 1 or cycle.number > 1:
        return cycle.start
    patience = cycle.start + timedelta(seconds=contract.grace)
    confirmed = cycle.first("confirmed", "contact_made")
    if confirmed is not None and confirmed <= patience:
        return confirmed
    healed = cycle.became(S.VERIFYING, S.CANCELLED, S.MERGED)
    return None if patience > now or (healed is not None and healed <= patience) else patience


def _served(cycle: Cycle) -> Stop | None:
    """The restoration, back-dated to when it was so; it keeps the promise once it is verified."""
    if cycle.state in (S.CANCELLED, S.MERGED):
        return _gone(cycle)
    if cycle.state == S.VERIFYING or cycle.state in SERVED:
        return Stop(restored(cycle) or cycle.start, kept=cycle.state in SERVED)
    return None


def _visited(cycle: Cycle) -> Stop | None:
    served = _served(cycle)
    without = Stop(served.at, kept=False) if served else None
    arrived = None if failpoints.planted("only_the_state_is_a_visit") else cycle.first("visit_arrived")
    came = [at for at in (cycle.became(S.ONSITE), arrived) if at is not None]
    return _earlier(min(came, default=None), without)


def _answered(cycle: Cycle) -> Stop | None:
    """A question is answered, or what it asked about came right by itself."""
    said = [at for at in (cycle.first("answered"), cycle.became(S.VERIFYING)) if at is not None]
    return _earlier(min(said, default=None), _gone(cycle))


def _gone(cycle: Cycle) -> Stop | None:
    gone = cycle.last_became(S.CANCELLED, S.MERGED, S.CLOSED)
    at = cycle.end if gone is None else gone.at
    if failpoints.planted("what_was_merged_stays_stopped"):
        at = cycle.became(S.MERGED) or at
    return Stop(at, kept=False) if at else None


def _finished(cycle: Cycle) -> Stop | None:
    if is_open(cycle):
        return None
    gone = cycle.last_became(S.CANCELLED, S.MERGED)
    at = gone.at if gone is not None else cycle.became(S.RESOLVED)
    return Stop(at, kept=cycle.state in SERVED) if at else None


def _surveyed(cycle: Cycle) -> Stop | None:
    return _earlier(cycle.first("survey_attempt", "survey"), _gone(cycle))


def _earlier(kept: datetime | None, other: Stop | None) -> Stop | None:
    if kept is None or (other is not None and other.at < kept):
        return other
    return Stop(kept, kept=True)


def _put_off(cycle: Cycle) -> Iterator[Pause]:
    for entry in cycle.entries:
        if entry.lawful and entry.kind == "survey_later":
            yield Pause(entry.at, moment(entry.data["until"]), "customer_appointment")


def _told(cycle: Cycle) -> datetime:
    end = _finished(cycle)
    said = [entry for entry in cycle.entries if entry.lawful and entry.kind in VISIBLE]
    told = [entry.at for entry in said if not failpoints.planted(f"{entry.kind}_is_no_word")]
    return max([at for at in told if end is None or at < end.at], default=cycle.start)
