"""A hall at work: its devices, its state, its one door; started, stopped, and changed by difference."""

from collections.abc import Callable, Iterable
from random import Random

from controller.clock import Clock
from controller.events import Bus, OrderMoved, Traced
from controller.hall.boots import Boots
from controller.hall.coming import comes_up
from controller.hall.consequences import Consequences, from_data
from controller.hall.cutting import Cutting
from controller.hall.device import Device
from controller.hall.entries import BOOT, Dial, critical_outlets, spec_of
from controller.hall.guards import Guard, critical, roles
from controller.hall.hot import Cooling, HotOutlets
from controller.hall.movements import Movements
from controller.hall.refs import meant
from controller.hall.rig import Journal, Rig
from controller.hall.scheduler import Scheduler
from controller.hall.sentences import Sentence, spoken_value
from controller.hall.settings import Settings
from controller.hall.spec import Shared, Spec
from controller.hall.state import State, View
from controller.hall.topology import End, Kind
from controller.hall.underway import Underway
from controller.hall.venue import Venue
from controller.hall.written import Sights, Written
from drivers.points import Place, Point, Ref, Value
from drivers.vocabulary import COOLING, OFF, LinkState
from drivers.wire.driver import Driver

Find = Callable[[str], Driver]
Meters = Callable[[str, Place, Value], object]


class Hall:
    """`dial` stands in for the real transports in a test; `chance` for the dice."""

    def __init__(
        self,
        venue: Venue,
        clock: Clock,
        bus: Bus,
        journal: Journal,
        find: Find | None = None,
        dial: Dial | None = None,
        chance: Random | None = None,
    ) -> None:
        self.venue, self.clock, self.bus, self.journal = venue, clock, bus, journal
        self._find, self._dial = find or _catalogue(), dial
        self.state = State(bus, clock)
        self.devices: dict[str, Device] = {}
        self._scheduler = Scheduler(clock)
        self._cooling, self._cutting = Cooling(bus, clock), Cutting(bus, clock)
        self._movements = Movements(bus, clock)
        self._underway = Underway(self.devices, self.state, self._cutting)
        self.boots = Boots(bus, clock, journal)
        self._unasked: set[str] = set()
        self._more: list[Guard] = []
        self._watched: dict[str, Callable[[], None]] = {}
        self._consequences = Consequences(self.state, clock, journal, self._passing, self._away)
        bus.subscribe(OrderMoved, lambda event: self._consequences.ended(event.order))
        self.rig = Rig(self.devices, self.state, clock, bus, journal, self._consequences, self._underway)
        self._shared = Shared(clock, self.state, self._scheduler, self.rig.lives, asked=self._asked)
        if chance is not None:
            self._shared.chance = chance
        for spec in self._specs(venue):
            self._add(spec)
        self.rig.guards = self.guards()  # anew: now every point has its names

    def add_guard(self, guard: Guard) -> None:
        """One interlock more, whatever the hall's file says."""
        self._more.append(guard)
        self.rig.guards = self.guards()

    def guards(self, view: View | None = None) -> list[Guard]:
        """The interlocks of this hall; over a `view` they judge how it will stand rather than how it does."""
        view = view or self.state
        hot = HotOutlets(view, self.venue.topology, self._cooling, self._cutting, self._cools, self.title)
        marked = critical(critical_outlets(self.venue.devices))
        known = (self._movements, self._underway, self._meant, self.word, self.title)
        own = Written(self.venue.guards, Sights(view, self.state, *known))
        return [roles, hot, marked, own, *self._more]

    # ------------------------------------------------------------ running

    def start(self) -> None:
        """Dial every device, all at once; returns at once."""
        for device in self.devices.values():
            self._start(device)

    def stop(self) -> None:
        """End every connection; what waits ends as unreachable."""
        for device in self.devices.values():
            device.stop()
        self._scheduler.stop()

    def reconfigure(self, venue: Venue) -> None:
        """Take another file: devices that it does not change keep their links, orders and values."""
        self.venue = venue
        wanted = {spec.id: spec for spec in self._specs(venue)}
        for id, device in list(self.devices.items()):
            if id not in wanted or wanted[id].origin != device.spec.origin:
                self._remove(id, keep=id in wanted)
        for id, spec in wanted.items():
            if id in self.devices:
                self.devices[id].rename(spec)
            else:
                self._start(self._add(spec))
        self.rig.guards = self.guards()

    def reconnect(self, id: str) -> None:
        """A person says so: dial anew, also a device that did not accept its password. Raises KeyError."""
        device = self.devices[id]
        if device.spec.enabled:
            device.supervisor.reconnect()

    def recall(self, subject: str, data: dict[str, object]) -> None:
        """An `expectation` line of the journal, after a restart: what was lawful then still is."""
        self.state.expect(from_data(subject, data))

    # ------------------------------------------------------------ what it tells

    @property
    def ready(self) -> bool:
        """Whether every device was asked once, or could not be."""
        return not self._unasked

    def title(self, id: str) -> object:
        """What people call a device."""
        device = self.devices.get(id)
        return device.title if device is not None else {"zh": id, "en": id}

    def point(self, ref: Ref) -> Point:
        """What kind of point it is. KeyError where there is none."""
        return self.devices[ref.device].point(ref.key)

    def word(self, ref: Ref, value: Value) -> object:
        """A value as people know it: the name of an input, "warming up", or the number itself."""
        if value is None:
            return Sentence("value.unknown")
        point = self.point(ref)
        if isinstance(value, bool) or (isinstance(value, str) and point.values):
            return spoken_value(ref.key, value)
        device = self.venue.devices.get(ref.device)
        names = device.places.get(point.among, {}) if device and point.among else {}
        named = names.get(value) if isinstance(value, int) else None
        return {"zh": named.zh, "en": named.en} if named else value

    def hot(self, id: str) -> bool:
        """Whether it has to cool before its power goes, and is not known to be off."""
        now = self.state.get(Ref(id, "power"))
        return self._cools(id) and not (now.quality in ("live", "assumed") and now.reported == OFF)

    def boot(self, id: str) -> float:
        """Seconds a device may be silent after it gets power: as the file says, or as it was seen to take."""
        device = self.devices.get(id)
        return self.boots.boot(id, device.spec.boot, device.spec.patient) if device is not None else BOOT

    def carries(self, id: str) -> float:
        """Seconds a device or node takes from its power until others are reached through it. Of a node that
        says nothing of it: none where it hands on power alone, else what a device has.
        """
        node = self.venue.nodes.get(id)
        if node is None:
            return self.boot(id)
        if node.boot is not None:
            return node.boot
        feeds = (feed for feed in self.venue.topology.feeds if feed.source.device == id)
        grace = Settings.of(self.venue.faults).grace
        return grace if any(feed.kind is not Kind.POWER for feed in feeds) else 0.0

    def watch(self, id: str) -> Callable[[], None]:
        """Publish the device's frames as `Traced` events until the answer is called; watchers are counted."""
        return self.devices[id].trace.subscribe(lambda entry: self.bus.publish(Traced(id, entry)))

    def on_meters(self, callback: Meters) -> None:
        """Send levels to `callback(device, place, value)`; they are no points and are kept nowhere."""
        self._shared.meters = callback

    # ------------------------------------------------------------

    def _specs(self, venue: Venue) -> Iterable[Spec]:
        for id, entry in venue.devices.items():
            grace = Settings.of(venue.faults).grace
            yield spec_of(id, entry, self._find(entry.driver), self.clock, self._dial, grace)

    def _add(self, spec: Spec) -> Device:
        device = self.devices[spec.id] = Device(spec, self._shared)
        self.state.forget(spec.id, but=(device.places.link, *device.places.refs.values()))
        if spec.enabled:
            self._unasked.add(spec.id)
        return device

    def _start(self, device: Device) -> None:
        if device.spec.enabled:
            device.supervisor.start()
        else:
            device.show(LinkState.DISABLED)

    def _remove(self, id: str, keep: bool) -> None:
        device = self.devices.pop(id)
        device.stop()
        self._unasked.discard(id)
        if not keep:
            self.state.forget(id)

    def _asked(self, id: str) -> None:
        self._unasked.discard(id)

    def _meant(self, ref: Ref, value: Value) -> Value:
        device = self.devices.get(ref.device)
        point = device.point(ref.key) if device is not None and device.places.has(ref.key) else None
        return meant(point, self.venue.devices.get(ref.device), value)

    def _passing(self, ref: Ref) -> Iterable[Value]:
        return self.point(ref).passing

    def _away(self, id: str) -> dict[str, float]:
        up = comes_up(self.venue.topology, End(id), self.carries, first=self.boot(id))
        return {name: seconds for name, seconds in up.items() if name in self.devices}

    def _cools(self, id: str) -> bool:
        device = self.devices.get(id)
        return device is not None and device.places.has("power") and COOLING in device.point("power").passing


def _catalogue() -> Find:
    from drivers import catalog

    return catalog.get
