"""A simulated RackLink sequencer, as hand-typed bytes and our own link find it."""

import asyncio
import contextlib

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.points import Place
from drivers.power.racklink import RACKLINK
from drivers.wire.events import Sized
from drivers.wire.sides import ControllerSide
from simulators.impairments import Impairments
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

LOGIN = bytes.fromhex("FE 10 00 02 01") + b"user|password" + bytes.fromhex("3F FF")
ACCEPTED = bytes.fromhex("FE 04 00 02 10 01 15 FF")
PING, PONG = bytes.fromhex("FE 03 00 01 01 03 FF"), bytes.fromhex("FE 03 00 01 10 12 FF")
ON, OFF = (
    bytes.fromhex("FE 09 00 20 01 01 01 30 30 30 30 6A FF"),
    bytes.fromhex("FE 09 00 20 01 01 00 30 30 30 30 69 FF"),
)


@contextlib.asynccontextmanager
async def sequencer(password="", **more):
    one = device(RACKLINK, password=password, **more)
    if password:
        one.credentials["user"] = "user"
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


class Typed:
    """Bytes, up to the one that ends a frame."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def dial(cls, server):
        return cls(*await asyncio.open_connection(HERE, server.port))

    async def frame(self):
        return await asyncio.wait_for(self.reader.readuntil(b"\xff"), 5)

    async def says(self, data):
        self.writer.write(data)
        return await self.frame()


def nack(code):
    return bytes.fromhex(f"FE 04 00 10 10 {code:02X} {(0xFE + 4 + 0x20 + code) & 0x7F:02X} FF")


async def test_login_first_then_outlets():
    async with sequencer("password") as (one, server):
        typed = await Typed.dial(server)
        assert await typed.says(OFF) == nack(8)
        wrong = bytes.fromhex("FE 10 00 02 01") + b"user|passwore" + bytes.fromhex("40 FF")
        assert await typed.says(wrong) == bytes.fromhex("FE 04 00 02 10 00 14 FF")
        assert await typed.says(LOGIN) == ACCEPTED
        assert (await typed.says(OFF))[1:-2] == bytes.fromhex("09 00 20 10 01 00 30 30 30 30")
        one.pass_time(1)
        assert one.model.look("outlet", (1,)) is False


async def test_a_login_where_none_is_needed_is_accepted():
    async with sequencer() as (_, server):
        assert await (await Typed.dial(server)).says(LOGIN) == ACCEPTED


async def test_frames_split_glued_and_damaged():
    async with sequencer() as (_, server):
        typed = await Typed.dial(server)
        typed.writer.write(b"\x00\xff" + OFF[:4])
        await typed.writer.drain()
        assert (await typed.says(OFF[4:] + ON))[3:7] == bytes.fromhex("20 10 01 00")
        assert (await typed.frame())[3:7] == bytes.fromhex("20 10 01 01")
        assert await typed.says(ON[:-2] + b"\x6b\xff") == nack(1)
        assert await typed.says(b"\xfe\x08" + ON[2:]) == nack(6)
        assert await typed.says(bytes.fromhex("FE 04 00 20 02 63 07 FF")) == nack(7)
        assert await typed.says(bytes.fromhex("FE 04 00 7A 02 01 7F FF")) == nack(4)


async def test_who_does_not_answer_three_calls_is_hung_up_on():
    async with sequencer() as (one, server):
        ann, ben = await Typed.dial(server), await Typed.dial(server)
        assert await ann.says(LOGIN) == ACCEPTED
        assert await ben.says(LOGIN) == ACCEPTED
        for _ in range(3):
            one.timing.advance(10)
            assert (await ann.frame(), await ben.frame()) == (PING, PING)
            ann.writer.write(PONG)
            assert await ann.says(LOGIN) == ACCEPTED
        one.timing.advance(10)
        assert await ann.frame() == PING
        assert await ben.reader.read() == b""


async def test_we_log_in_answer_calls_and_read_everything():
    async with sequencer("curtain-up") as (one, server):
        with pytest.raises(NotAuthorised):
            async with ours(one.driver, server.address, user="user", password="curtain-down"):
                pass
        async with ours(one.driver, server.address, user="user", password="curtain-up") as hall:
            one.timing.advance(10)
            for poll in hall.link.side.polls():
                await hall.send(poll.request)
            assert {place for place in one.driver.places()} <= hall.known.keys()
            assert one.clients[0].side.unanswered == 0
            assert "63 75 72" not in "".join(str(line) for line in hall.trace)


async def test_a_sequence_switches_one_after_another():
    async with sequencer() as (one, server), ours(one.driver, server.address) as hall:
        one.model.put_all("outlet", False)
        await hall.do("sequence_up", seconds=2)
        one.pass_time(2.5)
        one.settle()
        assert [await hall.ask("outlet", n) for n in (1, 2, 3)] == [True, True, False]
        await hall.do("cycle", socket=1, seconds=10)
        one.pass_time(1)
        assert await hall.ask("outlet", 1) is False
        one.pass_time(10)
        assert await hall.ask("outlet", 1) is True


async def test_fixed_outlets_and_a_deaf_one():
    held = {Place("outlet_kind", (2,)): "fixed"}
    async with sequencer(values=held) as (one, server), ours(one.driver, server.address) as hall:
        with pytest.raises(Refused) as no:
            await hall.send(hall.link.side.tell({Place("outlet", (2,)): False}))
        assert no.value.reason is Reason.OUT_OF_RANGE
        one.ail(Impairments(deaf=True))
        await hall.send(hall.link.side.tell({Place("outlet", (1,)): False}))
        assert await hall.ask("outlet", 1) is True


async def test_on_a_serial_line(tmp_path):
    one = device(RACKLINK)
    server = PtyServer(one, str(tmp_path / "sequencer"))
    async with listening(one, server), ours(one.driver, f"serial://{tmp_path}/sequencer") as hall:
        assert await hall.ask("outlet", 8) is True


def test_how_many_outlets_there_are_is_learned():
    side = ControllerSide(RACKLINK)
    side.open()
    side.send(next(poll.request for poll in side.polls() if poll.request.shown == "00 22 02"))
    kinds = "43 43 4E" + 13 * " 58"
    events = side.hear(RACKLINK.framing.hears.wrap(f"00 22 10 {kinds}")).events
    assert Sized("socket", (1, 2, 3)) in events
