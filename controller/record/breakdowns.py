"""When what a ticket is about was broken: once in each of its cycles, from its receipt (or its reopening) to
its restoration. What worked again, was verified, and broke down later, was whole in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from controller.record import consulting, failpoints
from controller.record.cycles import Cycle, cycles, restored
from controller.record.states import SERVED, State
from controller.record.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One of them: `seq` is the line that told of it, `faults` are what the devices told; `end` is None while
    it lasts.
    """

    cycle: int
    seq: int
    grade: int
    faults: tuple[str, ...]
    start: datetime
    end: datetime | None


def breakdowns(ticket: Ticket) -> Iterator[Breakdown]:
    """All of a ticket; a question is none before it is found to be a fault, and a false alarm none at all."""
    if failpoints.planted("a_ticket_is_one_breakdown"):
        yield Breakdown(
            1, ticket.entries[0].seq, ticket.grade, ticket.faults, ticket.received, ticket.restored
        )
        return
    began = str(ticket.entries[0].data.get("type", ""))
    for cycle in cycles(ticket):
        asked = consulting.asked_in(began, ticket.entries, cycle.number)
        if not asked and cycle.state not in (State.CANCELLED, State.MERGED):
            first = cycle.entries[0].seq
            yield Breakdown(cycle.number, first, cycle.grade, _faults(cycle), cycle.start, _end(cycle))


def took(ticket: Ticket) -> float | None:
    """The seconds of all of them together; None while it is not restored."""
    if ticket.restored is None:
        return None
    return sum((one.end - one.start).total_seconds() for one in breakdowns(ticket) if one.end is not None)


def _end(cycle: Cycle) -> datetime | None:
    if cycle.state == State.VERIFYING or cycle.state in SERVED:
        return restored(cycle) or cycle.became(State.RESOLVED) or cycle.end
    return cycle.end


def _faults(cycle: Cycle) -> tuple[str, ...]:
    found: list[str] = []
    for one in cycle.entries:
        if one.kind in ("opened", "reopened", "absorbed"):
            found += one.data.get("faults", ())
        elif one.kind == "joined":
            found.append(str(one.data.get("fault")))
        elif one.kind == "left":
            found = [key for key in found if key != one.data.get("fault")]
    return tuple(found)
