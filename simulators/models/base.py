"""The default model: every point of a device held as a value, orders obeyed at once.

A model is the device behind the conversation. It knows points, never lines; time is passed in; a change is
remembered until somebody takes it (`take_changes`) to announce it.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Point, Value
from simulators.models.traits import Kind, Traits


class Model:
    """One device's world: its values, what it refuses, what it does in time."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {}
    """The behaviours this model can be given in the hall's file (`simulator: {warm_up: 8s}`)."""

    def __init__(
        self, points: Iterable[Point], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin with `values`, one for every place."""
        self.points = {point.key: point for point in points}
        self.values = dict(values)
        self.traits = traits or Traits({})
        self._by_key: dict[str, tuple[Place, ...]] = {}
        for place in self.values:
            self._by_key[place.key] = (*self._by_key.get(place.key, ()), place)
        self._changed: dict[Place, None] = {}

    # ------------------------------------------------------------ what the conversation asks for

    def look(self, key: str, index: Index = ()) -> Value:
        """What is true; KeyError where there is no such place, Refused where the device would not say now."""
        return self.values[Place(key, index)]

    def obey(self, orders: Mapping[Place, Value]) -> None:
        """Do as told, all or nothing; Refused says why not."""
        for place, value in orders.items():
            if place not in self.values:
                raise Refused(Reason.OUT_OF_RANGE)
            self.permit(place, value)
        for place, value in orders.items():
            self.move(place, value)

    def obey_from(self, who: str, orders: Mapping[Place, Value]) -> None:
        """Do as this client ("host:port") tells; who it is matters only where something has an owner."""
        self.obey(orders)

    def seen_from(self, who: str, place: Place, value: Value) -> Value:
        """`value` as this client is told it."""
        return value

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Do something once. By default: set what the driver says it sets, `"{scene}"` being an argument."""
        for key, value in sets.items():
            if isinstance(value, str) and value.startswith("{"):
                value = args.get(value.strip("{}"))
            self.put(Place(key), value)

    # ------------------------------------------------------------ what a kind of device overrides

    def permit(self, place: Place, value: Value) -> None:
        """Raise Refused where this device, as it stands, does not take this order."""

    def move(self, place: Place, value: Value) -> None:
        """Carry out one order that was permitted."""
        self.put(place, value)

    def pass_time(self, seconds: float) -> None:
        """Let so many seconds pass in the device's world."""

    def power_cut(self) -> None:
        """The mains went; what the device forgets without them, it forgets now."""

    def power_back(self) -> None:
        """The mains are back; the device is starting."""

    @property
    def underway(self) -> bool:
        """Whether it is still doing what it was told; who answers when all is done answers after it."""
        return False

    @property
    def asleep(self) -> bool:
        """Whether its network is off to save power, though its serial port is not."""
        return False

    def mains(self, on: bool) -> bool:
        """The mains at its own inlet come or go; whether it runs. What has a battery runs on."""
        return on

    @property
    def exhausted(self) -> bool:
        """Whether it has nothing left to run on."""
        return False

    # ------------------------------------------------------------ how it is wired to others

    def feeds(self, place: Place) -> bool:
        """Whether what hangs on this outlet has mains."""
        return bool(self.values.get(place, False))

    def draws(self) -> float:
        """The current this device takes from its outlet just now, in amperes."""
        return self.traits.number("draws", 0.3)

    def carry_load(self, place: Place, amperes: float) -> None:
        """Take note of what hangs on this outlet draws."""

    def holds(self, place: Place) -> bool:
        """Whether this reading stays as it is, whatever flows."""
        return False

    def sends(self, port: str) -> bool:
        """Whether a picture leaves by this port ("output/1")."""
        return True

    def receives(self, port: str, present: bool) -> None:
        """Take note of whether a picture arrives at this port ("input/3", "hdmi 1")."""

    # ------------------------------------------------------------ the world's hand

    def live(self, seconds: float) -> None:
        """Let so many seconds pass; what counts them silently is counted here."""
        uptime = Place("uptime")
        if uptime in self.values:
            self.values[uptime] = round(float(self.values[uptime] or 0) + seconds, 2)
        self.pass_time(seconds)

    def restart_clock(self) -> None:
        """Begin counting from nothing."""
        if Place("uptime") in self.values:
            self.values[Place("uptime")] = 0.0

    def put(self, place: Place, value: Value) -> None:
        """Make it so, as the front panel or the world would; KeyError where there is no such place."""
        was = self.values[place]
        if was != value or isinstance(was, bool) is not isinstance(value, bool):
            self.values[place] = value
            self._changed[place] = None

    def put_all(self, key: str, value: Value) -> None:
        """Make it so at every place of this key."""
        for place in self.places_of(key):
            self.put(place, value)

    def places_of(self, key: str) -> tuple[Place, ...]:
        """Every place of this key, in the order of its axes."""
        return self._by_key.get(key, ())

    def has(self, *keys: str) -> bool:
        """Whether the device has all these points."""
        return all(key in self.points for key in keys)

    @property
    def changed(self) -> bool:
        """Whether there is something to take."""
        return bool(self._changed)

    def trip(self, place: Place) -> None:
        """The protection of this outlet opens."""
        self.put(place, False)

    def take_changes(self) -> list[Place]:
        """What changed since it was last asked, each place once."""
        changed, self._changed = list(self._changed), {}
        return changed
