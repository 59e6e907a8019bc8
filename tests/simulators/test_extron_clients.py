"""A simulated Extron matrix, as terminals, telnet clients and a serial port find it."""

import asyncio
import contextlib

import pytest

from drivers.points import Place
from drivers.switchers.extron_sis import EXTRON_SIS
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.real import HERE, device, listening


class Terminal:
    """Raw bytes, as somebody's own program sends them."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def dial(cls, port):
        return cls(*await asyncio.open_connection(HERE, port))

    async def line(self):
        return (await asyncio.wait_for(self.reader.readuntil(b"\r\n"), 5)).decode().rstrip("\r\n")

    async def until(self, text):
        return (await asyncio.wait_for(self.reader.readuntil(text.encode()), 5)).decode()

    async def says(self, data, answers=1):
        self.writer.write(data)
        return [await self.line() for _ in range(answers)]


@contextlib.asynccontextmanager
async def matrix(password="", **more):
    one = device(EXTRON_SIS, password=password, **more)
    server = TcpServer(one, HERE, 0, connections=4)
    async with listening(one, server):
        yield one, server.port


@contextlib.asynccontextmanager
async def terminals(count=1, **more):
    async with matrix(**more) as (one, port):
        found = [await Terminal.dial(port) for _ in range(count)]
        for terminal in found:
            await terminal.until("12:00:00\r\n")
        yield (one, *found)


async def test_the_banner_says_what_it_is():
    async with matrix() as (_, port):
        banner = await (await Terminal.dial(port)).until("12:00:00\r\n")
    assert "Extron Electronics" in banner
    assert "60-1000-01" in banner


async def test_commands_back_to_back_and_with_strays_after_them():
    async with terminals() as (_, ann):
        assert await ann.says(b"3*5!1*2%", 2) == ["Out05 In03 All", "Out02 In01 Vid"]
        assert await ann.says(b"3*5!\r\n5%\r", 2) == ["Out05 In03 All", "03"]
        assert await ann.says(b"I\r") == ["V8X8 A8X8"]
        assert await ann.says(b"W3CV\r") == ["Vrb3"]
        assert await ann.says(b"5%") == ["Out05 In03 Vid"]
        assert await ann.says(b"\x1b0*1*1VC\r") == ["00 01 00 00 03 00 00 00" + 8 * " --" + " Vid"]
        assert await ann.says(b"W3CV|5$", 2) == ["Vrb3", "Out05 In03 Aud"]


async def test_in_pieces_it_is_the_same():
    async with terminals() as (_, ann):
        for piece in (b"3", b"*", b"5", b"!", b"W", b"3C"):
            ann.writer.write(piece)
            await ann.writer.drain()
        assert await ann.says(b"V\r", 2) == ["Out05 In03 All", "Vrb3"]


async def test_telnet_negotiation_is_refused_and_not_taken_for_a_command():
    async with terminals() as (_, ann):
        ann.writer.write(b"\xff\xfd\x18\xff\xfb\x1f3*5!")
        got = await asyncio.wait_for(ann.reader.readuntil(b"Out05 In03 All\r\n"), 5)
        assert got == b"\xff\xfc\x18\xff\xfe\x1fOut05 In03 All\r\n"


async def test_its_errors():
    async with terminals() as (_, ann):
        asked = (b"99*1!", b"1*99!", b"31.")
        assert [(await ann.says(one))[0] for one in asked] == ["E01", "E12", "E11"]


async def test_mutes_lock_names_and_signals():
    async with terminals(present=[1, 2]) as (_, ann):
        await ann.says(b"\x1b3CV\r")
        assert await ann.says(b"5*1B") == ["Vmt05*1"]
        assert await ann.says(b"2*1Z") == ["Amt02*1"]
        assert await ann.says(b"\x1bVM\r") == ["Mut02001000"]
        assert await ann.says(b"0*B") == ["Vmt0"]
        assert await ann.says(b"1X") == ["Exe1"]
        assert await ann.says(b"X") == ["1"]
        assert await ann.says(b"\x1b1,Podium camNI\r") == ["Nmi01,Podium cam"]
        assert await ann.says(b"\x1b1NI\r") == ["Nmi01,Podium cam"]
        assert await ann.says(b"0LS") == ["Frq00 11000000"]


async def test_what_one_does_the_others_hear_if_they_asked_for_it():
    async with terminals(3) as (one, ann, ben, carl):
        await ben.says(b"\x1b1CV\r")
        assert await ann.says(b"3*5!") == ["Out05 In03 All"]
        assert await ben.line() == "Out05 In03 All"
        assert await ann.says(b"9,") == ["Spr09"]
        assert await ben.line() == "Spr09"
        assert await ann.says(b"0*5!9.", 2) == ["Out05 In00 All", "Rpr09"]
        assert [await ben.line(), await ben.line()] == ["Out05 In00 All", "Rpr09"]
        assert await ben.says(b"5%") == ["03"]
        one.model.put(Place("video_tie", (2,)), 7)
        one.settle()
        assert await ben.line() == "Out02 In07 Vid"
        assert await carl.says(b"2%") == ["07"]


async def test_a_password_is_asked_for_until_it_is_right():
    async with matrix("foyer-door") as (one, port):
        ann = await Terminal.dial(port)
        await ann.until("Password:")
        ann.writer.write(b"front-door\r")
        await ann.until("Password:")
        ann.writer.write(b"foyer-door\r")
        await ann.until("Login Administrator\r\n")
        assert await ann.says(b"1*1!") == ["Out01 In01 All"]
        assert "foyer-door" not in "".join(frame.text for frame in one.wire.since())


async def test_on_a_serial_line_through_pyserial(tmp_path):
    serial = pytest.importorskip("serial")
    one = device(EXTRON_SIS, session={"verbose": 1})
    async with listening(one, PtyServer(one, str(tmp_path / "matrix"))):
        with serial.Serial(str(tmp_path / "matrix"), 9600, timeout=5) as line:
            line.write(b"3*5!I\r")
            assert await asyncio.to_thread(line.read_until, b"A8X8\r\n") == b"Out05 In03 All\r\nV8X8 A8X8\r\n"
            one.model.put(Place("video_tie", (2,)), 7)
            one.settle()
            assert await asyncio.to_thread(line.read_until, b"\n") == b"Out02 In07 Vid\r\n"
