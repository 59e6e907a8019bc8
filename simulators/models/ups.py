"""An uninterruptible supply: on its battery while its mains are away, dark when that is empty."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.points import Place, Point, Value
from drivers.vocabulary import FAILED, GOOD, WARNING
from simulators.models.base import Model
from simulators.models.pdu import Pdu
from simulators.models.traits import Kind, Traits

FULL = 100.0
LOW = 20.0
"""Below this much charge the battery is called low."""


class Ups(Pdu):
    """A battery between the mains and what hangs on it; outlet groups where there are some."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        **Pdu.knows_traits,
        "runtime": Kind.SECONDS,
        "recharge": Kind.SECONDS,
        "test": Kind.SECONDS,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin with the charge as given, on the mains."""
        super().__init__(points, values, traits)
        charge = self.values.get(Place("battery"))
        self._charge = float(charge) if isinstance(charge, int | float) else FULL
        self._away = False
        self._testing = 0.0
        self._ends: list[tuple[float, str]] = []
        self._off = False
        self._told()
        self.take_changes()

    # ------------------------------------------------------------ its own mains

    def mains(self, on: bool) -> bool:
        """Its mains come or go; it runs on as long as there is charge."""
        self._away = not on
        self._off = self._off and not on
        self._told()
        return on or (self._charge > 0 and not self._off)

    @property
    def exhausted(self) -> bool:
        """Whether it has nothing left to run on."""
        return self._away and (self._charge <= 0 or self._off)

    def power_back(self) -> None:
        """It starts again, with what charge there is."""
        self._told()

    def feeds(self, place: Place) -> bool:
        """Whether what hangs there has power; a UPS without groups feeds all of it."""
        return super().feeds(place) if place in self.values else not (self.exhausted or self._off)

    # ------------------------------------------------------------ time

    def pass_time(self, seconds: float) -> None:
        """The battery empties or fills; a test ends; a shutdown comes."""
        super().pass_time(seconds)
        if self._discharging:
            self._charge -= FULL * seconds / self.traits.seconds("runtime", 1200.0)
            self._show("seconds_on_battery", self._number("seconds_on_battery") + seconds)
        else:
            self._charge += FULL * seconds / self.traits.seconds("recharge", 14_400.0)
            self._show("seconds_on_battery", 0)
        self._charge = min(FULL, max(0.0, self._charge))
        self._test(seconds)
        self._shut_down(seconds)
        self._told()

    @property
    def _discharging(self) -> bool:
        return self._away or self._testing > 0

    def _test(self, seconds: float) -> None:
        if self._testing > 0:
            self._testing -= seconds
            if self._testing <= 0:
                worn = self.values.get(Place("battery_replace")) is True
                self._show("test_result", "failed" if worn else "passed")

    def _shut_down(self, seconds: float) -> None:
        self._ends = [(left - seconds, name) for left, name in self._ends]
        for left, name in self._ends:
            if left <= 0:
                self._off = name == "shutdown"
                self.put_all("outlet", name != "shutdown")
        self._ends = [(left, name) for left, name in self._ends if left > 0]

    # ------------------------------------------------------------ orders

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Test the battery, shut down and start, now or later; groups are switched as outlets are."""
        told = args.get("delay", args.get("duration"))
        delay = float(told) if isinstance(told, int) else 0.0
        match name:
            case "self_test" if args.get("test") == "abort":
                self._testing = 0.0
                self._show("test_result", "aborted")
            case "self_test":
                self._testing = self.traits.seconds("test", 10.0)
                self._show("test_result", "running")
                self._show("test_lock", self._number("test_lock") + 1)
            case "shutdown" | "startup":
                self._ends.append((delay, name))
            case "reboot":
                self._ends += [(0.0, "shutdown"), (max(delay, 1.0), "startup")]
            case "turn_off" | "turn_off_gracefully":
                self._ends.append((0.0, "shutdown"))
            case "turn_on":
                self._ends.append((0.0, "startup"))
            case "cancel_shutdown" | "cancel_startup" | "cancel_reboot":
                self._ends = []
            case "bypass_on" | "bypass_off":
                self._show("supply", "bypass" if name == "bypass_on" else "mains")
            case "simulate_power_fail":
                self._testing = self.traits.seconds("test", 10.0)
            case _ if self.has("outlet"):
                super().act(name, args, sets)
            case _:
                Model.act(self, name, args, sets)
        self._show("shutdown_pending", any(one == "shutdown" for _, one in self._ends))
        self._told()

    # ------------------------------------------------------------ what it shows

    def _told(self) -> None:
        """Every point that follows from mains and charge."""
        runtime = self.traits.seconds("runtime", 1200.0)
        self._show("battery", round(self._charge))
        self._show("minutes_left", round(runtime * self._charge / FULL / 60))
        self._show("on_battery", self._discharging)
        if self.values.get(Place("supply")) != "bypass" or self._away:
            self._show("supply", "battery" if self._discharging else "mains")
        battery = Place("health", ("battery",))
        if battery in self.values:
            low = WARNING if self._charge < LOW else GOOD
            self.put(battery, FAILED if self._charge <= 0 else low)
        for place in self.places_of("input_voltage"):
            self.put(place, 0 if self._away else self._mains_voltage(place))

    def _mains_voltage(self, place: Place) -> Value:
        return self.values[place] or 230

    def _number(self, key: str) -> float:
        value = self.values.get(Place(key))
        return float(value) if isinstance(value, int | float) else 0.0

    def _show(self, key: str, value: Value) -> None:
        if Place(key) in self.values:
            self.put(Place(key), value)
