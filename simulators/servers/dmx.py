"""A node on a lighting network: it hears sACN or Art-Net from anybody, and tells who it is when polled."""

import asyncio
import ipaddress
import socket
from typing import Any, cast

from drivers.transport.address import Address
from drivers.transport.dmx_packets import (
    POLL,
    Node,
    artpoll_reply,
    opcode,
    read_artdmx,
    read_sacn,
    sacn_group,
)  # fmt: skip
from simulators.device import Reach, SimulatedDevice
from simulators.servers.dmx_sources import Sources

FORGETS = {"sacn": 2.5, "artnet": 10.0}
"""Seconds after which a silent sender has no say."""


class DmxServer(asyncio.DatagramProtocol):
    """One universe of one device; what it hears reaches the device as the driver would say it."""

    def __init__(self, device: SimulatedDevice, address: Address, port: int) -> None:
        """Not yet listening."""
        self.device, self.host, self.port = device, address.host, port
        self.scheme, self.universe = address.scheme, int(address.option("universe"))
        self._sources = Sources(FORGETS[address.scheme])
        self._told: dict[str, str] = {}
        self._client = device.connect(address.scheme, lambda data: None, greeted=False, unasked=False)
        self._socket: asyncio.DatagramTransport | None = None

    @property
    def address(self) -> str:
        """Where it really listens."""
        return f"{self.scheme}://{self.host}:{self.port}?universe={self.universe}"

    async def open(self) -> None:
        """Bind, and join the universe's group where it is one."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            group = self.host == "multicast"
            sock.bind(("0.0.0.0" if group else self.host, self.port))
            if group:
                joined = socket.inet_aton(sacn_group(self.universe)) + socket.inet_aton("0.0.0.0")
                sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, joined)
        except OSError:
            sock.close()
            raise
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, sock=sock)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        self._socket = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, peer: Any) -> None:
        """Levels change the lights; a poll is answered."""
        if self.device.state is not Reach.OPEN:
            return
        if self.scheme == "artnet" and opcode(data) == POLL:
            self._answer(peer)
            return
        levels = read_sacn(data) if self.scheme == "sacn" else read_artdmx(data, str(peer[0]))
        if levels is not None and levels.universe == self.universe:
            self._sources.take(levels, self.device.timing.now())
            self._show()

    def reach(self, state: Reach) -> None:
        """A dark node hears nothing; what it was told it forgets."""
        self._told = {}

    async def close(self) -> None:
        """Close the socket."""
        if self._socket:
            self._socket.close()

    def _answer(self, peer: Any) -> None:
        if self._socket and not self.device.impairments.mute:
            at = ipaddress.IPv4Address(peer[0]).packed
            node = Node(self.device.name, self.device.driver.title)
            self._socket.sendto(artpoll_reply(node, at, self.universe), peer)

    def _show(self) -> None:
        """Tell the device of every light that stands elsewhere now."""
        data = self._sources.levels(self.device.timing.now())
        if data is None:
            return
        for channels in self._lights():
            level = str(max(data[int(channel) - 1] for channel in channels.split(",")))
            if self._told.get(channels) != level:
                self._told[channels] = level
                self._client.hear(f"at {channels} = {level}\n".encode())

    def _lights(self) -> list[str]:
        """The channels of each light, as the driver's lines say them."""
        driver = self.device.driver
        return [driver.spelling["light"].write(light) for light in driver.axes["light"]]  # type: ignore[union-attr]
