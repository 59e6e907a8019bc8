"""A simulated device on a UDP port: every address that speaks to it is a client while it goes on speaking."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, cast

from drivers.points import Value
from simulators.client import Client
from simulators.device import Reach, SimulatedDevice
from simulators.models.mixer import Mixer
from simulators.servers.osc_meters import BANKS, Meters

FORGOTTEN_AFTER = 120.0
MOST_CLIENTS = 256


class UdpServer(asyncio.DatagramProtocol):
    """One socket; not `greeted`: a side door where nobody logs in (search and status of a TCP device)."""

    def __init__(
        self,
        device: SimulatedDevice,
        host: str,
        port: int,
        greeted: bool = True,
        session: Mapping[str, Value] | None = None,
    ) -> None:
        """Not yet listening."""
        self.device, self.host, self.port = device, host, port
        self._greeted, self._session = greeted, session
        self._aside: Callable[[bytes, Any], bool] = lambda data, peer: False
        if isinstance(device.model, Mixer) and device.driver.name in BANKS:
            self._aside = Meters(device, self.send).hear
        self._clients: dict[Any, tuple[Client, float]] = {}
        self._socket: asyncio.DatagramTransport | None = None
        self._wanted = True
        self._turning: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """udp://host:port as it really is."""
        return f"udp://{self.host}:{self.port}"

    async def open(self) -> None:
        """Bind; port 0 takes any, and keeps it from then on."""
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, (self.host, self.port))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        self._socket = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, peer: Any) -> None:
        """Pass it on to the client at that address, a new one if need be."""
        if self.device.state is Reach.OPEN and not self._aside(data, peer):
            self.client(peer).hear(self._whole(data))

    def _whole(self, data: bytes) -> bytes:
        """A datagram is a message, even where its sender leaves out the end that a line would need."""
        end = getattr(self.device.driver.framing.says, "end", "").encode()
        return data if data.endswith(end) else data + end

    def client(self, peer: Any) -> Client:
        """The client at an address; those long silent are forgotten."""
        now = self.device.timing.now()
        known = self._clients.get(peer)
        if known is None:
            self._forget(now)
            client = self.welcome(peer)
        else:
            client = known[0]
        self._clients[peer] = client, now
        return client

    def welcome(self, peer: Any) -> Client:
        """A client for an address not heard before."""
        return self.device.connect(
            f"{peer[0]}:{peer[1]}",
            lambda data: self.send(data, peer),
            lambda: self.drop(peer),
            greeted=self._greeted,
            session=self._session,
        )

    def send(self, data: bytes, peer: Any) -> None:
        """One datagram to an address."""
        if self._socket and not self._socket.is_closing():
            self._socket.sendto(data, peer)

    def reach(self, state: Reach) -> None:
        """Without mains, or its cable, it is silent; one that refuses has no socket, and senders are told."""
        self._wanted = state is not Reach.REFUSING or self.device.impairments.half_open
        if self._turning is None:
            self._turning = asyncio.get_running_loop().create_task(self._turn())

    async def close(self) -> None:
        """Close the socket."""
        self._wanted = False
        if self._turning:
            await self._turning
        if self._socket:
            self._socket.close()

    async def settled(self) -> None:
        """Wait until the door stands as it should."""
        if self._turning:
            await self._turning

    async def _turn(self) -> None:
        while self._wanted != (self._socket is not None):
            if self._wanted:
                await self.open()
            elif self._socket:
                self._socket.close()
                self._socket = None
        self._turning = None

    def _forget(self, now: float) -> None:
        old = sorted(self._clients.items(), key=lambda item: item[1][1])
        for number, (peer, (_, heard)) in enumerate(old):
            if now - heard > FORGOTTEN_AFTER or len(old) - number >= MOST_CLIENTS:
                self.drop(peer)

    def drop(self, peer: Any) -> None:
        """Forget the client at an address."""
        if known := self._clients.pop(peer, None):
            self.device.leave(known[0])
