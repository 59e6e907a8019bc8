"""The sample hall in memory: its simulated devices at the far end of short wires, one clock for all of them.

The devices are those that `auditorium demo` starts, with their models and whatever can be wrong with them;
only the sockets are missing. `truth` is the back door: what a device really is, whoever says what of it.
"""

import asyncio
from contextlib import contextmanager
from random import Random

from controller.clock import ManualClock
from controller.events import Bus, RunMoved
from controller.hall.hall import Hall
from controller.hall.venue import load as load_hall
from controller.record import failpoints
from drivers import catalog
from drivers.errors import Loss, Unreachable
from drivers.points import Place, Ref
from drivers.transport.memory import pair
from drivers.wire.driver import Driver
from scenes import library
from scenes.engine import Engine
from simulators.build import make
from simulators.device import Reach
from simulators.impairments import parse
from simulators.plan import read
from simulators.venue import Venue
from tests.hall.room import Memory
from tests.stories.processes import ROOT

CONFIG = ROOT / "web" / "demo" / "grand-hall.yaml"
TICK = 0.1
"""Seconds between two looks of the simulated hall at its time."""


class Timing:
    """The hall's clock, as simulated devices read it."""

    def __init__(self, clock):
        self._clock = clock

    def now(self):
        return self._clock.monotonic()

    def wall(self):
        return self._clock.now()

    def call_later(self, seconds, callback):
        return self._clock.call_later(seconds, callback)


class Plug:
    """A transport that reaches a simulated device while it can be reached."""

    def __init__(self, demo, device):
        self._demo, self._device = demo, device
        self._end = self._client = None

    async def open(self, on_bytes, on_lost):
        if self._device.state is not Reach.OPEN:
            raise Unreachable(Loss("refused", "nobody there"))
        self._end, theirs = pair()
        await self._end.open(on_bytes, on_lost)
        await theirs.open(self._hear, lambda why: self._left())
        unasked = self._device.driver.name != "pjlink" and not _snmp(self._device.driver)
        self._theirs, self._greeting = theirs, []
        self._client = self._device.connect(self._device.name, self._say, theirs.close, unasked=unasked)
        asyncio.get_running_loop().call_soon(self._greet)  # once somebody listens

    def _greet(self):
        greeting, self._greeting = self._greeting, None
        for data in greeting:
            self._say(data)

    def _say(self, data):
        if self._greeting is not None:
            self._greeting.append(data)
        elif self._theirs._on_bytes is not None:
            self._theirs.send(data)

    def _hear(self, data):
        self._demo.bytes += len(data)
        self._client.hear(data)

    def _left(self):
        if self._client is not None:
            self._device.leave(self._client)

    def send(self, data):
        self._end.send(data)

    def close(self):
        if self._end is not None:
            self._end.close()
            self._left()


def _snmp(driver: Driver) -> bool:
    return "snmp" in driver.transports


class Demo:
    """The hall, its scenes, and its devices; `bytes` counts what reached any of them."""

    def __init__(self):
        self.clock, self.bus, self.journal = ManualClock(), Bus(), Memory()
        self._dated()
        plan = read(CONFIG, {}, catalog.get)
        self.venue = Venue([make(one, Timing(self.clock)) for one in plan.devices], plan.feeds, plan.cables)
        self.bytes = 0
        self._first = {name: dict(device.model.values) for name, device in self.venue.devices.items()}
        self._feeds = dict(self.venue.feeds)
        self.hall = Hall(
            load_hall(CONFIG, {}), self.clock, self.bus, self.journal,
            dial=lambda id, secrets: Plug(self, self.venue.devices[id]), chance=Random(7),
        )  # fmt: skip
        self.state, self.rig = self.hall.state, self.hall.rig
        self.engine = Engine(self.hall, library.load(self.hall.venue))
        self.moved = []
        self.bus.subscribe(RunMoved, lambda event: self.moved.append(event.run_id))
        self._live()

    def _dated(self):
        append = self.journal.append

        def dated(*said):
            line = append(*said)
            line.at = self.clock.now()
            return line

        self.journal.append = dated

    def _live(self):
        self.venue.pass_time(TICK)
        self.clock.call_later(TICK, self._live)

    async def start(self):
        """Dial; every device has told how it is."""
        self.hall.start()
        await self.pass_(12)
        return self

    async def turn(self, times=6):
        for _ in range(times):
            await asyncio.sleep(0)

    async def pass_(self, seconds, step=0.5):
        while seconds > 1e-9:
            self.clock.advance(min(step, seconds))
            seconds -= step
            await self.turn()

    async def finish(self, run, limit=400):
        """Let time pass until the run is over."""
        while run.active and limit > 0:
            await self.pass_(0.5)
            limit -= 0.5
        assert not run.active, run.shown()
        return run

    # ------------------------------------------------------------ the world's hand

    def put(self, values):
        """The front panels: `{"matrix/video_tie/1": 3}`."""
        for text, value in values.items():
            ref = Ref.parse(text)
            self.venue.put(ref.device, {ref.place: value})

    def ail(self, device, **how):
        self.venue.devices[device].ail(parse(how), how)

    def darken(self, device):
        """Its plug is pulled: it is off, whatever it was."""
        self.venue.feeds[device] = ((),)
        self.venue.settle()

    def cut(self, device):
        """Its network cable is pulled: it lives on, and nobody hears of it."""
        self.ail(device, silent=True, refuse_connect=True)
        for client in list(self.venue.devices[device].clients):
            client.voice.close()

    def reboot(self, device):
        self.venue.devices[device].reboot()

    async def anew(self):
        """All is well, and stands as at the start."""
        self.venue.feeds = dict(self._feeds)
        for name in self.venue.devices:
            self.ail(name)
        self.venue.settle()
        await self.pass_(3)
        for name, values in self._first.items():
            self.venue.put(name, values)
        for _ in range(8):  # who was away for long is dialled seldom
            await self.pass_(15)
            links = {name: str(self.state.get(Ref(name, "link")).reported) for name in self.venue.devices}
            if set(links.values()) == {"up"}:
                return
        raise AssertionError(links)

    def truth(self, ref):
        """What it really is."""
        return self.venue.devices[ref.device].model.values[Place(ref.key, ref.index)]

    def alive(self, device):
        return self.venue.devices[device].alive


@contextmanager
def planting(*bugs):
    """Known bugs, switched on for as long as this lasts."""
    was, failpoints._planted = failpoints._planted, frozenset(bugs)
    try:
        yield
    finally:
        failpoints._planted = was
