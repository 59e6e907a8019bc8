"""A switched rack PDU: relays take their time, reboots and delays are kept, load follows what hangs on it."""

from collections.abc import Mapping
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Point, Value
from drivers.vocabulary import FAILED, GOOD, WARNING, Health, LoadState
from simulators.models.base import Model
from simulators.models.loads import VOLTS, share, weigh
from simulators.models.traits import Kind, Traits

SHOWN = 0.1
"""The meter's step, in kWh."""
BY_LOAD = {LoadState.LOW: GOOD, LoadState.NORMAL: GOOD, LoadState.NEAR: WARNING, LoadState.OVER: FAILED}
BY_BREAKER = {GOOD: LoadState.NORMAL, WARNING: LoadState.NEAR, FAILED: LoadState.OVER}


class Pdu(Model):
    """Outlets and the current through them."""

    knows_traits: ClassVar[Mapping[str, Kind]] = {
        "relay": Kind.SECONDS,
        "reboot_time": Kind.SECONDS,
        "rating": Kind.NUMBER,
        "low_load": Kind.NUMBER,
        "draws": Kind.NUMBER,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin with the outlets as given and nothing plugged in."""
        super().__init__(points, values, traits)
        self._todo: dict[Place, list[tuple[float, bool]]] = {}
        self._amperes: dict[Place, float] = {}
        self._open: set[Index] = set()
        self._energy = 0.0

    def permit(self, place: Place, value: Value) -> None:
        """An outlet behind a tripped breaker cannot be switched on."""
        if place.key == "outlet" and value is True and self._tripped(place):
            raise Refused(Reason.FAILED)

    def move(self, place: Place, value: Value) -> None:
        """Switch an outlet after the relay's time; anything else at once."""
        if place.key == "outlet":
            self._plan(place, [(self.traits.seconds("relay", 0.6), bool(value))])
        else:
            self.put(place, value)

    def act(self, name: str, args: Mapping[str, Value], sets: Mapping[str, Value]) -> None:
        """Cycle, delayed switching and cancelling, of one outlet or of all."""
        outlets = self._meant(args)
        for outlet in outlets:
            self._do(name, args, outlet)
        if not outlets:
            super().act(name, args, sets)

    def pass_time(self, seconds: float) -> None:
        """Relays fall, meters turn."""
        for place, steps in list(self._todo.items()):
            self._step(place, steps, seconds)
        total = sum(self._amperes.values())
        self._energy += total * VOLTS / 1000 * seconds / 3600
        if self._energy >= SHOWN:
            for place in self.places_of("energy"):
                self.put(place, round(float(self.values[place] or 0) + self._energy, 3))
            self._energy = 0.0

    def carry_load(self, place: Place, amperes: float) -> None:
        """What hangs on an outlet, in amperes; banks, phases and states follow."""
        if self._amperes.get(place) != amperes:
            self._amperes[place] = amperes
            weigh(self, self._amperes)

    def feeds(self, place: Place) -> bool:
        """Whether the outlet is live."""
        return bool(self.values.get(place)) and not self._tripped(place)

    def trip(self, place: Place) -> None:
        """The outlet's protection opens: dark at once, whatever was planned."""
        self._plan(place, [])
        self.put(place, False)

    def put(self, place: Place, value: Value) -> None:
        """Make it so; a bank's breaker and its load state agree, and a tripped one takes its outlets."""
        super().put(place, value)
        if place.key == "breaker":
            self._breaker(place, value)
        elif place.key == "load_state" and isinstance(value, str):
            breaker = Place("breaker", place.index)
            if breaker in self.values:
                super().put(breaker, BY_LOAD[LoadState(value)])

    def holds(self, place: Place) -> bool:
        """A tripped bank shows its overload until somebody closes it."""
        return place.key == "load_state" and place.index in self._open

    def _breaker(self, place: Place, value: Value) -> None:
        state = Place("load_state", place.index)
        if state in self.values:
            super().put(state, BY_BREAKER[Health(str(value))])
        if value != FAILED:
            self._open.discard(place.index)
            return
        self._open.add(place.index)
        for outlet in self.places_of("outlet"):
            if self._bank(outlet) == place.index:
                self.trip(outlet)

    # ------------------------------------------------------------ switching

    def _meant(self, args: Mapping[str, Value]) -> tuple[Place, ...]:
        axis = self.points["outlet"].axes[-1] if self.has("outlet") and self.points["outlet"].axes else ""
        outlets = self.places_of("outlet")
        if axis in args:
            outlets = tuple(outlet for outlet in outlets if outlet.index[-1] == args[axis])
            if not outlets:
                raise Refused(Reason.OUT_OF_RANGE, axis)
        return outlets

    def _do(self, name: str, args: Mapping[str, Value], outlet: Place) -> None:
        words = " ".join((name, *(str(value) for value in args.values()))).replace("_", " ")
        relay = self.traits.seconds("relay", 0.6)
        wait = self._own("off_delay" if "off" in words else "on_delay", outlet) if "delay" in words else 0.0
        if "cancel" in words:
            self._plan(outlet, [])
        elif "cycle" in words or "reboot" in words:
            rest = self._own("reboot_time", outlet) or self.traits.seconds("reboot_time", 5.0)
            self._plan(outlet, [(wait + relay, False), (rest, True)])
        elif wait >= 0:
            self._plan(outlet, [(wait + relay, "off" not in words)])

    def _own(self, key: str, outlet: Place) -> float:
        value = self.values.get(Place(key, outlet.index))
        return float(value) if isinstance(value, int | float) else 0.0

    def _plan(self, place: Place, steps: list[tuple[float, bool]]) -> None:
        self._todo[place] = steps
        self._pending(place, bool(steps))

    def _step(self, place: Place, steps: list[tuple[float, bool]], seconds: float) -> None:
        while steps and seconds >= 0:
            wait, value = steps[0]
            if wait > seconds:
                steps[0] = (wait - seconds, value)
                return
            seconds -= wait
            del steps[0]
            self.put(place, value)
        if not steps:
            self._todo.pop(place, None)
            self._pending(place, False)

    def _pending(self, place: Place, value: bool) -> None:
        if Place("pending", place.index) in self.values:
            self.put(Place("pending", place.index), value)

    def _tripped(self, outlet: Place) -> bool:
        return self._bank(outlet) in self._open

    def _bank(self, outlet: Place) -> Index:
        return share([place.index for place in self.places_of("breaker")], self.places_of("outlet"), outlet)
