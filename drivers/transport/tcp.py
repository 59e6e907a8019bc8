"""TCP, made to notice in seconds what TCP itself notices in a quarter of an hour.

Keep-alive finds a silent peer on an idle link; TCP_USER_TIMEOUT one that no longer acknowledges what was
sent; the bound of unsent bytes one that acknowledges and does not read. None of them replaces the patience of
the link above, which alone knows that an answer is due.
"""

import asyncio
import socket
from typing import cast

from drivers.errors import Unreachable
from drivers.transport import OnBytes, OnLost, losses
from drivers.transport.ears import Ears

KEEP_ALIVE = (5, 2, 3)  # s idle before the first probe, s between probes, probes
USER_TIMEOUT = 8_000  # ms that sent bytes may stay unacknowledged
UNSENT = 64 * 1024  # bytes waiting in our memory, after the kernel's own buffer is full


class Tcp:
    """A TCP connection to a device; `connect_timeout` is in seconds."""

    def __init__(self, host: str, port: int, connect_timeout: float = 5.0) -> None:
        self._host, self._port, self._connect_timeout = host, port, connect_timeout
        self._wire: _Wire | None = None

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Connect within the time; raises Unreachable with the way in which it failed."""
        self.close()
        self._wire = wire = _Wire(Ears(on_bytes, on_lost))
        try:
            async with asyncio.timeout(self._connect_timeout):
                await asyncio.get_running_loop().create_connection(lambda: wire, self._host, self._port)
        except OSError as trouble:
            self.close()
            raise Unreachable(losses.of(trouble)) from trouble
        except asyncio.CancelledError:
            self.close()
            raise

    def send(self, data: bytes) -> None:
        """Write at once what the kernel takes, keep the rest up to 64 KB; beyond, the device is lost."""
        if self._wire is None or not self._wire.ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        self._wire.send(data)

    def close(self) -> None:
        """Drop the connection and what waits in it."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None


class _Wire(asyncio.Protocol):
    """One connection."""

    def __init__(self, ears: Ears) -> None:
        self.ears = ears
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        if self.ears.listening:
            watch(transport.get_extra_info("socket"))
        else:
            self._transport.abort()  # closed while it was being made

    def data_received(self, data: bytes) -> None:
        self.ears.hear(data)

    def connection_lost(self, exc: Exception | None) -> None:
        loss = losses.of(exc)
        self.ears.lose(losses.SILENT if loss is losses.TIMED_OUT else loss)

    def send(self, data: bytes) -> None:
        if self._transport is None:
            raise Unreachable(losses.NOT_OPEN)
        if self.ears.leaving:
            return
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > UNSENT:
            self.ears.lose_soon(losses.NOT_READING)
            self._transport.abort()

    def close(self) -> None:
        self.ears.close()
        if self._transport is not None:
            self._transport.abort()


def watch(sock: socket.socket) -> None:
    """Let the kernel watch over a connection, as far as this system can."""
    idle, between, probes = KEEP_ALIVE
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_NODELAY", 1),
        ("TCP_KEEPIDLE", idle),
        ("TCP_KEEPINTVL", between),
        ("TCP_KEEPCNT", probes),
        ("TCP_USER_TIMEOUT", USER_TIMEOUT),
    ):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
