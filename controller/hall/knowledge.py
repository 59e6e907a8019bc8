"""All that the rules may look at, tied together: the hall, the numbers, what stands, what was ordered."""

from collections.abc import Mapping

from controller.events import Bus
from controller.hall.asleep import Asleep
from controller.hall.conditions import Miss
from controller.hall.disobeyed import Disobeyed
from controller.hall.faults import Fault
from controller.hall.hot import end_of
from controller.hall.ledger import Journal, Ledger
from controller.hall.pending import WISH
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
        self.sight, self.settings, self._journal = sight, settings, journal
        self.ledger = Ledger(bus, journal)
        self.switched = Switched(sight, bus, journal)
        self.asleep = Asleep(sight, bus, journal)
        self.disobeyed = Disobeyed(sight, bus, settings.late, self._note)

    def _note(self, ref: Ref, order: str, what: str) -> None:
        """How a wish goes on; of what comes at once nothing is expected."""
        if self.sight.passing(ref):
            self._journal.append(WISH, str(ref), {"order": order, "is": what})

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

    def excuse(self, device: str) -> str | None:
        """The same, and why: what the world shows now, and what was ordered a moment ago."""
        if failpoints.planted("orders_excuse_nothing"):
            return None
        expected = self.sight.state.expectations.excused(Ref(device, "link"), self.sight.clock.now())
        if expected is not None:
            return expected.order
        return self.asleep.excuse(device) or self.darkened(device)

    def darkened(self, device: str) -> str | None:
        """Why it may be silent awake or asleep: an order keeps it dark, or did so until a moment ago."""
        if self.switched.boots(device):
            return "boot"
        dark = self.dark()
        if device in taken(self.sight.topology, dark):
            return "outlet"
        late = {end_of(ref) for ref in self.switched.lit() if self._is_older(ref, device)}
        return "outlet" if late and device in taken(self.sight.topology, dark | late) else None

    def _is_older(self, outlet: Ref, device: str) -> bool:
        """Whether the outlet was read last before the device fell silent: it may have gone since."""
        read = self.sight.state.get(outlet)
        return read.quality == "live" and (read.at is None or read.at < self.sight.lost_since(device))

    def sleeps(self, device: str) -> bool:
        """Whether it is asleep, and cannot be reached until somebody wakes it."""
        return bool(self.asleep.excuse(device))

    def missed(self, device: str) -> Mapping[Ref, Miss]:
        """The points of a device that were ordered and did not obey."""
        return self.disobeyed.at(device)
