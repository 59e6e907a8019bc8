"""The hall the simulated devices stand in: mains through outlets, pictures through cables, time for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drivers.points import Place, Ref
from simulators.device import SimulatedDevice

DEEPEST = 16
"""Outlets behind outlets, switchers behind switchers: more than any hall has, so that a loop ends."""

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Cable:
    """A signal cable: from a device's output (or something with only a name) to a device's input."""

    source: str
    sink: str


class Venue:
    """Devices and what connects them. Anything that changes anywhere is followed to where it leads."""

    def __init__(
        self,
        devices: Iterable[SimulatedDevice],
        feeds: Mapping[str, Groups] | None = None,
        cables: Iterable[Cable] = (),
    ) -> None:
        """`feeds` names the outlets each device hangs on: of every group one must be live."""
        self.devices = {device.name: device for device in devices}
        self.feeds = dict(feeds or {})
        self.cables = tuple(cables)
        self.speed = 1.0
        self._settling = False
        for device in self.devices.values():
            device.on_change = self.settle
        self.settle()

    def pass_time(self, seconds: float) -> None:
        """Let so many seconds pass on the wall; the devices live `speed` times as fast."""
        for device in self.devices.values():
            device.pass_time(seconds * self.speed)
        self.settle()

    def settle(self) -> None:
        """Follow every change until nothing moves: mains, pictures, currents; then say what is to be said."""
        if self._settling:
            return
        self._settling = True
        for _ in range(DEEPEST):
            self._feed()
            self._show()
            self._weigh()
            moved = [device for device in self.devices.values() if device.model.changed]
            for device in moved:
                device.settle()
            if not moved:
                break
        self._settling = False

    def trip(self, ref: Ref) -> None:
        """An outlet's protection opens. KeyError where there is no such outlet."""
        model = self.devices[ref.device].model
        if ref.key != "outlet" or ref.place not in model.values:
            raise KeyError(str(ref))
        model.trip(ref.place)
        self.settle()

    def _feed(self) -> None:
        for _ in range(DEEPEST):
            wanted = {name: all(map(self._any_live, groups)) for name, groups in self.feeds.items()}
            moved = [
                name for name, on in wanted.items() if name in self.devices and self.devices[name].mains != on
            ]
            for name in moved:
                self.devices[name].power(wanted[name])
            if not moved:
                return

    def _any_live(self, group: tuple[str, ...]) -> bool:
        return any(map(self._live, group))

    def _live(self, text: str) -> bool:
        device, _, _ = text.partition("/")
        feeder = self.devices.get(device)
        if feeder is None:
            return True
        return feeder.powered and ("/" not in text or feeder.model.feeds(Ref.parse(text).place))

    def _show(self) -> None:
        for cable in self.cables:
            sink, _, jack = cable.sink.partition("/")
            if sink in self.devices:
                self.devices[sink].model.receives(jack, self._sent(cable.source))

    def _sent(self, end: str) -> bool:
        name, _, jack = end.partition("/")
        device = self.devices.get(name)
        return device is None or (device.alive and device.model.sends(jack))

    def _weigh(self) -> None:
        drawn: dict[Ref, float] = {}
        for name, groups in self.feeds.items():
            live = [text for group in groups for text in group if "/" in text and self._live(text)]
            for text in live if name in self.devices else ():
                ref = Ref.parse(text)
                drawn[ref] = drawn.get(ref, 0.0) + self.devices[name].model.draws() / len(live)
        for name, device in self.devices.items():
            for place in device.model.places_of("outlet"):
                device.model.carry_load(place, drawn.get(Ref(name, *place), 0.0))

    def put(self, device: str, values: Mapping[Place, object]) -> None:
        """The world's hand on one device: values by place. KeyError names a place it does not have."""
        model = self.devices[device].model
        for place in values:
            if place not in model.values:
                raise KeyError("/".join(map(str, (place.key, *place.index))))
        for place, value in values.items():
            model.put(place, value)  # type: ignore[arg-type]
        self.settle()
