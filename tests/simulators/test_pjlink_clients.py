"""A simulated PJLink projector, as a client from the package index and a hand-typed one find it."""

import asyncio
import contextlib
import hashlib

import pytest

from drivers.points import Place
from drivers.projectors.pjlink import PJLINK
from drivers.vocabulary import ON
from simulators.servers.tcp import TcpServer
from tests.simulators.real import HERE, device, listening

aiopjlink = pytest.importorskip("aiopjlink")


@contextlib.asynccontextmanager
async def projector(password="", **more):
    one = device(PJLINK, password=password, warm_up="8s", cool_down="6s", **more)
    server = TcpServer(one, HERE, 0, idle=one.driver.idle)
    async with listening(one, server):
        yield one, server.port


@pytest.mark.parametrize("password", ["", "curtain-up"])
async def test_power_takes_its_time(password):
    states = aiopjlink.Power.State
    async with projector(password) as (one, port), aiopjlink.PJLink(HERE, port, password or None) as link:
        assert await link.power.get() == states.OFF
        await link.power.set(states.ON)
        assert await link.power.get() == states.WARMING
        with pytest.raises(aiopjlink.PJLinkERR3):
            await link.power.set(states.OFF)
        one.pass_time(8)
        assert await link.power.get() == states.ON
        await link.power.set(states.OFF)
        one.pass_time(3)
        assert await link.power.get() == states.COOLING


async def test_a_wrong_password_is_refused():
    async with projector("curtain-up") as (_, port):
        with pytest.raises(aiopjlink.PJLinkPassword):
            async with aiopjlink.PJLink(HERE, port, "curtain-down") as link:
                await link.power.get()


async def test_inputs_mutes_freeze_and_what_it_is():
    async with projector(values={Place("power"): ON}) as (one, port):
        one.model.receives("hdmi 2", True)
        async with aiopjlink.PJLink(HERE, port) as link:
            assert await link.sources.available_with_names() == [
                (aiopjlink.Sources.Mode.RGB, "1", "RGB 1"),
                (aiopjlink.Sources.Mode.DIGITAL, "1", "HDMI 1"),
                (aiopjlink.Sources.Mode.DIGITAL, "2", "HDMI 2"),
            ]
            await link.sources.set(aiopjlink.Sources.Mode.DIGITAL, "2")
            assert await link.sources.get() == (aiopjlink.Sources.Mode.DIGITAL, "2")
            assert await link.sources.resolution() == (1920, 1080)
            with pytest.raises(aiopjlink.PJLinkERR2):
                await link.sources.set(aiopjlink.Sources.Mode.NETWORK, "9")
            await link.mute.set(video=True, audio=False)
            assert await link.mute.status() == (True, False)
            await link.freeze.set(True)
            assert await link.freeze.get()
            assert await link.lamps.hours() == 350
            assert await link.filter.hours() == 120
            table = await link.info.table()
            assert table["manufacturer_name"] == "Auditorium"


async def test_its_errors_are_its_health():
    values = {Place("health", ("fan",)): "failed", Place("health", ("filter",)): "warning"}
    async with projector(values=values) as (_, port), aiopjlink.PJLink(HERE, port) as link:
        errors = await link.errors.query()
    categories, levels = aiopjlink.Errors.Category, aiopjlink.Errors.Level
    assert (errors[categories.FAN], errors[categories.FILTER]) == (levels.ERROR, levels.WARN)


async def typed(port, *lines):
    """What a terminal shows: everything the device says to these lines, split at its carriage returns."""
    reader, writer = await asyncio.open_connection(HERE, port)
    said = [await reader.readuntil(b"\r")]
    for line in lines:
        writer.write(line(said[0]) if callable(line) else line)
        said.append(await asyncio.wait_for(reader.readuntil(b"\r"), 5))
    writer.close()
    return [text.decode().rstrip("\r") for text in said]


async def test_odd_hands_are_understood():
    async with projector() as (_, port):
        lines = (b"%1powr ?\r", b"%1POWR ?\r\n", b"%1CLSS ?\r", b"%1WHAT ?\r", b"%1LAMP ?\r")
        assert await typed(port, *lines) == [
            "PJLINK 0", "%1POWR=0", "%1POWR=0", "%1CLSS=2", "%1WHAT=ERR1", "%1LAMP=350 0",
        ]  # fmt: skip


async def test_the_digest_may_be_repeated_on_every_command():
    def signed(greeting):
        digest = hashlib.md5(greeting.split()[-1] + b"curtain-up", usedforsecurity=False).hexdigest()
        return digest.encode() + b"%1POWR ?\r"

    async with projector("curtain-up") as (_, port):
        said = await typed(port, signed, signed, b"%1POWR ?\r")
        assert said[1:] == ["%1POWR=0", "%1POWR=0", "%1POWR=0"]


async def test_thirty_seconds_after_its_last_answer_it_hangs_up():
    async with projector() as (one, port):
        reader, writer = await asyncio.open_connection(HERE, port)
        writer.write(b"%1POWR ?\r")
        await reader.readuntil(b"=0\r")
        one.timing.advance(30)
        assert await asyncio.wait_for(reader.read(), 5) == b""
