"""What the hall does about a fault that has a ticket, told on the ticket: remedies tried, and verified.

Each such line of the hall carries its own text; here it finds the ticket. What a crash left untold is told at
the next start, once.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.lines import VERIFIED, Line
from controller.record.states import State
from controller.record.tickets import Ticket

TRIED = "healing.tried"
KINDS = (TRIED, VERIFIED)
NOWHERE = frozenset({State.MERGED, State.CANCELLED})


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""

    def follow(self, callback: Any) -> object:
        """Hear every line from now on."""

    async def recall(self, kinds: Iterable[str] = ()) -> list[Line]:
        """The lines on record."""


class Board(Protocol):
    """The part of the board that is needed here."""

    def tickets(self) -> list[Ticket]:
        """All tickets, the newest first."""


class HallNews:
    """Hears the hall for the tickets; the board is loaded before."""

    def __init__(self, journal: Journal, board: Board) -> None:
        self._journal, self._board = journal, board

    async def start(self) -> None:
        """Tell what was left untold, then what comes."""
        told = {entry.data.get("of") for ticket in self._board.tickets() for entry in ticket.entries}
        for line in await self._journal.recall(KINDS):
            if line.seq not in told:
                self.hear(line)
        self._journal.follow(self.hear)

    def hear(self, line: Line) -> None:
        """One line; others change nothing."""
        ticket = self._ticket(line.subject) if line.kind in KINDS else None
        if ticket is not None:
            failpoints.hit("ticket.news")
            data = {"entry": "progress", "text": line.data["text"], "of": line.seq}
            self._journal.append("ticket.entry", str(ticket.no), data)

    def _ticket(self, key: str) -> Ticket | None:
        mine = (one for one in self._board.tickets() if key in one.faults and one.state not in NOWHERE)
        return next(mine, None)
