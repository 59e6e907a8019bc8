"""What a device is made from, and what all devices of a hall share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from controller.clock import Clock
from controller.hall.lives import Lives
from controller.hall.scheduler import Scheduler
from controller.hall.state import State
from drivers.points import Place, Value
from drivers.trace import Texts
from drivers.transport import Transport
from drivers.wire.driver import Driver


@dataclass(frozen=True, slots=True)
class Spec:
    """One device, from the hall's file. `dial` makes its transport, `every` overrides its intervals (s).

    `title` is its name for people, `boot` how long it may be silent after it gets power (`patient`: the file
    says so), `listens` the port at which unasked datagrams of `host` arrive (0: none). While `origin` stays
    equal, so does the connection.
    """

    id: str
    driver: Driver
    dial: Callable[[], Transport]
    title: object = ""
    credentials: Mapping[str, str] = field(default_factory=dict)
    every: float | None = None
    enabled: bool = True
    address: str = ""
    boot: float = 90.0
    patient: bool = False
    listens: int = 0
    host: str = ""
    origin: object = None


def _nobody(device: str, place: Place, value: Value) -> None:
    """Meters go nowhere until somebody listens."""


@dataclass(slots=True)
class Shared:
    """`meters(device, place, value)` takes levels, `asked(device)` hears that a device was asked once."""

    clock: Clock
    state: State
    scheduler: Scheduler
    lives: Lives
    texts: Texts = field(default_factory=Texts)
    chance: Random = field(default_factory=Random)
    meters: Callable[[str, Place, Value], object] = _nobody
    asked: Callable[[str], object] = lambda device: None
