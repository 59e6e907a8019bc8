"""What a mail to the desk does: it opens a ticket or continues one, exactly once (REQ-10).

The mail as it came is attached to its own line, `mail.received`, which is said in the same turn as the
ticket's: one commit holds both. A mail that comes again, because the service died before the mailbox was
told, is known by its Message-ID. Mail from programs opens nothing: that is how two desks would talk for
ever.
"""

import hmac
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from controller.clock import Clock
from controller.record import failpoints
from controller.record.again import may_reopen
from controller.record.contract import Contract
from controller.record.lines import Appended, Attachment, Line
from controller.record.states import State
from controller.record.tickets import Ticket

if TYPE_CHECKING:
    from controller.desk.mailbox.incoming import Mail

RECEIVED, IGNORED = "mail.received", "mail.ignored"
MAIL = (RECEIVED, IGNORED)
MOST_AN_HOUR = 30
"""So many mails of one sender in an hour; the rest is a loop, or a bomb."""
LARGEST = 10 * 1024 * 1024
TOO_LARGE = "[附件过大，未保存，仍在邮箱中 / the attachments are too large to keep, and still in the mailbox]"
NO_SUBJECT = {"zh": "（无主题的邮件）", "en": "(a mail without a subject)"}


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(
        self,
        kind: str,
        subject: str,
        data: dict[str, Any],
        actor: str = "system",
        attachment: Attachment | None = None,
    ) -> Appended:
        """Say that something happened."""


class Board(Protocol):
    """The part of the board that is needed here."""

    @property
    def contract(self) -> Contract:
        """What is promised."""

    def said(self, no: int) -> Ticket | None:
        """A ticket as it stands, while it is held."""

    async def hold(self, *numbers: int) -> None:
        """Have tickets in memory, however long they are over."""

    def add_entry(self, no: int, data: Mapping[str, Any], actor: str, role: str) -> Appended:
        """Add to a ticket."""

    def open_by_hand(
        self,
        actor: str,
        via: str,
        title: object,
        *,
        text: str = "",
        more: Mapping[str, Any] | None = None,
    ) -> tuple[int, Appended]:
        """Open a ticket."""


class Letterbox:
    """`mark` gives a ticket's token; `own` are the desk's own addresses."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        board: Board,
        mark: Callable[[int], str],
        own: Iterable[str] = (),
    ) -> None:
        self._journal, self._clock, self._board, self._mark = journal, clock, board, mark
        self.own = frozenset(one.lower() for one in own)
        self._seen: set[str] = set()
        self._times: defaultdict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=MOST_AN_HOUR))

    def hear(self, line: Line) -> None:
        """Remember what came."""
        if line.kind in MAIL:
            self._seen.add(line.subject)
            self._times[str(line.data.get("from", ""))].append(line.at)

    async def hold(self, raw: bytes) -> None:
        """Have the ticket in memory that a mail is about, before it is taken."""
        from controller.desk.mailbox.incoming import read

        tag = read(raw).tag
        no = None if tag is None else tag[0]
        while no is not None:
            await self._board.hold(no)
            ticket = self._board.said(no)
            no = ticket.merged_into if ticket is not None and ticket.state == State.MERGED else None

    def take(self, raw: bytes) -> Appended | None:
        """Let a mail do what it does; its line, to be awaited before the mailbox is told. None: known."""
        from controller.desk.mailbox.incoming import read

        mail = read(raw)
        if mail.id in self._seen:
            return None
        why = self._idle(mail)
        if why:
            line = self._journal.append(IGNORED, mail.id, _told(mail) | {"why": why})
            self.hear(line)
            return line
        kept = _kept(raw) if len(raw) <= LARGEST else None
        line = self._journal.append(RECEIVED, mail.id, _told(mail), mail.sender, kept)
        self.hear(line)
        failpoints.hit("mail.received")
        self._file(mail, line, whole=kept is not None)
        return line

    def _idle(self, mail: "Mail") -> str:
        """Why a mail does nothing."""
        if mail.automatic:
            return mail.automatic
        if not mail.sender:
            return "no sender"
        if mail.sender.lower() in self.own:
            return "from ourselves"
        times, hour = self._times[mail.sender], timedelta(hours=1)
        crowded = len(times) == MOST_AN_HOUR and self._clock.now() - times[0] < hour
        return "too many in an hour" if crowded else ""

    def _file(self, mail: "Mail", line: Line, whole: bool) -> None:
        ticket, words = self._answered(mail), mail.text if whole else f"{mail.text}\n{TOO_LARGE}".strip()
        said: dict[str, Any] = {"mail": line.seq, "message_id": mail.id}
        said |= {"attached": [one.name for one in mail.attached]} if mail.attached else {}
        if ticket is not None and not _past(ticket, line.at, self._board.contract.reopen):
            text = words or mail.subject or "—"
            entry = {"entry": "mail", "text": text, "subject": mail.subject, "from": mail.name, **said}
            self._board.add_entry(ticket.no, entry, mail.sender, "system")
            return
        said |= {"reporter": mail.sender, "lang": mail.lang, "from": mail.name}
        said |= {"recurrence_of": ticket.no} if ticket is not None else {}
        title: object = mail.subject or NO_SUBJECT
        self._board.open_by_hand(mail.sender, "email", title, text=words, more=said)

    def _answered(self, mail: "Mail") -> Ticket | None:
        """The ticket whose token the mail bears; a merged one lives on in another."""
        if mail.tag is None or not hmac.compare_digest(self._mark(mail.tag[0]), mail.tag[1]):
            return None
        ticket = self._board.said(mail.tag[0])
        while ticket is not None and ticket.state == State.MERGED and ticket.merged_into:
            ticket = self._board.said(ticket.merged_into)
        return ticket


def _past(ticket: Ticket, at: datetime, within: float) -> bool:
    """Whether it is over for good, so that a new ticket has to be opened (requirements 0.7)."""
    return ticket.state == State.CANCELLED or not may_reopen(ticket, at, within)


def _told(mail: "Mail") -> dict[str, Any]:
    files = [{"name": one.name, "media": one.media, "size": one.size} for one in mail.attached]
    return {"from": mail.sender, "name": mail.name, "subject": mail.subject, "attached": files}


def _kept(raw: bytes) -> Attachment:
    return Attachment("mail.eml", raw, "message/rfc822")
