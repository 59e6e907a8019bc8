"""A simulated Biamp Tesira, as terminals and our own link find it, over telnet and a serial line."""

import contextlib

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.mixers.tesira import TESIRA, TESIRA_SERIAL
from drivers.points import Place
from drivers.wire.options import OptionError
from simulators.impairments import parse
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.lines import Terminal
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

LEVEL, MUTE = Place("fader", ("podium",)), Place("mute", ("podium",))
NEGOTIATION = bytes.fromhex("FF FD 18 FF FD 1F FF FB 01 FF FB 03")
REFUSALS = bytes.fromhex("FF FC 18 FF FC 1F FF FE 01 FF FE 03")


@contextlib.asynccontextmanager
async def processor(driver=TESIRA, **more):
    one = device(driver, **more)
    server = TcpServer(one, HERE, 0, connections=32)
    async with listening(one, server):
        yield one, server


class Telnet(Terminal):
    """It negotiates, and takes the echo off."""

    async def begin(self, verbose=True):
        assert await self.bytes(12) == NEGOTIATION
        self.send(REFUSALS)
        assert await self.lines(3) == ["", "Welcome to the Tesira Text Protocol Server...", ""]
        if verbose:
            assert await self.asks("SESSION set verbose true") == "+OK"

    async def asks(self, text):
        echo, answer = await self.says(text, 2)
        assert echo == text
        return answer


async def telnet(server, **more):
    one = await Telnet.dial(server.port)
    await one.begin(**more)
    return one


async def test_it_negotiates_welcomes_and_echoes():
    async with processor(values={LEVEL: -10.0}) as (_, server):
        ann = await telnet(server, verbose=False)
        assert await ann.asks("Level1 get level 1") == "+OK -10.000000"
        await ann.asks("SESSION set verbose true")
        assert await ann.asks("Level1 get level 1") == '+OK "value":-10.000000'
        assert await ann.asks("Level1 set level 1 -5") == "+OK"
        assert await ann.asks("Level1 increment level 1 3") == "+OK"
        assert await ann.asks("Level1 get levels") == '+OK "value":[-2.000000]'
        assert await ann.asks("Mute1 toggle mute 2") == "+OK"
        assert await ann.asks("Mute1 get mutes") == '+OK "value":[false true]'
        assert await ann.asks('"Main Mixer" get level 2') == '+OK "value":-90.000000'
        assert await ann.asks("Mixer1 set crosspointLevelState 1 2 true") == "+OK"
        assert await ann.asks("Router1 set input 1 3") == "+OK"
        assert await ann.asks("DEVICE recallPreset 1001") == "+OK"
        assert await ann.asks('DEVICE recallPresetByName "My Preset"') == "+OK"
        assert "INDICATOR_NONE_IN_DEVICE" in await ann.asks("DEVICE get activeFaultList")


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("Level9 get level 1", "-ERR address not found: {"),
        ("level1 get level 1", "-ERR address not found: {"),
        ("Level1 fetch level 1", "-ERR Parse error at 8: verb was not one of"),
        ("Level1 get level", "-ERR Parse error at 17: not enough parameters supplied"),
        ("Level1 set level 1 loud", "-ERR Parse error at "),
        ("Level1 get Aliases 1", "-ERR 'Aliases' is not supported by"),
        ("Level1 get level 9", "-ERR INVALID_PARAMETER Index out of range:channelIndex"),
    ],
)
async def test_what_is_wrong_has_its_words(said, begins):
    async with processor() as (_, server):
        assert (await (await telnet(server)).asks(said)).startswith(begins)


async def test_a_subscription_says_how_it_is_before_it_says_yes():
    async with processor(values={LEVEL: -10.0}) as (one, server):
        ann, ben = await telnet(server), await telnet(server, verbose=False)
        said = "Level1 subscribe level 1 MyLevel 500"
        first = '! "publishToken":"MyLevel" "value":-10.000000'
        assert await ann.says(said, 3) == [said, first, "+OK"]
        assert await ben.says("Level1 subscribe level 1 Mine 500", 3) == [
            "Level1 subscribe level 1 Mine 500", '! "Mine" -10.000000', "+OK",
        ]  # fmt: skip
        one.model.put(LEVEL, -12.5)
        one.settle()
        assert await ann.line() == '! "publishToken":"MyLevel" "value":-12.500000'
        assert await ben.line() == '! "Mine" -12.500000'
        await ann.asks("Level1 unsubscribe level 1 MyLevel")
        one.model.put(LEVEL, -13.0)
        one.settle()
        assert await ann.asks("DEVICE get hostname") == '+OK "value":"tesira"'


async def test_our_link_subscribes_hears_reads_back_and_finds_a_deaf_one():
    async with processor() as (one, server), ours(TESIRA, server.address) as link:
        for request, _ in link.link.side.sessions():
            assert "unsubscribe" not in request.shown
            await link.send(request)
        one.model.put(MUTE, True)
        one.settle()
        await link.send(link.link.side.tell({LEVEL: -6.0}))
        assert await link.ask("fader", "podium") == -6.0
        assert link.known[MUTE] is True
        await link.do("recall", preset=1001)
        one.ail(parse({"deaf": ["mute"]}))
        await link.send(link.link.side.tell({MUTE: False}))
        assert await link.ask("mute", "podium") is True
        one.ail(parse({"busy": ["mute"]}))
        with pytest.raises(Refused) as no:
            await link.send(link.link.side.tell({MUTE: False}))
        assert no.value.reason is Reason.BUSY


async def test_meters_come_at_the_rate_that_was_asked_for():
    async with processor() as (one, server):
        ann = await telnet(server)
        await ann.says("AudioMeter1 subscribe level 1 M 100", 3)
        one.timing.advance(0.1)
        assert (await ann.line()).startswith('! "publishToken":"M" "value":')
        await ann.asks("AudioMeter1 unsubscribe level 1 M")
        one.timing.advance(1.0)
        assert await ann.asks("Mute1 get mute 1") == '+OK "value":false'


async def test_a_protected_system_asks_who_we_are():
    async with processor(password="ovation") as (_, server):
        async with ours(TESIRA, server.address, password="ovation") as link:
            assert await link.ask("mute", "podium") is False
            assert "ovation" not in "".join(entry.text for entry in link.trace)
        with pytest.raises(NotAuthorised):
            async with ours(TESIRA, server.address, password="applause"):
                pass


async def test_a_serial_line_has_no_banner_and_echoes(tmp_path):
    one = device(TESIRA_SERIAL)
    async with listening(one, PtyServer(one, str(tmp_path / "tesira"))):
        address = f"serial://{tmp_path}/tesira?baud=115200"
        async with ours(TESIRA_SERIAL, address) as link:
            await link.send(link.link.side.sessions()[0][0])
            await link.send(link.link.side.tell({LEVEL: -7.5}))
            assert await link.ask("fader", "podium") == -7.5


@pytest.mark.parametrize(
    "options",
    [
        {"channels": {"a": "Level1 1"}},
        {"channels": {"a": {"level": "Level1"}}},
        {"routes": {"a,b": "Router1 1"}},
    ],
)
def test_wrong_options_are_told(options):
    with pytest.raises(OptionError):
        TESIRA.fitted(options, {})
