"""UDP to one device: whole datagrams, from that device's address and port only.

The socket is connected, so the kernel drops what others send, and an ICMP refusal (a device that is up while
its service is not) comes back as a loss. Silence looks like nothing at all here; the link's patience
finds it.
"""

import asyncio
import socket
from typing import cast

from drivers.errors import Unreachable
from drivers.transport import OnBytes, OnLost, losses
from drivers.transport.ears import Ears

RECEIVE_BUFFER = 1 << 20  # bytes; a console that is asked for everything answers in one burst


class Udp:
    """Datagrams to and from a device; `local_port` for those that answer to a fixed one."""

    def __init__(self, host: str, port: int, local_port: int = 0) -> None:
        self._there, self._local_port = (host, port), local_port
        self._wire: _Wire | None = None

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Make the socket; raises Unreachable for an unknown name, no route, a local port in use."""
        self.close()
        self._wire = wire = _Wire(Ears(on_bytes, on_lost))
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(*self._there, type=socket.SOCK_DGRAM)
            family, there = found[0][0], (str(found[0][4][0]), self._there[1])
            sock = _connected(family, self._local_port, there)
            await loop.create_datagram_endpoint(lambda: wire, sock=sock)
        except OSError as trouble:
            self.close()
            raise Unreachable(losses.of(trouble)) from trouble

    def send(self, data: bytes) -> None:
        """One datagram."""
        if self._wire is None or not self._wire.ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        self._wire.send(data)

    def close(self) -> None:
        """Close the socket."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None


def _connected(family: int, port: int, there: tuple[str, int]) -> socket.socket:
    """A socket for one device. Devices that answer to a fixed port share it: each hears its own."""
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        if port:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", port))
        sock.connect(there)
    except OSError:
        sock.close()
        raise
    return sock


class _Wire(asyncio.DatagramProtocol):
    """One socket."""

    def __init__(self, ears: Ears) -> None:
        self.ears = ears
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        widen(transport)
        if not self.ears.listening:
            self._transport.abort()  # closed while it was being made

    def datagram_received(self, data: bytes, addr: object) -> None:
        if data:
            self.ears.hear(data)

    def error_received(self, exc: Exception) -> None:
        # asyncio may call this from within send, so the loss waits for its turn
        self.ears.lose_soon(losses.of(exc))
        self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ears.leaving:
            self.ears.lose(losses.of(exc))

    def send(self, data: bytes) -> None:
        if self._transport is None:
            raise Unreachable(losses.NOT_OPEN)
        if self.ears.leaving:
            return
        self._transport.sendto(data)

    def pause_writing(self) -> None:
        # the kernel takes no more and 64 KB wait in our memory
        self.ears.lose_soon(losses.NOT_READING)
        self._stop()

    def close(self) -> None:
        self.ears.close()
        self._stop()

    def _stop(self) -> None:
        if self._transport is not None:
            self._transport.abort()


def widen(transport: asyncio.BaseTransport) -> None:
    """Ask for a receive buffer that holds a burst; the kernel gives what it allows."""
    sock: socket.socket = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
