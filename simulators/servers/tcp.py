"""A simulated device on a TCP port: so many connections at once, and none for longer than it likes."""

import asyncio
from typing import cast

from simulators.client import Client
from simulators.device import Reach, SimulatedDevice
from simulators.timing import Handle


class TcpServer:
    """Listens while the device has mains; a device that refuses, or is dark, has no listener."""

    def __init__(
        self,
        device: SimulatedDevice,
        host: str,
        port: int,
        connections: int = 0,
        idle: float | None = None,
        unasked: bool = True,
    ) -> None:
        """`connections` at once (0: any number); `idle` seconds after its last answer the device hangs up.

        Not `unasked`: what changes is not told here.
        """
        self.device, self.host, self.port = device, host, port
        self.connections, self.idle, self.unasked = connections, idle, unasked
        self.open_now: set[_Connection] = set()
        self._listener: asyncio.Server | None = None
        self._wanted = True
        self._turning: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """tcp://host:port as it really is."""
        return f"tcp://{self.host}:{self.port}"

    async def open(self) -> None:
        """Listen; port 0 takes any, and keeps it from then on. A device asleep does not."""
        if self.device.state is Reach.ASLEEP:
            self._wanted = False
            return
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(
            lambda: _Connection(self), self.host, self.port, reuse_address=True
        )
        self.port = self._listener.sockets[0].getsockname()[1]

    def reach(self, state: Reach) -> None:
        """Open or close the door; whoever is inside stays, unless the device itself hung up."""
        self._wanted = state is Reach.OPEN
        for connection in self.open_now:
            connection.attend()
        if self._turning is None:
            self._turning = asyncio.get_running_loop().create_task(self._turn())

    async def close(self) -> None:
        """Close the door and everybody's connection."""
        self._wanted = False
        self._shut()
        for connection in list(self.open_now):
            connection.abort()
        if self._turning:
            await self._turning

    async def settled(self) -> None:
        """Wait until the door stands as it should."""
        if self._turning:
            await self._turning

    async def _turn(self) -> None:
        while self._wanted != (self._listener is not None):
            if self._wanted:
                await self.open()
            else:
                self._shut()
        self._turning = None

    def _shut(self) -> None:
        if self._listener:
            self._listener.close()
            self._listener = None


class _Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, server: TcpServer) -> None:
        self.server = server
        self.client: Client | None = None
        self._transport: asyncio.Transport | None = None
        self._idle: Handle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet, or hang up on one too many."""
        self._transport = cast(asyncio.Transport, transport)
        server = self.server
        if server.connections and len(server.open_now) >= server.connections:
            self._transport.close()
            return
        server.open_now.add(self)
        host, port = transport.get_extra_info("peername")[:2]
        self.client = server.device.connect(f"{host}:{port}", self._say, self.abort, unasked=server.unasked)
        self.attend()
        self._rest()

    def data_received(self, data: bytes) -> None:
        """Pass it on."""
        if self.client:
            self.client.hear(data)

    def connection_lost(self, trouble: Exception | None) -> None:
        """The client went."""
        self.server.open_now.discard(self)
        if self._idle:
            self._idle.cancel()
        if self.client:
            self.server.device.leave(self.client)

    def attend(self) -> None:
        """A half-open device does not even take the bytes off the wire."""
        if self._transport and not self._transport.is_closing():
            if self.server.device.impairments.half_open:
                self._transport.pause_reading()
            else:
                self._transport.resume_reading()

    def abort(self) -> None:
        """Hang up, dropping what is still unsent only if the device itself is gone."""
        if self._transport:
            if self.server.device.alive:
                self._transport.close()
            else:
                self._transport.abort()

    def _say(self, data: bytes) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.write(data)
            self._rest()

    def _rest(self) -> None:
        if self._idle:
            self._idle.cancel()
        if self.server.idle:
            self._idle = self.server.device.timing.call_later(self.server.idle, self.abort)
