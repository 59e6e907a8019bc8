"""A ticket's history cut into cycles, and the stretches in which its customer keeps us waiting: what the
clocks read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from controller.record import failpoints
from controller.record.asking import ALONE_NEVER, GIVEN
from controller.record.lines import moment
from controller.record.relapsing import earliest
from controller.record.states import ENDED, LAWFUL_PAUSES, State
from controller.record.tickets import Entry, Ticket
from controller.record.waiting import says_why

S = State


@dataclass(frozen=True, slots=True)
class Cycle:
    """From receipt (or reopening) to the next reopening, or to now: each has its own set of clocks."""

    number: int
    start: datetime
    entries: tuple[Entry, ...]
    end: datetime | None
    after: int | None = None

    @property
    def state(self) -> State:
        """Where the cycle stands, or was left."""
        return self.entries[-1].state

    @property
    def over(self) -> int | None:
        """The line that closed the cycle for good: it keeps the calendar that was in force then."""
        closing = self.last_became(S.CLOSED, S.CANCELLED, S.MERGED)
        return self.after if closing is None else closing.seq

    @property
    def grades(self) -> tuple[int, ...]:
        """The class that counts, and the one it was raised from by urgency alone: of what was promised for
        either the sooner holds, for a ticket that presses more is not to be mended later.
        """
        raised = self.entries[-1].raised
        if failpoints.planted("urgency_gives_more_time"):
            return (self.grade,)
        return (self.grade,) if raised is None else (self.grade, raised)

    @property
    def grade(self) -> int:
        """The fault class that counts: the last one given, from the start (a change recomputes, never
        resets).
        """
        return self.entries[-1].grade

    def first(self, *kinds: str) -> datetime | None:
        """When the first lawful entry of one of these kinds was made."""
        return next((entry.at for entry in self.entries if entry.lawful and entry.kind in kinds), None)

    def last_became(self, *states: State) -> Entry | None:
        """The entry that brought the ticket to where it stands, if that is one of these states."""
        found: Entry | None = None
        for entry in reversed(self.entries):
            if entry.state not in states:
                break
            found = entry
        return found

    def became(self, *states: State) -> datetime | None:
        """When the ticket first stood in one of these states."""
        return next((entry.at for entry in self.entries if entry.state in states), None)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a clock stands still for a lawful reason; `end` is None while nobody has said an
    end.
    """

    start: datetime
    end: datetime | None
    reason: str


def cycles(ticket: Ticket) -> list[Cycle]:
    """All cycles of a ticket, the present one last."""
    found: list[Cycle] = []
    for number in range(1, ticket.cycle + 1):
        entries = tuple(entry for entry in ticket.entries if entry.cycle == number)
        after = next((entry for entry in ticket.entries if entry.cycle > number), None)
        start = ticket.received if number == 1 else entries[0].at
        end, seq = (None, None) if after is None else (after.at, after.seq)
        found.append(Cycle(number, start, entries, end, seq))
    return found


def pauses(cycle: Cycle) -> Iterator[Pause]:
    """The lawful pauses of a cycle: each ends when the ticket moves on, or at the end that was expected of
    it.
    """
    for index, entry in enumerate(cycle.entries):
        if says_why(entry) and _lawfully(entry):
            later = cycle.entries[index + 1 :]
            moved = next((one.at for one in later if one.state != State.WAITING or says_why(one)), None)
            ends = [at for at in (moved, _until(entry), cycle.end) if at is not None]
            yield Pause(entry.at, min(ends, default=None), entry.data["reason"])


def restored(cycle: Cycle) -> datetime | None:
    """When it worked again, as was said last, and not before it was last seen ill; None: nobody said so."""
    said = [entry for entry in cycle.entries if entry.lawful and _restores(entry.kind, entry.data.get("to"))]
    if not said:
        return None
    back = moment(said[-1].data["at"]) if "at" in said[-1].data else said[-1].at
    return max(earliest(cycle.entries, cycle.number, cycle.start), min(back, said[-1].at))


def _restores(kind: str, to: object) -> bool:
    return kind == "restored" or (kind == "state" and to == S.VERIFYING)


def is_open(cycle: Cycle) -> bool:
    """Whether there is still something to do for the customer."""
    return cycle.state not in ENDED


def _lawfully(entry: Entry) -> bool:
    reason = entry.data.get("reason")
    if failpoints.planted("any_reason_pauses"):
        return True
    if failpoints.planted(f"{reason}_does_not_pause"):
        return False
    named = entry.data.get("approved_by") not in (None, "", entry.actor)  # as it once was done
    return reason in LAWFUL_PAUSES and (reason != ALONE_NEVER or entry.kind == GIVEN or named)


def _until(entry: Entry) -> datetime | None:
    said = entry.data.get("until")
    return moment(said) if said else None
