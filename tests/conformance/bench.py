"""A driver's two sides nose to tail, over a model that is a dict: what every driver is tested on.

Nothing here knows a protocol. The model begins with values that the driver can spell, obeys every order at
once and notes every action; `refuses` makes it refuse everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Point, Value
from drivers.wire.driver import Driver
from drivers.wire.events import Answered, Did, Event, No, Out, Pausing, Ready, Report, Request, Told, Unknown
from drivers.wire.names import by_nature
from drivers.wire.sides import ControllerSide, DeviceSide
from drivers.wire.trouble import NotSupported, OutOfRange

SECRET = "Tango-7734"
LEARNED = 3
"""How many places a learned axis is given."""


@dataclass
class Model:
    """What is true of the device."""

    values: dict[Place, Value]
    refuses: Reason | None = None
    done: list[tuple[str, dict[str, Value]]] = field(default_factory=list)

    def look(self, key: str, index: Index = ()) -> Value:
        if self.refuses is not None:
            raise Refused(self.refuses)
        return self.values[Place(key, index)]


@dataclass
class Client:
    """One conversation with the device."""

    driver: Driver
    model: Model
    greets: bool = True
    credentials: dict[str, str] = field(default_factory=lambda: {"secret": SECRET, "user": "admin"})

    def __post_init__(self) -> None:
        self.ours = ControllerSide(self.driver, self.credentials)
        self.theirs = DeviceSide(self.driver, self.credentials)
        self.others: list[Client] = []
        self.shown: list[tuple[str, str]] = []
        self.said: list[bytes] = []  # by the device
        self.known: dict[Place, Value] = {}

    def open(self) -> list[Event]:
        """Connect and greet; then say what the session needs."""
        greeting = self.theirs.open(self.model.look)
        events = self.take(self.ours.open())
        events += self.hear(greeting)
        for _ in range(20):
            if any(isinstance(event, Ready) for event in events) or not isinstance(events[-1], Pausing):
                break
            events += self.take(self.ours.wake())
        for request, _ in self.ours.sessions():
            events += self.exchange(request)
        return events

    def exchange(self, request: Request) -> list[Event]:
        """Send one request and hear what comes of it."""
        self.shown.append((">", request.shown))
        events = self.tell_device(self.ours.send(request))
        if request.listens and self.ours.pending is request and self.ours.give_up():
            events.append(Answered(request))
        return events

    def tell_device(self, data: bytes) -> list[Event]:
        """Bytes for the device; the events of all that it says to us because of them."""
        out, heard = self.theirs.hear(data, self.model.look)
        for event in heard:
            out += self.obeyed(event)
        return self.hear(out)

    def obeyed(self, event: object) -> bytes:
        """What the device says to one thing it heard, after having done it."""
        changed: list[Place] = []
        if self.model.refuses is not None:
            return self.theirs.refuse(event, self.model.refuses)
        if isinstance(event, Told):
            changed = [
                place for place, value in event.orders.items() if self.model.values.get(place) != value
            ]
            self.model.values.update(event.orders)
        if isinstance(event, Did):
            self.model.done.append((event.name, dict(event.args)))
        answer = self.theirs.answer(event, self.model.look)
        for other in self.others:
            other.hear(other.theirs.announce(changed, self.model.look, mine=False))
        return answer + self.theirs.announce(changed, self.model.look, mine=True)

    def hear(self, data: bytes) -> list[Event]:
        """Bytes from the device."""
        if not data:
            return []
        self.said.append(data)
        return self.take(self.ours.hear(data))

    def take(self, out: Out) -> list[Event]:
        """What one step brought; the device gets what is to be sent at once."""
        self.shown += out.shown
        self.known.update((event.place, event.value) for event in out.events if isinstance(event, Report))
        return out.events + (self.tell_device(out.data) if out.data else [])

    def ask(self, place: Place) -> Value:
        """Ask the device now; what it said."""
        events = self.exchange(self.ours.asks([place]))
        assert any(isinstance(event, Answered) for event in events), (place, events)
        return self.known.get(place)


def sized(driver: Driver) -> Driver:
    """The driver with some places on every axis that is learned."""
    return driver.sized(
        **{axis: LEARNED for axis in driver.table.sizes.places if not driver.table.sizes.on(axis)}
    )


def clients(driver: Driver, count: int = 1) -> list[Client]:
    """So many clients of one device, all of them past their greeting."""
    whole = sized(driver)
    model = Model({place: value for place in whole.places() for value in values(whole, place)[:1]})
    made = [Client(whole, model) for _ in range(count)]
    for client in made:
        client.others = [other for other in made if other is not client]
        client.open()
    return made


def asks_or_tells(client: Client) -> Request:
    """A question, or of a device that cannot be asked an order."""
    polls = client.ours.polls()
    if polls:
        return polls[0].request
    settable = (place for place in client.model.values if client.driver.point(place.key).settable)
    return next(
        client.ours.tell({place: value}) for place in settable for value in values(client.driver, place)
    )


def values(driver: Driver, place: Place) -> list[Value]:
    """Values to try at one place: those the device can say, and, of a settable point, be told."""
    point = driver.point(place.key)
    tried = [value for value in _candidates(driver, point) if value is not None and point.knows(value)]
    return [value for value in dict.fromkeys(tried) if not point.settable or _tellable(driver, place, value)]


def _candidates(driver: Driver, point: Point) -> Iterator[Value]:
    if point.values is not None:
        yield from point.values
    elif point.among and driver.table.sizes.on(point.among):
        yield from (*driver.table.sizes.on(point.among)[:2], 0)
    else:
        named = [spelling for name, spelling in driver.spelling.items() if name.split(":")[0] == point.key]
        for spelling in named or [by_nature(point)]:
            yield from getattr(spelling, "samples", tuple)()


def _tellable(driver: Driver, place: Place, value: Value) -> bool:
    try:
        ControllerSide(driver).tell({place: value})
    except (NotSupported, OutOfRange):
        return False
    return True


def ends(driver: Driver, point: Point) -> list[Place]:
    """The first, a middle and the last place of a point."""
    places = list(point.places(driver.table.sizes.places))
    return [places[at] for at in dict.fromkeys((0, len(places) // 2, len(places) - 1))] if places else []


__all__ = [
    "SECRET",
    "Client",
    "Model",
    "No",
    "Unknown",
    "asks_or_tells",
    "clients",
    "ends",
    "sized",
    "values",
]
