"""A simulated Q-SYS Core, as pyqsys finds it."""

import asyncio
import contextlib

import pytest

from drivers.mixers.qrc import QRC
from drivers.points import Place
from simulators.servers.tcp import TcpServer
from tests.simulators.real import HERE, device, listening

pyqsys = pytest.importorskip("pyqsys", reason="it needs jsonrpcclient, too", exc_type=ImportError)
GAIN = Place("fader", ("podium",))


@contextlib.asynccontextmanager
async def core(**more):
    one = device(QRC, values={GAIN: -12.0}, **more)
    server = TcpServer(one, HERE, 0, idle=60)
    async with listening(one, server):
        yield one, server


async def spoken(server, talk):
    def run():
        desk = pyqsys.Core(HERE, server.port)
        desk.connect()
        try:
            return talk(desk)
        finally:
            desk.close()

    return await asyncio.to_thread(run)


async def test_it_reads_its_state_and_its_controls():
    def talk(desk):
        return (
            desk.status_get(),
            desk.Control.get(["PodiumGain", "PodiumMute"]),
            desk.Component.get_components(),
        )

    async with core() as (_, server):
        status, values, components = await spoken(server, talk)
    assert (status["State"], status["Status"]["Code"]) == ("Active", 0)
    assert [each["Value"] for each in values] == [-12.0, 0]
    assert [each["Name"] for each in components] == ["HallFader"]


async def test_it_sets_with_a_ramp_and_asks_a_component():
    def talk(desk):
        desk.Control.set("PodiumGain", -6, 2)
        return desk.Component.get("HallFader", [{"Name": "gain"}]), desk.Component.get_controls("HallFader")

    async with core() as (one, server):
        asked, listed = await spoken(server, talk)
        assert one.model.look("fader", ("podium",)) == -6.0
    assert asked["Controls"][0]["String"].endswith("dB")
    assert [each["Name"] for each in listed["Controls"]] == ["gain", "mute"]


async def test_it_makes_a_group_of_its_own_and_polls_it():
    def talk(desk):
        group = desk.ChangeGroup
        made = group.add_control("mine", ["PodiumGain"]), group.invalidate("mine")
        return made, group.poll("mine"), group.destroy("mine")

    async with core() as (_, server):
        made, polled, gone = await spoken(server, talk)
    assert (made, gone) == ((True, True), True)
    assert {"Name": "PodiumGain", "Value": -12.0, "String": "-12.0dB"} in polled["Changes"]


async def test_it_logs_on_and_loads_a_snapshot():
    def talk(desk):
        return desk.logon("av", "1234"), desk.Snapshot.load("Scenes", 2, 0.5)

    async with core(password="1234") as (_, server):
        assert await spoken(server, talk) == (True, True)
