"""Serial gateways on real sockets with a real line behind them: a driver's link over RFC 2217 and raw TCP."""

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import serial
from serial import rfc2217

from drivers.errors import Unreachable
from drivers.points import Place
from drivers.projectors.nec import NEC
from drivers.transport import losses
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from simulators.device import SimulatedDevice
from simulators.servers.pty import PtyServer
from tests.simulators.ours import ours
from tests.simulators.real import device, listening
from tests.transport.bench import Listener

pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name).. is deprecated")
HERE = "127.0.0.1"


class Wired(serial.Serial):  # type: ignore[misc]
    """A pseudo-terminal at the gateway's end; it has no modem lines, which a real port has."""

    cts = dsr = cd = rts = dtr = True
    ri = False


class Box:
    """A gateway: a TCP port for each serial line, spoken to with RFC 2217 or raw; it can be switched off."""

    def __init__(self, *lines: serial.SerialBase, raw: bool = False) -> None:
        self.lines, self._raw = lines, raw
        self._servers = [socket.create_server((HERE, 0)) for _ in lines]
        self.ports = [server.getsockname()[1] for server in self._servers]
        self._calls: list[socket.socket] = []
        for line, server in zip(lines, self._servers, strict=True):
            threading.Thread(target=self._listen, args=(line, server), daemon=True).start()

    def _listen(self, line: serial.SerialBase, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                call, _ = server.accept()
                self._calls.append(call)
                Call(line, call, self._raw).serve()

    def off(self) -> None:
        """No mains: nothing listens any more, and nothing that was connected is."""
        for sock in (*self._servers, *self._calls):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for line in self.lines:
            line.close()


class Call:
    """One connection to one line."""

    def __init__(self, line: serial.SerialBase, call: socket.socket, raw: bool) -> None:
        self._line, self._call, self._lock = line, call, threading.Lock()
        self._manager = None if raw else rfc2217.PortManager(line, self)

    def write(self, data: bytes) -> None:
        """What the manager, or the line, has for the network."""
        with self._lock:
            self._call.sendall(data)

    def serve(self) -> None:
        """Both ways until one end is gone."""
        threading.Thread(target=self._read, daemon=True).start()
        with suppress(OSError, TypeError):  # pyserial's word for a port that was closed while it was used
            while data := self._call.recv(1024):
                self._line.write(data if self._manager is None else b"".join(self._manager.filter(data)))

    def _read(self) -> None:
        with suppress(OSError, TypeError):
            while True:
                if data := self._line.read(self._line.in_waiting or 1):
                    self.write(data if self._manager is None else b"".join(self._manager.escape(data)))


@contextlib.contextmanager
def a_box(*lines: serial.SerialBase, raw: bool = False) -> Iterator[Box]:
    box = Box(*lines, raw=raw)
    try:
        yield box
    finally:
        box.off()


@contextlib.asynccontextmanager
async def switchers(folder: Path, count: int) -> AsyncIterator[list[tuple[SimulatedDevice, Wired]]]:
    """Simulated switchers, each on a line of its own, and the ports at the gateway's end of these."""
    async with contextlib.AsyncExitStack() as leaving:
        found = []
        for number in range(count):
            one, path = device(NEC, values={Place("power"): "on"}), folder / f"line-{number}"
            await leaving.enter_async_context(listening(one, PtyServer(one, str(path))))
            found.append((one, Wired(str(path), timeout=0.2)))
        yield found


@contextlib.asynccontextmanager
async def a_place_taken() -> AsyncIterator[Callable[[Path], None]]:
    """Somebody else's terminals take the number that has become free, as another adapter would."""
    taken: list[int] = []

    def take(number: Path) -> None:
        while not number.exists():
            taken.extend(os.openpty())

    yield take
    for end in taken:
        os.close(end)


@pytest.mark.parametrize("scheme", ["rfc2217", "socket"])
async def test_a_switcher_behind_a_gateway_obeys_and_is_read_back(scheme: str, tmp_path: Path) -> None:
    async with switchers(tmp_path, 1) as ((one, line),):
        with a_box(line, raw=scheme == "socket") as box:
            async with ours(NEC, f"{scheme}://{HERE}:{box.ports[0]}") as us:
                await us.tell(video_mute=True)
                assert await us.ask("video_mute") is True
                assert one.model.values[Place("video_mute")] is True
                assert await us.ask("health", "fan") == "good"


@pytest.mark.parametrize(
    ("setting", "kept"),
    [
        ("baud=38400", {"baudrate": 38400}),
        ("bytesize=7&parity=E", {"bytesize": 7, "parity": "E"}),
        ("parity=O", {"parity": "O"}),
        ("parity=M", {"parity": "M"}),
        ("parity=S", {"parity": "S"}),
        ("stopbits=2", {"stopbits": 2}),
        ("stopbits=1.5", {"stopbits": 1.5}),
        ("rtscts=1", {"rtscts": True, "xonxoff": False}),
        ("xonxoff=1", {"rtscts": False, "xonxoff": True}),
    ],
)
async def test_every_setting_of_the_line_reaches_the_far_end(setting: str, kept: dict[str, object]) -> None:
    with a_box(serial.serial_for_url("loop://", timeout=0.2)) as box:
        we, port = Listener(), connect(parse(f"rfc2217://{HERE}:{box.ports[0]}?{setting}"))
        await we.open(port)
        line = box.lines[0]
        assert {name: getattr(line, name) for name in kept} == kept
        port.send(b"PON\xff\r")
        await we.until_heard(b"PON\xff\r")
        port.close()


async def test_a_gateway_that_goes_takes_all_its_lines_and_they_come_back_with_it(tmp_path: Path) -> None:
    async with switchers(tmp_path, 3) as found:
        addresses = []
        with a_box(*(line for _, line in found)) as box:
            addresses = [f"rfc2217://{HERE}:{port}" for port in box.ports]
            ears = [Listener() for _ in addresses]
            ports = [connect(parse(address)) for address in addresses]
            for ear, port in zip(ears, ports, strict=True):
                await ear.open(port)
            box.off()
            told = await asyncio.gather(*(ear.until_lost() for ear in ears))
            assert set(told) <= {losses.CLOSED, losses.RESET}
            with pytest.raises(Unreachable) as no:
                await Listener().open(ports[0])
            assert no.value.loss is losses.REFUSED
        again = [Wired(str(tmp_path / f"line-{number}"), timeout=0.2) for number in range(3)]
        with a_box(*again) as box:
            for (one, _), port in zip(found, box.ports, strict=True):
                async with ours(NEC, f"rfc2217://{HERE}:{port}") as us:
                    assert await us.ask("model") == one.model.values[Place("model")]


async def test_a_line_that_comes_back_under_another_number_is_found_by_its_name(tmp_path: Path) -> None:
    """The adapter is pulled, and is another terminal when it is back; its name leads there."""
    path = tmp_path / "usb-FTDI-if00"
    one = device(NEC, values={Place("power"): "on"})
    server = PtyServer(one, str(path))
    async with listening(one, server), a_place_taken() as take:
        port, we = connect(parse(f"serial://{path}")), Listener()
        await we.open(port)
        before = path.resolve()
        await server.close()
        assert await we.until_lost() is losses.UNPLUGGED
        take(before)
        await server.open()
        assert path.resolve() != before
        async with ours(NEC, f"serial://{path}") as us:
            assert await us.ask("power") == "on"
