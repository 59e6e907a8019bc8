"""A NEC projector on a real socket: our link, and bytes as a controller of another maker sends them."""

import asyncio
import contextlib

import pytest

from drivers.errors import Reason, Refused
from drivers.points import Place
from drivers.projectors.nec import NEC, NEC_OLD
from drivers.vocabulary import COOLING, FAILED, OFF, ON, WARMING
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening


@contextlib.asynccontextmanager
async def projector(driver=NEC, **more):
    one = device(driver, warm_up="8s", cool_down="6s", **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server.port


@pytest.mark.parametrize("driver", [NEC, NEC_OLD], ids=lambda driver: driver.name)
async def test_an_evening(driver):
    """Switched on, an input chosen, picture muted, a fan fails, switched off."""
    async with projector(driver) as (one, port), ours(driver, f"tcp://{HERE}:{port}") as us:
        assert await us.ask("power") == OFF
        with pytest.raises(Refused) as no:
            await us.tell(input="hdmi 2")
        assert no.value.reason is Reason.BUSY
        await us.tell(power=ON)
        assert await us.ask("power") == WARMING
        one.pass_time(9)
        assert await us.ask("power") == ON
        await us.tell(input="hdmi 2")
        assert await us.ask("input") == "hdmi 2"
        await us.tell(video_mute=True)
        assert await us.ask("video_mute") is True
        one.model.put(Place("health", ("fan",)), FAILED)
        assert await us.ask("health", "fan") == FAILED
        assert await us.ask("error_bits") == "08 00 00 00 00 00 00 00 00 00 00 00"
        assert await us.ask("lamp_hours") == 350
        await us.tell(power=OFF)
        assert await us.ask("power") == COOLING
        one.pass_time(7)
        assert await us.ask("power") == OFF


async def test_a_controller_that_only_knows_the_basic_information():
    """It polls one command, glued to others, and sees a projector come up and go down."""
    async with projector() as (one, port):
        reader, writer = await asyncio.open_connection(HERE, port)

        async def said(*requests, size):
            writer.write(b"".join(map(bytes.fromhex, requests)))
            return (await reader.readexactly(size)).hex(" ").upper()

        asked = "00 BF 00 00 01 02 C2"
        assert (await said(asked, size=22)).split(" ")[6] == "00"
        assert await said("02 03 00 00 02 01 A1 A9", size=8) == "A2 03 01 10 02 02 0D C7"
        answers = await said("02 00 00 00 00 02", asked, size=6 + 22)
        assert answers.startswith("22 00 01 10 00 33 20 BF 01 10 10 02 04")
        one.pass_time(9)
        assert await said("02 03 00 00 02 01 1A 22", size=7) == "22 03 01 10 01 00 37"
        shown = (await said(asked, size=22)).split(" ")
        assert (shown[6], shown[8:10]) == ("04", ["01", "21"])
        assert await said("01 00 00 00 00 01", size=8) == "A1 00 01 10 02 00 00 B4"
        writer.close()
