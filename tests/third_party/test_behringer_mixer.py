"""A simulated X32 and X-Air, as behringer-mixer finds them, with strings where it has numbers."""

import asyncio
import contextlib

import pytest

from drivers.mixers.x32 import X32, XAIR
from drivers.points import Place
from simulators.servers.udp import UdpServer
from tests.simulators.real import HERE, device, listening

api = pytest.importorskip("behringer_mixer.mixer_api")
STRIPS = {
    "/ch/1": 1, "/ch/32": 32, "/bus/16": "bus 16", "/auxin/8": "aux 8", "/mtx/6": "matrix 6",
    "/main/st": "main",
}  # fmt: skip


@contextlib.asynccontextmanager
async def remote(driver, kind, **more):
    """A console, its remote control, and a wait for what the remote control comes to know."""
    one = device(driver, subscribers=4, **more)
    server = UdpServer(one, HERE, 0)
    async with listening(one, server):
        mixer = api.create(kind, ip=HERE, port=server.port, delay=0)
        mixer._CONNECT_TIMEOUT = 0.05
        assert await mixer.start()
        told = asyncio.Event()
        mixer._callback_function = lambda _: told.set()

        async def learns(key, value):
            async with asyncio.timeout(5):
                while mixer.state(key) != value:
                    told.clear()
                    await told.wait()

        try:
            yield one, mixer, learns
        finally:
            await mixer.stop()


async def test_it_learns_who_the_console_is():
    names = {Place("name"): "Hall desk", Place("firmware"): "4.06"}
    async with remote(X32, "X32", values=names) as (_, mixer, _learns):
        assert (mixer.name(), mixer.firmware()) == ("Hall desk", "4.06")


async def test_faders_and_mutes_of_each_kind_of_strip():
    async with remote(X32, "X32") as (one, mixer, learns):
        for key, place in STRIPS.items():
            await mixer.set_value(f"{key}/mix_fader", 0.75)
            await learns(f"{key}/mix_fader", pytest.approx(0.75, abs=0.001))
            assert one.model.look("fader", (place,)) == pytest.approx(0.0, abs=0.05)
            await mixer.set_value(f"{key}/mix_on", False)
            await learns(f"{key}/mix_on", False)
            assert one.model.look("mute", (place,)) is True


async def test_dcas_mute_groups_and_names():
    async with remote(X32, "X32") as (one, mixer, learns):
        await mixer.set_value("/dca/3/mix_fader", 0.5)
        await learns("/dca/3/mix_fader", pytest.approx(0.5, abs=0.001))
        assert one.model.look("dca_fader", (3,)) == pytest.approx(-10.0, abs=0.05)
        await mixer.set_value("/mutegroups/2/on", True)
        await learns("/mutegroups/2/on", True)
        assert one.model.look("mute_group", (2,)) is True
        await mixer.set_value("/ch/1/config_name", "Podium 1")
        await learns("/ch/1/config_name", "Podium 1")


async def test_a_scene_number_sent_as_a_string_is_recalled():
    async with remote(X32, "X32", scenes={3: {"fader/1": -10.0}}) as (one, mixer, learns):
        await mixer.send(mixer.cmd_scene_load, "3")
        await mixer.send("/-show/prepos/current")
        await mixer.send("/ch/01/mix/on")
        await learns("/ch/1/mix_on", True)
        assert one.model.look("console_scene") == 3


async def test_what_others_do_is_pushed_to_it():
    async with remote(XAIR, "XR18") as (one, mixer, learns):
        await mixer.send("/xremote")
        await mixer.send("/ch/01/mix/on")
        await learns("/ch/1/mix_on", True)
        one.model.put(Place("mute", (1,)), True)
        one.settle()
        await learns("/ch/1/mix_on", False)


async def test_all_that_it_asks_for_at_the_start_does_no_harm():
    async with remote(X32, "X32") as (_, mixer, learns):
        await mixer._load_initial()
        await mixer.send("/ch/01/mix/on")
        await learns("/ch/1/mix_on", True)
