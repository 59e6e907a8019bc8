"""Simulated Shure receivers, as a hand-typed client and our own link find them."""

import asyncio
import contextlib

import pytest

from drivers.points import Place
from drivers.wire.options import OptionError
from drivers.wire.sides import ControllerSide
from drivers.wireless.shure import SLXD, ULXD
from drivers.wireless.shure_axient import AXIENT
from drivers.wireless.shure_mxa import MXA
from simulators.impairments import Impairments
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening


@contextlib.asynccontextmanager
async def receiver(driver=ULXD, **more):
    one = device(driver, **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


class Typed:
    """Somebody's own program: it looks for ">" and nothing else."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def dial(cls, server):
        return cls(*await asyncio.open_connection(HERE, server.port))

    async def frame(self):
        return (await asyncio.wait_for(self.reader.readuntil(b">"), 5)).decode()

    async def says(self, text, answers=1):
        self.writer.write(text)
        return [await self.frame() for _ in range(answers)]


async def test_the_bytes_of_the_manual():
    async with receiver(values={Place("battery_bars", (1,)): 4}) as (_, server):
        typed = await Typed.dial(server)
        asked = bytes.fromhex("3c 20 47 45 54 20 31 20 42 41 54 54 5f 42 41 52 53 20 3e")
        assert await typed.says(asked) == ["< REP 1 BATT_BARS 004 >"]


async def test_odd_hands():
    async with receiver() as (_, server):
        typed = await Typed.dial(server)
        assert await typed.says(b"<get 1 audio_mute>") == ["< REP 1 AUDIO_MUTE OFF >"]
        assert await typed.says(b"<SET 1 CHAN_NAME Pult>\r\n") == ["< REP 1 CHAN_NAME {Pult    } >"]
        assert await typed.says(b"< SET 1 CHAN_NAME {A > B} >< GET 1 CHAN_N", 1) == ["< REP 1 CHAN_NAME {A >"]
        assert await typed.says(b"AME >", 3) == [" B   } >", "< REP 1 CHAN_NAME {A >", " B   } >"]
        assert await typed.says(b"< SET 1 AUDIO_GAIN 099 >< SET 9 AUDIO_MUTE ON >", 2) == 2 * ["< REP ERR >"]


async def test_all_channels_at_once():
    async with receiver() as (one, server):
        typed = await Typed.dial(server)
        assert await typed.says(b"< GET 0 AUDIO_MUTE >", 4) == [
            f"< REP {n} AUDIO_MUTE OFF >" for n in range(1, 5)
        ]
        await typed.says(b"< SET 0 AUDIO_MUTE ON >", 4)
        assert [one.model.look("mute", (n,)) for n in range(1, 5)] == 4 * [True]
        told = await typed.says(b"< GET 0 ALL >", len(one.driver.places()))
        assert "< REP 3 BATT_CHARGE 100 >" in told
        assert "< REP DEVICE_ID {shure_ul} >" in told


async def test_what_one_does_the_others_hear():
    async with receiver() as (_, server):
        ann, ben = await Typed.dial(server), await Typed.dial(server)
        await ben.says(b"< GET MODEL >")
        assert await ann.says(b"< SET 2 AUDIO_GAIN 024 >") == ["< REP 2 AUDIO_GAIN 024 >"]
        assert await ben.frame() == "< REP 2 AUDIO_GAIN 024 >"
        assert await ann.says(b"< SET 2 AUDIO_GAIN INC 2 >") == ["< REP 2 AUDIO_GAIN 026 >"]
        assert await ann.says(b"< SET 2 AUDIO_MUTE TOGGLE >") == ["< REP 2 AUDIO_MUTE ON >"]
        assert [await ben.frame(), await ben.frame()] == [
            "< REP 2 AUDIO_GAIN 026 >",
            "< REP 2 AUDIO_MUTE ON >",
        ]


async def test_samples_come_as_often_as_this_client_asked():
    held = {Place("rf", (1,)): -52.0, Place("meter", (1,)): -20.0, Place("antenna", (1,)): "AX"}
    async with receiver(values=held) as (one, server):
        ann, ben = await Typed.dial(server), await Typed.dial(server)
        assert (await ann.says(b"< SET 0 METER_RATE 00500 >", 4))[0] == "< REP 1 METER_RATE 00500 >"
        assert await ben.says(b"< GET 1 METER_RATE >") == ["< REP 1 METER_RATE 00000 >"]
        one.timing.advance(0.5)
        samples = [await ann.frame() for _ in range(4)]
        assert samples[0] == "< SAMPLE 1 ALL AX 076 030 >"
        await ann.says(b"< SET 1 METER_RATE 00000 >")
        one.timing.advance(5)
        assert await ann.says(b"< GET 1 BATT_BARS >") == ["< REP 1 BATT_BARS 005 >"]


async def test_a_battery_drains_and_an_empty_transmitter_is_not_there():
    async with receiver(battery_life="100s") as (one, server), ours(ULXD, server.address) as hall:
        one.pass_time(40)
        one.settle()
        assert await hall.ask("battery", 1) == 60
        assert await hall.ask("battery_minutes", 1) == 1
        one.pass_time(60)
        one.settle()
        assert await hall.ask("battery", 1) is None
        assert await hall.ask("transmitter", 1) is None
        one.model.put(Place("battery", (1,)), 80)
        assert await hall.ask("battery", 1) == 80
        assert await hall.ask("battery_bars", 1) == 4


@pytest.mark.parametrize("driver", [ULXD, SLXD, AXIENT, MXA], ids=lambda driver: driver.name)
async def test_one_question_reads_all_of_it(driver):
    async with receiver(driver) as (one, server), ours(driver, server.address) as hall:
        await hall.send(
            next(poll.request for poll in hall.link.side.polls() if poll.request.shown == "< GET 0 ALL >")
        )
        readable = [place for place in one.driver.places() if one.driver.readable(place.key)]
        assert [place for place in readable if place not in hall.known] == []


async def test_a_deaf_one_is_found_out():
    async with receiver() as (one, server), ours(ULXD, server.address) as hall:
        one.ail(Impairments(deaf=True))
        await hall.send(hall.link.side.tell({Place("mute", (1,)): True}))
        assert await hall.ask("mute", 1) is False


def test_how_often_levels_come_is_the_hall_s_choice():
    side = ControllerSide(SLXD.fit(SLXD, {"samples": 0.5}))
    assert side.sessions()[0][0].shown == "< SET 1 METER_RATE 00500 >"
    for wrong in (0.05, 100, True, "often"):
        with pytest.raises(OptionError):
            AXIENT.fit(AXIENT, {"samples": wrong})
