"""Remote serial ports: an RFC 2217 server with a real port behind it, and a raw socket."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import serial
from serial import rfc2217

from drivers.errors import Unreachable
from drivers.transport import losses
from drivers.transport.address import parse
from drivers.transport.connecting import connect
from tests.transport.bench import Listener, device
from tests.transport.test_tcp import a_free_port


class Gateway:
    """A box with one serial port: RFC 2217 on the network, a looped plug where the device would be."""

    def __init__(self) -> None:
        self.port = serial.serial_for_url("loop://", timeout=0)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.number: int = self._server.getsockname()[1]
        self._lock, self._call = threading.Lock(), socket.socket()
        threading.Thread(target=self._serve, daemon=True).start()

    def write(self, data: bytes) -> None:
        """What the manager sends to the network."""
        with self._lock:
            self._call.sendall(data)

    def _serve(self) -> None:
        with suppress(OSError):
            self._call, _ = self._server.accept()
            manager = rfc2217.PortManager(self.port, self)
            while data := self._call.recv(1024):
                self.port.write(b"".join(manager.filter(data)))
                self.write(b"".join(manager.escape(self.port.read(1024))))

    def hang_up(self) -> None:
        for sock in (self._call, self._server):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


@contextmanager
def a_gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    try:
        yield gateway
    finally:
        gateway.hang_up()
        gateway.port.close()


# pyserial's own client still names its thread the old way
@pytest.mark.filterwarnings("ignore:set(Daemon|Name).. is deprecated")
async def test_a_remote_port_is_set_and_passes_bytes_both_ways() -> None:
    with a_gateway() as gateway:
        address = parse(f"rfc2217://127.0.0.1:{gateway.number}?baud=38400&stopbits=2")
        we, port = Listener(), connect(address)
        await we.open(port)
        assert (gateway.port.baudrate, gateway.port.stopbits) == (38400, 2)
        port.send(b"PON\xff\r")
        await we.until_heard(b"PON\xff\r")
        gateway.hang_up()
        assert await we.until_lost() is losses.CLOSED
        port.close()
        assert len(we.losses) == 1


async def test_a_raw_socket_passes_bytes_both_ways() -> None:
    async with device() as box:
        we, port = Listener(), connect(parse(f"socket://127.0.0.1:{box.port}"))
        await we.open(port)
        reader, writer = await box.answer()
        port.send(b"PON\r")
        assert await reader.readuntil(b"\r") == b"PON\r"
        writer.write(b"O")
        await we.until_heard(b"O")
        writer.write(b"K\r")
        await we.until_heard(b"OK\r")
        writer.close()
        assert await we.until_lost() is losses.CLOSED
        with pytest.raises(Unreachable):
            port.send(b"x")


async def test_closing_is_silent_and_breaks_the_connection_off() -> None:
    async with device() as box:
        we, port = Listener(), connect(parse(f"socket://127.0.0.1:{box.port}"))
        await we.open(port)
        reader, _ = await box.answer()
        port.close()
        assert await reader.read() == b""
        again = Listener()
        await again.open(port)
        await box.answer()
        assert (we.losses, again.losses) == ([], [])
        port.close()


@pytest.mark.parametrize("scheme", ["socket", "rfc2217"])
async def test_a_refusal_is_told_as_one(scheme: str) -> None:
    with pytest.raises(Unreachable) as told:
        await Listener().open(connect(parse(f"{scheme}://127.0.0.1:{a_free_port()}")))
    assert told.value.loss is losses.REFUSED


async def test_a_box_that_takes_nothing_is_lost() -> None:
    async with device() as box:
        we, port = Listener(), connect(parse(f"socket://127.0.0.1:{box.port}"))
        await we.open(port)
        reader, _ = await box.answer()
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        for _ in range(2000):
            port.send(bytes(65536))
        assert we.losses == []
        assert await we.until_lost() is losses.NOT_READING
