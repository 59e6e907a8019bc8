"""What the fault engine sees of a hall: the state, the topology, and a few facts of each device.

The rules know this and nothing behind it, so that a test can be a hall of plain values.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from controller.clock import Clock
from controller.hall.hall import Hall
from controller.hall.state import State
from controller.hall.topology import Topology
from controller.record.lines import Line
from drivers.points import Ref, Value
from drivers.rigfile.limits import Limit
from drivers.trace import Entry


class Sight(Protocol):
    """A hall, seen from the fault engine."""

    @property
    def state(self) -> State:
        """Every point, and what is expected."""

    @property
    def clock(self) -> Clock:
        """The time."""

    @property
    def topology(self) -> Topology:
        """Who hangs on what."""

    @property
    def zone(self) -> ZoneInfo:
        """The hall's time, for people."""

    @property
    def ready(self) -> bool:
        """Whether every device was asked once, or could not be."""

    def devices(self) -> Collection[str]:
        """The devices that are looked after."""

    def loss(self, device: str) -> str:
        """The code of why it is not up; "" while it is."""

    def lost_since(self, device: str) -> datetime:
        """Since when its link is in this state."""

    def heard_at(self, device: str) -> float:
        """When its last bytes came, on the monotonic clock."""

    def boot(self, device: str) -> float:
        """Seconds it may be silent after it gets power."""

    def carries(self, name: str) -> float:
        """Seconds a device or node takes from its power until others are reached through it."""

    def late(self, device: str, usual: float) -> float:
        """Seconds after which its lamp is late, if it still warms; `usual` where nothing else is known."""

    def powered(self, device: str) -> None:
        """It gets its power now, after it had none."""

    def remember(self, line: Line) -> None:
        """How long it took to come up, before a restart."""

    def host(self, device: str) -> str:
        """The address at which it is reached; "" where it has none."""

    def sleeps(self, device: str) -> bool:
        """Whether it cannot be reached while it is off."""

    def limits(self, device: str) -> Mapping[str, Limit]:
        """What its values may be, by point key."""

    def passing(self, ref: Ref) -> Collection[Value]:
        """The values that a point only passes through."""

    def agrees(self, ref: Ref, asked: Value, read: Value) -> bool:
        """Whether a value read is the one asked for, as far as this point can be told apart."""

    def probe(self, device: str) -> None:
        """Ask it something now; dial it if need be."""

    def frames(self, device: str, count: int) -> list[Entry]:
        """The last frames of its conversation, masked."""


class HallSight:
    """A running hall, seen so."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    @property
    def state(self) -> State:
        """Every point, and what is expected."""
        return self._hall.state

    @property
    def clock(self) -> Clock:
        """The time."""
        return self._hall.clock

    @property
    def topology(self) -> Topology:
        """Who hangs on what; another one after a change of the file."""
        return self._hall.venue.topology

    @property
    def zone(self) -> ZoneInfo:
        """The hall's time."""
        return ZoneInfo(self._hall.venue.hall.timezone)

    @property
    def ready(self) -> bool:
        """Whether every device was asked once."""
        return self._hall.ready

    def devices(self) -> Collection[str]:
        """The devices that are looked after."""
        return [id for id, device in self._hall.devices.items() if device.spec.enabled]

    def loss(self, device: str) -> str:
        """The code of why it is not up."""
        loss = self._hall.devices[device].supervisor.loss
        return loss.code if loss is not None else ""

    def lost_since(self, device: str) -> datetime:
        """Since when its link is in this state, by the clock as it is set now."""
        clock, began = self._hall.clock, self._hall.devices[device].supervisor.moment
        return clock.now() - timedelta(seconds=clock.monotonic() - began)

    def heard_at(self, device: str) -> float:
        """When its last bytes came."""
        return self._hall.devices[device].heard_at()

    def boot(self, device: str) -> float:
        """Seconds it may be silent after it gets power."""
        return self._hall.boot(device)

    def carries(self, name: str) -> float:
        """Seconds until others are reached through it."""
        return self._hall.carries(name)

    def late(self, device: str, usual: float) -> float:
        """Seconds after which its lamp is late."""
        return self._hall.boots.late(device, usual)

    def powered(self, device: str) -> None:
        """It gets its power now."""
        self._hall.boots.powered(device)

    def remember(self, line: Line) -> None:
        """How long it took to come up."""
        self._hall.boots.took.hear(line)

    def host(self, device: str) -> str:
        """The address at which it is reached."""
        return self._hall.devices[device].spec.host

    def sleeps(self, device: str) -> bool:
        """Whether it cannot be reached while it is off."""
        entry = self._hall.venue.devices.get(device)
        return entry is not None and entry.options.get("lan_in_standby") is False

    def limits(self, device: str) -> Mapping[str, Limit]:
        """What its values may be."""
        entry = self._hall.venue.devices.get(device)
        return entry.limits if entry is not None else {}

    def passing(self, ref: Ref) -> Collection[Value]:
        """The values that a point only passes through."""
        return self._hall.point(ref).passing

    def agrees(self, ref: Ref, asked: Value, read: Value) -> bool:
        """Whether a value read is the one asked for."""
        return self._hall.point(ref).agrees(asked, read)

    def probe(self, device: str) -> None:
        """Ask it something now; a node is asked nothing."""
        worker = self._hall.devices.get(device)
        if worker is None:
            return
        if worker.is_up():
            worker.probe()
        else:
            worker.supervisor.wanted()

    def frames(self, device: str, count: int) -> list[Entry]:
        """The last frames of its conversation."""
        return self._hall.devices[device].trace.last(count)
