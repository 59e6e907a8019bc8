"""What every answer carries and every request must show before anybody looks at who asks.

* The `Host` must be one of ours. A page of somebody else's that points its own name at our address (DNS
  rebinding) is refused; a literal address is let through, for a rebound name is never one.
* A request that changes something, and the WebSocket, must come from our own page if it comes with the
  cookie: the `Origin` has to be there and name this very host. A program shows a token instead, and needs
  no Origin; a wrong one is refused from anybody.
"""

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from web.problems import Problem

CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": CSP,
    "Server": "auditorium",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def own_names(more: Iterable[str] = ()) -> frozenset[str]:
    """The names this machine is called by; `more` are those that its installer added."""
    name = socket.gethostname().lower()
    return frozenset({*LOCAL, name, f"{name}.local", name.partition(".")[0], *(one.lower() for one in more)})


def check_host(host: str | None, names: frozenset[str]) -> None:
    """Raise a 421 unless the Host header is an address or one of our names."""
    if host is None or not _is_ours(_without_port(host), names):
        raise Problem(421, "host")


def check_origin(
    method: str, origin: str | None, host: str | None, ambient: bool, socket: bool = False
) -> None:
    """Raise a 403 for a request that another page may have sent; `ambient`: it is known by its cookie."""
    if method in SAFE and not socket:
        return
    if origin is None:
        if ambient:
            raise Problem(403, "origin")
        return
    if urlsplit(origin).netloc.lower() != (host or "").lower() or not origin.startswith(
        ("http://", "https://")
    ):
        raise Problem(403, "origin")


def is_loopback(remote: str | None) -> bool:
    """Whether the peer sits on this very machine."""
    try:
        return ipaddress.ip_address((remote or "").partition("%")[0]).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].rstrip(".").lower()


def _is_ours(name: str, names: frozenset[str]) -> bool:
    if name in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
