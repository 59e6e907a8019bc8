"""A simulated Epson projector, as a client from the package index, a terminal and our own link find it."""

import asyncio
import contextlib

import pytest

from drivers.errors import NotAuthorised, Reason, Refused
from drivers.points import Place
from drivers.projectors.epson import EPSON, EPSON_SERIAL
from drivers.vocabulary import FAILED, GOOD, OFF, ON, WARMING
from simulators.impairments import Impairments
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import ours
from tests.simulators.real import HERE, device, listening

HELLO = b"ESC/VP.net\x10\x03\x00\x00\x00\x00"
COME_IN = b"ESC/VP.net\x10\x03\x00\x00\x20\x00"


@contextlib.asynccontextmanager
async def projector(password="", **more):
    one = device(EPSON, password=password, warm_up="40s", cool_down="10s", **more)
    server = TcpServer(one, HERE, 0)
    async with listening(one, server):
        yield one, server


async def test_a_client_from_the_package_index(monkeypatch):
    tcp = pytest.importorskip("epson_projector.projector_tcp")
    asked = asyncio.open_connection

    async def opened(host, port, loop=None):  # the argument went with Python 3.10
        return await asked(host, port)

    monkeypatch.setattr(tcp.asyncio, "open_connection", opened)
    async with projector(values={Place("power"): ON}) as (one, server):
        link = tcp.ProjectorTcp(HERE, server.port)
        await link.async_init()
        assert await link.get_property("PWR", 5) == "01"
        assert await link.send_command("SOURCE A0", 5) == ":"
        assert await link.get_property("SOURCE", 5) == "A0"
        assert await link.send_command("MUTE ON", 5) == ":"
        assert one.model.look("video_mute") is True
        assert await link.send_command("FOO 1", 5) is False
        link.close()


async def test_the_same_client_on_a_serial_line(tmp_path):
    serial = pytest.importorskip("epson_projector.projector_serial")
    one, port = device(EPSON_SERIAL, values={Place("power"): ON}), str(tmp_path / "port")
    async with listening(one, PtyServer(one, port)):
        link = serial.ProjectorSerial(port)
        assert await link.async_init()
        assert await link.get_property("PWR", 5) == "01"
        assert await link.send_command("SOURCE 30", 5) == ""
        assert await link.get_property("SOURCE", 5) == "30"
        assert await link.send_command("FOO 1", 5) is False
        assert await link.get_serial_number() == "SIM-epson_serial"
        link.close()


async def test_switching_on_is_acknowledged_when_the_lamp_burns():
    async with projector() as (one, server), ours(EPSON, server.address) as hall:
        assert await hall.ask("power") == OFF
        switching = asyncio.ensure_future(hall.tell(power="on"))
        async with ours(EPSON, server.address) as other:
            while await other.ask("power") != WARMING:
                pass
            with pytest.raises(Refused) as no:
                await other.tell(power="off")
            assert no.value.reason is Reason.BUSY
            assert not switching.done()
            assert not hall.link.waits
            one.pass_time(40)
            one.settle()
            await switching
            assert await other.ask("power") == ON
        await hall.tell(input="hdmi 2")
        assert await hall.ask("input") == "hdmi 2"
        assert await hall.ask("lamp_hours", 1) == 350


async def test_an_error_code_is_the_health_of_a_part():
    ill = {Place("health", ("filter",)): FAILED}
    async with projector(values=ill) as (_, server), ours(EPSON, server.address) as hall:
        assert await hall.ask("health", "filter") == FAILED
        assert hall.known[Place("health", ("fan",))] == GOOD


@pytest.mark.parametrize("password", ["", "wrong", "much longer than sixteen"])
async def test_without_the_password_nobody_comes_in(password):
    async with projector("secret") as (_, server):
        with pytest.raises(NotAuthorised):
            async with ours(EPSON, server.address, password=password):
                pass


async def test_the_password_stays_out_of_the_trace():
    async with projector("secret") as (_, server):
        async with ours(EPSON, server.address, password="secret") as hall:
            assert await hall.ask("power") == OFF
        text = "".join(entry.text for entry in hall.trace)
        assert "73 65 63 72 65 74" not in text
        assert "••••" in text


async def typed(port, *pieces):
    reader, writer = await asyncio.open_connection(HERE, port)
    heard = []
    for said, enough in pieces:
        writer.write(said)
        heard.append(await asyncio.wait_for(reader.readexactly(len(enough)), 5))
    writer.close()
    return heard


@pytest.mark.parametrize(
    "pieces",
    [
        [(HELLO + b"PWR?\r", COME_IN + b"PWR=01\r:"), (b"\r", b":"), (b"pwr?\r", b"PWR=01\r:")],
        [(HELLO, COME_IN), (b"SOURCE 30\rSOURCE?\r", b":SOURCE=30\r:"), (b"SOURCE 99\r", b"ERR\r:")],
        [(b"ESC/VP.net\x20\x03\x00\x00\x00\x00", b"ESC/VP.net\x10\x03\x00\x00\x55\x00")],
        [(b"ESC/VP.net\x10\x01\x00\x00\x00\x00", b"ESC/VP.net\x10\x01\x00\x00\x45\x00")],
        [(b"PWR?\rPWR?\rPWR?\r\r", b"ESC/VP.net\x10\x03\x00\x00\x40\x00"), (HELLO, COME_IN)],
    ],
)
async def test_what_a_terminal_says(pieces):
    async with projector(values={Place("power"): ON}) as (_, server):
        assert await typed(server.port, *pieces) == [heard for _, heard in pieces]


async def test_a_newer_one_tells_of_its_power_unasked():
    newer = {"values": {Place("power"): ON}, "session": {"events": 1}}
    async with projector(**newer) as (one, server), ours(EPSON, server.address) as hall:
        one.model.put(Place("power"), OFF)
        one.settle()
        assert await hall.ask("serial") == "SIM-epson"
        assert hall.known[Place("power")] == OFF


async def test_a_deaf_one_is_found_by_reading_back():
    async with projector(values={Place("power"): ON}) as (one, server), ours(EPSON, server.address) as hall:
        one.ail(Impairments(deaf=True))
        await hall.tell(video_mute=True)
        assert await hall.ask("video_mute") is False


async def test_on_a_serial_line(tmp_path):
    one, port = device(EPSON_SERIAL, values={Place("power"): ON}, standby="deaf"), str(tmp_path / "port")
    async with listening(one, PtyServer(one, port)), ours(EPSON_SERIAL, f"serial://{port}?baud=9600") as hall:
        for request, _ in hall.link.side.sessions():
            await hall.send(request)
        await hall.tell(freeze=True)
        assert await hall.ask("freeze") is True
        one.model.put(Place("power"), OFF)
        one.settle()
        assert await hall.ask("power") == OFF


async def test_one_that_sleeps_has_no_network_until_it_is_woken():
    async with projector(values={Place("power"): ON}, standby="deaf") as (one, server):
        async with ours(EPSON, server.address) as hall:
            one.model.put(Place("power"), OFF)
            one.settle()
            await server.settled()
            with pytest.raises(OSError, match="onnect"):
                await asyncio.open_connection(HERE, server.port)
            assert hall.lost
        one.model.put(Place("power"), WARMING)
        one.settle()
        await server.settled()
        async with ours(EPSON, server.address) as hall:
            assert await hall.ask("power") == WARMING
