"""A hall in a test: real devices at the far end of in-memory wires, a clock that is moved by hand.

`Room(file)` reads a hall's file as the service does. Each device is a `Far` end: the driver's own device side
over a dict of values, with a few ways to misbehave.
"""

import asyncio
from collections import Counter
from random import Random
from textwrap import dedent

from controller.clock import ManualClock
from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.venue import load
from drivers.errors import Loss, Reason, Refused, Unreachable
from drivers.points import Place, Ref
from drivers.transport.memory import pair
from drivers.wire.device import DeviceSide
from drivers.wire.events import Asked, Did, Kept, Told

from .tables import DRIVERS

CHEN = Actor("chen", "operator")
LI = Actor("li", "lead")
WANG = Actor("wang", "engineer", "api")
GUEST = Actor("guest", "viewer")


class Catalog:
    """The tables of this folder, as a catalogue."""

    def get(self, name):
        return DRIVERS[name]

    def names(self):
        return tuple(DRIVERS)


class Line:
    """One line of the journal in memory."""

    def __init__(self, seq, kind, subject, data, actor, committed):
        self.seq, self.kind, self.subject, self.data, self.actor = seq, kind, subject, data, actor
        self.committed = committed


class Memory:
    """A journal in memory: on disk at once, unless `slow`."""

    def __init__(self):
        self.lines, self.slow = [], False

    def append(self, kind, subject, data, actor="system"):
        committed = asyncio.get_running_loop().create_future()
        line = Line(len(self.lines) + 1, kind, subject, data, actor, committed)
        if not self.slow:
            committed.set_result(line)
        self.lines.append(line)
        return line

    def catch_up(self):
        self.slow = False
        for line in self.lines:
            if not line.committed.done():
                line.committed.set_result(line)

    def kinds(self):
        return [line.kind for line in self.lines]


class Far:
    """The device itself: what it holds, what it heard, how it misbehaves."""

    def __init__(self, driver, credentials=None, **holds):
        self.driver, self.credentials = driver, credentials or {}
        self.holds = {place: self._first(place) for place in driver.places()}
        self.set(**holds)
        self.heard, self.silent, self.deaf, self.busy = [], False, False, 0
        self.refuses = None  # a Reason for every order
        self.absent = False
        self.dials = 0
        self.held = None  # answers held back while it is a list
        self.side = self.end = None

    def _first(self, place):
        point = self.driver.point(place.key)
        values = [v for v in point.values or () if v not in point.passing]
        if place.key == "video_tie":
            return 1
        return values[0] if values else {"input": "hdmi 1", "fader": -90, "label": "x"}.get(place.key)

    def set(self, **holds):
        for key, value in holds.items():
            self.holds[Place(key)] = value

    def look(self, key, index):
        return self.holds[Place(key, tuple(index))]

    def dial(self):
        return Dialled(self)

    def connect(self):
        ours, theirs = pair()
        self.side, self.end = DeviceSide(self.driver, self.credentials), theirs
        return ours

    def listen(self):
        self.end._on_bytes, self.end._on_lost = self.hear, lambda why: None
        if greeting := self.side.open(self.look):
            self.end.send(greeting)

    def hear(self, data):
        said, events = self.side.hear(data, self.look)
        self.say(said)
        for event in events:
            self.heard.append(event.frame)
            if not self.silent:
                self._answer(event)

    def _answer(self, event):
        try:
            self._obey(event)
        except Refused as no:
            self.say(self.side.refuse(event, no.reason))
            return
        if isinstance(event, Asked | Told | Did | Kept):
            self.say(self.side.answer(event, self.look))
        else:
            self.say(self.side.refuse(event, event.reason))

    def _obey(self, event):
        if self.busy and not isinstance(event, Kept):
            self.busy -= 1
            raise Refused(Reason.BUSY)
        if self.refuses and isinstance(event, Told | Did):
            raise Refused(self.refuses)
        if isinstance(event, Told) and not self.deaf:
            self.holds.update(event.orders)

    def say(self, data):
        if data and self.held is not None:
            self.held.append(data)
        elif data:
            self.end.send(data)

    def let_go(self):
        held, self.held = self.held, None
        for data in held:
            self.end.send(data)

    def front_panel(self, place, value):
        self.holds[place] = value
        self.say(self.side.announce([place], self.look, mine=False))

    def hang_up(self):
        self.end.close()

    def count(self, frame):
        return Counter(self.heard)[frame]


class Dialled:
    """A transport that reaches a `Far` end, or does not."""

    def __init__(self, far):
        self.far, self.wire = far, None

    async def open(self, on_bytes, on_lost):
        self.far.dials += 1
        if self.far.absent:
            raise Unreachable(Loss("refused", "nobody there"))
        self.wire = self.far.connect()
        await self.wire.open(on_bytes, on_lost)
        self.far.listen()

    def send(self, data):
        self.wire.send(data)

    def close(self):
        if self.wire is not None:
            self.wire.close()


class Room:
    """A hall from a file, with its far ends by name."""

    def __init__(self, tmp_path, devices, extra="", **given):
        self.file = tmp_path / "hall.yaml"
        self.extra = extra
        self.write(devices)
        self.clock, self.bus, self.journal = ManualClock(), Bus(), Memory()
        venue = load(self.file, {}, Catalog())
        self.far = {
            name: Far(DRIVERS[entry.driver], entry.credentials) for name, entry in venue.devices.items()
        }
        self.hall = Hall(
            venue, self.clock, self.bus, self.journal,
            find=Catalog().get, dial=lambda id, secrets: self.far[id].dial(), chance=Random(7),
        )  # fmt: skip
        self.state, self.rig, self.moved, self.changed = self.hall.state, self.hall.rig, [], []
        self.bus.subscribe(OrderMoved, lambda event: self.moved.append((event.order, event.order.state)))
        self.bus.subscribe(PointChanged, self.changed.append)

    def write(self, devices):
        text = (
            "version: 1\nhall: {id: grand, name: {zh: 大礼堂, en: Grand Hall}, timezone: Asia/Shanghai}\n"
            f"devices:\n{_indented(devices)}\n{dedent(self.extra)}"
        )
        self.file.write_text(text, encoding="utf-8")

    async def reload(self, devices):
        self.write(devices)
        venue = load(self.file, {}, Catalog())
        for name, entry in venue.devices.items():
            if name not in self.far:
                self.far[name] = Far(DRIVERS[entry.driver], entry.credentials)
        self.hall.reconfigure(venue)
        await self.turn()

    async def start(self):
        self.hall.start()
        await self.turn()
        return self

    async def turn(self):
        """Let the loop run until the tasks have come to rest."""
        for _ in range(12):
            await asyncio.sleep(0)

    async def pass_(self, seconds, step=0.25):
        """Let time pass in small steps, with loop turns in between for whoever dials."""
        while seconds > 1e-9:
            self.clock.advance(min(step, seconds))
            seconds -= step
            await self.turn()

    def value(self, text):
        return self.state.get(Ref.parse(text)).reported

    def quality(self, text):
        return self.state.get(Ref.parse(text)).quality

    def set(self, text, value, actor=CHEN, **more):
        return self.rig.set(actor, Ref.parse(text), value, **more)

    def states(self, order):
        return [str(state) for state in order.times]

    def device(self, name):
        return self.hall.devices[name]


def _indented(text):
    return "\n".join("  " + line for line in dedent(text).strip().splitlines())
