"""The desk's post office: what is to be told is queued, sent, retried and shown."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from controller.clock import Clock, Timer
from controller.desk.heartbeats import Heartbeats
from controller.desk.notify import wording
from controller.desk.notify.directory import Directory
from controller.desk.notify.dispatcher import Dispatcher
from controller.desk.notify.grouping import Rhythm
from controller.desk.notify.message import Channel, Message
from controller.desk.notify.notifier import CAUSES, Notifier
from controller.desk.notify.wording import Speak
from controller.record import failpoints
from controller.record.lines import Appended, Line, Sentence
from controller.record.outbox import FAILED, OUTBOX, QUEUED, RETRY, SENT, Letter, Outbox
from controller.record.stopwatch import Reading
from controller.record.tickets import Ticket

REMIND = 60.0


class Journal(Protocol):
    """The part of the journal that the post office needs."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> Appended:
        """Say that something happened."""

    def follow(self, callback: Callable[[Line], object]) -> Callable[[], None]:
        """Hear every line from now on."""

    async def recall(
        self, kinds: Iterable[str] = (), subject: str | None = None, after: int = 0
    ) -> list[Line]:
        """The lines on record after one."""


class Tickets(Protocol):
    """The part of the board that is needed here."""

    @property
    def since(self) -> int:
        """Every ticket that a later line is about is held."""

    def said(self, no: int) -> Ticket | None:
        """A ticket with all that was said of it, while it is held."""

    def open(self) -> list[Ticket]:
        """Those that are still to be resolved."""

    def readings(self, ticket: Ticket) -> list[Reading]:
        """Its clocks, read now."""

    def add_entry(self, no: int, data: Mapping[str, Any], actor: str, role: str) -> Appended:
        """Add to a ticket."""

    def open_by_hand(
        self, actor: str, via: str, title: object, *, text: str = "", more: Mapping[str, Any] | None = None
    ) -> tuple[int, Appended]:
        """Open a ticket."""


def plainly(said: object) -> Sentence:
    """A text in both languages, or a plain word, as it stands."""
    if isinstance(said, Mapping) and {"zh", "en"} <= said.keys():
        return {"zh": str(said["zh"]), "en": str(said["en"])}
    return {"zh": str(said), "en": str(said)}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the hall's file says of telling people. `kinds` names each channel's kind; `mail` is the channel
    that answers mail to the desk; `url` is where tablets find the service; `mark` gives a ticket's token.
    """

    hall: object = ""
    directory: Directory = field(default_factory=Directory)
    rhythm: Rhythm = field(default_factory=Rhythm)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    mail: str | None = None
    url: str = ""
    mark: Callable[[int], str] = lambda no: ""


class Office:
    """Load it, then start it. The board follows the same journal, and follows it first."""

    def __init__(
        self, journal: Journal, clock: Clock, tickets: Tickets, settings: Settings, speak: Speak = plainly
    ) -> None:
        self._journal, self._clock, self._tickets = journal, clock, tickets
        self.settings, self._speak = settings, speak
        self.outbox, self.heartbeats = Outbox(), Heartbeats(tickets)
        self.notifier = Notifier(
            journal, self.outbox, settings.directory, tickets.said, _single(settings), settings.mail
        )
        self.dispatcher = Dispatcher(
            journal,
            clock,
            self.outbox,
            settings.channels,
            self.message,
            settings.rhythm,
            settings.directory.quiet_until,
        )
        self.moved: Callable[[], object] = lambda: None
        self._early: list[Line] | None = []
        self._timer: Timer | None = None
        self._unfollow = journal.follow(self._hear)

    def apply(self, settings: Settings) -> None:
        """Another hall's file: from now on by its channels, to its people."""
        self.settings = settings
        told, sent = self.notifier, self.dispatcher
        told.directory, told.mail, told.by_ticket = settings.directory, settings.mail, _single(settings)
        sent.channels, sent.rhythm = settings.channels, settings.rhythm
        sent.quiet = settings.directory.quiet_until
        sent.wake()

    async def load(self) -> None:
        """Fold what is on record, and what was said meanwhile; the board is loaded."""
        sent = await self._journal.recall(OUTBOX)
        told = max((int(one.data["cause"]) for one in sent if one.kind == QUEUED), default=0)
        causes = await self._journal.recall(CAUSES, after=max(told, self._tickets.since))
        early, self._early = self._early or [], None
        first = early[0].seq if early else math.inf  # from there on all was heard, and nothing is to be twice
        for line in sent:
            if line.seq < first:
                self.outbox.hear(line)
        self.notifier.catch_up((one for one in causes if one.seq < first), self._clock.now())
        for line in early:
            self._hear(line)

    def start(self) -> None:
        """Send, and remind."""
        self.dispatcher.start()
        self._remind()

    async def close(self) -> None:
        """Hear no more; what is on its way may arrive."""
        self._unfollow()
        if self._timer is not None:
            self._timer.cancel()
        await self.dispatcher.close()

    # ------------------------------------------------------------ what people do and see

    def retry(self, key: str, actor: str) -> Appended:
        """Try a dead letter again. Raises KeyError for one that is not dead."""
        if self.outbox.letters[key].state != "dead":
            raise KeyError(key)
        line = self._journal.append(RETRY, key, {}, actor)
        failpoints.hit("outbox.retried")
        return line

    def test(self, channel: str, to: str, lang: str, actor: str) -> Appended:
        """Send a test by a channel. Raises KeyError where there is none."""
        self.settings.channels[channel]
        line = self._journal.append("notify.tested", channel, {"to": to}, actor)
        self.notifier.test(channel, to, lang, line.seq, actor)
        return line

    def message(self, letter: Letter) -> Message:
        """A letter as its channel takes it: the same words at every try."""
        first, tickets = letter.first, {one.ticket for one in letter.intents}
        no = first.ticket if len(tickets) == 1 else None
        lang = first.lang if first.lang in wording.SIDES else "both"
        return Message(
            key=letter.key,
            to=first.to,
            lang=lang,
            subject=wording.subject(letter, self.settings.hall, self._speak, lang),
            lines=wording.lines(letter.intents, self._speak, lang),
            at=letter.since,
            urgent=letter.urgent,
            ticket=no,
            mark=self.settings.mark(no) if no is not None else "",
            url=self._link(no),
            hall=str(self._speak(self.settings.hall)["en"]),
            answers=str(first.news.get("answers", "")),
            news=tuple(one.news for one in letter.intents),
        )

    def waiting(self) -> Iterator[Letter]:
        """What is on its way, or waits for another try."""
        return iter(self.outbox.of("sending", "waiting"))

    # ------------------------------------------------------------

    def _link(self, no: int | None) -> str:
        if not self.settings.url:
            return ""
        return self.settings.url + ("/#/tickets" if no is None else f"/#/tickets/{no}")

    def _hear(self, line: Line) -> None:
        if self._early is not None:
            self._early.append(line)
            return
        self.outbox.hear(line)
        self.notifier.hear(line)
        if line.kind in OUTBOX:
            self._beat(line)
            self.dispatcher.wake()
            self.moved()

    def _beat(self, line: Line) -> None:
        """What a letter's end says of its channel."""
        if line.kind not in (SENT, FAILED):
            return
        letter = self.outbox.letters[line.subject]
        if letter.state == "sent":
            self.heartbeats.delivered(letter.first.channel)
        elif letter.state == "dead" and letter.urgent and letter.first.news["what"] != "test":
            self.heartbeats.given_up(letter.first.channel, letter.answer)

    def _remind(self) -> None:
        self._timer = self._clock.call_later(REMIND, self._remind)
        now, after = self._clock.now(), self.settings.rhythm.repeat
        for ticket in self._tickets.open():
            if self.outbox.told.get(ticket.no):
                self.notifier.remind(ticket, self._tickets.readings(ticket), now, after)


def _single(settings: Settings) -> frozenset[str]:
    """The channels whose letters tell of one ticket only, so that they are threads of their own."""
    return frozenset(name for name, kind in settings.kinds.items() if kind in ("email", "webhook"))
