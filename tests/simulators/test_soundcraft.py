"""A simulated Soundcraft Ui, as a browser's socket and our own link find it."""

import asyncio
import base64
import contextlib

import aiohttp
import pytest

from drivers.mixers.soundcraft_ui import SOUNDCRAFT_UI24
from drivers.mixers.soundcraft_words import decibels, position
from drivers.points import Place
from simulators.servers.websocket import WebSocketServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

MAIN, THIRD = Place("fader", ("main",)), Place("mute", (3,))


@contextlib.asynccontextmanager
async def mixer(**more):
    one = device(SOUNDCRAFT_UI24, **more)
    server = WebSocketServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


class Browser:
    """Somebody's page."""

    def __init__(self, socket):
        self.socket = socket

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, server):
        url = f"http://{HERE}:{server.port}/"
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            yield cls(socket)

    async def hears(self):
        async with asyncio.timeout(5):
            return (await self.socket.receive()).data

    async def until(self, text):
        heard = [await self.hears()]
        while heard[-1] != text:
            heard.append(await self.hears())
        return heard

    async def asks(self):
        """What came before the answer to a question."""
        await self.socket.send_str("3:::SHOWLIST")
        heard = [await self.hears()]
        while not heard[-1].startswith("3:::SHOWLIST"):
            heard.append(await self.hears())
        return heard[:-1]


async def test_whoever_comes_is_told_everything():
    async with mixer(values={MAIN: 0.0, THIRD: True}) as (_, server), Browser.opened(server) as ann:
        told = await ann.asks()
        assert "3:::SETD^m.mix^0.7647058824" in told
        assert "3:::SETD^i.2.mute^1" in told
        assert "3:::SETS^i.0.name^Channel 1" in told or "3:::SETS^i.0.name^Strip 1" in told
        assert len([line for line in told if ".aux." in line]) == 24 * 10 * 2


async def test_a_change_goes_to_the_others_and_several_lines_may_come_in_one_message():
    async with mixer() as (one, server), Browser.opened(server) as ann, Browser.opened(server) as ben:
        await ann.asks()
        await ben.asks()
        await ann.socket.send_str("3:::SETD^i.2.mute^1\nSETD^m.mix^0.5")
        assert await ann.asks() == []
        assert await ben.hears() == "3:::SETD^i.2.mute^1"
        assert (await ben.hears()).startswith("3:::SETD^m.mix^0.500")
        assert one.model.look("fader", ("main",)) == pytest.approx(-11.6)


async def test_heartbeats_are_answered_and_what_is_unknown_is_ignored():
    async with mixer() as (_, server), Browser.opened(server) as ann:
        await ann.asks()
        for odd in ("2::", "1::", "hello", "3:::SETD^nowhere^1", "3:::SETD^i.2.mute^maybe"):
            await ann.socket.send_str(odd)
        assert [line for line in await ann.asks() if line != "2::"] == []


async def test_meters_come_by_themselves():
    async with mixer(values={Place("fader", (1,)): 0.0}) as (one, server), Browser.opened(server) as ann:
        await ann.asks()
        one.pass_time(1.0)
        one.timing.advance(0.1)
        block = base64.b64decode((await ann.hears()).removeprefix("3:::VU2^"))
        assert block[:8] == bytes.fromhex("18 02 06 04 0a 02 02 00")
        assert block[8 + 2] > 0


async def test_our_link_keeps_itself_alive_hears_and_orders():
    async with mixer() as (one, server), ours(SOUNDCRAFT_UI24, server.address) as link:
        for request, every in link.link.side.sessions():
            assert (request.shown, every) == ("ALIVE", 1)
            await link.send(request)
        await link.ask("shows")
        assert link.known[Place("model")] == "Soundcraft Ui24R mixer"
        one.model.put(THIRD, True)
        one.settle()
        await link.send(link.link.side.tell({MAIN: -10.0}))
        await link.do("recall", show_name="Spring", preset="Opening")
        await link.ask("shows")
        assert link.known[THIRD] is True
        assert one.model.look("fader", ("main",)) == pytest.approx(-10.0, abs=0.05)
        assert one.model.look("snapshot") == "Opening"


async def test_a_mixer_that_calls_is_answered():
    async with mixer() as (one, server), ours(SOUNDCRAFT_UI24, server.address) as link:
        await link.ask("shows")
        (client,) = one.clients
        for _ in range(2):
            client.voice.say(client.side.calls(), one.impairments)
            await link.ask("shows")
        assert client.side.unanswered == 0


@pytest.mark.parametrize(
    ("at", "level"), [(0.7647058823529, 0.0), (0.5, -11.62), (0.25, -32.14), (1.0, 10.0)]
)
def test_the_fader_law(at, level):
    assert decibels(at) == pytest.approx(level, abs=0.01)
    assert position(level) == pytest.approx(at, abs=0.0003)
