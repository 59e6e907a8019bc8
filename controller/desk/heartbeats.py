"""The desk watches itself: a mailbox that cannot be read, or a page that reached nobody, is a ticket of
ours.

One open ticket for each way in or out (REQ-17); it restores by itself when the way works again, and the
record's one-open-ticket-a-cause holds for it as for any fault.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from controller.record.lines import Appended
from controller.record.states import State
from controller.record.tickets import Ticket, may_move

SILENT = 300.0
"""Seconds after which a way that does not work is told."""
INBOX, OUT = "service/inbox", "service/channel/"


class Board(Protocol):
    """The part of the board that is needed here."""

    def open(self) -> list[Ticket]:
        """The tickets that are still to be resolved."""

    def add_entry(self, no: int, data: Mapping[str, Any], actor: str, role: str) -> Appended:
        """Add to a ticket."""

    def open_by_hand(
        self, actor: str, via: str, title: object, *, text: str = "", more: Mapping[str, Any] | None = None
    ) -> tuple[int, Appended]:
        """Open a ticket."""


class Heartbeats:
    """What the ways in and out say of themselves, and the tickets that follow."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._since: dict[str, datetime] = {}

    def inbox(self, trouble: str, now: datetime) -> None:
        """The mailbox was looked into: with what trouble, or none."""
        since = self._since.setdefault(INBOX, now)
        if not trouble:
            self._since.pop(INBOX)
            self._well(INBOX)
        elif (now - since).total_seconds() >= SILENT:
            title = {"zh": "服务台邮箱无法读取", "en": "The desk's mailbox cannot be read"}
            self._ill(INBOX, title, trouble)

    def given_up(self, channel: str, why: str) -> None:
        """An urgent message by a channel was given up."""
        title = {
            "zh": f"紧急通知未能送达（{channel}）",
            "en": f"An urgent message reached nobody ({channel})",
        }
        self._ill(OUT + channel, title, why)

    def delivered(self, channel: str) -> None:
        """A channel works."""
        self._well(OUT + channel)

    def _ticket(self, cause: str) -> Ticket | None:
        return next((one for one in self._board.open() if one.cause == cause), None)

    def _ill(self, cause: str, title: object, why: str) -> None:
        ticket = self._ticket(cause)
        if ticket is None:
            self._board.open_by_hand("system", "auto", title, text=why, more={"cause": cause})
        elif ticket.state == State.VERIFYING:
            self._board.add_entry(ticket.no, {"entry": "relapsed", "text": why}, "system", "system")

    def _well(self, cause: str) -> None:
        ticket = self._ticket(cause)
        if ticket is not None and may_move(ticket, State.VERIFYING, "restored"):
            data = {"entry": "restored", "by_itself": True}
            self._board.add_entry(ticket.no, data, "system", "system")
