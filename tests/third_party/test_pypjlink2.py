"""A simulated projector, as pypjlink2 finds it: strict about every line, and blocking."""

import asyncio
import contextlib

import pytest

from drivers.points import Place
from drivers.projectors.pjlink import PJLINK
from drivers.vocabulary import FAILED, ON, WARNING
from simulators.servers.tcp import TcpServer
from tests.simulators.real import HERE, device, listening

pypjlink = pytest.importorskip("pypjlink")


@contextlib.asynccontextmanager
async def projector(password="", **more):
    one = device(PJLINK, password=password, warm_up="8s", cool_down="6s", **more)
    server = TcpServer(one, HERE, 0, idle=one.driver.idle)
    async with listening(one, server):
        yield one, lambda talk, word=None: asyncio.to_thread(spoken, server.port, word, talk)


def spoken(port, password, talk):
    with pypjlink.Projector.from_address(HERE, port, timeout=5) as link:
        entered = link.authenticate(password)
        return entered if entered is False else talk(link)


async def test_with_and_without_a_password():
    async with projector() as (_, hears):
        assert await hears(lambda link: link.get_power()) == "off"
    async with projector("curtain-up") as (_, hears):
        assert await hears(lambda link: link.get_power(), "curtain-up") == "off"
        assert await hears(lambda link: link.get_power(), "curtain-down") is False


async def test_every_form_of_mute():
    def talk(link):
        seen = [link.get_mute()]
        for what, state in ((1, True), (2, True), (1, False), (2, False), (3, True), (3, False)):
            link.set_mute(what, state)
            seen.append(link.get_mute())
        return seen

    async with projector(values={Place("power"): ON}) as (_, hears):
        assert await hears(talk) == [
            (False, False), (True, False), (True, True), (False, True), (False, False),
            (True, True), (False, False),
        ]  # fmt: skip


async def test_inputs_lamps_errors_and_names():
    def talk(link):
        link.set_input("DIGITAL", 2)
        return link.get_input(), link.get_inputs(), link.get_lamps(), link.get_errors(), link.get_name()

    ill = {Place("health", ("fan",)): FAILED, Place("health", ("filter",)): WARNING}
    given = {
        Place("power"): ON,
        Place("lamp", (1,)): True,
        Place("lamp_hours", (1,)): 1234,
        Place("name"): "大礼堂 left",
    }
    async with projector(values=given | ill) as (_, hears):
        source, sources, lamps, errors, name = await hears(talk)
    assert source == ("DIGITAL", 2)
    assert sources == [("RGB", 1), ("DIGITAL", 1), ("DIGITAL", 2)]
    assert lamps == [(1234, True)]
    assert (errors["fan"], errors["filter"], errors["cover"]) == ("error", "warning", "ok")
    assert name == "大礼堂 left"


async def test_an_input_that_is_not_there_and_one_in_the_dark():
    def talk(link):
        with pytest.raises(pypjlink.projector.ProjectorError) as no:
            link.set_input("VIDEO", 9)
        return str(no.value)

    async with projector(values={Place("power"): ON}) as (_, hears):
        there = await hears(talk)
    async with projector() as (_, hears):
        assert await hears(talk) != there
