"""Datagrams that devices send unasked to a port of ours: PJLink's status notices, SNMP traps.

Many devices report to the one port, so the socket is shared by the process and sorts by the sender's host. It
opens with the first subscriber and closes with the last. What comes from strangers is counted and dropped:
such notices carry no proof of who sent them; they are hints, to be followed by asking the device itself.
"""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import cast

from drivers.errors import Unreachable
from drivers.transport import losses
from drivers.transport.udp import widen

Answer = Callable[[bytes], None]
OnNotice = Callable[[bytes, Answer], None]


@dataclass(frozen=True)
class Subscription:
    """A standing wish to hear one device on one port of ours."""

    port: int
    cancel: Callable[[], None]


async def subscribe(port: int, host: str, subscriber: OnNotice, bind: str = "") -> Subscription:
    """Hear every datagram that `host` sends to our `port`, on all our addresses of its kind or on `bind`.
    The subscriber gets the datagram and a way to answer it. Raises Unreachable where the host's name is
    unknown or the port cannot be had (below 1024 a privilege is needed; another program may hold it)."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
        everywhere = "::" if found[0][0] == socket.AF_INET6 else "0.0.0.0"
        listener = await _listener(port, bind or everywhere)
    except PermissionError as trouble:
        raise Unreachable(losses.LOCAL_PORT_DENIED) from trouble
    except OSError as trouble:
        raise Unreachable(losses.of(trouble)) from trouble
    source = plain(str(found[0][4][0]))
    listener.add(source, subscriber)
    return Subscription(listener.port, lambda: _leave(listener, source, subscriber))


class Listener(asyncio.DatagramProtocol):
    """One shared port. `strangers` counts datagrams of hosts that nobody subscribed to."""

    def __init__(self, sock: socket.socket) -> None:
        self.port: int = sock.getsockname()[1]
        self.strangers = 0
        self.subscribers: dict[str, list[OnNotice]] = {}
        self._sock = sock
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)
        widen(transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        subscribers = self.subscribers.get(plain(addr[0]))
        if subscribers is None:
            self.strangers += 1
            return
        for subscriber in tuple(subscribers):
            subscriber(data, lambda answer: self._answer(answer, addr))

    def add(self, host: str, subscriber: OnNotice) -> None:
        """Pass this host's datagrams to one more subscriber."""
        self.subscribers.setdefault(host, []).append(subscriber)

    def remove(self, host: str, subscriber: OnNotice) -> None:
        """Stop that, the first time it is asked; later it is too late to matter."""
        listening = self.subscribers.get(host, [])
        if subscriber in listening:
            listening.remove(subscriber)
        if not listening:
            self.subscribers.pop(host, None)

    def close(self) -> None:
        """Free the port."""
        if self._transport is not None:
            self._transport.abort()
        self._sock.close()

    def _answer(self, data: bytes, addr: tuple[str, int]) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, addr)


def plain(host: str) -> str:
    """A host's numeric address in its one spelling."""
    return str(ip_address(host.partition("%")[0]))


# The open ports of this process. Keyed by loop as well, so that a second loop never meets sockets of a first.
_open: dict[tuple[asyncio.AbstractEventLoop, str, int], Listener] = {}


async def _listener(port: int, bind: str) -> Listener:
    loop = asyncio.get_running_loop()
    if (there := _open.get((loop, bind, port))) is not None:
        return there
    listener = Listener(_bound(port, bind))
    _open[loop, bind, port] = listener  # before the first await: whoever comes next finds it
    await loop.create_datagram_endpoint(lambda: listener, sock=listener._sock)
    return listener


def _leave(listener: Listener, host: str, subscriber: OnNotice) -> None:
    listener.remove(host, subscriber)
    if listener.subscribers:
        return
    listener.close()
    for key in [key for key, value in _open.items() if value is listener]:
        del _open[key]


def _bound(port: int, bind: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # IPv4 has a socket of its own
        sock.setblocking(False)
        sock.bind((bind, port))
    except OSError:
        sock.close()
        raise
    return sock
