"""A projector: it warms and cools, says no while it is dark, ages its lamps, and shows what arrives."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Point, Value
from drivers.vocabulary import COOLING, GOOD, OFF, ON, WARMING, WARNING
from simulators.models.base import Model
from simulators.models.traits import Kind, Traits

POWER = Place("power")
ONLY_WHEN_ON = frozenset({"input", "video_mute", "audio_mute", "freeze", "shutter", "resolution", "signal"})
FORGOTTEN = ("video_mute", "audio_mute", "freeze")
NO_SIGNAL, A_SIGNAL = "-", "1920x1080"


class Projector(Model):
    """The states of a lamp and what follows from them."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        "warm_up": Kind.SECONDS,
        "cool_down": Kind.SECONDS,
        "lamp_life": Kind.NUMBER,
        "ambient": Kind.NUMBER,
        "draws": Kind.NUMBER,
        "inputs": Kind.WORDS,
        "off_answers": Kind.WHOLE,
        "standby": Kind.TEXT,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin dark, unless the values say otherwise."""
        super().__init__(points, values, traits)
        self._left = 0.0
        self._burned: dict[Place, float] = {}
        self._arriving: dict[str, bool] = {}
        self._heat = 1.0 if self.lit else 0.0
        self._forced: set[Place] = set()

    @property
    def lit(self) -> bool:
        """Whether the lamp burns."""
        return self.values.get(POWER) in (WARMING, ON)

    @property
    def underway(self) -> bool:
        """Whether it warms or cools."""
        return self.values.get(POWER) in (WARMING, COOLING)

    @property
    def asleep(self) -> bool:
        """`standby: deaf` in the hall's file: dark, it takes its network down, as eco settings do."""
        return self.values.get(POWER) == OFF and self.traits.text("standby") == "deaf"

    def look(self, key: str, index: Index = ()) -> Value:
        """What is true; what only a running projector can tell is refused as busy while it is dark."""
        if key in ONLY_WHEN_ON and self.values[POWER] != ON and not self.traits.whole("off_answers", 0):
            self.values[Place(key, index)]
            raise Refused(Reason.BUSY)
        return super().look(key, index)

    def permit(self, place: Place, value: Value) -> None:
        """No switching on the way between dark and running, no picture settings while dark."""
        power = self.values[POWER]
        if place == POWER and power in (WARMING, COOLING):
            raise Refused(Reason.BUSY)
        if place.key in ONLY_WHEN_ON and power != ON:
            raise Refused(Reason.BUSY)
        if place.key == "input" and (known := self.inputs()) and value not in known:
            raise Refused(Reason.OUT_OF_RANGE)

    def inputs(self) -> tuple[Value, ...]:
        """The inputs it has; empty where any will do."""
        named = tuple(place.index[0] for place in self.places_of("input_name"))
        return self.points["input"].values or self.traits.words("inputs") or named

    def move(self, place: Place, value: Value) -> None:
        """Switch; the lamp takes its time."""
        if place == POWER:
            self._switch(value)
        else:
            self.put(place, value)
        self._show()

    def put(self, place: Place, value: Value) -> None:
        """Make it so; lamps follow the power, hours written down are believed, a forced temperature stays."""
        super().put(place, value)
        if place.key == "temperature":
            self._forced.add(place)
        if place.key in ("lamp_hours", "filter_hours"):
            self._burned.pop(place, None)
        if place == POWER:
            self._left = self.traits.seconds("warm_up", 20.0) if value == WARMING else 0.0
            self._left = self.traits.seconds("cool_down", 15.0) if value == COOLING else self._left
            self.put_all("lamp", self.lit)
            self._show()

    def pass_time(self, seconds: float) -> None:
        """Warm, cool, age."""
        if self.lit:
            self._age(seconds)
        self._warm(seconds)
        if self.values.get(POWER) in (WARMING, COOLING):
            self._left -= seconds
            if self._left <= 0:
                self.put(POWER, ON if self.lit else OFF)

    def power_cut(self) -> None:
        """A lamp without mains is dark at once, hot or not; muting and freezing are forgotten."""
        self.put(POWER, OFF)
        self._forget()

    def draws(self) -> float:
        """Amperes: a lamp's worth while lit, the fans while cooling, next to nothing in standby."""
        full = self.traits.number("draws", 2.4)
        return full if self.lit else full / 8 if self.values.get(POWER) == COOLING else 0.05

    def receives(self, port: str, present: bool) -> None:
        """Remember what arrives where, and show it if that input is chosen."""
        self._arriving[port] = present
        self._show()

    def _switch(self, value: Value) -> None:
        if value == ON and not self.lit:
            self.put(POWER, WARMING)
        elif value == OFF and self.lit:
            self._forget()
            self.put(POWER, COOLING)

    def _forget(self) -> None:
        for key in FORGOTTEN:
            self.put_all(key, False)

    def _show(self) -> None:
        present = self._arriving.get(str(self.values.get(Place("input"))), not self._arriving)
        for key in ("resolution", "signal"):
            for place in self.places_of(key):
                here = self._arriving.get(str(place.index[0]), False) if place.index else present
                self.put(place, here if key == "signal" else A_SIGNAL if here else NO_SIGNAL)

    def _age(self, seconds: float) -> None:
        for place in (*self.places_of("lamp_hours"), *self.places_of("filter_hours")):
            hours = self._burned.get(place, float(self.values[place] or 0)) + seconds / 3600
            Model.put(self, place, int(hours))
            self._burned[place] = hours
            if place.key == "lamp_hours" and hours >= self.traits.number("lamp_life", 20_000):
                self._ail("lamp")

    def _warm(self, seconds: float) -> None:
        reach = 1.0 if self.lit else 0.0
        self._heat += (reach - self._heat) * min(1.0, seconds / 60)
        ambient = self.traits.number("ambient", 24.0)
        for place in self.places_of("temperature"):
            settled = round(ambient + 22 * self._heat, 0)
            if place not in self._forced:
                Model.put(self, place, settled)

    def _ail(self, part: str) -> None:
        place = Place("health", (part,))
        if self.values.get(place) == GOOD:
            self.put(place, WARNING)
