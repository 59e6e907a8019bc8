"""A device that hangs up after each answer: dialled for each exchange, and not shown as lost."""

import asyncio
from dataclasses import replace

import pytest

from controller.clock import ManualClock
from drivers.errors import NoReply, Unreachable
from drivers.link import Link
from drivers.points import Place
from drivers.redialling import TRIES, conversation
from drivers.trace import Trace
from drivers.transport import losses
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.events import Report, Told
from drivers.wire.talk import Action
from tests.hall.tables import LAMP

from .room import Listener


def greet(login):
    """It says a number; ours goes in front of each request."""
    said = yield None
    return f"{said} again " if "again" in login else f"{said} "


def welcome(login, memory, look):
    memory["prefix"] = f"hello {login['calls']} " + ("again " if login["calls"] > 1 else "")
    frame = yield f"hello {login['calls']}"
    return frame.removeprefix(memory["prefix"])


TERSE = replace(
    LAMP,
    closes=True,
    gap=0.3,
    greet=greet,
    welcome=welcome,
    talk=(*LAMP.talk, Action("blink", "BLNK", "BLNK OK")),
)


class Phone:
    """A transport to a device that answers once a call; `engaged` calls are not taken, `rude` ones end
    without an answer.
    """

    def __init__(self, driver):
        self.driver, self.holds = driver, {Place("power"): "off", Place("input"): "hdmi 1"}
        self.calls, self.engaged, self.rude, self.dead = 0, 0, 0, False
        self.open_now = False

    async def open(self, on_bytes, on_lost):
        if self.engaged or self.dead:
            self.engaged -= 1
            raise Unreachable(losses.REFUSED)
        self.calls += 1
        self.on_bytes, self.on_lost, self.open_now = on_bytes, on_lost, True
        self.side = DeviceSide(self.driver, {"calls": self.calls})
        asyncio.get_running_loop().call_soon(on_bytes, self.side.open(self.look))

    def look(self, key, index=()):
        return self.holds.get(Place(key, tuple(index)), "good")

    def send(self, data):
        assert self.open_now
        out, events = self.side.hear(data, self.look)
        for event in events:
            if isinstance(event, Told):
                self.holds.update(event.orders)
            out += self.side.answer(event, self.look)
        self.rude, said = max(0, self.rude - 1), b"" if self.rude else out
        asyncio.get_running_loop().call_soon(self.say, said)

    def say(self, said):
        if said and self.open_now:
            self.on_bytes(said)
        if self.open_now:  # the other end did not hang up first
            self.hang_up()

    def hang_up(self):
        self.open_now = False
        self.on_lost(losses.CLOSED)

    def close(self):
        self.open_now = False


class Room:
    def __init__(self, driver=TERSE):
        self.clock, self.listener, self.phone = ManualClock(), Listener(), Phone(driver)
        self.link = conversation(
            ControllerSide(driver, {"password": "x"}),
            self.phone,
            self.clock,
            Trace(self.clock),
            self.listener,
        )
        self.ends = []

    async def send(self, request):
        self.clock.advance(1)
        self.link.request(request, self.ends.append)
        before = len(self.ends)
        for _ in range(400):
            if len(self.ends) > before:
                break
            await asyncio.sleep(0)
            self.clock.advance(0.01)

    async def ask(self):
        self.ends.clear()
        await self.send(self.link.side.asks([Place("power")]))


@pytest.fixture
async def room():
    room = Room()
    await room.link.open()
    return room


def test_the_link_is_of_the_kind_the_device_needs():
    assert type(Room(LAMP).link) is Link


async def test_each_question_is_a_call_and_the_link_stays_up(room):
    for calls in (1, 2, 3):
        await room.ask()
        assert room.ends == [None]
        assert room.phone.calls == calls
        assert not room.phone.open_now
        assert room.link.is_open
    assert [event.value for event in room.listener.events if isinstance(event, Report)] == ["off"] * 3
    assert room.listener.losses == []
    assert room.listener.idle >= 2


async def test_one_exchange_at_a_time_while_it_is_dialled(room):
    await room.ask()
    room.clock.advance(1)
    assert room.link.idle
    room.link.request(room.link.side.asks([Place("power")]), room.ends.append)
    assert not room.link.idle
    assert not room.link.waits
    room.link.close()
    assert isinstance(room.ends[-1], Unreachable)
    assert room.listener.losses == []


async def test_the_gap_is_kept_between_calls(room):
    room.link.request(room.link.side.asks([Place("power")]), room.ends.append)
    for _ in range(9):
        await asyncio.sleep(0)
    assert room.ends == [None]
    assert not room.link.idle
    room.clock.advance(0.3)
    assert room.link.idle


async def test_a_device_that_hangs_up_while_nothing_is_asked_is_not_lost(room):
    room.phone.hang_up()
    assert room.listener.losses == []
    await room.ask()
    assert room.ends == [None]
    assert room.phone.calls == 2


async def test_one_that_hangs_up_instead_of_answering_is_asked_once_more(room):
    room.phone.rude = 1
    await room.ask()
    assert room.ends == [None]
    assert room.phone.calls == 2

    room.phone.rude = 2
    await room.ask()
    assert isinstance(room.ends[0], NoReply)
    assert room.link.is_open


async def test_what_is_done_once_is_not_said_twice(room):
    room.phone.rude = 1
    await room.send(room.link.side.do("blink", {}))
    assert isinstance(room.ends[0], NoReply)
    assert room.phone.calls == 1


async def test_silence_ends_the_call_and_not_the_link(room):
    room.phone.say = lambda said: None
    room.clock.advance(1)
    room.link.request(room.link.side.asks([Place("power")]), room.ends.append)
    room.clock.advance(TERSE.patience + 1)
    assert isinstance(room.ends[0], NoReply)
    assert not room.phone.open_now
    assert room.link.is_open


async def test_a_moment_engaged_is_no_loss(room):
    await room.ask()
    room.phone.engaged = len(TRIES)
    await room.ask()
    assert room.ends == [None]
    assert room.listener.losses == []


async def test_one_that_takes_no_call_is_lost_once(room):
    await room.ask()
    room.phone.dead = True
    await room.ask()
    assert isinstance(room.ends[0], Unreachable)
    assert [loss.code for loss in room.listener.losses] == [losses.REFUSED.code]
    assert not room.link.is_open


async def test_it_can_be_given_up_from_outside(room):
    await room.ask()
    room.link.lose(losses.SILENT)
    assert room.listener.losses == [losses.SILENT]
