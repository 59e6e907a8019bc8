"""The device's end of a conversation: what a simulator, or a bench test, speaks through."""

from collections.abc import Iterable, Mapping
from itertools import product

from drivers.errors import Reason
from drivers.points import Place, Value
from drivers.wire.announcing import announcements
from drivers.wire.driver import Driver
from drivers.wire.events import Asked, Did, Heard, Kept, Report, Told, Unknown
from drivers.wire.forms import Bound, Reading
from drivers.wire.framing import Buffer, Cut, Frame
from drivers.wire.gathering import gathered
from drivers.wire.greeting import Aside, Secret, Yielded
from drivers.wire.joining import Joining
from drivers.wire.looking import checked, echoed
from drivers.wire.refusing import recalled, refusal, tells
from drivers.wire.sentences import BoundRow, Spoken
from drivers.wire.talk import Action, Command, Look, Notice, Query, Session
from drivers.wire.telnet import Telnet

EXACT = "exact"
"""A session word some drivers have: whether the last order was obeyed as told, not clamped or rounded."""


class DeviceSide:
    """One client of one device; `session` is what the device remembers of this client."""

    def __init__(self, driver: Driver, credentials: Mapping[str, str] | None = None) -> None:
        self.driver = driver
        self.credentials = credentials or {}
        self.session: dict[str, Value] = dict(driver.session)
        self._memory = driver.remembers(self.session) if driver.remembers is not None else None
        self._table = driver.table
        self._framing = driver.framing
        self._joining = Joining(driver.framing)
        self._buffer = Buffer()
        self._telnet = Telnet() if driver.framing.telnet else None
        self._welcome = driver.welcome
        self._greets = False
        self._now = 0.0
        self._lapses: dict[str, float] = {}
        self.unanswered = 0

    # ------------------------------------------------------------ greeting

    def open(self, look: Look) -> bytes:
        """The device's first words."""
        if self._welcome is None:
            return self._opening(look)
        self._generator = self._welcome(self.credentials, self.session, look)
        self._greets = True
        said = self._greet(None, [])
        return said if self._greets else said + self._opening(look)

    def _opening(self, look: Look) -> bytes:
        """What a device tells of itself to everybody it lets in."""
        told = [bound for bound in self._table.notices if isinstance(bound.row, Notice) and bound.row.opening]
        return b"".join(self._everywhere(bound, look) for bound in told)

    def _everywhere(self, bound: BoundRow, look: Look) -> bytes:
        """A notice at every place that it spells, one line each; a list is one line."""
        said, row = bound.replies[0].said, bound.row
        assert isinstance(row, Notice)  # noqa: S101
        axes = sorted(said.axes) if getattr(said, "repeat", None) is None else []
        places = product(*(self._table.sizes.on(axis) for axis in axes))
        return b"".join(self.notify(row, look, dict(zip(axes, index, strict=True))) for index in places)

    def _greet(self, frame: str | None, left: list[str]) -> bytes:
        """Let the greeting go on; a frame it gives back goes to `left`."""
        out = b""
        try:
            said = self._generator.send(frame)
            while isinstance(said, Aside):
                out += self._framing.hears.wrap(said.text)
                said = next(self._generator)
            out += self._words(said)
        except StopIteration as over:
            self._greets = False
            if over.value:
                left.append(over.value)
        return out

    def _words(self, said: Yielded) -> bytes:
        text = said.text if isinstance(said, Secret) else said
        return self._framing.hears.wrap(text) if isinstance(text, str) else b""

    # ------------------------------------------------------------ hearing

    def hear(self, data: bytes, look: Look) -> tuple[bytes, list[Heard]]:
        """Take in bytes; what greeting and framing answer by themselves, and what was heard. Never raises."""
        out, heard = b"", list[Heard]()
        if self._telnet is not None:
            data, out = self._telnet.strip(data)
        self._buffer += data
        if self._framing.echo and not self._greets:
            out += data
        if self._greets:
            out += self._greeted(heard, look)
        if not self._greets:
            for frame in self._framing.says.cut(self._buffer):
                if frame.text in self._framing.answers.values():
                    self.unanswered = 0
                else:
                    heard.append(self._heard(frame, look))
        return out, heard

    def _greeted(self, heard: list[Heard], look: Look) -> bytes:
        """Frames for the greeting; what follows its end goes back into the buffer."""
        cut: Cut = self._framing.login or self._framing.says
        out, left = b"", list[str]()
        frames = cut.cut(self._buffer)
        for number, frame in enumerate(frames):
            out += self._greet(frame.text, left)
            if not self._greets:
                out += self._opening(look)
                rest = b"".join(cut.wrap(later.text, later.tag) for later in frames[number + 1 :])
                self._buffer[:0] = rest
                heard += [self._heard(Frame(text), look) for text in left]
                break
        return out

    def _heard(self, frame: Frame, look: Look) -> Heard:
        prefix = self.session.get("prefix")
        text = frame.text.removeprefix(prefix) if isinstance(prefix, str) and prefix else frame.text
        unknown: Heard | None = None
        for bound, reading in self._table.understand(text):
            heard = self._meant(bound, reading, text, frame.tag)
            if not isinstance(heard, Unknown):
                return heard
            unknown = unknown or heard
        if unknown is not None:
            return unknown
        near = self._table.near(text)
        known = near is not None and tells(near)
        reason = Reason.OUT_OF_RANGE if known else Reason.NOT_SUPPORTED
        return Unknown(near.row if near and known else None, text, frame.tag, {}, reason)

    def _meant(self, bound: BoundRow, reading: Reading, text: str, tag: str) -> Heard:
        """What a frame means as this row; Unknown where a value or a place is out of range."""
        row, fields = bound.row, reading.fields
        amiss = self._amiss(bound, reading)
        if amiss:
            return Unknown(row, text, tag, fields, Reason.OUT_OF_RANGE, amiss)
        match row:
            case Command():
                orders = {event.place: event.value for event in reading.events if isinstance(event, Report)}
                return Told(row, text, tag, fields, orders)
            case Action():
                args = {name: value for name, value in fields.items() if name not in bound.said.tells}
                return Did(row, text, tag, fields, row.name, args)
            case Session():
                return Kept(row, text, tag, fields)
        assert isinstance(row, Query)  # noqa: S101
        return Asked(row, text, tag, fields)

    def _amiss(self, bound: BoundRow, reading: Reading) -> str:
        """The name of an axis or a point that is out of range, or nothing."""
        known = self._table.sizes.known
        for name, value in reading.fields.items():
            if name in known and name not in bound.said.tells and value not in known[name]:
                return name
        if not isinstance(bound.row, Command):
            return ""
        if reading.skipped:
            return "value"
        reports = [event for event in reading.events if isinstance(event, Report)]
        return next((amiss for report in reports if (amiss := self._wrong(report))), "")

    def _wrong(self, report: Report) -> str:
        """The name of what is out of range in one order: an axis, or the point itself."""
        known = self._table.sizes.known
        point = self._table.grammar.points[report.place.key]
        for axis, place in zip(point.axes, report.place.index, strict=True):
            if axis in known and place not in known[axis]:
                return axis
        among = known.get(point.among)
        fits = among is None or report.value in among or report.value == 0
        return "" if point.allows(report.value) and fits else point.key

    def _remember(self, row: Session, fields: Mapping[str, Value]) -> None:
        words = {name: value for name, value in fields.items() if name in self.driver.session}
        self.session.update(words)
        self.session.update(row.sets)
        if row.lasts:
            self._lapses.update((name, self._now + row.lasts) for name in (*words, *row.sets))

    def tick(self, now: float) -> None:
        """Let time pass to `now` (monotonic seconds): session words that `lasts` so long are forgotten."""
        self._now = now
        for name in [name for name, until in self._lapses.items() if until <= now]:
            del self._lapses[name]
            self.session[name] = self.driver.session.get(name)

    # ------------------------------------------------------------ answering

    def answer(self, event: Heard, look: Look) -> bytes:
        """The first form that is true: a reply, or an acknowledgement true of the device as it now stands.

        A session line is remembered here, so that what was said before it is answered as it was meant.
        A `look` that raises KeyError is answered as out of range, Refused by its reason.
        """
        return self._joining.add(event.tag, self._answer(event, look))

    def _answer(self, event: Heard, look: Look) -> bytes:
        known = self._memory.answer(event.frame, event.tag, look) if self._memory is not None else None
        if known is not None:
            return self._wrap(known, event.tag)
        if isinstance(event, Unknown):
            return self._refuse(event, event.reason, event.about)
        row = event.row
        if isinstance(row, Session):
            self._remember(row, event.fields)
            self.session.update({row.numbered: event.tag} if row.numbered else {})
        bound = self._table.rows[row]
        if isinstance(row, Command) and EXACT in self.driver.session:
            self.session[EXACT] = self._exact(bound, event, look)
        if bound.echo:
            return self._wrap(self._table.echoes[row].repeat(event.frame), event.tag)
        opening = self._opening(look) if isinstance(row, Session) and row.tells else b""
        return (self._replied(event, bound, look) if bound.replies else b"") + opening

    def _exact(self, bound: BoundRow, event: Heard, look: Look) -> bool:
        """Whether the order would read the same, said about the device as it now stands."""
        at = {name: value for name, value in event.fields.items() if name not in bound.said.tells}
        saying = bound.said.say(look, at, self._table.sizes)
        return saying is None or saying.text.casefold() == event.frame.casefold()

    def _replied(self, event: Heard, bound: BoundRow, look: Look) -> bytes:
        fields: Bound = {**self._words_known(), **event.fields, "echo": event.frame}
        reasons: list[Reason] = []
        truth = checked(look, reasons)
        if isinstance(bound.row, Query) and (kept := recalled(self.session, bound, self._table)):
            return self._wrap(kept, event.tag)
        if isinstance(bound.row, Query) and bound.row.gathers:
            return self._gathered(event, bound, truth, fields, reasons)
        for spoken in bound.replies:
            if not self._may(spoken):
                continue
            saying = spoken.said.say(truth, echoed(fields, spoken, event.frame), self._table.sizes)
            if saying is not None:
                first = bound.row.first if isinstance(bound.row, Query) else None
                return (self._wrap(first, event.tag) if first else b"") + self._wrap(saying.text, event.tag)
        return self._gathered(event, bound, truth, fields, reasons)

    def _gathered(
        self, event: Heard, bound: BoundRow, look: Look, fields: Bound, reasons: list[Reason]
    ) -> bytes:
        said = [self._wrap(text, event.tag) for text in gathered(self._table, bound, look, fields)]
        together = getattr(self._framing.hears, "together", b"".join)
        return together(said) if said else self._refuse(event, next(iter(reasons), Reason.FAILED))

    def _words_known(self) -> Bound:
        return {name: value for name, value in self.session.items() if value is not None}

    def _may(self, spoken: Spoken) -> bool:
        """Whether what this client asked for allows this form."""
        return all(self.session.get(name) in values for name, values in spoken.when.items())

    def _wrap(self, text: str, tag: str = "") -> bytes:
        return self._framing.hears.wrap(text, tag)

    def refuse(self, event: Heard, reason: Reason, about: str = "") -> bytes:
        """The device's no; b"" where it has none."""
        return self._joining.add(event.tag, self._refuse(event, reason, about))

    def _refuse(self, event: Heard, reason: Reason, about: str = "") -> bytes:
        text = refusal(self._table, event, reason, about, self.session)
        return b"" if text is None else self._wrap(text, event.tag)

    # ------------------------------------------------------------ unasked

    def calls(self) -> bytes:
        """What it asks to see whether the client is still there; `unanswered` counts what was not."""
        self.unanswered += 1
        return b"".join(map(self._wrap, self._framing.answers))

    def announce(self, places: Iterable[Place], look: Look, mine: bool) -> bytes:
        """What the device says unasked after these changed; `mine`: this client changed them."""
        told = announcements(self._table, list(places), look, mine, self._words_known())
        said = b"".join(self._wrap(text, self._number(notice)) for notice, text in told)
        return said + self._news(look)

    def _news(self, look: Look) -> bytes:
        news = self._memory.news(look) if self._memory is not None else ()
        return b"".join(self._wrap(text, tag) for text, tag in news)

    def _number(self, notice: Notice) -> str:
        """The number of the exchange that this notice belongs to, or none."""
        return str(self.session.get(notice.numbered) or "") if notice.numbered else ""

    def notify(self, notice: Notice, look: Look, fields: Mapping[str, Value] | None = None) -> bytes:
        """One Notice said on purpose, with these axes and arguments; b"" where this client gets none."""
        news = self._news(look) if notice.paced else b""
        if not all(self.session.get(name) in values for name, values in notice.when.items()):
            return news
        spoken = self._table.rows[notice].replies[0]
        saying = spoken.said.say(look, {**self._words_known(), **(fields or {})}, self._table.sizes)
        return news if saying is None else news + self._wrap(saying.text, self._number(notice))
