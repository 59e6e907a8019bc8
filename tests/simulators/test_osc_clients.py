"""A simulated X32 console, as python-osc clients find it."""

import asyncio
import contextlib
import struct

import pytest
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from drivers.mixers.x32 import X32
from drivers.points import Place
from simulators.impairments import parse
from simulators.servers.udp import UdpServer
from tests.simulators.real import HERE, device, listening


class Desk(asyncio.DatagramProtocol):
    """Somebody's remote control."""

    def __init__(self):
        self.got = asyncio.Queue()

    def datagram_received(self, data, peer):
        self.got.put_nowait(OscMessage(data))

    def send(self, path, *values):
        message = OscMessageBuilder(path)
        for value in values:
            message.add_arg(value)
        self.line.sendto(message.build().dgram)

    async def hears(self):
        message = await asyncio.wait_for(self.got.get(), 5)
        return message.address, *message.params

    async def ask(self, path, *values):
        self.send(path, *values)
        return await self.hears()

    async def nothing(self):
        """The console answers in order: what comes before the answer to /xinfo would have come by then."""
        assert (await self.ask("/xinfo"))[0] == "/xinfo"


@contextlib.asynccontextmanager
async def console(desks=1, **more):
    one = device(X32, subscribers=4, **more)
    server = UdpServer(one, HERE, 0)
    loop = asyncio.get_running_loop()
    async with listening(one, server):
        found = []
        for _ in range(desks):
            line, desk = await loop.create_datagram_endpoint(Desk, remote_addr=(HERE, server.port))
            desk.line = line
            found.append(desk)
        yield (one, *found)
        for desk in found:
            desk.line.close()


async def test_what_it_is():
    async with console() as (_, ann):
        address, _, name, _, firmware = await ann.ask("/info")
        assert (address, name, firmware) == ("/info", "x32", "1.00")


async def test_a_set_is_not_acknowledged_and_read_back_in_the_consoles_steps():
    async with console() as (_, ann):
        ann.send("/ch/01/mix/fader", 0.75)
        path, value = await ann.ask("/ch/01/mix/fader")
        assert path == "/ch/01/mix/fader"
        assert value == pytest.approx(767 / 1023, abs=0.0006)
        assert await ann.ask("/ch/01/mix/on") == ("/ch/01/mix/on", 1)
        ann.send("/ch/01/mix/on", 0)
        assert await ann.ask("/ch/01/mix/on") == ("/ch/01/mix/on", 0)
        ann.send("/config/mute/2", 1)
        assert await ann.ask("/config/mute/2") == ("/config/mute/2", 1)


async def test_what_it_does_not_know_is_silence():
    async with console() as (_, ann):
        ann.send("/ch/99/mix/fader")
        ann.send("/nonsense", 1)
        ann.send("/ch/01/mix/fader", "loud")
        await ann.nothing()


async def test_changes_are_pushed_to_those_who_asked_and_never_to_the_setter():
    async with console(2) as (_, ann, ben):
        ann.send("/xremote")
        ben.send("/xremote")
        await ann.nothing()
        await ben.nothing()
        ann.send("/ch/02/mix/on", 0)
        assert await ben.hears() == ("/ch/02/mix/on", 0)
        await ann.nothing()


async def test_the_asking_lapses_after_ten_seconds():
    async with console() as (one, ann):
        ann.send("/xremote")
        await ann.nothing()
        one.timing.advance(9)
        one.model.put(Place("mute", (1,)), True)
        one.settle()
        assert await ann.hears() == ("/ch/01/mix/on", 0)
        one.timing.advance(2)
        one.model.put(Place("mute", (1,)), False)
        one.settle()
        await ann.nothing()


async def test_four_are_told_the_fifth_is_not():
    async with console(5) as (one, *desks):
        for desk in desks:
            desk.send("/xremote")
            await desk.nothing()
        one.model.put(Place("mute", (3,)), True)
        one.settle()
        for desk in desks[:4]:
            assert await desk.hears() == ("/ch/03/mix/on", 0)
        await desks[4].nothing()


@pytest.mark.parametrize("number", [3, "3"])
async def test_a_recalled_scene_is_pushed_value_by_value(number):
    async with console(2, scenes={3: {"fader/1": 0.0, "mute/2": True}}) as (_, ann, ben):
        ben.send("/xremote")
        await ben.nothing()
        ann.send("/-action/goscene", number)
        heard = {(await ben.hears())[0] for _ in range(3)}
        assert heard == {"/ch/01/mix/fader", "/ch/02/mix/on", "/-show/prepos/current"}
        assert (await ann.ask("/ch/01/mix/fader"))[1] == pytest.approx(0.75, abs=0.001)


async def test_lost_sets_are_lost_without_a_word():
    async with console() as (one, ann):
        await ann.nothing()
        one.ail(parse({"drop": 1.0}))
        one.clients[0].hear(OscMessageBuilder("/ch/01/mix/on").build().dgram)
        assert ann.got.empty()
        one.ail(parse({"deaf": ["mute"]}))
        ann.send("/ch/01/mix/on", 0)
        assert await ann.ask("/ch/01/mix/on") == ("/ch/01/mix/on", 1)


async def test_meters_come_for_ten_seconds_and_follow_fader_and_mute():
    values = {Place("fader", ("main",)): 0.0, Place("fader", (1,)): 0.0}
    async with console(values=values) as (one, ann):
        one.model.pass_time(1.0)
        main = 22 + 1
        loud = levels(await ann.ask("/meters", "/meters/2"))
        assert len(loud) == 49
        assert loud[main] > 0
        one.model.put(Place("fader", (1,)), -20.0)
        one.timing.advance(0.05)
        soft = levels(await ann.hears())
        assert 0 < soft[main] < loud[main]
        one.model.put(Place("mute", (1,)), True)
        one.timing.advance(0.05)
        assert levels(await ann.hears())[main] == 0
        for _ in range(180):
            one.timing.advance(0.05)
            assert (await ann.hears())[0] == "/meters/2"
        one.timing.advance(30)
        ann.send("/xinfo")
        more = [await ann.hears()]
        while more[-1][0] != "/xinfo":
            more.append(await ann.hears())
        assert len(more) < 20
        one.timing.advance(30)
        await ann.nothing()


@pytest.mark.parametrize(
    ("node", "line"),
    [
        ("ch/01/mix", "/ch/01/mix ON -26.0 OFF -100 OFF -oo"),
        ("/ch/01/config", '/ch/01/config "Podium" 0 OFF 0'),
        ("ch/01/grp", "/ch/01/grp %00000100 %000010"),
        ("headamp/000", "/headamp/000 -12.0 OFF"),
        ("main/st/mix", "/main/st/mix ON -oo +0"),
        ("dca/1", "/dca/1 ON 0.0"),
        ("dca/1/config", '/dca/1/config "Speech" 0 OFF'),
        ("config/mute", "/config/mute OFF ON OFF OFF OFF OFF"),
        ("-show/prepos/current", "/-show/prepos/current 0"),
        ("ch/01/mix/01", "/ch/01/mix/01 OFF -oo -100 IN/LC 0"),
    ],
)
async def test_a_node_is_answered_by_its_values_in_words(node, line):
    values = {
        Place("fader", (1,)): -26.0, Place("pan", (1,)): -100, Place("label", (1,)): "Podium",
        Place("dca_name", (1,)): "Speech", Place("mute_group", (2,)): True, Place("trim", (1,)): -12.0,
        Place("fader", ("main",)): -90.0, Place("dca_mask", (1,)): 4, Place("mute_mask", (1,)): 2,
    }  # fmt: skip
    async with console(values=values) as (one, ann):
        one.model.put(Place("fader", (1,)), -26.0)
        assert await ann.ask("/node", node) == ("node", line + "\n")
        ann.send("/node", "ch/77/mix")
        await ann.nothing()


async def test_groups_silence_and_turn_down_the_channels_in_them():
    values = {Place("fader", (1,)): 0.0, Place("fader", ("main",)): 0.0}
    async with console(values=values, dcas={3: [1]}, mute_groups={2: [1]}) as (one, ann):
        assert await ann.ask("/ch/01/grp/dca") == ("/ch/01/grp/dca", 4)
        one.model.pass_time(1.0)
        loud = one.model.after_fader(1)
        one.model.put(Place("dca_fader", (3,)), -20.0)
        assert 0 < one.model.after_fader(1) < loud / 5
        one.model.put(Place("dca_fader", (3,)), -90.0)
        assert one.model.after_fader(1) == 0
        one.model.put(Place("dca_fader", (3,)), 0.0)
        ann.send("/config/mute/2", 1)
        await ann.nothing()
        assert one.model.after_fader(1) == 0
        ann.send("/ch/01/grp/mute", 0)
        await ann.nothing()
        assert one.model.after_fader(1) > 0
        one.model.put(Place("dca_mute", (3,)), True)
        assert one.model.after_fader(1) == 0


@pytest.mark.parametrize(("bank", "count"), [(0, 70), (1, 96), (3, 22), (4, 82), (5, 27), (6, 4), (13, 48)])
async def test_every_bank_has_its_size(bank, count):
    async with console() as (_, ann):
        assert len(levels(await ann.ask("/meters", f"/meters/{bank}"))) == count


async def test_a_bank_it_does_not_have_and_odd_requests_are_silence():
    async with console() as (_, ann):
        ann.send("/meters", "/meters/99")
        ann.send("/meters", 7)
        ann.send("/meters")
        await ann.nothing()


def levels(heard):
    """The floats of a meters blob."""
    _, blob = heard
    count = struct.unpack_from("<i", blob)[0]
    return struct.unpack_from(f"<{count}f", blob, 4)
