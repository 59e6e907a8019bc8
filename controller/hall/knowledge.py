"""All that the rules may look at, tied together: the hall, the numbers, what stands, what was ordered."""

from collections.abc import Mapping

from controller.events import Bus
from controller.hall.conditions import Excuse, Miss
from controller.hall.disobeyed import Disobeyed
from controller.hall.faults import Fault
from controller.hall.hot import end_of
from controller.hall.ledger import Journal, Ledger
from controller.hall.reach import taken
from controller.hall.settings import Settings
from controller.hall.sight import Sight
from controller.hall.switched import Switched
from controller.hall.topology import End
from controller.record import failpoints
from drivers.points import Ref


class Knowledge:
    """A `Look`, and the memories behind it."""

    def __init__(self, sight: Sight, bus: Bus, journal: Journal, settings: Settings) -> None:
        self.sight, self.settings = sight, settings
        self.ledger = Ledger(bus, journal)
        self.switched = Switched(sight, bus, journal)
        self.disobeyed = Disobeyed(sight, bus, settings.late)

    def standing(self, key: str) -> Fault | None:
        """The fault of this key, if it stands."""
        case = self.ledger.cases.get(key)
        return case.fault if case is not None else None

    def lawful(self, outlet: Ref) -> bool:
        """Whether this outlet is off because somebody ordered it."""
        return self.switched.lawful(outlet)

    def dark(self) -> set[End]:
        """The outlets that are dark by order."""
        return {end_of(ref) for ref in self.switched.dark()}

    def excused(self, device: str) -> bool:
        """Whether it may lawfully be silent: an order caused it, it has no power by order, or it boots."""
        return self.excuse(device) is not None

    def excuse(self, device: str) -> Excuse | None:
        """The same, and why."""
        if failpoints.planted("orders_excuse_nothing"):
            return None
        expected = self.sight.state.expectations.excused(Ref(device, "link"), self.sight.clock.now())
        if expected is not None:
            return Excuse(expected.order, expected.until is not None)
        if self.switched.boots(device):
            return Excuse("boot", passing=True)
        if device in taken(self.sight.topology, self.dark()):
            return Excuse("outlet", passing=device not in taken(self.sight.topology, self._dark_for_good()))
        return None

    def _dark_for_good(self) -> set[End]:
        return {end_of(ref) for ref in self.switched.dark(passing=False)}

    def missed(self, device: str) -> Mapping[Ref, Miss]:
        """The points of a device that were ordered and did not obey."""
        return self.disobeyed.at(device)
