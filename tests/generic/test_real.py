"""The devices of the file, simulated on real sockets and a real line, obey our own link and are read back."""

import asyncio
import contextlib
from random import Random

import pytest

from controller.clock import SystemClock
from drivers import catalog
from drivers.errors import Refused
from drivers.generic.driver import GENERIC
from drivers.generic.trial import wishes
from drivers.link import Link
from drivers.points import Place
from drivers.trace import Trace
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from drivers.wire.controller import ControllerSide
from drivers.wire.events import Report
from simulators.build import build
from simulators.impairments import parse as parse_impairments
from simulators.plan import read
from simulators.timing import LoopTiming
from tests.generic.examples import FILE, TYPED


class Remote:
    """One link, used one request at a time."""

    def __init__(self, driver, address):
        clock = SystemClock()
        self.known, self.idle, self.told = {}, asyncio.Event(), asyncio.Event()
        self.side = ControllerSide(driver)
        self.link = Link(self.side, connect(parse(address)), clock, Trace(clock), self)

    def on_event(self, event):
        if isinstance(event, Report):
            self.known[event.place] = event.value
            self.told.set()

    def on_idle(self):
        self.idle.set()

    def on_overdue(self):
        pass

    def on_lost(self, loss):
        raise AssertionError(loss)

    async def send(self, request):
        while not self.link.takes(request):
            self.idle.clear()
            await self.idle.wait()
        ended = asyncio.get_running_loop().create_future()
        self.link.request(request, ended.set_result)
        return await ended


@contextlib.asynccontextmanager
async def playing(name, tmp_path):
    """The device of that name at work, and a link to it."""
    plan = read(FILE, {"LINKS": str(tmp_path)}, catalog.get)
    hall = build(plan, LoopTiming(), any_port=True)
    (server,) = hall.servers[name]
    await server.open()
    remote = Remote(TYPED[name], server.address)
    try:
        async with asyncio.timeout(20):
            await remote.link.open()
            for request, _ in remote.side.sessions():
                await remote.send(request)
            yield hall.venue, remote
    finally:
        remote.link.close()
        await server.close()


@pytest.mark.parametrize("name", TYPED)
async def test_every_wish_is_obeyed_and_read_back(name, tmp_path):
    driver = TYPED[name]
    async with playing(name, tmp_path) as (venue, remote):
        device, orders = venue.devices[name], list(wishes(driver))
        Random(1).shuffle(orders)
        for place, value in orders:
            assert await remote.send(remote.side.tell({place: value})) is None
            if driver.readable(place.key):
                await until(venue, remote, place, value)
        if driver.assumed:  # nothing is heard of it, so its own wire tells
            await arrived(device, driver, place, value)
        assert device.model.values[place] == value


async def until(venue, remote, place, value):
    """Ask until it is so: a relay takes its time."""
    while remote.known.get(place) != value:
        venue.pass_time(1.0)
        assert await remote.send(remote.side.asks([place])) is None


async def arrived(device, driver, place, value):
    """Wait until a device that answers nothing has heard this order."""
    heard = asyncio.Event()
    device.watchers.append(lambda places: heard.set())
    if device.model.values[place] != value:
        await heard.wait()


async def test_what_it_says_unasked_is_heard(tmp_path):
    async with playing("lift", tmp_path) as (venue, remote):
        device = venue.devices["lift"]
        await remote.send(remote.side.asks([Place("height")]))
        remote.told.clear()
        device.model.put(Place("moving"), not remote.known[Place("moving")])
        device.settle()
        async with asyncio.timeout(10):
            await remote.told.wait()
        assert remote.known[Place("moving")] == device.model.values[Place("moving")]


def test_a_line_of_the_beginning_may_hold_the_password_which_no_trace_shows():
    options = {
        "end": "CR", "start": ["LOGIN {user} {secret}"],
        "points": {"power": {"values": ["on", "off"]}}, "commands": ["POWER {power}"],
    }  # fmt: skip
    driver = GENERIC.fitted(options, {})
    side = ControllerSide(driver, {"user": "stage", "password": "curtain"})
    ((request, _),) = side.sessions()
    assert side.send(request) == b"LOGIN stage curtain\r"
    assert "curtain" not in request.shown


async def test_an_action_and_a_refusal(tmp_path):
    async with playing("relays", tmp_path) as (venue, remote):
        assert await remote.send(remote.side.do("pulse", {"relay": 3, "seconds": 5})) is None
        venue.devices["relays"].impairments = parse_impairments({"busy": True})
        refused = await remote.send(remote.side.do("all_off", {}))
        assert isinstance(refused, Refused)
        assert refused.busy
