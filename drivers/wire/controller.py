"""Our end of a conversation: one request at a time out; reports in, asked for or not.

How a frame is heard. While greeting, the greeting has it, and it is also read as news. Then, while a request
is pending: a refusal of a listed reason; an answer that says what it is about (its axes and its tag agree
with the request); any other refusal. Then news. Then an answer that does not say what it is about. Else it is
noise.
"""

from collections.abc import Callable, Iterable, Mapping

from drivers.errors import Reason
from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import (
    Answered,
    No,
    Noise,
    Out,
    Poll,
    Report,
    Request,
)
from drivers.wire.forms import Reading
from drivers.wire.framing import Buffer, Frame
from drivers.wire.greeter import Greeter
from drivers.wire.planner import planner
from drivers.wire.sentences import Sentence
from drivers.wire.table import Table
from drivers.wire.talk import Query, Refusal
from drivers.wire.telnet import Telnet


class ControllerSide(Greeter):
    """One connection to one device. Make a new one for each connection."""

    def __init__(self, driver: Driver, credentials: Mapping[str, str] | None = None) -> None:
        super().__init__(driver, credentials)
        self.pending: Request | None = None
        self._table: Table = driver.table
        self._cut: Callable[[Buffer], list[Frame]] = driver.framing.hears.cut
        self._buffer = Buffer()
        self._telnet = Telnet() if driver.framing.telnet else None
        self._answers: tuple[Sentence, ...] = ()
        self._first: str | None = None
        self._missing: set[Place] | None = None  # of an answer that is gathered
        self._tag = ""
        self._turns = 0
        self._spoilt = False
        self._futile: frozenset[tuple[str, ...]] = frozenset()
        self._quiet = driver.quiet or "\0"  # no frame begins with a NUL

    def anew(self) -> None:
        """Forget the last connection, not the device: the next is greeted as one that is known already."""
        self.pending, self._prefix, self._echo, self._spoilt = None, "", "", False
        self._buffer = Buffer()
        greet = self.driver.greet
        self._greeting = greet({**self.credentials, "again": "yes"}) if greet else None

    # ------------------------------------------------------------ hearing

    def hear(self, data: bytes) -> Out:
        """Take in bytes from the device. Never raises."""
        out = Out()
        if self._telnet is not None:
            data, out.data = self._telnet.strip(data)
        self._buffer += data
        for frame in self._cut(self._buffer):
            if not frame.text.startswith(self._quiet):
                out.shown.append(("<", self._masked(frame.text) if self._secrets else frame.text))
            if frame.text in self._framing.answers:
                self._still_here(self._framing.answers[frame.text], out)
            elif self._echo and frame.text == self._echo:
                self._echo = ""
            else:
                self._heard(frame, out)
        return out

    def overhear(self, data: bytes) -> Out:
        """Take in whole frames of another socket (status notifications, traps): news only. Never raises."""
        out = Out()
        end = getattr(self._framing.hears, "end", "")  # a datagram may come without
        for frame in self._cut(Buffer(data + end.encode())):
            out.shown.append(("<", self._masked(frame.text)))
            self._news(frame.text, self._table.read(frame.text), out)
        return out

    def _still_here(self, text: str, out: Out) -> None:
        """Answer the device, whatever else is under way."""
        out.data += self._framing.says.wrap(text)
        out.shown.append((">", text))

    def _heard(self, frame: Frame, out: Out) -> None:
        text = frame.text
        if self._greeting is not None:
            readings = self._table.read(text)
            if readings:
                self._news(text, readings, out)
            self._greet(text, out)
            return
        readings = self._table.read(text)
        request = self.pending
        if request is not None and frame.tag == self._tag and self._answered(request, text, readings, out):
            return
        refusals = self._table.refusals
        if any(reading.form not in refusals for reading in readings):
            self._news(text, readings, out)
        elif request is not None and frame.tag == self._tag and self._bare(request, text, out):
            return
        elif not readings:  # else a refusal that nobody waits for
            out.events.append(Noise(text))

    def _answered(self, request: Request, text: str, readings: tuple[Reading, ...], out: Out) -> bool:
        """Whether `text` answers or refuses the pending request in a way that says so itself."""
        if text == self._first:
            self._first = None
            return True
        answers = self._answers
        for reading in readings:
            if reading.form in answers and _agree(reading, request):
                return self._done(request, reading, out)
            if reading.form in self._table.refusals and self._refused(request, text, reading, out):
                return True
        if request.row in self._table.echoes and self._same(text, request):
            self.pending = None
            out.events.append(Answered(request))
            return True
        for form in answers:
            if (form.complete or form.bare) and not self._framing.tags:
                continue  # with a number of its own, an answer may look like anything
            answer = self._table.read_answer(form, text, request)
            if answer is not None and _agree(answer, request):
                return self._done(request, answer, out)
        return False

    def _bare(self, request: Request, text: str, out: Out) -> bool:
        """Whether `text` is what answers the pending request without saying what it is about."""
        for form in self._answers:
            reading = self._table.read_answer(form, text, request)
            if reading is not None and _agree(reading, request):
                return self._done(request, reading, out)
        return False

    def _same(self, text: str, request: Request) -> bool:
        said = request.frames[0]
        if self.driver.fold:
            text, said = text.casefold(), said.casefold()
        return self._table.echoes[request.row].is_repeat(said, text)

    def _done(self, request: Request, reading: Reading, out: Out) -> bool:
        out.events.extend(reading.events)
        if self._missing is not None:
            self._missing.difference_update(e.place for e in reading.events if isinstance(e, Report))
            if self._missing:
                return True
        self.pending = None
        out.events.append(Answered(request))
        return True

    def _refused(self, request: Request, text: str, reading: Reading, out: Out) -> bool:
        """Whether this reading refuses the pending request: by its echo, by what `of` has in common, by its
        row.
        """
        said = request.frames[0]
        for bound in self._table.refusals[reading.form]:  # type: ignore[index]
            row = bound.row
            assert isinstance(row, Refusal)  # noqa: S101
            if not self._ours(said, reading, bound.of):
                continue
            reason = row.reasons.get(
                str(reading.fields.get("reason", "")), row.reasons.get("*", Reason.FAILED)
            )
            self.pending = None
            kind = reason[0] if isinstance(reason, tuple) else reason
            out.events.append(Answered(request) if kind is None else No(request, kind, self._masked(text)))
            return True
        return False

    def _ours(self, said: str, reading: Reading, of: object) -> bool:
        fields = dict(reading.fields)
        for name, heard in fields.items():
            if name.startswith("echo") and not self._begins(said, str(heard)):
                return False
        if of is None:
            return True
        common = of.read(said)  # type: ignore[attr-defined]
        return common is not None and all(fields.get(name, value) == value for name, value in common.items())

    def _begins(self, said: str, heard: str) -> bool:
        return said.startswith(heard) or (self.driver.fold and said.casefold().startswith(heard.casefold()))

    def _news(self, text: str, readings: tuple[Reading, ...], out: Out) -> None:
        """The first reading that is more than a refusal nobody waits for."""
        for reading in readings:
            if reading.form not in self._table.refusals:
                out.events.extend(reading.events)
                return
        if not readings:
            out.events.append(Noise(text))

    # ------------------------------------------------------------ asking and telling

    def asks(self, places: Iterable[Place]) -> Request:
        """The cheapest question that reads these places, or most of them. NotSupported where none does."""
        return planner(self._table).asking.asks(places, self._futile)

    def polls(self) -> tuple[Poll, ...]:
        """The questions that together keep every readable point fresh; anew after resize()."""
        return planner(self._table).asking.polls(self._futile)

    def forgo(self, request: Request) -> None:
        """This device does not support that question: what else tells the same is asked from now on."""
        self._futile |= {request.frames}

    def tell(self, wishes: Mapping[Place, Value]) -> Request:
        """The one order that sets exactly these. OutOfRange or NotSupported, and then nothing is sent."""
        return planner(self._table).telling.tell(wishes)

    def tells(self, wishes: Mapping[Place, Value]) -> tuple[Request, ...]:
        """The fewest orders that set these."""
        return planner(self._table).telling.tells(wishes)

    def do(self, name: str, args: Mapping[str, Value]) -> Request:
        """The action called `name`. OutOfRange or NotSupported, and then nothing is sent."""
        return planner(self._table).telling.do(name, args)

    def sessions(self) -> tuple[tuple[Request, float], ...]:
        """What to say after Ready, in order, and every how many seconds again (0: not again)."""
        return planner(self._table).telling.sessions(self.credentials)

    def send(self, request: Request) -> bytes:
        """The bytes of `request`, which is now pending if it waits. RuntimeError while another one is, except
        that a device which acknowledges nothing (`silent`) can be told something meanwhile.
        """
        if self.pending is not None and (request.waits or not self.driver.silent):
            raise RuntimeError("one request at a time")
        text = request.frames[0]
        self._echo = text if self._framing.echo else ""
        if request.waits:
            self.pending = request
            self._answers = self._table.answers[request.row]
            self._first = request.row.first if isinstance(request.row, Query) else None
            self._missing = set(request.covers) if getattr(request.row, "gathers", False) else None
        if not self._framing.tags:
            return self._framing.says.wrap(self._prefix + text) if self._prefix else request.data
        self._turns = self._turns % 9999 + 1
        self._tag = turn(self._framing.says, self._turns)
        return self._framing.says.wrap(text, self._tag)

    def give_up(self) -> bool:
        """No answer came in time: forget the pending request; whether that is an answer, or part of one."""
        request, self.pending = self.pending, None
        if request is None or request.listens:
            return request is not None
        self._spoilt = self._spoilt or request.bare
        return self._missing is not None and len(self._missing) < len(set(request.covers))

    def must_close(self) -> bool:
        """Whether a late answer could be taken for the answer to something else: close the connection."""
        return self._spoilt

    def resize(self, axes: Mapping[str, int | tuple[int | str, ...]]) -> None:
        """Take these axes from now on (Sized, or the venue file)."""
        self.driver = self.driver.sized(**axes)
        self._table = self.driver.table


def _agree(reading: Reading, request: Request) -> bool:
    """Whether what the answer spells is what the request bound."""
    bound, fields = request.bound, reading.fields
    for name in reading.form.shared:  # type: ignore[attr-defined]
        if name in bound and name in fields and fields[name] != bound[name]:
            return False
        if name.startswith("echo") and not _starts(request.frames[0], str(fields[name])):
            return False
    return True


def _starts(said: str, heard: str) -> bool:
    return said.casefold().startswith(heard.casefold())


def turn(cut: object, number: int) -> str:
    """The text of the number of an exchange, as this framing writes it."""
    write = getattr(cut, "turn", None)
    return str(write(number)) if write else str(number)
