"""A wireless receiver: transmitters drain their batteries, fade, and are switched off without a word."""

from collections.abc import Mapping
from random import Random
from typing import ClassVar

from drivers.points import Index, Place, Point, Value
from simulators.models.base import Model
from simulators.models.traits import Kind, Traits

OF_TRANSMITTER = frozenset({
    "battery", "battery_bars", "battery_minutes", "battery_type", "battery_cycles", "battery_health",
    "transmitter", "transmitter_power", "transmitter_mute", "mute_button", "menu_lock", "power_lock",
    "transmitter_offset", "input_pad", "transmitter_milliwatts", "quality",
    "battery_model", "warnings", "rf_quality", "diversity", "slot_battery_bars", "slot_battery_minutes",
})  # fmt: skip
"""What nobody knows while the transmitter is off."""

SILENT = {"rf": -115.0, "rf_b": -115.0, "meter": -50.0}
"""An antenna without a signal, and an output without sound."""


class Wireless(Model):
    """Receivers and what they hear."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        "battery_life": Kind.SECONDS,
        "noise": Kind.WHOLE,
        "draws": Kind.NUMBER,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin with every transmitter on, unless its battery says otherwise."""
        super().__init__(points, values, traits)
        self._random = Random(self.traits.whole("noise", 1))  # noqa: S311 - a fading signal, not a secret
        self._charge: dict[Index, float] = {}
        self._kept: dict[Index, dict[Place, Value]] = {}
        self._since = 0.0
        key = "battery" if "battery" in self.points else "battery_bars"
        for place in self.places_of(key):
            full = 100.0 if key == "battery" else 5.0
            held = self.values[place]
            self._charge[place.index] = float(held) / full if isinstance(held, int | float) else 1.0

    # ------------------------------------------------------------ transmitters

    def put(self, place: Place, value: Value) -> None:
        """Make it so; a charge written down is believed, and without one the transmitter is off."""
        if place.key in ("battery", "battery_bars") and place.index in self._charge:
            if value is None:
                self._off(place.index)
                return
            self._on(place.index)
            full = 100.0 if place.key == "battery" else 5.0
            self._charge[place.index] = float(value) / full if isinstance(value, int | float) else 0.0
            self._show(place.index)
        super().put(place, value)

    def _off(self, index: Index) -> None:
        """Nothing is heard of it any more."""
        mine = [
            p
            for p in self.values
            if p.index[: len(index)] == index and p.key in (OF_TRANSMITTER | SILENT.keys())
        ]
        self._kept.setdefault(index, {place: self.values[place] for place in mine})
        for place in mine:
            super().put(place, SILENT.get(place.key))

    def _on(self, index: Index) -> None:
        for place, value in self._kept.pop(index, {}).items():
            super().put(place, value)

    def pass_time(self, seconds: float) -> None:
        """Batteries drain, signals fade and come back."""
        life = self.traits.seconds("battery_life", 8 * 3600.0)
        for index in [index for index in self._charge if index not in self._kept]:
            self._charge[index] -= seconds / life
            if self._charge[index] <= 0:
                self._off(index)
            else:
                self._show(index)
        self._since += seconds
        if self._since >= 0.5:
            self._since = 0.0
            self._fade()

    def _show(self, index: Index) -> None:
        charge = max(0.0, self._charge[index])
        left = charge * self.traits.seconds("battery_life", 8 * 3600.0) / 60
        shown = {"battery": round(charge * 100), "battery_bars": min(5, int(charge * 5 + 0.999))}
        for key, value in {**shown, "battery_minutes": int(left)}.items():
            place = Place(key, index)
            if place in self.values:
                super().put(place, value)

    def _fade(self) -> None:
        for key, low, high in (("rf", -72, -45), ("rf_b", -75, -48), ("meter", -40, -12)):
            for place in self.places_of(key):
                if place.index not in self._kept:
                    super().put(place, float(self._random.randint(low, high)))

    # ------------------------------------------------------------ orders

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Toggle, turn up and down."""
        index = tuple(args[axis] for axis in ("channel", "receiver") if axis in args)
        match name:
            case "toggle_mute":
                self._toggle(Place("mute", index))  # type: ignore[arg-type]
            case "gain_up" | "gain_down":
                step = float(args["step"] or 0) * (1 if name == "gain_up" else -1)
                self._turn(Place("trim", index), step)  # type: ignore[arg-type]
            case _:
                super().act(name, args, sets)

    def _toggle(self, place: Place) -> None:
        self.put(place, not self.values[place])

    def _turn(self, place: Place, step: float) -> None:
        low, high = self.points["trim"].range or (-100.0, 100.0)
        self.put(place, min(high, max(low, float(self.values[place] or 0) + step)))
