"""What another help desk says to us: signed, fresh, taken once; our ticket stays the truth of time.

Their moments and states are kept as what they claim, in a note. They start, stop and move nothing of ours:
receipt is when their message was on our disk.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.desk.notify.signing import webhook
from controller.record import failpoints
from controller.record.lines import Appended, Line
from controller.record.states import State
from controller.record.tickets import Ticket

RECEIVED = "link.received"
WINDOW = timedelta(minutes=5)
"""A message that is older, or from the future, by more is refused: it may be one that somebody kept."""


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> Appended:
        """Say that something happened."""


class Board(Protocol):
    """The part of the board that is needed here."""

    def add_entry(self, no: int, data: Mapping[str, Any], actor: str, role: str) -> Appended:
        """Add to a ticket."""

    def said(self, no: int) -> Ticket | None:
        """A ticket with all that was said of it."""

    def open_by_hand(
        self,
        actor: str,
        via: str,
        title: object,
        *,
        device: str | None = None,
        grade: int = 2,
        text: str = "",
        more: Mapping[str, Any] | None = None,
    ) -> tuple[int, Appended]:
        """Open a ticket."""


class NotTheirs(Exception):
    """The signature is not theirs, or the message is not of now."""


class NoSuchTicket(Exception):
    """It speaks of a ticket that it may not speak of."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a message did: the ticket it is about; `again`: it had been taken before."""

    ticket: int
    line: Appended | None
    again: bool = False


def check(secret: str, id: str, seconds: str, signatures: str, body: bytes, now: datetime) -> None:
    """Raise NotTheirs unless a signature is over this very message, by our common secret, just now."""
    if not (id and len(id) <= 200 and seconds.isascii() and seconds.isdecimal() and len(seconds) <= 12):
        raise NotTheirs("the message does not say its id and its time")
    if abs(now.timestamp() - int(seconds)) > WINDOW.total_seconds():
        raise NotTheirs("the message is not of now")
    right = webhook(secret, id, int(seconds), body).encode()
    given = [one.encode("utf-8", "replace") for one in signatures.split()[:10]]
    if not any([hmac.compare_digest(right, one) for one in given]):
        raise NotTheirs("the signature does not fit")


class Incoming:
    """Hears the journal, so that a message is known after a restart, too."""

    def __init__(self, journal: Journal, board: Board) -> None:
        self._journal, self._board = journal, board
        self._taken: dict[tuple[str, str], int] = {}
        self._refs: dict[tuple[str, str], int] = {}

    def hear(self, line: Line) -> None:
        """Remember a message, and which ticket is theirs."""
        if line.kind == RECEIVED:
            desk, ticket = str(line.data["desk"]), int(line.data["ticket"])
            self._taken[desk, line.subject] = ticket
            if ref := line.data.get("ref"):
                self._refs.setdefault((desk, str(ref)), ticket)

    def about(self, desk: str, said: Mapping[str, Any]) -> int | None:
        """Our ticket that a message speaks of, if it does: to be held before it is taken."""
        ref = str(said.get("ref") or "")
        return self._refs.get((desk, ref)) if ref and (desk, ref) in self._refs else said.get("ticket")

    def take(self, desk: str, id: str, said: Mapping[str, Any], of_all: bool = True) -> Taken:
        """Let a message do what it does, once; `of_all`: they may speak of any ticket, not only of theirs.
        Raises NoSuchTicket.
        """
        known = self._taken.get((desk, id))
        if known is not None and not failpoints.planted("a_message_is_taken_again"):
            return Taken(known, None, again=True)
        actor, ref = f"link:{desk}", str(said.get("ref") or "")
        ticket = self._refs.get((desk, ref)) if ref else None
        if said["type"] == "ticket.opened" and ticket is None:
            ticket, line = self._open(actor, desk, ref, said)
        else:
            ticket = ticket if ticket is not None else self._named(desk, said.get("ticket"), of_all)
            line = self._add(self._living(int(ticket)), actor, said)
        failpoints.hit("link.taken")
        data = {"desk": desk, "ticket": ticket, "ref": ref, "type": said["type"], "at": said.get("at")}
        noted = self._journal.append(RECEIVED, id, data, actor)
        self.hear(noted)
        return Taken(int(ticket), noted if noted.seq > line.seq else line)

    def _named(self, desk: str, no: int | None, of_all: bool) -> int:
        theirs = {ticket for (whose, _), ticket in self._refs.items() if whose == desk}
        if no is None or not (of_all or int(no) in theirs):
            raise NoSuchTicket
        return int(no)

    def _living(self, no: int) -> int:
        """The ticket in which it lives on where it was merged: there it is read."""
        ticket = self._board.said(no)
        while ticket is not None and ticket.state == State.MERGED and ticket.merged_into:
            no = ticket.merged_into
            ticket = self._board.said(no)
        return no

    def _open(self, actor: str, desk: str, ref: str, said: Mapping[str, Any]) -> tuple[int, Appended]:
        more = {"link": desk, "ref": ref, "claimed": said.get("at"), "reporter": said.get("by")}
        more |= {name: said[name] for name in ("impact", "urgency") if said.get(name)}
        return self._board.open_by_hand(
            actor,
            "link",
            said["title"],
            device=said.get("device"),
            grade=int(said.get("class") or 2),
            text=said.get("text") or "",
            more={name: value for name, value in more.items() if value},
        )

    def _add(self, no: int, actor: str, said: Mapping[str, Any]) -> Appended:
        state = said.get("state")
        claimed = {"claimed": said["at"]} if said.get("at") else {}
        text = said.get("text") or said.get("title") or str(state or "—")
        if state:
            text = {"zh": f"对方状态：{state}。{text}", "en": f"Their state: {state}. {text}"}
            claimed["their_state"] = state
        try:
            return self._board.add_entry(no, {"entry": "note", "text": text, **claimed}, actor, "system")
        except KeyError:
            raise NoSuchTicket from None
