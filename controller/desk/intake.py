"""From faults to tickets: what the hall's journal lines say becomes entries of tickets.

The hall says when a fault is due for a ticket and what is behind what; here one ticket a cause is opened,
joined, restored when all of its faults are over (dated back to when the last one was), reopened when the same
cause comes back within a day, and merged when a ticket's cause turns out to have one itself. What a cause
took along and another one keeps down goes on in the ticket of that one, once the first is over. Every answer
depends on the folds alone, so that what a crash left undone is done at the next start.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.again import is_fresh
from controller.record.contract import STRICT
from controller.record.folds import Faults, Standing, Tickets
from controller.record.lines import FAULTS, Line, moment, written
from controller.record.states import State
from controller.record.tickets import Ticket, may_move

OWN = timedelta(seconds=60)
"""What came out from behind a cause and wants no ticket for so long is somebody's business already."""


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""


class Intake:
    """Hears the hall; `tickets` and `faults` are folds that have heard each line before it does. `classed`
    is what a new ticket says of its class, `again` for how many seconds the same cause reopens its ticket.
    """

    def __init__(
        self,
        journal: Journal,
        tickets: Tickets,
        faults: Faults,
        classed: Callable[[int], dict[str, Any]] = lambda grade: {"class": grade},
        again: Callable[[], float] = lambda: STRICT.again,
    ) -> None:
        self._journal, self._tickets, self._faults = journal, tickets, faults
        self._classed, self._within = classed, again
        self._due: dict[str, int] = {}
        self._last = 0

    def recall(self, line: Line) -> None:
        """A line from before the start: only where the frames before a fault are kept."""
        if line.kind in FAULTS and line.data.get("due"):
            self._due[line.subject] = line.seq

    def hear(self, line: Line) -> None:
        """A fault changed: let its ticket say so."""
        if line.kind not in FAULTS:
            return
        self.recall(line)
        key, stands = line.subject, self._faults.standing.get(line.subject)
        if stands is None:
            self._cleared(key, line.at)
        elif line.data.get("due"):
            self._came_due(stands, line.at)
        elif line.data.get("cause"):
            self._came_behind(key, line.data["cause"], line.at)

    def tidy(self, now: datetime) -> None:
        """Let the tickets move on of which the cause is over, and only something else keeps its victims down.
        One of which all is over has been restored; whoever took it back knows why.
        """
        standing = self._faults.standing.keys()
        for ticket in self._tickets.open():
            if ticket.cause not in standing and not standing.isdisjoint(ticket.faults):
                self._restore(ticket, now)

    def catch_up(self, now: datetime) -> None:
        """Do what was left undone when the service ended."""
        for stands in list(self._faults.standing.values()):
            if stands.facts.get("due") and not self._handled(stands):
                self._came_due(stands, now)
            elif cause := stands.facts.get("cause"):
                self._came_behind(stands.key, cause, now)
        for ticket in self._tickets.open():
            last = [cleared for key in ticket.faults if (cleared := self._faults.cleared.get(key))]
            told = max((entry.at for entry in ticket.entries if entry.kind == "restored"), default=None)
            if last and (told is None or told < max(one.changed for one in last)):
                self._restore(ticket, now)

    def number(self) -> int:
        """The number for a new ticket."""
        self._last = max(self._last + 1, self._tickets.next_number())
        return self._last

    # ------------------------------------------------------------ a cause wants a ticket

    def _came_due(self, stands: Standing, at: datetime) -> None:
        key = stands.key
        ticket, last = self._tickets.open_for(key), self._tickets.last_for(key)
        if ticket is not None:
            self._again(ticket, key)
        elif last is not None and is_fresh(last, at, self._within()):
            data = {"reason": stands.facts.get("title", key), "faults": self._all_of(key)}
            self._say(last.no, "reopened", data | self._frames(key))
        else:
            self._open(stands, at)

    def _again(self, ticket: Ticket, key: str) -> None:
        """Its ticket is open: a restoration did not last, or the fault is another one of it."""
        if ticket.state == State.VERIFYING:
            self._say(ticket.no, "relapsed", {"fault": key} | self._frames(key))
        for other in self._all_of(key):
            if other not in ticket.faults:
                self._say(ticket.no, "joined", {"fault": other})

    def _open(self, stands: Standing, at: datetime) -> None:
        key, facts, no = stands.key, stands.facts, self.number()
        last = self._tickets.last_number(key)
        for behind in list(self._holding(key)):
            self._say(behind.no, "left", {"fault": key, "into": no})
            self._restore(behind, at, but=key)  # it may have been all that kept that ticket open
        data: dict[str, Any] = {
            "title": facts.get("title", key),
            **self._classed(int(facts.get("class", 2))),
            "cause": key,
            "device": facts.get("device"),
            "faults": self._all_of(key),
            "via": "auto",
            "received": written(stands.changed),
        }
        data |= {"recurrence_of": last} if last is not None else {}
        failpoints.hit("ticket.due")
        self._journal.append("ticket.opened", str(no), data | self._frames(key))
        failpoints.hit("ticket.opened")
        for other in data["faults"][1:]:
            self._merge(other, no)

    def _all_of(self, key: str) -> list[str]:
        """A fault and those behind it."""
        return [key, *(one.key for one in self._faults.standing.values() if one.facts.get("cause") == key)]

    def _frames(self, key: str) -> dict[str, Any]:
        """Where the frames before it are attached."""
        return {"attachment": {"name": "trace", "line": self._due[key]}} if key in self._due else {}

    def _handled(self, stands: Standing) -> bool:
        last = self._tickets.last_for(stands.key)
        told = ("opened", "reopened", "relapsed", "joined")
        return last is not None and any(
            entry.seq > stands.seq and entry.kind in told for entry in last.entries
        )

    # ------------------------------------------------------------ a fault goes behind another

    def _came_behind(self, key: str, cause: str, at: datetime) -> None:
        ticket = self._tickets.open_for(cause) or next(self._holding(cause), None)
        if ticket is not None and not self._merge(key, ticket.no) and key not in ticket.faults:
            self._say(ticket.no, "joined", {"fault": key})
        for other in list(self._holding(key)):
            if ticket is None or other.no != ticket.no:
                self._restore(other, at)  # it may have been all that kept that ticket open

    def _merge(self, key: str, into: int) -> bool:
        """The ticket of a fault that has a cause after all lives on in the cause's."""
        ticket = self._tickets.open_for(key)
        if ticket is None or ticket.no == into:
            return False
        self._say(ticket.no, "merged", {"into": into})
        said = {"from": ticket.no, "received": written(ticket.received), "class": ticket.grade}
        self._say(into, "absorbed", said | {"faults": [] if self._has(into, key) else list(ticket.faults)})
        return True

    def _has(self, no: int, key: str) -> bool:
        """Whether a ticket has a fault already; one that is being opened has."""
        ticket = self._tickets.all.get(no)
        return ticket is None or key in ticket.faults

    # ------------------------------------------------------------ a fault is over

    def _cleared(self, key: str, at: datetime) -> None:
        for ticket in self._holding(key):
            self._restore(ticket, at)

    def _holding(self, key: str) -> Iterator[Ticket]:
        return (ticket for ticket in self._tickets.open() if key in ticket.faults)

    def _restore(self, ticket: Ticket, at: datetime, but: str = "") -> None:
        """All of it (but one that has left) is over: restored by itself when the last of its faults went.

        What stands for another reason leaves, if it is all that stands. Of a cause that left the hall nobody
        knows whether it is mended: that ticket waits for a person.
        """
        if self._faults.left(ticket.cause):
            return
        faults = [key for key in ticket.faults if key != but]
        standing = [self._faults.standing[key] for key in faults if key in self._faults.standing]
        if not all(self._is_stray(one, ticket, at) for one in standing):
            return
        if may_move(ticket, State.VERIFYING, "restored"):
            for one in standing:
                self._leave(ticket, one)
            gone = [self._faults.cleared.get(key) for key in faults if key not in self._faults.standing]
            over = [_over(one) for one in gone if one is not None]
            self._say(ticket.no, "restored", {"at": written(max(over, default=at)), "by_itself": True})
            failpoints.hit("ticket.restored")

    def _is_stray(self, stands: Standing, ticket: Ticket, at: datetime) -> bool:
        """Whether a fault that a ticket's cause took along is down for a reason that is none of the ticket's:
        another cause, or one of its own of which nobody wants a ticket now.
        """
        if stands.key == ticket.cause or failpoints.planted("what_is_down_holds_every_ticket"):
            return False
        if cause := stands.facts.get("cause"):
            return cause not in ticket.faults
        idle = stands.facts.get("alone") and not stands.facts.get("due")
        return bool(idle) and at - stands.changed >= OWN

    def _leave(self, ticket: Ticket, stands: Standing) -> None:
        data: dict[str, Any] = {"fault": stands.key, "stands": True}
        if cause := stands.facts.get("cause"):
            other = next((one.no for one in self._holding(cause) if one.no != ticket.no), None)
            data |= {"behind": cause} | ({} if other is None else {"into": other})
        self._say(ticket.no, "left", data)

    def _say(self, no: int, kind: str, data: Mapping[str, Any]) -> None:
        self._journal.append("ticket.entry", str(no), {"entry": kind, **data})


def _over(cleared: Standing) -> datetime:
    """When a cleared fault was over: the rest before it was believed is not downtime."""
    better = cleared.facts.get("better")
    return moment(better) if better else cleared.changed
