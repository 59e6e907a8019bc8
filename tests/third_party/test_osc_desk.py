"""A simulated Eos desk, as python-osc finds it over UDP and TCP, and as our own link does."""

import asyncio
import contextlib

import pytest
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from drivers.lighting.eos import EOS, EOS_UDP
from drivers.points import Place
from drivers.wire.options import OptionError
from simulators.servers.tcp import TcpServer
from simulators.servers.udp import UdpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

SLIP = EOS.fit(EOS, {"slip": True})


def message(address, *values):
    """A packet by python-osc."""
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(value)
    return builder.build().dgram


@contextlib.asynccontextmanager
async def desk(driver=EOS, **more):
    one = device(driver.sized(channel=4), **more)
    server = (UdpServer if driver is EOS_UDP else TcpServer)(one, HERE, 0)
    async with listening(one, server):
        yield one, server


class Packets:
    """A TCP client that puts the length before each packet."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def dial(cls, server):
        return cls(*await asyncio.open_connection(HERE, server.port))

    def say(self, *parts):
        packet = message(*parts)
        self.writer.write(len(packet).to_bytes(4, "big") + packet)

    async def hears(self):
        size = int.from_bytes(await asyncio.wait_for(self.reader.readexactly(4), 5), "big")
        heard = OscMessage(await self.reader.readexactly(size))
        return heard.address, heard.params


async def test_the_bytes_of_the_manual():
    async with desk() as (_, server):
        one = await Packets.dial(server)
        one.writer.write(bytes.fromhex("00 00 00 10 2f 65 6f 73 2f 70 69 6e 67 00 00 00 2c 00 00 00"))
        assert await one.hears() == ("/eos/out/ping", [])
        assert EOS.framing.says.wrap("/eos/cue/1/5/fire")[:4] == bytes.fromhex("00 00 00 18")


async def test_a_client_that_subscribes_is_told_and_kept_told():
    async with desk(fade="2s") as (one, server):
        ann = await Packets.dial(server)
        ann.say("/eos/subscribe", 1)
        told = dict([await ann.hears() for _ in range(9)])
        assert told["/eos/out/active/cue/1/1"] == [1.0]
        assert told["/eos/out/active/cue/text"] == ["1/1 House open"]
        assert "/eos/out/pending/cue/1/2" in told
        ann.say("/eos/key/go_0", 1.0)
        ann.say("/eos/key/go_0", 0.0)
        told = dict([await ann.hears() for _ in range(6)])
        assert told["/eos/out/active/cue/1/2"] == [0.0]
        assert told["/eos/out/previous/cue/text"] == ["1/1 House open"]
        one.pass_time(1)
        one.settle()
        assert await ann.hears() == ("/eos/out/active/cue/1/2", [0.5])


async def test_odd_hands_fire_cues_and_move_submasters():
    async with desk() as (one, server):
        ann = await Packets.dial(server)
        ann.say("/eos/cue/1/5.5/fire", 1.0)
        ann.say("/eos/cue/1/99/fire")
        ann.say("/eos/sub/2", 0.75)
        ann.say("/eos/sub/3", 1)
        ann.say("/eos/chan/1/at", 50.0)
        ann.say("/eos/chan/2/at", 40)
        ann.say("/eos/chan/1/out")
        ann.say("/eos/newcmd", "Chan 1 At 50#")
        ann.say("/eos/nonsense", b"\x01")
        ann.say("/eos/ping", "still there")
        while (await ann.hears())[0] != "/eos/out/ping":
            pass
        looks = [one.model.look(key, index) for key, index in (
            ("cue", ()), ("submaster", (2,)), ("submaster", (3,)), ("level", (1,)), ("level", (2,)),
            ("command_line", ()),
        )]  # fmt: skip
        assert looks == ["1/5.5", 75.0, 100.0, 0, 40, "Chan 1 At 50#"]


@pytest.mark.parametrize("driver", [EOS, SLIP, EOS_UDP], ids=["counted", "slip", "udp"])
async def test_we_fire_a_cue_and_read_it_back(driver):
    async with desk(driver) as (one, server), ours(one.driver, server.address) as hall:
        await hall.send(next(request for request, _ in hall.link.side.sessions()))
        assert await hall.ask("cue") == "1/1"
        await hall.tell(cue="1/3")
        assert await hall.ask("cue") == "1/3"
        assert hall.known[Place("cue_text")] == "1/3 Film"
        await hall.do("go")
        assert await hall.ask("cue") == "1/5.5"
        await hall.send(hall.link.side.tell({Place("submaster", (1,)): 30}))
        assert await hall.ask("pending_cue") == "1/1"
        assert one.model.look("submaster", (1,)) == pytest.approx(30)


async def test_a_cue_that_is_not_in_the_list_is_found_out():
    async with desk() as (one, server), ours(one.driver, server.address) as hall:
        await hall.tell(cue="2/77")
        assert await hall.ask("cue") == "1/1"


def test_an_option_that_is_none():
    with pytest.raises(OptionError):
        EOS.fit(EOS, {"slip": "yes"})
