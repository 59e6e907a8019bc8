"""A relay board: contacts that close at once, pulses that end by themselves, nothing kept without mains."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.points import Place, Point, Value
from simulators.models.base import Model
from simulators.models.traits import Kind, Traits


class Relays(Model):
    """Relays and inputs."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {"remembers": Kind.WHOLE, "draws": Kind.NUMBER}

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin as given, with no pulse under way."""
        super().__init__(points, values, traits)
        self._pulses: dict[Place, float] = {}

    def move(self, place: Place, value: Value) -> None:
        """Switch; an order ends a pulse."""
        self._pulses.pop(place, None)
        self.put(place, value)

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Toggle, and pulse to the other side for a while."""
        index = args.get("coil")
        place = Place("relay", (index,) if isinstance(index, int) else ())
        match name:
            case "toggle":
                self.move(place, not self.values[place])
            case "pulse" | "pulse_off":
                self.move(place, name == "pulse")
                self._pulses[place] = float(args.get("seconds") or 0.0)
            case _:
                super().act(name, args, sets)

    def pass_time(self, seconds: float) -> None:
        """Pulses end."""
        for place in list(self._pulses):
            self._pulses[place] -= seconds
            if self._pulses[place] <= 0:
                del self._pulses[place]
                self.put(place, not self.values[place])

    def power_cut(self) -> None:
        """All contacts open; some boards close them again as they were (`remembers: 1`)."""
        self._pulses = {}
        if not self.traits.whole("remembers", 0):
            self.put_all("relay", False)

    def feeds(self, place: Place) -> bool:
        """A closed contact."""
        return place.key == "relay" and bool(self.values.get(place))
