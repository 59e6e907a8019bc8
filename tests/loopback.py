"""A guard at the interpreter's own door: this process reaches loopback and nothing else.

An audit hook sees every connection, datagram and name look-up, by whatever library. What is refused looks
like a machine without a network, and is remembered, so that a test fails even where the code under test
handles the error. A name under `.invalid` is refused as any resolver would and not held against the test.
"""

import ipaddress
import socket
import sys

DOORS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0}


class Guard:
    """Refuses every address outside the machine once it stands; `seen` lists what was refused."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._standing = False

    def stand(self) -> None:
        """Stand from now to the end of the process; an audit hook cannot be taken back."""
        if not self._standing:
            self._standing = True
            sys.addaudithook(self._watch)

    def _watch(self, event: str, args: tuple[object, ...]) -> None:
        if event not in DOORS:
            return
        resolving = event == "socket.getaddrinfo"
        host = _host(args[DOORS[event]], resolving)
        if not host or _is_here(host, resolving) or (not resolving and _stays_here(args[0], host)):
            return
        if not host.endswith(".invalid"):
            self.seen.append(host)
        raise socket.gaierror(socket.EAI_NONAME, f"tests reach loopback only, not {host}")


def _host(asked: object, resolving: bool) -> str:
    """The host that is asked for; empty for a connected socket, a path, or any other family."""
    if not resolving:
        asked = asked[0] if isinstance(asked, tuple) and asked else None
    if isinstance(asked, bytes):
        asked = asked.decode("ascii", "replace")
    return asked if isinstance(asked, str) else ""


def _stays_here(sender: object, host: str) -> bool:
    """Whether it goes to a group of hosts, and out by loopback only."""
    try:
        if not isinstance(sender, socket.socket) or not ipaddress.IPv4Address(host).is_multicast:
            return False
        way = sender.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, 4)
    except (OSError, ValueError):
        return False
    return ipaddress.IPv4Address(way).is_loopback


def _is_here(host: str, resolving: bool) -> bool:
    if host in {"localhost", "0.0.0.0", "::"}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host == socket.gethostname() and resolving
    return resolving or address.is_loopback
