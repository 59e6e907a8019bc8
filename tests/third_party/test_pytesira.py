"""What a simulated Tesira says, as pytesira reads it."""

import contextlib

import pytest

from drivers.mixers.tesira import TESIRA
from drivers.points import Place
from simulators.servers.tcp import TcpServer
from tests.simulators.real import HERE, device, listening
from tests.simulators.test_tesira import telnet

response = pytest.importorskip("pytesira.util.ttp_response")
LEVEL = Place("fader", ("podium",))


@contextlib.asynccontextmanager
async def processor():
    one = device(TESIRA, values={LEVEL: -10.0})
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, await telnet(server)


def read(line):
    return response.TTPResponse(line)


async def test_it_reads_answers_lists_and_refusals():
    async with processor() as (_, ann):
        assert read(await ann.asks("Level1 get level 1")).value == -10.0
        assert read(await ann.asks("Mute1 get mute 1")).value is False
        assert read(await ann.asks("DEVICE get hostname")).value == "tesira"
        assert {"DEVICE", "Level1", "Main Mixer"} <= set(read(await ann.asks("SESSION get aliases")).value)
        assert read(await ann.asks("Level1 set level 1 -3")).type.name == "CMD_OK"
        assert read(await ann.asks("Level7 get level 1")).type.name == "CMD_ERROR"
        assert read(await ann.asks("Mute1 get mutes")).value == [False, False]


async def test_it_reads_what_it_has_subscribed_to():
    async with processor() as (one, ann):
        _, first, yes = await ann.says("Level1 subscribe level 1 S_level_1_Level1 200", 3)
        assert (read(first).value, read(yes).type.name) == (-10.0, "CMD_OK")
        one.model.put(LEVEL, -4.5)
        one.settle()
        heard = read(await ann.line())
        assert (heard.publish_token, heard.value) == ("S_level_1_Level1", -4.5)
