"""What was heard, told again to our own side with stand-ins for the secrets: the steps of a transcript."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from drivers.points import Place, Value
from drivers.wire.controller import ControllerSide
from drivers.wire.driver import Driver
from drivers.wire.events import (
    Answered,
    Barred,
    Event,
    No,
    Noise,
    Out,
    Ready,
    Report,
    Restarted,
    Sized,
    Stale,
)
from drivers.wire.framing import Buffer
from drivers.wire.framing_osc import Osc
from drivers.wire.framings import Datagram
from web.recording.redacting import Redact
from web.recording.witness import Turn


class Step(NamedTuple):
    """One line of a transcript before it is spelled: its word, and what belongs behind it."""

    word: str
    rest: Any = ""


@dataclass
class Paragraph:
    """Steps that belong together: the opening, one exchange, or one piece of news.

    `ours`: only our side can say them again (the device said them in another form than our table would).
    `before`: what a device has to hold so that it says them.
    """

    kind: str
    steps: list[Step] = field(default_factory=list)
    ours: bool = False
    before: dict[Place, Value] = field(default_factory=dict)

    @property
    def facts(self) -> dict[Place, Value]:
        """Everything that was understood in it."""
        return {place: value for step in self.steps if step.word == "=" for place, value in step.rest.items()}

    @property
    def refusal(self) -> str:
        """Why the device said no, where it did."""
        return next((step.rest for step in self.steps if step.word == "!"), "")


class Retelling:
    """One telling of one conversation; `words` are what the device says to whoever connects.

    ValueError where it comes out otherwise than it went.
    """

    def __init__(
        self, driver: Driver, credentials: Mapping[str, str], redact: Redact, words: bytes = b""
    ) -> None:
        self.side = ControllerSide(driver, credentials)
        self.paragraphs: list[Paragraph] = []
        self._redact, self._quiet, self._words = redact, driver.quiet, words
        self._apart = isinstance(driver.framing.hears, Datagram | Osc) or "udp" in driver.transports
        self._heard = list[tuple[bytes, list[Event]]]()
        self._said = 0  # so many lines of the session, or the number of the last
        self._over = False  # what was asked is answered; what comes now is news

    def tell(self, turns: Iterable[Turn]) -> list[Paragraph]:
        """The paragraphs of these turns."""
        for turn in _words_first(list(_as_one_connection(turns)), self._words):
            self._turn(turn)
        self._flush()
        return [one for one in self.paragraphs if one.steps]

    def _turn(self, turn: Turn) -> None:
        if turn.kind == "hear":
            data = self._redact(turn.data)
            if not self._is_meter(data):
                self._hear(self.side.hear(data), data)
            return
        self._flush()
        match turn.kind:
            case "open":
                self._begin("opening")
                self._take(self.side.open())
            case "wake":
                self._add("wake")
                self._take(self.side.wake())
            case "silent":
                self._add("give up")
                self.side.give_up()
            case "session":
                self._begin(
                    "exchange", Step("session?", "" if turn.number == self._said else turn.number + 1)
                )
                self._said = turn.number + 1
                self._say(self.side.send(self.side.sessions()[turn.number][0]))
            case _:
                self._begin("exchange", Step("ask", turn.places))
                self._say(self.side.send(self.side.asks(turn.places)))

    # ------------------------------------------------------------ hearing

    def _hear(self, out: Out, data: bytes) -> None:
        """Keep what came; it becomes a line once it meant something."""
        if self._over and not self._heard and (data != self._words or len(self.paragraphs) > 1):
            self._begin("news")
        self._heard.append((data, out.events))
        over = any(isinstance(event, Answered | No) for event in out.events)
        if over or out.data or (self._over and out.events):
            self._flush()
            self._say(out.data)
        if over or (self.side.pending is None and any(isinstance(event, Ready) for event in out.events)):
            self._over = True

    def _flush(self) -> None:
        heard, self._heard = self._heard, []
        if heard and not self._apart:  # pieces of one stream
            heard = [
                (b"".join(data for data, _ in heard), [event for _, events in heard for event in events])
            ]
        for data, events in heard:
            self._add("<", data)
            self._understood(events)

    def _is_meter(self, data: bytes) -> bool:
        """Whether these are nothing but levels, twenty a second, which no transcript needs."""
        rest = Buffer(data)
        frames = self.side.driver.framing.hears.cut(rest) if self._quiet else []
        return bool(frames) and not rest and all(frame.text.startswith(self._quiet) for frame in frames)

    def _take(self, out: Out) -> None:
        self._understood(out.events)
        self._say(out.data)
        self._over = any(isinstance(event, Ready) for event in out.events)

    def _understood(self, events: list[Event]) -> None:
        facts = {event.place: event.value for event in events if isinstance(event, Report)}
        if facts:
            self._add("=", facts)
        for step in filter(None, map(_mark, events)):
            self._add(*step)

    # ------------------------------------------------------------ writing down

    def _begin(self, kind: str, *steps: Step) -> None:
        self.paragraphs.append(Paragraph(kind, list(steps)))
        self._over = False

    def _add(self, word: str, rest: Any = "") -> None:
        self.paragraphs[-1].steps.append(Step(word, rest))

    def _say(self, data: bytes) -> None:
        if data:
            self._add(">", data)


def _as_one_connection(turns: Iterable[Turn]) -> Iterator[Turn]:
    """The turns without the greetings of a device that is dialled for each exchange, but for the first."""
    greeting = False
    for turn in turns:
        greeting = turn.kind == "anew" or (greeting and turn.kind not in ("session", "ask"))
        if not greeting:
            yield turn


def _words_first(turns: Sequence[Turn], words: bytes) -> list[Turn]:
    """The turns with what a device says to whoever connects at the beginning: it may come a moment late."""
    heard = next((at for at, turn in enumerate(turns) if turn.kind == "hear"), 0)
    late = turns[heard]
    if not words or not late.data.startswith(words) or turns[1:2] == [late]:
        return list(turns)
    rest = [late._replace(data=late.data[len(words) :])] if len(late.data) > len(words) else []
    return [turns[0], Turn("hear", words), *turns[1:heard], *rest, *turns[heard + 1 :]]


def _mark(event: Event) -> Step | None:
    """What else was understood, as a transcript writes it."""
    match event:
        case Ready():
            return Step("ready")
        case No():
            return Step("!", str(event.reason))
        case Noise():
            return Step("noise")
        case Restarted():
            return Step("restarted")
        case Stale():
            return Step("stale", " ".join(event.keys))
        case Sized():
            return Step("learns", f"{event.axis}={len(event.places)}")
        case Barred():
            raise ValueError("with another password the device's words mean something else")
    return None


def facts_of(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Place, Value]]:
    """Every value understood, in order."""
    for paragraph in paragraphs:
        yield from paragraph.facts.items()
