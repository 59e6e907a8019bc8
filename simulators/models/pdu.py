"""A switched rack PDU: relays take their time, reboots and delays are kept, load follows what hangs on it."""

from collections.abc import Mapping
from math import ceil
from typing import ClassVar

from drivers.errors import Reason, Refused
from drivers.points import Index, Place, Point, Value
from drivers.vocabulary import FAILED, GOOD, WARNING, Health, LoadState
from simulators.models.base import Model
from simulators.models.loads import VOLTS, share, weigh
from simulators.models.traits import Kind, Traits

SWITCHING = {"on", "off", "cycle", "reboot", "cancel"}
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
        "turn": Kind.SECONDS,
        "trips_after": Kind.SECONDS,
    }

    def __init__(
        self, points: tuple[Point, ...], values: Mapping[Place, Value], traits: Traits | None = None
    ) -> None:
        """Begin with the outlets as given and nothing plugged in."""
        super().__init__(points, values, traits)
        self._todo: dict[Place, list[tuple[float, bool]]] = {}
        self._amperes: dict[Place, float] = {}
        self._open: set[Index] = set()
        self._over: dict[Index, float] = {}
        self._queue: list[tuple[str, Place]] = []
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
        """Cycle, delayed switching and cancelling, of one outlet, a bank or all; queued until committed."""
        verbs = set(" ".join((name, *map(str, args.values()))).replace("_", " ").split(" "))
        if "queue" in verbs or "commit" in verbs:
            self._queued(verbs, args)
        elif not verbs & SWITCHING or not self.has("outlet"):
            super().act(name, args, sets)
        else:
            for number, outlet in enumerate(self._meant(args)):
                late = number * self.traits.seconds("turn", 1.0) if "turn" in verbs else 0.0
                self._do(verbs, args, outlet, late)

    def _queued(self, verbs: set[str], args: Mapping[str, Value]) -> None:
        """Keep an order for later, carry out what is kept, or forget it."""
        if "commit" in verbs:
            for verb, outlet in self._queue:
                self._do({verb}, {}, outlet)
        if "commit" in verbs or "clear" in verbs:
            self._queue = []
            return
        verb = next(iter(verbs & SWITCHING))
        self._queue += [(verb, outlet) for outlet in self._meant(args)]

    def pass_time(self, seconds: float) -> None:
        """Relays fall, meters turn."""
        for place, steps in list(self._todo.items()):
            self._step(place, steps, seconds)
        self._heat(seconds)
        total = sum(self._amperes.values())
        self._energy += total * VOLTS / 1000 * seconds / 3600
        if self._energy >= SHOWN:
            for place in self.places_of("energy"):
                self.put(place, round(float(self.values[place] or 0) + self._energy, 3))
            self._energy = 0.0

    def _heat(self, seconds: float) -> None:
        """A bank that carries too much for too long trips, where the hall's file says after how long."""
        limit = self.traits.seconds("trips_after", 0.0)
        for place in self.places_of("breaker") if limit else ():
            flow = sum(
                amperes for outlet, amperes in self._amperes.items() if self._bank(outlet) == place.index
            )
            over = self._over.get(place.index, 0.0) + seconds
            self._over[place.index] = over if flow > self.traits.number("rating", 16.0) else 0.0
            if self._over[place.index] >= limit and place.index not in self._open:
                self.put(place, FAILED)

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
        axis = self.points["outlet"].axes[-1] if self.points["outlet"].axes else ""
        outlets = self.places_of("outlet")
        if "bank" in args:
            return tuple(outlet for outlet in outlets if self._bank(outlet) == (args["bank"],))
        if axis in args:
            outlets = tuple(outlet for outlet in outlets if outlet.index[-1] == args[axis])
            if not outlets:
                raise Refused(Reason.OUT_OF_RANGE, axis)
        return outlets

    def _do(self, verbs: set[str], args: Mapping[str, Value], outlet: Place, late: float = 0.0) -> None:
        relay = self.traits.seconds("relay", 0.6)
        wait = late + self._wait(verbs, args, outlet)
        if "cancel" in verbs:
            self._plan(outlet, [])
        elif verbs & {"cycle", "reboot"}:
            rest = self._own("reboot_time", outlet) or self.traits.seconds("reboot_time", 5.0)
            self._plan(outlet, [(wait + relay, False), (rest, True)])
        elif wait >= 0:
            self._plan(outlet, [(wait + relay, "off" not in verbs)])

    def _wait(self, verbs: set[str], args: Mapping[str, Value], outlet: Place) -> float:
        """How long an order waits: as it says itself, or as the outlet is set."""
        told = args.get("delay")
        if isinstance(told, int | float):
            return float(told)
        if not verbs & {"delay", "delayed"}:
            return 0.0
        return self._own("off_delay" if "off" in verbs else "on_delay", outlet)

    def _own(self, key: str, outlet: Place) -> float:
        value = self.values.get(Place(key, outlet.index))
        return float(value) if isinstance(value, int | float) else 0.0

    def _plan(self, place: Place, steps: list[tuple[float, bool]]) -> None:
        self._todo[place] = steps
        self._pending(place, bool(steps))
        self._count_down(place)

    def _count_down(self, place: Place) -> None:
        """How many seconds are left until the outlet is switched on, and off."""
        steps = self._todo.get(place, [])
        for key, way in (("on_in", True), ("off_in", False)):
            if (shown := Place(key, place.index)) in self.values:
                wait = steps[0][0] if steps and steps[0][1] is way else 0.0
                self.put(shown, ceil(wait) if wait > 1 else None)

    def _step(self, place: Place, steps: list[tuple[float, bool]], seconds: float) -> None:
        while steps and seconds >= 0:
            wait, value = steps[0]
            if wait > seconds:
                steps[0] = (wait - seconds, value)
                self._count_down(place)
                return
            seconds -= wait
            del steps[0]
            self.put(place, value)
        if not steps:
            self._todo.pop(place, None)
            self._pending(place, False)
            self._count_down(place)

    def _pending(self, place: Place, value: bool) -> None:
        if Place("pending", place.index) in self.values:
            self.put(Place("pending", place.index), value)

    def _tripped(self, outlet: Place) -> bool:
        return self._bank(outlet) in self._open

    def _bank(self, outlet: Place) -> Index:
        return share([place.index for place in self.places_of("breaker")], self.places_of("outlet"), outlet)
