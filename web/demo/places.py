"""Where a demonstration lives on this machine, so that several can run side by side.

Each takes a number that nobody else holds, by binding a port that is used for nothing else. From it follow
the host of its devices, the ports of the service and the simulators' page, and those that hear notices and
traps; whatever another program has is passed over. What the person names (`--port`, `AUDITORIUM_DEMO_HOST`)
is taken as it is.
"""

import re
import socket
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

MOST = 20
"""So many demonstrations at once."""
CLAIM = 14100
PORT, NOTICES, TRAPS = 8080, 14452, 14262
STEP = 2 * MOST
_DEVICES = re.compile(r"\$\{AUDITORIUM_DEMO_HOST:-127\.0\.0\.1\}:(\d+)")
_CHOSEN = ("AUDITORIUM_DEMO_HOST", "AUDITORIUM_DEMO_NOTICES", "AUDITORIUM_DEMO_TRAPS")


@dataclass(slots=True)
class Place:
    """A place of one's own; `claim` is held until the demonstration ends."""

    port: int
    host: str
    notices: int
    traps: int
    claim: socket.socket | None = field(default=None, repr=False)

    @property
    def moved(self) -> bool:
        """Whether it is elsewhere than the documents say."""
        return (self.port, self.host) != (PORT, "127.0.0.1")

    def tell(self, variables: MutableMapping[str, str]) -> None:
        """Put it where the hall's file looks; what is there already stays."""
        for name, value in zip(_CHOSEN, (self.host, self.notices, self.traps), strict=True):
            variables.setdefault(name, str(value))

    def leave(self) -> None:
        """Let somebody else have it."""
        if self.claim is not None:
            self.claim.close()


class NoPlace(Exception):
    """There is none. `what` is the port or the address that was wanted and is taken."""

    def __init__(self, what: str, code: str = "taken") -> None:
        super().__init__(f"{code}: {what}")
        self.what, self.code = what, code


def ports_in(text: str) -> list[int]:
    """The ports of the devices in a hall's file that may be at any host."""
    return [int(one) for one in _DEVICES.findall(text)]


def find(devices: Sequence[int], port: int | None, chosen: Mapping[str, str]) -> Place:
    """A place with these ports of devices; `port` and `chosen` are what a person asked for.

    Raises NoPlace.
    """
    number, claim = _claimed()
    with ExitStack() as until_found:
        until_found.callback(claim.close)
        own = _first(PORT + 2 * number, STEP, _is_free_pair) if port is None else port
        _check_pair(own)
        host = chosen.get("AUDITORIUM_DEMO_HOST") or _host(number, devices)
        notices, traps = (_first(first + number, 10 * MOST, _is_free_udp) for first in (NOTICES, TRAPS))
        until_found.pop_all()
    return Place(own, host, notices, traps, claim)


def _claimed() -> tuple[int, socket.socket]:
    for number in range(MOST):
        claim = socket.socket()
        try:
            claim.bind(("127.0.0.1", CLAIM + number))
            return number, claim
        except OSError:
            claim.close()
    raise NoPlace(f"127.0.0.1:{CLAIM}-{CLAIM + MOST - 1}", "many")


def _host(number: int, devices: Sequence[int]) -> str:
    """The first loopback address on which nobody has a port of the devices; the usual one comes first."""
    for host in _hosts(number):
        if all(_is_free(host, one, kind) for one in devices for kind in _KINDS):
            return host
    busy = next((one for one in devices if not all(_is_free("127.0.0.1", one, kind) for kind in _KINDS)), 0)
    raise NoPlace(f"127.0.0.1:{busy}", "devices")


def _hosts(number: int) -> Iterator[str]:
    yield f"127.0.0.{1 + number}"
    yield from (f"127.0.{turn}.{1 + number}" for turn in range(1, 20))


_KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM)


def _is_free(host: str, port: int, kind: int = socket.SOCK_STREAM) -> bool:
    with closing(socket.socket(type=kind)) as one:
        if kind == socket.SOCK_STREAM:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that ended just now is no matter
        try:
            one.bind((host, port))
        except (OSError, OverflowError):
            return False
        return True


def _is_free_pair(port: int) -> bool:
    return _is_free("127.0.0.1", port) and _is_free("127.0.0.1", port + 1)


def _is_free_udp(port: int) -> bool:
    return _is_free("", port, socket.SOCK_DGRAM)


def _check_pair(port: int) -> None:
    for one in (port, port + 1):
        if not _is_free("127.0.0.1", one):
            raise NoPlace(f"127.0.0.1:{one}", "port")


def _first(first: int, step: int, free: Callable[[int], bool]) -> int:
    return next((one for one in range(first, first + 10 * step, step) if free(one)), first)
