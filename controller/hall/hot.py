"""The classic interlock: an outlet that feeds a projector which is not off is never cut.

A lamp that loses its fan while hot dies young. So the outlet stays live until the projector itself says
"off"; where it says nothing, nobody knows that it is cold, and only those who answer for the hall may cut it.
What was ordered counts from the order on, not from when it is read: neither is an outlet cut of a projector
that was just told to start, nor is one started whose outlet was just told to go.
How long a projector cools is learned by watching it, so that the sentence can say how long to wait.
"""

from collections.abc import Callable, Iterator

from controller.clock import Clock
from controller.events import Bus, PointChanged
from controller.hall.cutting import Cutting
from controller.hall.guards import Asking
from controller.hall.sentences import Sentence, numbered, spoken_value
from controller.hall.state import PointState, View
from controller.hall.topology import End, Kind, Topology
from drivers.points import Ref
from drivers.vocabulary import COOLING, OFF

ANSWERING = ("lead", "engineer", "admin")
POWER = "power"


class Cooling:
    """How long each projector usually cools, from what it was seen to do."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self._clock = clock
        self._began: dict[str, float] = {}
        self._takes: dict[str, float] = {}
        bus.subscribe(PointChanged, self._saw)

    def _saw(self, event: PointChanged) -> None:
        if event.ref.key != POWER or event.now.reported == event.was.reported:
            return
        now, device = self._clock.monotonic(), event.ref.device
        if event.now.reported == COOLING:
            self._began[device] = now
        elif device in self._began:
            began = self._began.pop(device)
            if event.now.reported == OFF and event.was.reported == COOLING:
                self._takes[device] = now - began

    def left(self, device: str) -> float | None:
        """Seconds until it is cold, if it cools now and was seen cooling before."""
        if device not in self._began or device not in self._takes:
            return None
        return max(0.0, self._takes[device] - (self._clock.monotonic() - self._began[device]))


class HotOutlets:
    """The guard over what outlets feed, and over what is switched on behind an outlet that is about to go.

    `cools(device)`: it must cool; `name(device)`: for people.
    """

    def __init__(
        self,
        state: View,
        topology: Topology,
        cooling: Cooling,
        cutting: Cutting,
        cools: Callable[[str], bool],
        name: Callable[[str], object],
    ) -> None:
        self._state, self._topology, self._cooling, self._cutting = state, topology, cooling, cutting
        self._cools, self._name = cools, name

    def __call__(self, asking: Asking) -> Sentence | None:
        if asking.ref is not None and asking.ref.key == POWER and asking.value != OFF:
            return self._too_late(asking)
        for device in self._starving(asking):
            why = self._in_the_way(asking, device)
            if why is not None:
                return why
        return None

    def _too_late(self, asking: Asking) -> Sentence | None:
        """It would be cut while it warms."""
        if not self._cools(asking.device):
            return None
        dark = self._dark()
        if asking.device not in self._without(dark | self._going()) - self._without(dark):
            return None
        return Sentence("guard.outlet_goes", name=self._name(asking.device))

    def _starving(self, asking: Asking) -> Iterator[str]:
        """What would lose its power, seen together with the outlets that are off, or about to be."""
        if not asking.cuts:
            return
        dead = self._dark() | self._going()
        yield from sorted(self._without(dead | {end_of(ref) for ref in asking.cuts}) - self._without(dead))

    def _without(self, dead: set[End]) -> frozenset[str]:
        return self._topology.without(dead, (Kind.POWER,))

    def _dark(self) -> set[End]:
        return {end_of(ref) for ref, now in self._outlets() if now.reported is False}

    def _going(self) -> set[End]:
        """Ordered off, and nobody has read it yet."""
        wished = {end_of(ref) for ref, now in self._outlets() if now.pending and now.desired is False}
        return wished | {end_of(ref) for ref in self._cutting.outlets()}

    def _outlets(self) -> Iterator[tuple[Ref, PointState]]:
        return ((ref, now) for ref, now in self._state.points() if ref.key == "outlet")

    def _in_the_way(self, asking: Asking, device: str) -> Sentence | None:
        if not self._cools(device):
            return None
        now = self._state.get(Ref(device, POWER))
        if now.pending and now.desired != OFF:
            return Sentence("guard.starting_outlet", name=self._name(device), outlet=_which(asking))
        if now.quality in ("live", "assumed"):
            return None if now.reported == OFF else self._hot(asking, device, now.reported)
        if asking.actor.role in ANSWERING:
            return None
        return Sentence("guard.unknown_outlet", name=self._name(device), outlet=_which(asking))

    def _hot(self, asking: Asking, device: str, power: object) -> Sentence:
        said = {"name": self._name(device), "state": spoken_value(POWER, power), "outlet": _which(asking)}
        left = self._cooling.left(device)
        if left is None:
            return Sentence("guard.hot_outlet", **said)
        return Sentence("guard.cooling_outlet", seconds=numbered(left), **said)


def _which(asking: Asking) -> str:
    return str(asking.cuts[0])


def end_of(ref: Ref) -> End:
    """The outlet as the topology knows it: pdu/outlet/4."""
    return End(ref.device, "/".join(map(str, (ref.key, *ref.index))))
