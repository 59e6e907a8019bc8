"""One client of a simulated device: its end of the conversation, heard through the impairments."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import TYPE_CHECKING

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Value
from drivers.wire.device import DeviceSide
from drivers.wire.events import Asked, Did, Heard, Told, Unknown
from drivers.wire.framing import Buffer
from drivers.wire.talk import Look, Notice, Session
from simulators.calling import Calling
from simulators.impairments import touches
from simulators.pacing import Pacing
from simulators.voice import PlainVoice, Voice

if TYPE_CHECKING:
    from simulators.device import SimulatedDevice


MOST_WAITING = 64
"""What is said to a device while it does not listen, and still heard afterwards."""


class Client:
    """Bytes in, bytes out; everything a device does because of one client starts here."""

    def __init__(
        self,
        device: "SimulatedDevice",
        name: str,
        write: Callable[[bytes], None],
        hang_up: Callable[[], None],
        random: Random,
        greeted: bool = True,
        plain: bool = False,
        unasked: bool = True,
        session: Mapping[str, Value] | None = None,
    ) -> None:
        """`write` and `hang_up` reach the client; not `greeted`: nobody logs in (status datagrams).

        `plain`: what is written becomes bytes, and is impaired, only further out. Not `unasked`: it is
        answered, and told nothing else (an SNMP manager, a PJLink connection).
        """
        self.device, self.name, self.greeted, self.unasked = device, name, greeted, unasked
        self.side = DeviceSide(device.driver, device.credentials if greeted else {})
        self.side.session.update({**device.session, **(session or {})})
        self.plain = plain
        kind = PlainVoice if plain else Voice
        self.voice = kind(self._written(write), hang_up, device.timing, random)
        self.pacing = Pacing(device.driver, device.timing, self._wanted, self.notify)
        self.calling = Calling(
            self.side, device.timing, device.call_every if greeted else 0.0, self._call, self.voice.close
        )
        self._sent = Buffer()
        self._last = b""
        self._late: bytes | None = None
        self._waiting: deque[Heard] = deque(maxlen=MOST_WAITING)

    def greet(self) -> None:
        """The device's first words."""
        self.voice.say(self.side.open(self._truth), self.device.impairments)

    def hear(self, data: bytes) -> None:
        """Take in bytes and answer them."""
        how = self.device.impairments
        if not self.device.alive or how.half_open or self.voice.random.random() < how.drop:
            return
        self.side.tick(self.device.timing.now())
        said, events = self.side.hear(data, self._look)
        for event in events:
            self.note(">", event.frame)
        if how.silent:
            return
        self.voice.echo(data, how)
        self.voice.say(said, how)
        if said and self.device.driver.closes:  # a greeting that was refused
            self.voice.answer(b"", how, last=True)
        for event in events:
            self._attend(event)

    def resume(self) -> None:
        """What was told last may be done now: say so, and turn to what was said meanwhile."""
        if self._late is not None and not self.device.model.underway:
            late, self._late = self._late, None
            self.voice.answer(late, self.device.impairments)
        while self._waiting and self._late is None:
            self._attend(self._waiting.popleft())

    def _attend(self, event: Heard) -> None:
        if self._late is not None:
            self._waiting.append(event)
            return
        self._respond(event)
        self.device.settle(self)

    @property
    def subscribed(self) -> bool:
        """Whether it asked to hear of changes, and its asking has not lapsed."""
        lasting = [row.sets for row in self.device.driver.talk if isinstance(row, Session) and row.lasts]
        return any(self.side.session.get(name) == value for sets in lasting for name, value in sets.items())

    def announce(self, places: Iterable[Place], mine: bool) -> None:
        """Say unasked that these changed, to whom it concerns."""
        self.side.tick(self.device.timing.now())
        # A datagram is one message; on a stream what belongs together is said together.
        apart = "udp" in self.device.driver.transports
        for group in [[place] for place in places] if apart else [list(places)]:
            self.voice.say(self.side.announce(group, self._truth, mine), self.device.impairments)

    def chatter(self, place: Place) -> None:
        """Say something nobody asked for: news of this place, or what was said last."""
        said = self.side.announce([place], self._truth, False) or self._last
        self.voice.say(said, self.device.impairments)

    def notify(self, notice: Notice, fields: Mapping[str, Value]) -> None:
        """Say one line unasked, on purpose."""
        self.side.tick(self.device.timing.now())
        self.voice.say(self.side.notify(notice, self._truth, fields), self.device.impairments)

    def _truth(self, key: str, index: Index = ()) -> Value:
        """What is so, even where the device would not answer just now."""
        place = Place(key, index)
        return self.device.model.seen_from(self.name, place, self.device.model.values[place])

    def _look(self, key: str, index: Index = ()) -> Value:
        """What the device tells this client."""
        return self.device.model.seen_from(self.name, Place(key, index), self.device.model.look(key, index))

    def _call(self, said: bytes) -> None:
        self.voice.say(said, self.device.impairments)

    def _wanted(self, word: str) -> Value:
        self.side.tick(self.device.timing.now())
        return self.side.session.get(word)

    def note(self, direction: str, text: str) -> None:
        """Keep a frame for whoever watches the wire."""
        self.device.wire.note(self.device.timing.wall(), self.name, direction, text)

    def _written(self, write: Callable[[bytes], None]) -> Callable[[bytes], None]:
        def write_and_note(data: bytes) -> None:
            self._sent.extend(data)
            for frame in self.device.driver.framing.hears.cut(self._sent):
                self.note("<", frame.text)
            write(data)

        return write_and_note

    def _respond(self, event: Heard) -> None:
        done: Heard | None = event
        try:
            answer = self._answer(event)
        except Refused as no:
            answer, done = self.side.refuse(event, no.reason, no.said), None
        except KeyError:
            answer, done = self.side.refuse(event, Reason.OUT_OF_RANGE), None
        self._last = answer or self._last
        if isinstance(done, Told) and done.row.late and self.device.model.underway:
            self._late = answer
        else:
            self.voice.answer(answer, self.device.impairments, self._is_last(event))
        self.pacing.attend()
        if isinstance(done, Did):
            self.device.tell_after(done)

    def _is_last(self, event: Heard) -> bool:
        """Whether the device hangs up after answering this."""
        driver = self.device.driver
        if driver.byes and event.frame.startswith(driver.byes):
            return True
        return driver.closes and not (driver.keeps and event.frame.startswith(driver.keeps))

    def _answer(self, event: Heard) -> bytes:
        self._too_busy(event)
        look: Look = self._look
        match event:
            case Told():
                look = self._obeyed(event)
            case Did():
                self._done(event)
            case Unknown():
                return self.side.refuse(event, event.reason, event.about)
        return self.side.answer(event, look)

    def _too_busy(self, event: Heard) -> None:
        busy = self.device.impairments.busy
        match event:
            case Told() if any(touches(busy, place.key, place.index) for place in event.orders):
                raise Refused(Reason.BUSY)
            case Asked() | Did() if busy is True:
                raise Refused(Reason.BUSY)

    def _obeyed(self, event: Told) -> Look:
        deaf = self.device.impairments.deaf
        ignored = {place: value for place, value in event.orders.items() if touches(deaf, *place)}
        heeded = {place: value for place, value in event.orders.items() if place not in ignored}
        self.device.model.obey_from(self.name, heeded)
        self.device.ordered()

        def pretending(key: str, index: Index = ()) -> Value:
            place = Place(key, index)
            return ignored[place] if place in ignored else self._look(key, index)

        return pretending

    def _done(self, event: Did) -> None:
        if touches(self.device.impairments.deaf, event.name):
            return
        self.device.model.act(event.name, event.args, event.row.sets)
        self.device.ordered()
        self.device.tell_of(event, self)
