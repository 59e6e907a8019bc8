"""What the hall says about a fault that has a ticket, told on the ticket: remedies that were tried, that a
person tried it by hand, that it is verified, that its device has left the hall's file.

Each such line of the hall carries its own text; here it finds the ticket. What a crash left untold is told at
the next start, once.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.cycles import cycles
from controller.record.lines import LEFT, VERIFIED, Line
from controller.record.service.visits import here
from controller.record.states import ENDED, State
from controller.record.tickets import Ticket

TRIED, FAILED, CHECKED = "healing.tried", "healing.failed", "fault.checked"
SHEET, CLEARED = "readiness.sheet", "fault.cleared"
KINDS = (TRIED, FAILED, CHECKED, VERIFIED, SHEET, CLEARED, LEFT)
MOMENT = timedelta(minutes=2)


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""

    def follow(self, callback: Any) -> object:
        """Hear every line from now on."""

    async def recall(
        self, kinds: Iterable[str] = (), subject: str | None = None, after: int = 0
    ) -> list[Line]:
        """The lines on record after one."""


class Board(Protocol):
    """The part of the board that is needed here."""

    @property
    def since(self) -> int:
        """Every ticket that a later line is about is known."""

    def alive(self, said: bool = False) -> list[Ticket]:
        """Those that are not over for good, the newest first; `said`: whatever the disk has of them yet."""


class HallNews:
    """Hears the hall for the tickets; the board is loaded before."""

    def __init__(self, journal: Journal, board: Board) -> None:
        self._journal, self._board = journal, board
        self._early: list[Line] = []

    async def start(self) -> None:
        """Tell what was left untold, then what comes."""
        told = {entry.data.get("of") for ticket in self._board.alive() for entry in ticket.entries}
        for line in await self._journal.recall(KINDS, after=self._board.since):
            if line.seq not in told:
                self.hear(line)
        self._journal.follow(self.hear)

    def hear(self, line: Line) -> None:
        """One line; others change nothing. A remedy that was tried a moment before its ticket waits."""
        if line.kind == SHEET:
            self._tested(line)
        elif line.kind in (CLEARED, LEFT):
            self._gone(line)
        elif line.kind in KINDS and not self._told(line) and line.kind != VERIFIED:
            self._early.append(line)
        elif line.kind == "ticket.opened" and self._early:
            recent = [one for one in self._early if line.at - one.at < MOMENT]
            self._early = [one for one in recent if not self._told(one)]

    def _told(self, line: Line) -> bool:
        ticket = self._ticket(line.subject)
        if ticket is None:
            return False
        failpoints.hit("ticket.news")
        data = {"entry": "progress", "text": line.data["text"], "of": line.seq}
        data |= {"passed": True} if line.kind == VERIFIED and _all_over(ticket) else {}
        self._journal.append("ticket.entry", str(ticket.no), data)
        return True

    def _gone(self, line: Line) -> None:
        """What a fault is about can be asked no more: that is on its ticket while it is not settled."""
        ticket = self._ticket(line.subject) if line.data.get("left") else None
        if ticket is not None and ticket.state not in ENDED:
            why = "unverified" if line.kind == LEFT else line.data["left"]
            data = {"entry": "gone", "fault": line.subject, "why": why, "of": line.seq}
            self._journal.append("ticket.entry", str(ticket.no), data)

    def _tested(self, line: Line) -> None:
        """A device was tried: that is told on the ticket it was tried for, and on every ticket about it
        whose engineer is in the hall.
        """
        for ticket in self._board.alive():
            if ticket.state in ENDED or not ticket.device:
                continue
            mine = [one for one in line.data["items"] if one["device"] == ticket.device]
            waits = any(visit.since < line.seq for visit in here(ticket))
            if mine and (line.data.get("ticket") == ticket.no or waits):
                passed = verdict(mine, line.data.get("standing", ()))
                passed = None if passed and line.data.get("state", "done") != "done" else passed
                result = {True: "passed", False: "failed", None: "unknown"}[passed]
                data = {"entry": "tested", "passed": passed, "result": result, "of": line.seq}
                self._journal.append("ticket.entry", str(ticket.no), data)

    def _ticket(self, key: str) -> Ticket | None:
        """The newest that the fault is in, as it is said: the disk may still be on its way."""
        return next((one for one in self._board.alive(said=True) if key in one.faults), None)


def verdict(items: Iterable[Mapping[str, Any]], standing: Iterable[str]) -> bool | None:
    """Whether a device passed its test: nothing red, no fault standing, and something that it was asked or
    told came true; None where there was nothing to ask it.
    """
    found = list(items)
    if any(one["light"] == "red" for one in found) or any(standing):
        return False
    proved = any(one["light"] == "green" and one["check"] != "there" for one in found)
    return True if proved else None


def _all_over(ticket: Ticket) -> bool:
    """Whether all of its faults are over, as the hall itself has found."""
    brought = cycles(ticket)[-1].last_became(State.VERIFYING)
    return brought is not None and brought.actor == "system"
