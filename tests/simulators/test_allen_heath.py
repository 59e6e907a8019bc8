"""A simulated Allen & Heath SQ, as a program of raw MIDI bytes and our own link find it."""

import contextlib

import pytest

from drivers.errors import NoReply
from drivers.mixers.allen_heath_sq import ALLEN_HEATH_SQ
from drivers.points import Place
from drivers.wire.options import OptionError
from simulators.impairments import parse
from simulators.servers.tcp import TcpServer
from tests.simulators.lines import Terminal
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

MAIN = Place("fader", ("main",))
ASK_MAIN = bytes.fromhex("B0 63 4F B0 62 00 B0 60 7F")
TOGGLE = bytes.fromhex("B0 63 00 B0 62 00 B0 60 00")
MUTED = bytes.fromhex("B0 63 00 B0 62 00 B0 06 00 B0 26 01")
SCENE_200 = bytes.fromhex("B0 00 01 C0 47")
UNITY = bytes.fromhex("B0 63 4F B0 62 00 B0 06 76 B0 26 5C")


@contextlib.asynccontextmanager
async def mixer(driver=ALLEN_HEATH_SQ, **more):
    one = device(driver, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


async def test_a_get_is_answered_by_a_set_whatever_the_status_and_the_clock_do():
    async with mixer(values={MAIN: 0.0}) as (one, server):
        ann = await Terminal.dial(server.port)
        ann.send(ASK_MAIN)
        assert await ann.bytes(12) == UNITY
        ann.send(bytes.fromhex("B0 63 F8 4F 62 FE 00 60 7F"))
        assert await ann.bytes(12) == UNITY
        ann.send(bytes.fromhex("B0 63 00 62 00 06 00 26 01"))
        ann.send(ASK_MAIN)
        assert await ann.bytes(12) == UNITY
        assert one.model.look("mute", (1,)) is True


async def test_what_others_do_is_pushed_and_ones_own_sets_are_not():
    async with mixer(values={MAIN: -20.0}) as (_, server):
        ann, ben = await Terminal.dial(server.port), await Terminal.dial(server.port)
        ben.send(ASK_MAIN)
        await ben.bytes(12)
        ann.send(UNITY + TOGGLE + SCENE_200)
        assert await ben.bytes(12) == UNITY
        assert await ben.bytes(12) == MUTED
        assert await ben.bytes(5) == SCENE_200
        ann.send(ASK_MAIN)
        assert await ann.bytes(12) == UNITY


async def test_our_link_reads_back_what_it_told_and_finds_a_deaf_one():
    async with (
        mixer(scenes={200: {"fader/1": -20.0}}) as (one, server),
        ours(ALLEN_HEATH_SQ, server.address) as link,
    ):
        await link.send(link.link.side.tell({Place("fader", ("mix 3",)): -40.0}))
        assert await link.ask("fader", "mix 3") == pytest.approx(-40.0, abs=0.01)
        await link.do("recall", preset=200)
        assert await link.ask("fader", 1) == pytest.approx(-20.0, abs=0.01)
        one.model.put(Place("console_scene"), 7)
        one.settle()
        await link.ask("mute", 1)
        assert link.known[Place("console_scene")] == 7
        one.ail(parse({"deaf": ["mute"]}))
        await link.send(link.link.side.tell({Place("mute", (1,)): True}))
        assert await link.ask("mute", 1) is False


async def test_on_the_wrong_channel_all_is_silence():
    second = ALLEN_HEATH_SQ.fitted({"midi_channel": 2}, {})
    async with mixer() as (_, server), ours(second, server.address) as link:
        asked = link.link.side.asks([MAIN])
        ends = []
        link.link.request(asked, ends.append)
        link.clock.advance(2)
        assert isinstance(ends[0], NoReply)


def test_the_audio_taper_and_the_older_firmware_are_options():
    level = ALLEN_HEATH_SQ.fitted({"fader_law": "audio"}, {}).spelling["fader"]
    assert [level.read(text) for text in ("7F00", "7300", "6300", "4F00", "3F00")] == [
        10.0,
        5.0,
        0.0,
        -5.0,
        -10.0,
    ]
    older = ALLEN_HEATH_SQ.fitted({"firmware": "1.4"}, {})
    assert not older.has("mute")
    assert older.has("audio_mute")
    for wrong in ({"midi_channel": 17}, {"fader_law": "loud"}, {"channel": 1}):
        with pytest.raises(OptionError):
            ALLEN_HEATH_SQ.fitted(wrong, {})
