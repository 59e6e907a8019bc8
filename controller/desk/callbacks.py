"""Which clock of which ticket has passed which part of its promise: each threshold fires once, and
survives.

A threshold that passed while the service was down fires at the next start, and says how late it is. The
journal line `ticket.threshold` is the memory; whoever pages people follows the journal. When a ticket has
to be looked at next is kept, as an index: it is always what a fresh computation says, and forgotten with
every line about the ticket, and with every new calendar.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.calendars import ADOPTED
from controller.record.clocks import Mark, Office, begins_later, marks
from controller.record.contracts import AGREED, Terms
from controller.record.lines import TICKETS, Line, written
from controller.record.set_clock import JUMPED
from controller.record.states import State
from controller.record.tickets import Ticket

THRESHOLD = "ticket.threshold"
PARTS = (50, 80, 100, 150)
"""Note to the assignee, note to the team's lead, breach, management: percent of the promise."""
MOVES_CLOCKS = frozenset({"opened", "class", "converted", "absorbed", "released"})
"""Entries after which another part of a promise may have passed than before."""
LATE = 15.0
"""Seconds within which a threshold fires while the service runs."""
OVER = frozenset({State.CLOSED, State.CANCELLED, State.MERGED})
Fired = tuple[str, int, int, int, bool]


@dataclass(frozen=True, slots=True)
class Known:
    """A threshold that has fired: the line that says so."""

    seq: int
    mark: Fired
    data: dict[str, Any]


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""


class Callbacks:
    """The thresholds that have fired, and those that should."""

    def __init__(self, journal: Journal, contract: Terms, office: Office) -> None:
        self._journal, self._contract, self._office = journal, contract, office
        self._fired: dict[int, list[Known]] = defaultdict(list)
        self._next: dict[int, datetime | None] = {}

    def hear(self, line: Line) -> None:
        """Remember one that fired; forget what was known of a ticket that moved, or of all."""
        if line.kind == THRESHOLD and not failpoints.planted("thresholds_are_forgotten"):
            self._fired[int(line.subject)].append(Known(line.seq, _said(line.data), dict(line.data)))
        elif line.kind in TICKETS and not failpoints.planted("deadlines_are_not_renewed"):
            self._next.pop(int(line.subject), None)
        elif line.kind in (ADOPTED, AGREED, JUMPED):
            self._next.clear()

    def fired(self, no: int) -> list[dict[str, Any]]:
        """The thresholds that a ticket has passed, in order."""
        return [one.data for one in self._fired.get(no, ())]

    def let_go(self, no: int) -> None:
        """A ticket that is over is held no more; what its clocks passed is on record."""
        self._fired.pop(no, None)
        self._next.pop(no, None)

    def sweep(self, ticket: Ticket, now: datetime) -> None:
        """Fire what has passed."""
        if ticket.no not in self._next:
            self._next[ticket.no] = self.next_look(ticket, now)
        due = self._next[ticket.no]
        if due is None or due > now:
            return
        for mark in self._marks(ticket, now):
            if mark.passed and not self._has_fired(ticket, mark):
                self._fire(ticket, mark, now)
        self._next[ticket.no] = self.next_look(ticket, now)

    def next_look(self, ticket: Ticket, now: datetime) -> datetime | None:
        """The first moment at which a threshold may pass that has not fired, if nothing happens; None: none
        will.
        """
        if ticket.state in OVER:
            return None
        moments = [mark.at for mark in self._marks(ticket, now) if not self._has_fired(ticket, mark)]
        later = begins_later(ticket, now, self._contract)
        return min([*moments, *([later] if later else [])], default=None)

    def _has_fired(self, ticket: Ticket, mark: Mark) -> bool:
        """Whether it is on record. What fired under the receipt of a ticket that was merged into this one
        and has gone its own way again was that one's: it says nothing of this ticket's own promise.
        """
        same, parted = _mark(ticket, mark), _parted(ticket)
        known = [one for one in self._fired[ticket.no] if one.mark == same]
        if failpoints.planted("a_merged_receipt_silences"):
            return bool(known)
        return any(one.seq > parted or one.data["started"] == written(mark.started) for one in known)

    def _marks(self, ticket: Ticket, now: datetime) -> list[Mark]:
        return list(marks(ticket, now, PARTS, self._contract, self._office))

    def _fire(self, ticket: Ticket, mark: Mark, now: datetime) -> None:
        late = (now - max(mark.at, _known_since(ticket))).total_seconds()
        data = {"clock": mark.name, "cycle": mark.cycle, "percent": mark.percent}
        data |= {"started": written(mark.started), "late_s": round(late) if late > LATE else 0}
        data["target_s"] = round(mark.target)
        data |= {"plan": True} if mark.plan else {}
        data |= {"lap": lap(ticket, mark.started)} if mark.name == "C6" else {}
        self._journal.append(THRESHOLD, str(ticket.no), data)
        failpoints.hit("threshold.fired")


def _known_since(ticket: Ticket) -> datetime:
    """Since when its clocks stand as they do: nobody is late with what a new class, or a receipt in the
    past, has made due.
    """
    if failpoints.planted("what_became_due_is_late"):
        return ticket.received
    return max(one.at for one in ticket.entries if one.lawful and one.kind in MOVES_CLOCKS)


def _parted(ticket: Ticket) -> int:
    """The line with which it last let another ticket go."""
    return max((one.seq for one in ticket.entries if one.kind == "released" and one.lawful), default=0)


def lap(ticket: Ticket, started: datetime) -> int:
    """C6 starts anew with every word to the customer: the line that started it, 0 for the receipt."""
    return next((one.seq for one in reversed(ticket.entries) if one.at == started), 0)


def _mark(ticket: Ticket, mark: Mark) -> Fired:
    """What makes it the same."""
    begun = lap(ticket, mark.started) if mark.name == "C6" else 0
    return mark.name, mark.cycle, mark.percent, begun, mark.plan


def _said(data: dict[str, Any]) -> Fired:
    begun, plan = int(data.get("lap", 0)), bool(data.get("plan"))
    return data["clock"], data["cycle"], data["percent"], begun, plan
