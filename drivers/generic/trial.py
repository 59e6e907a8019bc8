"""A generic device tried out against itself: what a wish sends, what a question brings, read both ways."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drivers.points import Index, Place, Point, Value
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.driver import Driver
from drivers.wire.events import Answered, Event, Poll, Report, Request, Told
from drivers.wire.names import by_nature
from drivers.wire.options import OptionError
from drivers.wire.spelling import Spelling
from drivers.wire.talk import Notice
from drivers.wire.trouble import NotSupported, OutOfRange


class Sent(NamedTuple):
    """A wish, the bytes that bring it about, and what the device would answer."""

    place: Place
    value: Value
    data: bytes
    answer: bytes


class Asked(NamedTuple):
    """A question, an answer it may get, and what that means."""

    poll: Poll
    data: bytes
    answer: bytes
    means: Mapping[Place, Value]


def failures(driver: Driver) -> Iterator[OptionError]:
    """What would be sent and not be understood, or be understood as something else."""
    bench = Bench(driver)
    for place, value in wishes(driver):
        yield from bench.obeys(place, value)
    for poll in bench.ours.polls():
        yield from bench.answers(poll)


def wishes(driver: Driver) -> Iterator[tuple[Place, Value]]:
    """Every value of every settable point, at its first place; of a number, the ends of its range."""
    for point in driver.points:
        places = list(point.places(driver.axes))
        if point.settable and places:
            yield from ((places[0], value) for value in samples(driver, point) if point.allows(value))


def samples(driver: Driver, point: Point) -> tuple[Value, ...]:
    """Values to show: all words, or the ends of a range."""
    if point.values is not None:
        return point.values
    if point.among:
        return tuple(driver.axes.get(point.among, ())[:2])
    if point.range is not None:
        return point.range if point.step != 1 else tuple(int(end) for end in point.range)
    said = driver.spelling.get(point.key) or by_nature(point)
    return said.samples() if isinstance(said, Spelling) else ()


class Bench:
    """Both ends, nose to tail, and what the device holds."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.ours, self.theirs = ControllerSide(driver), DeviceSide(driver)
        self.model = {place: first for place in driver.places() for first in _first(driver, place)}
        self.ours.open()
        self.theirs.open(self._look)

    def sent(self, place: Place, value: Value) -> Sent:
        """What a wish sends. OutOfRange or NotSupported where nothing says it."""
        request = self.ours.tell({place: value})
        data = self.ours.send(request)
        self.ours.give_up()
        self.model[place] = value
        return Sent(place, value, data, self._answered(data)[0])

    def asked(self, poll: Poll) -> Asked:
        """What a question brings, of the device as it stands."""
        data, answer, events = self._exchange(poll.request)
        return Asked(poll, data, answer, {e.place: e.value for e in events if isinstance(e, Report)})

    def answer(self, data: bytes) -> bytes:
        """What the device answers to these bytes."""
        return self._answered(data)[0]

    def says(self, notice: Notice) -> bytes:
        """What it would say unasked, of its first place."""
        fields = {axis: places[0] for axis, places in self.driver.axes.items() if places}
        return self.theirs.notify(notice, self._look, fields)

    def obeys(self, place: Place, value: Value) -> Iterator[OptionError]:
        """Whether the device would do what is wished."""
        at, said = ("points", place.key), f"{place.key} = {_shown(value)}"
        try:
            request = self.ours.tell({place: value})
        except (OutOfRange, NotSupported):
            yield OptionError(at, f"no command says {said}", f"没有指令能发出 {said}")
            return
        _, told = self._answered(self.ours.send(request))
        self.ours.give_up()
        if not any(isinstance(one, Told) and self._agrees(one, place, value) for one in told):
            yield OptionError(
                at,
                f"{said} is sent as {request.shown!r}, which says something else too",
                f"{said} 发出的是 {request.shown!r}，这一行还有别的含义",
            )

    def answers(self, poll: Poll) -> Iterator[OptionError]:
        """Whether the answer to a question is understood as what it is."""
        asked = self.asked(poll)
        for place, value in asked.means.items():
            if not self.driver.point(place.key).agrees(self.model.get(place), value):
                said, fact = poll.request.shown, f"{place.key} = {_shown(value)}"
                yield OptionError(
                    ("queries",),
                    f"the answer {asked.answer!r} to {said!r} is read as {fact}",
                    f"对 {said!r} 的应答 {asked.answer!r} 会被理解为 {fact}",
                )
        if not asked.means:
            yield OptionError(
                ("queries",),
                f"{poll.request.shown!r} is asked, and the device of these lines would answer something else",
                f"询问 {poll.request.shown!r} 时，按这些行描述的设备会给出别的应答",
            )

    def _exchange(self, request: Request) -> tuple[bytes, bytes, list[Event]]:
        data = self.ours.send(request)
        answer, _ = self._answered(data)
        events = list(self.ours.hear(answer).events)
        if not any(isinstance(event, Answered) for event in events):
            events = []
        self.ours.give_up()
        return data, answer, events

    def _answered(self, data: bytes) -> tuple[bytes, list[object]]:
        out, heard = self.theirs.hear(data, self._look)
        for event in heard:
            if isinstance(event, Told):
                self.model.update(event.orders)
            out += self.theirs.answer(event, self._look)
        return out, list(heard)

    def _agrees(self, told: Told, place: Place, value: Value) -> bool:
        point = self.driver.point(place.key)
        return len(told.orders) == 1 and point.agrees(value, told.orders.get(place))

    def _look(self, key: str, index: Index = ()) -> Value:
        return self.model[Place(key, index)]


def _first(driver: Driver, place: Place) -> tuple[Value, ...]:
    return samples(driver, driver.point(place.key))[:1]


def _shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
