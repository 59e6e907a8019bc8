"""Instruments by VISA: raw sockets, serial lines, a library's own simulator, and what hangs or goes away."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drivers.errors import Unreachable
from drivers.instruments.scpi import SCPI
from drivers.instruments.scpi_mains import SCPI_MAINS
from drivers.instruments.scpi_spectrum import SCPI_SPECTRUM
from drivers.points import Place
from drivers.transport import losses, visa
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from simulators.device import SimulatedDevice
from simulators.servers.pty import PtyServer
from simulators.servers.tcp import TcpServer
from tests.simulators.ours import Ours, ours
from tests.simulators.real import HERE, device, listening
from tests.transport.bench import Listener
from tests.transport.bench import device as box
from tests.transport.test_tcp import a_free_port

pytest.importorskip("pyvisa_py")

BENCH = """
spec: "1.1"
devices:
  meter:
    eom: {TCPIP SOCKET: {q: "\\n", r: "\\n"}, ASRL INSTR: {q: "\\n", r: "\\n"}}
    error:
      status_register: [{q: "*ESR?", command_error: 32, query_error: 4}]
      error_queue: [{q: "SYST:ERR?", default: '0,"No error"', command_error: '-113,"Undefined header"'}]
    dialogues: [{q: "*IDN?", r: "Maker,Model 7,SN1,1.02"}]
resources:
  "TCPIP0::127.0.0.1::5555::SOCKET": {device: meter}
"""


@contextlib.asynccontextmanager
async def by_visa(one: SimulatedDevice, server: TcpServer) -> AsyncIterator[Ours]:
    """Our link to a simulated instrument, through the library."""
    await server.open()
    try:
        async with ours(one.driver, f"visa://TCPIP::{HERE}::{server.port}::SOCKET") as us:
            yield us
    finally:
        await server.close()


async def test_a_meter_by_a_raw_socket() -> None:
    one = device(SCPI_MAINS, values={Place("voltage", (1,)): 231.5})
    server = TcpServer(one, HERE, 0)
    async with by_visa(one, server) as us:
        for request, _ in us.link.side.sessions():
            await us.send(request)
        assert await us.ask("voltage", 1) == 231.5
        assert await us.ask("error_code") == 0
        assert await us.ask("model") == one.model.values[Place("model")]


async def test_an_analyser_on_a_serial_line(tmp_path: Path) -> None:
    one = device(SCPI_SPECTRUM, values={Place("rf", (478,)): -62.0, Place("rf", (470,)): -104.0})
    line = tmp_path / "line"
    address = f"visa://ASRL{line}::INSTR?baud=19200"
    async with listening(one, PtyServer(one, str(line))), ours(SCPI_SPECTRUM, address) as us:
        assert await us.ask("rf", 478) == -62.0
        assert (us.known[Place("occupied", (478,))], us.known[Place("occupied", (470,))]) == (True, False)
        await us.tell(bandwidth=30_000)
        assert await us.ask("bandwidth") == 30_000


async def test_the_librarys_own_simulator(tmp_path: Path) -> None:
    pytest.importorskip("pyvisa_sim")
    bench = tmp_path / "bench.yaml"
    bench.write_text(BENCH, encoding="utf-8")
    address = f"visa://TCPIP0::127.0.0.1::5555::SOCKET?timeout=0.2&backend={bench}@sim"
    async with ours(SCPI, address) as us:
        assert await us.ask("model") == "Model 7"
        assert await us.ask("error") == "No error"
        us.link._transport.send(b"FLY\n")  # what no driver would say
        assert await us.ask("error_code") == -113


async def test_silence_is_no_loss_and_an_end_is() -> None:
    async with box() as far:
        we, port = Listener(), connect(parse(f"visa://TCPIP::{HERE}::{far.port}::SOCKET?timeout=0.05"))
        await we.open(port)
        reader, writer = await far.answer()
        port.send(b"FLY?\n")
        assert await reader.readuntil(b"\n") == b"FLY?\n"
        port.send(b"*IDN?\n")
        assert await reader.readuntil(b"\n") == b"*IDN?\n"
        writer.write(b"A,B,C,D\n")
        await we.until_heard(b"A,B,C,D\n")
        assert we.losses == []
        writer.close()
        await writer.wait_closed()
        port.send(b"*IDN?\n")
        assert await we.until_lost() in (losses.CLOSED, losses.RESET)
        with pytest.raises(Unreachable):
            port.send(b"x")


async def test_what_never_ends_is_given_up_and_can_be_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    hung, free = threading.Event(), threading.Event()

    class Stuck:
        def write_raw(self, data: bytes) -> None:
            hung.set()
            free.wait()

        def close(self) -> None: ...

    class Manager:
        def open_resource(self, name: str) -> Stuck:
            return Stuck()

    monkeypatch.setattr(visa, "GRACE", 0.05)
    monkeypatch.setitem(visa._managers, "@py", Manager())
    try:
        port = connect(parse("visa://ASRL3::INSTR?timeout=0.05"))
        for _ in range(2):
            we = Listener()
            await we.open(port)
            port.send(b"*IDN?\n")
            assert await we.until_lost() is losses.SILENT
        assert hung.is_set()
    finally:
        free.set()


@pytest.mark.parametrize(
    ("address", "loss"),
    [
        ("visa://ASRL/dev/nothing-here::INSTR", losses.NO_PORT),
        ("visa://USB0::0x1AB1::0x0960::SN::INSTR", losses.NO_INSTRUMENT),
    ],
)
async def test_what_is_not_there_is_told(address: str, loss: object) -> None:
    with pytest.raises(Unreachable) as told:
        await Listener().open(connect(parse(address)))
    assert told.value.loss is loss


async def test_a_socket_nobody_listens_at_shows_at_the_first_word() -> None:
    we, port = Listener(), connect(parse(f"visa://TCPIP::{HERE}::{a_free_port()}::SOCKET"))
    await we.open(port)
    port.send(b"*IDN?\n")
    assert await we.until_lost() is losses.REFUSED


async def test_without_the_library_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_module(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(visa, "_managers", {})
    monkeypatch.setattr("drivers.transport.visa.importlib.import_module", no_module)
    with pytest.raises(Unreachable) as told:
        await Listener().open(connect(parse("visa://ASRL3::INSTR")))
    assert told.value.loss is losses.NO_VISA


async def test_closing_is_silent() -> None:
    async with box() as far:
        we, port = Listener(), connect(parse(f"visa://TCPIP::{HERE}::{far.port}::SOCKET?timeout=0.05"))
        await we.open(port)
        reader, _ = await far.answer()
        port.send(b"*IDN?\n")
        port.close()
        async with asyncio.timeout(10):
            while await reader.read(100):
                pass
        assert we.losses == []
