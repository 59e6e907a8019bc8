"""Says by itself what the service owes its great tickets: team, plan, expert, and what is overdue.

It looks at all living tickets every few seconds, and at each only when something may be due. When that is, is
kept as an index: it is always what a fresh computation says, and forgotten with every line about the ticket.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from controller.clock import Clock, Timer
from controller.desk.steady import Steady
from controller.record.calendars import ADOPTED, Calendars
from controller.record.contract import Contract
from controller.record.contracts import AGREED
from controller.record.lines import TICKETS, Line
from controller.record.service.duties import Duty, duties, may_owe
from controller.record.set_clock import JUMPED
from controller.record.tickets import Ticket

EVERY = 5.0
LATE = 15.0
"""Seconds within which what is due is said while the service runs."""


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""

    def follow(self, callback: Callable[[Line], object]) -> Callable[[], None]:
        """Hear every line from now on."""


class Board(Protocol):
    """The part of the board that is needed here."""

    @property
    def contract(self) -> Contract:
        """What is promised."""

    @property
    def calendars(self) -> Calendars:
        """Every edition of the working hours."""

    def alive(self) -> Iterable[Ticket]:
        """The tickets that are not over for good."""

    def said(self, no: int) -> Ticket | None:
        """A ticket with all that was said of it."""


Propose = Callable[[Ticket, datetime], Mapping[str, Any]]
"""Whom to propose as an expert for a ticket: what the entry says of him."""


class Duties:
    """Start it once the board is loaded. The board follows the same journal, and follows it first."""

    def __init__(self, journal: Journal, clock: Clock, board: Board, propose: Propose) -> None:
        self._journal, self._clock, self._board, self._propose = journal, clock, board, propose
        self._next: dict[int, datetime | None] = {}
        self._steady = Steady(clock)
        self._timer: Timer | None = None
        self._unfollow: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Look now, and go on looking."""
        self._unfollow = self._journal.follow(self._hear)
        self._look()

    def stop(self) -> None:
        """Look no more."""
        self._unfollow()
        if self._timer is not None:
            self._timer.cancel()

    def _hear(self, line: Line) -> None:
        if line.kind in TICKETS:
            self._next.pop(int(line.subject), None)
        elif line.kind in (ADOPTED, AGREED, JUMPED):
            self._next.clear()
            self._steady.hear(line)

    def _look(self) -> None:
        self._timer = self._clock.call_later(EVERY, self._look)
        if not self._steady.look():
            return
        now = self._clock.now()
        for shown in self._board.alive():
            due = self._next.get(shown.no, now)
            if due is not None and due <= now and (ticket := self._board.said(shown.no)) is not None:
                self._next[ticket.no] = self._tend(ticket, now)

    def _tend(self, ticket: Ticket, now: datetime) -> datetime | None:
        """Say what is due; when to look again, if nothing happens."""
        if not may_owe(ticket):
            return None
        owed = list(duties(ticket, now, self._board.contract, self._board.calendars))
        for one in owed:
            if one.at <= now:
                self._say(ticket, one, now)
        return min((one.at for one in owed), default=None)

    def _say(self, ticket: Ticket, one: Duty, now: datetime) -> None:
        more = self._propose(ticket, now) if one.says["entry"] == "expert_proposed" else {}
        late = round((now - one.at).total_seconds())
        more = {**more, "late_s": late} if late > LATE else more
        self._journal.append("ticket.entry", str(ticket.no), {**one.says, **more})
