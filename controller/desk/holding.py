"""Which tickets are in memory: all that are not over, and of the others those of which something may still
come.

A ticket that is over is let go when its cause does not reopen it any more, unless one of its faults stands.
Whoever is to write to one that was let go holds it first; whoever only wants to read it need not. Without an
archive, as in a story told on paper, all are held for good.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from controller.clock import Clock
from controller.desk.callbacks import THRESHOLD, Callbacks
from controller.record import failpoints
from controller.record.folds import Faults, Tickets
from controller.record.lines import Line
from controller.record.tickets import Ticket

if TYPE_CHECKING:
    from controller.record.past import Past

MORE = 3600.0
"""So much longer than its cause may reopen it a ticket that is over is held, by the clock that nobody sets.
"""
WRITING = 600.0
"""So long one is held that somebody wants to write to."""
PAUSE = 60.0
SHOWN = 100
"""So many of the newest are held for the tablets."""


class Archive(Protocol):
    """The part of the archive that is needed here."""

    async def past(self, threshold: str, back: datetime) -> "Past":
        """What a desk has to know when it starts."""

    async def ticket(self, no: int, threshold: str) -> tuple[Ticket, list[Line]] | None:
        """A ticket, and the thresholds that its clocks have passed."""

    async def keyed(self, actor: str, key: str) -> int | None:
        """The ticket that somebody opened under an idempotency key."""


@dataclass
class Holding:
    """`said` and `kept` are the two folds of the board; what one lets go, the other does, too."""

    archive: Archive | None
    said: Tickets
    kept: Tickets
    faults: Faults
    callbacks: Callbacks
    clock: Clock
    again: Callable[[], float]
    since: int = 0
    _until: dict[int, float] = field(default_factory=dict)
    _next: float = 0.0

    async def load(self, recall: Callable[[Line], object], lines: Callable[[], Awaitable[list[Line]]]) -> int:
        """Hold what has to be held at the start, and let the lines that matter be recalled; the answer is the
        line up to which this is so. `lines` are all of them, for want of an archive.
        """
        if self.archive is None:
            return self._fold(await lines(), recall)
        back = self.clock.now() - timedelta(seconds=self.again() + MORE)
        past = await self.archive.past(THRESHOLD, back)
        for fold in (self.said, self.kept):
            for ticket in past.tickets:
                fold.hold(ticket)
            fold.remember(past.last, past.top)
        for line in past.lines:
            recall(line)
        self.since = past.since
        for ticket in past.tickets:
            self.heard(ticket.no)
        return past.upto

    def heard(self, no: int) -> None:
        """Something was said of a ticket."""
        self._until[no] = self.clock.monotonic() + self.again() + MORE

    async def hold(self, *numbers: int) -> None:
        """Have these tickets in memory for what comes next, however long they are over; those that are none
        are left out.
        """
        for no in numbers:
            if no in self.said.all:
                self._until[no] = max(self._until.get(no, 0.0), self.clock.monotonic() + WRITING)
            if no in self.said.all or self.archive is None:
                continue
            found = await self.archive.ticket(no, THRESHOLD)
            if found is not None and no not in self.said.all:
                self._take(*found)

    async def look(self, no: int) -> tuple[Ticket, list[dict[str, Any]]]:
        """A ticket that is on disk, and the thresholds that its clocks have passed. Raises KeyError."""
        held = self.kept.all.get(no)
        if held is not None:
            return held, self.callbacks.fired(no)
        found = None if self.archive is None else await self.archive.ticket(no, THRESHOLD)
        if found is None:
            raise KeyError(no)
        return found[0], [dict(line.data) for line in found[1]]

    async def keyed(self, actor: str, key: str) -> int | None:
        """The ticket that somebody opened under an idempotency key, just now or long ago."""
        known = self.said.keyed.get((actor, key))
        if known is None and self.archive is not None:
            found = await self.archive.keyed(actor, key)
            return self.said.keyed.get((actor, key), found)
        return known

    def sweep(self) -> None:
        """Let go of what nothing comes of any more."""
        now = self.clock.monotonic()
        if self.archive is None or now < self._next:
            return
        self._next = now + PAUSE
        newest = set(sorted(self.kept.all, reverse=True)[:SHOWN])
        for no in [no for no in self.kept.all if no not in newest and self._is_done(no, now)]:
            self.said.let_go(no)
            self.kept.let_go(no)
            self.callbacks.let_go(no)
            self._until.pop(no, None)

    # ------------------------------------------------------------

    def _fold(self, lines: list[Line], recall: Callable[[Line], object]) -> int:
        for line in lines:
            self.said.hear(line)
            self.kept.hear(line)
            recall(line)
        return lines[-1].seq if lines else 0

    def _take(self, ticket: Ticket, thresholds: list[Line]) -> None:
        for line in thresholds:
            self.callbacks.hear(line)
        self.said.hold(ticket)
        self.kept.hold(ticket)
        self._until[ticket.no] = self.clock.monotonic() + WRITING

    def _is_done(self, no: int, now: float) -> bool:
        """Whether a ticket is over, on disk, and of no concern to anything that stands."""
        if failpoints.planted("what_is_open_is_let_go"):
            return True
        said, kept = self.said.all.get(no), self.kept.all[no]
        if said is None or no in self.said.alive or no in self.kept.alive or self._until.get(no, 0.0) > now:
            return False
        if said.entries[-1].seq != kept.entries[-1].seq:
            return False
        return not any(key in self.faults.standing for key in (*kept.faults, kept.cause))
