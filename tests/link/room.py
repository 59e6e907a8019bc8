"""A link in a test, nose to tail with the driver's own device side, and a clock moved by hand."""

import asyncio

from controller.clock import ManualClock
from drivers.errors import Reason
from drivers.link import Link
from drivers.points import Place
from drivers.trace import Trace
from drivers.transport.memory import pair
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.events import Asked, Told


class Listener:
    """Writes down what the link tells."""

    def __init__(self):
        self.events, self.idle, self.overdue, self.losses = [], 0, 0, []

    def on_event(self, event):
        self.events.append(event)

    def on_idle(self):
        self.idle += 1

    def on_overdue(self):
        self.overdue += 1

    def on_lost(self, loss):
        self.losses.append(loss)


class Bench:
    """One link and the device at its other end, which answers unless `mute`."""

    def __init__(self, driver, credentials=None, theirs=None, split=0, glue=1):
        self.clock = ManualClock()
        self.ours, self.end = pair(split=split, glue=glue)
        self.driver, self.side = driver, DeviceSide(driver, theirs or credentials)
        self.holds = {Place("power"): "off", Place("input"): "hdmi 1"}
        self.heard, self.mute, self.busy = [], False, False
        self.listener, self.trace = Listener(), Trace(self.clock)
        self.link = Link(
            ControllerSide(driver, credentials), self.ours, self.clock, self.trace, self.listener
        )
        self.ends = []

    def look(self, key, index):
        return self.holds.get(Place(key, tuple(index)), "good")

    async def open(self):
        await self.end.open(self._hear, lambda why: None)
        greeting = self.side.open(self.look)
        opening = asyncio.ensure_future(self.link.open())
        await asyncio.sleep(0)
        if greeting:
            self.end.send(greeting)
        await asyncio.sleep(0)
        return opening

    def _hear(self, data):
        said, events = self.side.hear(data, self.look)
        if said:
            self.end.send(said)
        for event in events:
            self.heard.append(event.frame)
            if isinstance(event, Told):
                self.holds.update(event.orders)
            if not self.mute:
                self._answer(event)

    def _answer(self, event):
        if self.busy and isinstance(event, Asked | Told):
            self.end.send(self.side.refuse(event, Reason.BUSY))
        else:
            self.end.send(self.side.answer(event, self.look))

    def ask(self, key="power"):
        self.link.request(self.link.side.asks([Place(key)]), self.ends.append)

    def tell(self, **wishes):
        request = self.link.side.tell({Place(key): value for key, value in wishes.items()})
        self.link.request(request, self.ends.append)
