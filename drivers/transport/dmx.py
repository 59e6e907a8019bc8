"""Lighting levels out, over sACN (E1.31) or Art-Net: what is ordered is sent, and sent again while it stands.

Theory of operation. The driver says lines ("at 3 = 128"), as to a device; here they change a universe, and
the universe is what goes out: at once, at most 40 times a second, a few times more after each change, and
then about once a second, because a node that hears nothing for 2.5 s lets go. One sender serves all devices
of a hall that are on one universe, so that house lights and stage are one stream; what it holds outlives a
redialled link. Nothing is sent before the first order. Nothing comes back but, over Art-Net, who is there.
"""

import asyncio
import re
import socket
import uuid
from typing import cast

from drivers.errors import Unreachable
from drivers.transport import OnBytes, OnLost, Timer, Timers, losses
from drivers.transport.address import Address
from drivers.transport.dmx_levels import Universe
from drivers.transport.dmx_packets import (
    DISCOVERY_GROUP,
    Levels,
    artdmx,
    artpoll,
    read_artpoll_reply,
    sacn,
    sacn_discovery,
    sacn_group,
)
from drivers.transport.ears import Ears

SOONEST = 0.025  # s between packets; DMX itself does 44 a second
AGAIN = 0.8  # s between packets while nothing changes
SURE = 3  # packets after a change at the quick pace, so that a lost one does no harm
POLLED = 3.0  # s between Art-Net polls
DISCOVERED = 10.0  # s between sACN discovery packets
FINAL = 3  # packets that end an sACN stream
ORDER = re.compile(r"at ([0-9,]{1,2048}) = ([0-9]{1,3})(?: in ([0-9]{1,5}(?:\.[0-9]{1,3})?))?")
NAME = "Auditorium"


class Dmx:
    """One device's share of a universe."""

    def __init__(self, address: Address, clock: Timers | None = None) -> None:
        """Not yet sending."""
        self._address, self._clock = address, clock
        self._fade = float(address.option("fade"))
        self._sender: Sender | None = None
        self._ears: Ears | None = None

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Join the sender of this universe; raises Unreachable: an unknown name, no route, a port in use."""
        self.close()
        ears = self._ears = Ears(on_bytes, on_lost)
        try:
            sender = await _sender(self._address, self._clock or asyncio.get_running_loop())
        except OSError as trouble:
            self.close()
            raise Unreachable(losses.of(trouble)) from trouble
        if ears.listening:
            self._sender = sender
            sender.join(ears)
        else:
            _leave(sender)

    def send(self, data: bytes) -> None:
        """Orders, a line each; `hold` is answered, to say that the sender is at work."""
        if self._sender is None or self._ears is None or not self._ears.listening:
            raise Unreachable(losses.NOT_OPEN)
        for line in data.decode("ascii", "replace").splitlines():
            if line == "hold":
                asyncio.get_running_loop().call_soon(self._ears.hear, b"holding\n")
            else:
                self._obey(self._sender, line)

    def _obey(self, sender: "Sender", line: str) -> None:
        if line in ("blackout = 0", "blackout = 1"):
            sender.universe.darken(line.endswith("1"))
        elif (order := ORDER.fullmatch(line)) is not None:
            channels = [int(text) for text in order[1].split(",") if text and 1 <= int(text) <= 512]
            seconds = self._fade if order[3] is None else float(order[3])
            sender.universe.put(channels, min(255, int(order[2])), sender.now(), seconds)
        sender.changed()

    def close(self) -> None:
        """Leave; the last one ends the stream."""
        if self._ears is not None:
            self._ears.close()
        sender, self._sender = self._sender, None
        if sender is not None and self._ears is not None:
            sender.leave(self._ears)
            _leave(sender)
        self._ears = None


class Sender(asyncio.DatagramProtocol):
    """The stream of one universe."""

    def __init__(self, key: "Key", address: Address, universe: Universe, clock: Timers) -> None:
        """Not yet open."""
        self.key, self.universe = key, universe
        self._address, self._clock = address, clock
        self._loop = asyncio.get_running_loop()
        self._number = int(address.option("universe"))
        self._sacn = address.scheme == "sacn"
        self._cid = uuid.uuid5(uuid.NAMESPACE_OID, f"{uuid.getnode()}/{key[1:]}").bytes
        self._transport: asyncio.DatagramTransport | None = None
        self._there: tuple[str, int] = ("", address.port)
        self._ears: list[Ears] = []
        self._timers: dict[str, Timer] = {}
        self._sequence = self._sure = 0
        self._sent = -1.0

    # ------------------------------------------------------------ beginning and ending

    async def open(self) -> None:
        """Make the socket."""
        host = self._address.host
        if self._sacn and host == "multicast":
            host = sacn_group(self._number)
        found = await self._loop.getaddrinfo(host, self._address.port, type=socket.SOCK_DGRAM)
        self._there = (str(found[0][4][0]), self._address.port)
        here = ("0.0.0.0", int(self._address.options.get("local_port", 0)))
        made = self._loop.create_datagram_endpoint
        await made(lambda: self, local_addr=here, family=socket.AF_INET, allow_broadcast=True)
        self._every("poll", POLLED) if not self._sacn else self._every("discovery", DISCOVERED)
        if self.universe.begun:
            self.changed()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        self._transport = cast(asyncio.DatagramTransport, transport)
        sock: socket.socket = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 20)
        if interface := str(self._address.option("interface")):
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))

    def join(self, ears: Ears) -> None:
        """One more device hears who is there."""
        self._ears.append(ears)

    def leave(self, ears: Ears) -> None:
        """One less."""
        if ears in self._ears:
            self._ears.remove(ears)

    @property
    def deserted(self) -> bool:
        """Whether nobody uses it."""
        return not self._ears

    def close(self) -> None:
        """End the stream in order, and free the socket."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers = {}
        if self._transport is not None:
            for _ in range(FINAL if self._sacn and self.universe.begun else 0):
                self._say(self._packet(ended=True))
            self._transport.close()
            self._transport = None

    # ------------------------------------------------------------ sending

    def now(self) -> float:
        """The time by which fades go."""
        return self._loop.time()

    def changed(self) -> None:
        """Send as soon as the pace allows."""
        self._sure = SURE
        self._later("frame", max(0.0, self._sent + SOONEST - self.now()))

    def frame(self) -> None:
        """Send what stands, and see when it is due again."""
        self._say(self._packet())
        self._sent = self.now()
        quick = self.universe.moving or self._sure > 0
        self._sure -= not self.universe.moving and self._sure > 0
        self._later("frame", SOONEST if quick else AGAIN)

    def poll(self) -> None:
        """Ask who is there."""
        self._say(artpoll())
        self._later("poll", POLLED)

    def discovery(self) -> None:
        """Tell what we send, to whoever draws the list."""
        if self.universe.begun and self._address.host == "multicast":
            packet = sacn_discovery(self._number, NAME, self._cid)
            self._say(packet, (DISCOVERY_GROUP, self._address.port))
        self._later("discovery", DISCOVERED)

    def _packet(self, ended: bool = False) -> bytes:
        self._sequence = self._sequence % 255 + 1
        priority = int(self._address.options.get("priority", 100))
        data = self.universe.frame(self.now())
        levels = Levels(self._number, data, NAME, priority, self._sequence, ended)
        return sacn(levels, self._cid) if self._sacn else artdmx(levels)

    def _say(self, packet: bytes, there: tuple[str, int] | None = None) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(packet, there or self._there)

    def _every(self, what: str, seconds: float) -> None:
        self._later(what, 0.0 if what == "poll" else seconds)

    def _later(self, what: str, seconds: float) -> None:
        if what in self._timers:
            self._timers[what].cancel()
        self._timers[what] = self._clock.call_later(seconds, getattr(self, what))

    # ------------------------------------------------------------ hearing

    def datagram_received(self, data: bytes, addr: object) -> None:
        """A node tells who it is."""
        node = read_artpoll_reply(data)
        if node is not None:
            text = f"node {_quoted(node.name)} {_quoted(node.description)}\n".encode("latin-1", "replace")
            for ears in list(self._ears):
                ears.hear(text)

    def error_received(self, exc: Exception) -> None:
        """No way to the node: whoever listens is told."""
        for ears in list(self._ears):
            ears.lose_soon(losses.of(exc))


def _quoted(text: str) -> str:
    clean = "".join(char for char in text if char.isprintable())
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


Key = tuple[asyncio.AbstractEventLoop, str, str, int, int, int]
# The streams of this process, and what stands in each; a redialled link finds its universe as it left it.
_open: dict[Key, Sender] = {}
_held: dict[Key, Universe] = {}


async def _sender(address: Address, clock: Timers) -> Sender:
    universe, priority = int(address.option("universe")), int(address.options.get("priority", 100))
    loop = asyncio.get_running_loop()
    key: Key = (loop, address.scheme, address.host, address.port, universe, priority)
    if (there := _open.get(key)) is not None:
        return there
    sender = _open[key] = Sender(key, address, _held.setdefault(key, Universe()), clock)
    try:
        await sender.open()
    except OSError:
        del _open[key]
        raise
    return sender


def _leave(sender: Sender) -> None:
    if sender.deserted and _open.get(sender.key) is sender:
        del _open[sender.key]
        sender.close()
