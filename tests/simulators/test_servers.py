"""Simulated devices on real sockets and a real pseudo-terminal."""

import asyncio
import contextlib

import pytest

from drivers.points import Place
from simulators.impairments import HEALTHY, parse
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from simulators.servers.udp import UdpServer
from simulators.timing import HandTiming
from tests.simulators.small import small

HERE = "127.0.0.1"


@pytest.fixture
def timing():
    return HandTiming()


@pytest.fixture
def device(timing):
    return small(timing)


@contextlib.asynccontextmanager
async def listening(device, server):
    device.endpoints.append(server)
    await server.open()
    try:
        yield server
    finally:
        await server.close()


async def dial(server):
    return await asyncio.open_connection(HERE, server.port)


async def ask(line, text):
    reader, writer = line
    writer.write(text.encode() + b"\r")
    return await asyncio.wait_for(reader.readuntil(b"\r"), 5)


async def ended(line):
    with contextlib.suppress(ConnectionError):
        return await asyncio.wait_for(line[0].read(), 5) == b""
    return True


async def test_over_tcp_it_answers_and_tells_the_others(device):
    async with listening(device, TcpServer(device, HERE, 0)) as server:
        ann, ben = await dial(server), await dial(server)
        await ask(ben, "verbose 1")
        assert await ask(ann, "tie 1 3") == b"ok 1 3\r"
        assert await ben[0].readuntil(b"\r") == b"tie 1 3\r"
        assert server.address == f"tcp://{HERE}:{server.port}"


async def test_one_connection_too_many_is_closed(device):
    async with listening(device, TcpServer(device, HERE, 0, connections=1)) as server:
        ann, ben = await dial(server), await dial(server)
        assert await ended(ben)
        assert await ask(ann, "tie? 1") == b"tie 1 0\r"


async def test_so_long_after_its_last_answer_it_hangs_up(device, timing):
    async with listening(device, TcpServer(device, HERE, 0, idle=30)) as server:
        ann = await dial(server)
        await ask(ann, "tie? 1")
        timing.advance(29)
        await ask(ann, "tie? 1")
        timing.advance(29)
        await ask(ann, "tie? 1")
        timing.advance(30)
        assert await ended(ann)


async def test_without_mains_nobody_is_connected_and_nobody_gets_in(device):
    async with listening(device, TcpServer(device, HERE, 0)) as server:
        ann = await dial(server)
        await ask(ann, "tie? 1")
        device.power(False)
        assert await ended(ann)
        with pytest.raises(ConnectionRefusedError):
            await dial(server)
        device.power(True)
        device.pass_time(2)
        await server.settled()
        assert await ask(await dial(server), "tie? 1") == b"tie 1 0\r"


async def test_refusing_it_keeps_who_is_in_and_lets_nobody_else_in(device):
    async with listening(device, TcpServer(device, HERE, 0)) as server:
        ann = await dial(server)
        await ask(ann, "tie? 1")
        device.ail(parse({"refuse_connect": True}))
        await server.settled()
        with pytest.raises(ConnectionRefusedError):
            await dial(server)
        assert await ask(ann, "tie? 1") == b"tie 1 0\r"


async def test_half_open_it_reads_nothing_until_it_is_healed(device):
    async with listening(device, TcpServer(device, HERE, 0)) as server:
        ann = await dial(server)
        await ask(ann, "tie? 1")
        device.ail(parse({"half_open": True}))
        ann[1].write(b"tie 1 2\r")
        await ann[1].drain()
        device.ail(HEALTHY)
        assert await asyncio.wait_for(ann[0].readuntil(b"\r"), 5) == b"ok 1 2\r"


async def test_hanging_up_after_an_answer_the_answer_arrives(device):
    device.ail(parse({"hang_up": True}))
    async with listening(device, TcpServer(device, HERE, 0)) as server:
        ann = await dial(server)
        assert await ask(ann, "tie? 1") == b"tie 1 0\r"
        assert await ended(ann)


class Datagrams(asyncio.DatagramProtocol):
    """A UDP client."""

    def __init__(self):
        self.got = asyncio.Queue()

    def datagram_received(self, data, peer):
        self.got.put_nowait(data)

    def error_received(self, trouble):
        self.got.put_nowait(trouble)

    async def ask(self, text):
        self.line.sendto(text)
        return await asyncio.wait_for(self.got.get(), 5)

    @classmethod
    async def dial(cls, server):
        loop = asyncio.get_running_loop()
        line, self = await loop.create_datagram_endpoint(cls, remote_addr=(HERE, server.port))
        self.line = line
        return self


async def test_over_udp_every_address_is_a_client_of_its_own(device):
    async with listening(device, UdpServer(device, HERE, 0)) as server:
        ann, ben = await Datagrams.dial(server), await Datagrams.dial(server)
        assert await ben.ask(b"verbose 1\r") == b"ok verbose 1\r"
        assert await ann.ask(b"tie 1 3\r") == b"ok 1 3\r"
        assert await asyncio.wait_for(ben.got.get(), 5) == b"tie 1 3\r"
        assert len(device.clients) == 2


async def test_over_udp_refusing_is_told_to_the_sender_and_darkness_is_silence(device):
    async with listening(device, UdpServer(device, HERE, 0)) as server:
        ann = await Datagrams.dial(server)
        await ann.ask(b"tie? 1\r")
        device.power(False)
        server.datagram_received(b"tie? 1\r", ann.line.get_extra_info("sockname"))
        device.power(True)
        device.pass_time(2)
        assert await ann.ask(b"tie? 2\r") == b"tie 2 0\r"
        device.ail(parse({"refuse_connect": True}))
        await server.settled()
        assert isinstance(await ann.ask(b"tie? 1\r"), ConnectionRefusedError)


async def test_a_client_long_silent_is_forgotten(device, timing):
    async with listening(device, UdpServer(device, HERE, 0)) as server:
        await (await Datagrams.dial(server)).ask(b"tie? 1\r")
        timing.advance(500)
        await (await Datagrams.dial(server)).ask(b"tie? 1\r")
        assert len(device.clients) == 1


@pytest.fixture
def link(tmp_path):
    return tmp_path / "lines" / "matrix"


async def test_a_serial_line_is_a_real_terminal_and_leaves_nothing_behind(device, link):
    serial = pytest.importorskip("serial")
    async with listening(device, PtyServer(device, str(link))):
        with serial.Serial(str(link), 9600, timeout=5) as line:
            line.write(b"tie 1 3\rtie? 1\r")
            wanted = b"ok 1 3\rtie 1 3\r"
            assert await asyncio.to_thread(line.read, len(wanted)) == wanted
    assert not link.is_symlink()


async def test_a_pulled_adapter_is_gone_and_comes_back_as_another_terminal(device, link):
    async with listening(device, PtyServer(device, str(link))):
        device.ail(parse({"refuse_connect": True, "half_open": True}))
        assert not link.is_symlink()
        device.ail(HEALTHY)
        assert link.is_symlink()
        device.model.put(Place("video_tie", (1,)), 2)
        device.settle()


async def test_a_link_left_by_somebody_is_replaced_a_file_never(device, link):
    link.parent.mkdir()
    link.symlink_to(link.parent / "nowhere")
    async with listening(device, PtyServer(device, str(link))):
        assert link.readlink().is_relative_to("/dev")
    link.write_text("mine")
    with pytest.raises(FileExistsError):
        await PtyServer(device, str(link)).open()
    assert link.read_text() == "mine"


async def test_a_restarted_device_goes_on_speaking_on_its_line(device, link):
    serial = pytest.importorskip("serial")
    async with listening(device, PtyServer(device, str(link))):
        with serial.Serial(str(link), 9600, timeout=5) as line:
            device.reboot()
            device.pass_time(2)
            line.write(b"tie? 1\r")
            assert await asyncio.to_thread(line.read, 8) == b"tie 1 0\r"
