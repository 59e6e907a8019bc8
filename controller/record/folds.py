"""Which faults stand, and what all tickets say: folds of the journal, the same after a restart as before
it.

A fold hears lines, in order, from `Journal.replay` at start and from `Journal.follow` ever after. It holds
nothing that is not in those lines.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from controller.record import tickets
from controller.record.lines import VERIFIED, Line
from controller.record.set_clock import JUMPED, shifted
from controller.record.states import ENDED, OVER
from controller.record.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Standing:
    """A fault that was raised and has not cleared. `facts` are what it was raised with, overlaid by every
    flag since.
    """

    key: str
    since: datetime
    seq: int
    facts: Mapping[str, Any]
    changed: datetime


class Faults:
    """The standing faults by key: `fault.raised` adds, `fault.flag` overlays its data, `fault.cleared`
    takes away.

    `cleared` keeps when each key last cleared, and what it was then: a recurrence within a day joins the
    same ticket. `verified` keeps when (which line) the hall last found that one is really over.
    """

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.standing: dict[str, Standing] = {}
        self.cleared: dict[str, Standing] = {}
        self.verified: dict[str, int] = {}
        for line in lines:
            self.hear(line)

    def hear(self, line: Line) -> None:
        """Take one line in; other kinds, and flags of a fault that does not stand, change nothing."""
        stands = self.standing.get(line.subject)
        if line.kind == "fault.raised" and stands is None:
            raised = Standing(line.subject, line.at, line.seq, line.data, line.at)
            self.standing[line.subject] = raised
        elif line.kind == "fault.flag" and stands is not None:
            self.standing[line.subject] = _overlaid(stands, line)
        elif line.kind == "fault.cleared" and stands is not None:
            del self.standing[line.subject]
            self.cleared[line.subject] = _overlaid(stands, line)
        elif line.kind == VERIFIED:
            self.verified[line.subject] = line.seq

    def over(self, keys: Iterable[str]) -> bool:
        """Whether all of these are over, those verified that the hall said it would verify."""
        return not any(key in self.standing or self._doubtful(key) for key in keys)

    def left(self, key: str | None) -> bool:
        """Whether a fault ended because what it was about left the hall, and not because it was mended."""
        cleared = None if key is None or key in self.standing else self.cleared.get(key)
        return cleared is not None and bool(cleared.facts.get("left"))

    def _doubtful(self, key: str) -> bool:
        cleared = self.cleared.get(key)
        to_verify = cleared is not None and cleared.facts.get("verify")
        return bool(to_verify) and self.verified.get(key, 0) < (cleared.seq if cleared is not None else 0)


class Tickets:
    """The tickets that are held, by number (all, unless somebody lets some go that are over), and the open
    one of each cause. `alive` are those that are not closed, cancelled or merged: what has to be looked at
    again and again is found there, however many there ever were. `keyed` are those that were opened under an
    idempotency key, by who opened them.
    """

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.all: dict[int, Ticket] = {}
        self.alive: dict[int, Ticket] = {}
        self._last: dict[str, int] = {}
        self._top = 0
        self.keyed: dict[tuple[str, str], int] = {}
        self._open: dict[str, int] = {}
        for line in lines:
            self.hear(line)

    def hear(self, line: Line) -> None:
        """Take one line in; lines of other kinds, and entries of an unknown ticket, change nothing."""
        if line.kind == "ticket.opened":
            self.hold(tickets.opened(line))
        elif line.kind == JUMPED:
            for alive in list(self.alive.values()):
                self._put(shifted(alive, line))
        elif line.kind == "ticket.entry" and (known := self.all.get(int(line.subject))):
            self._put(tickets.apply(known, line))

    def hold(self, ticket: Ticket) -> None:
        """Have a ticket as it stands, from its first line or from its row."""
        self._put(ticket)
        first = ticket.entries[0]
        if key := first.data.get("key"):
            self.keyed[first.actor, str(key)] = ticket.no

    def let_go(self, no: int) -> None:
        """Hold a ticket no more that is over; the number of its cause is remembered."""
        first = self.all.pop(no).entries[0]
        self.keyed.pop((first.actor, str(first.data.get("key"))), None)

    def remember(self, last: Mapping[str, int], top: int) -> None:
        """Of the tickets that are not held: the newest of each cause, and the highest number."""
        self._last.update(last)
        self._top = max(self._top, top)

    def next_number(self) -> int:
        """The number for a new ticket: numbers are never used twice."""
        return self._top + 1

    def open_for(self, cause: str) -> Ticket | None:
        """The open ticket of a cause: there is one at most."""
        number = self._open.get(cause)
        return None if number is None else self.all[number]

    def open(self) -> list[Ticket]:
        """The tickets that are still to be resolved, the oldest first."""
        found = (ticket for ticket in self.alive.values() if ticket.state not in ENDED)
        return sorted(found, key=lambda ticket: ticket.no)

    def last_for(self, cause: str) -> Ticket | None:
        """The newest ticket of a cause, open or not, while it is held: a recurrence asks whether it
        reopens.
        """
        return self.all.get(self._last.get(cause, 0))

    def last_number(self, cause: str) -> int | None:
        """The number of the newest ticket of a cause, however long ago it was."""
        return self._last.get(cause)

    def _put(self, ticket: Ticket) -> None:
        self.all[ticket.no] = ticket
        self._top = max(self._top, ticket.no)
        if ticket.state in OVER:
            self.alive.pop(ticket.no, None)
        else:
            self.alive[ticket.no] = ticket
        if ticket.cause is None:
            return
        self._last[ticket.cause] = max(ticket.no, self._last.get(ticket.cause, 0))
        if ticket.state not in ENDED:
            self._open[ticket.cause] = ticket.no
        elif self._open.get(ticket.cause) == ticket.no:
            del self._open[ticket.cause]


def _overlaid(stands: Standing, line: Line) -> Standing:
    return replace(stands, facts={**stands.facts, **line.data}, changed=line.at)
