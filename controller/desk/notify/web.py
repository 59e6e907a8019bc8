"""Messages that leave over HTTP: the robots, and the signed generic webhook.

Whom we may talk to is decided by address, after the name is resolved: link-local and metadata addresses
never, private ones only where the hall's file says so. A redirect is not followed: it could lead anywhere.
"""

import ipaddress
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from controller.clock import Clock
from controller.desk.notify import signing
from controller.desk.notify.bucket import Limit
from controller.desk.notify.message import Answer, Delivered, Failed, Message
from controller.desk.notify.robots import Robot

if TYPE_CHECKING:
    import aiohttp

METADATA = frozenset(map(ipaddress.ip_address, ("169.254.169.254", "fd00:ec2::254", "100.100.100.200")))
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
SECONDS = 15.0
LARGEST = 65536
LATER = frozenset({408, 425, 429})
BETWEEN = frozenset({502, 504})
"""Said by something on the way, which has no answer of the other side."""
NEVER = frozenset({501, 505})
"""What a server cannot do today it cannot do tomorrow; any other trouble of its own may pass."""


class Forbidden(OSError):
    """An address that a message may not go to."""


def may_reach(text: str, private: bool) -> bool:
    """Whether a message may go to this numeric address."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = _inner(address) or address
    if address in METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or (private and (address.is_private or address.is_loopback))


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of the older kind that one of the newer kind stands for."""
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def numeric(host: str) -> str | None:
    """The address that a host is, also in the odd spellings that a C library takes (0x7f000001, 127.1)."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


class Unanswered(OSError):
    """The other side may have taken it: only the answer is missing."""


@dataclass(slots=True)
class Post:
    """Sends requests; `private`: also to addresses of the hall's own network."""

    private: bool = False
    _session: "aiohttp.ClientSession | None" = field(default=None, init=False)

    async def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, float | None]:
        """Status, text, and for how long the other side wants to be left alone. Raises OSError."""
        import aiohttp
        from yarl import URL

        session = self._session = self._session or self._opened()
        exactly = URL(url, encoded=True)  # a signature in it stays as its maker wants it spelled
        self._check(exactly.host or "")
        try:
            async with session.post(exactly, data=body, headers=headers, allow_redirects=False) as reply:
                text = (await reply.content.read(LARGEST)).decode("utf-8", "replace")
                alone = reply.headers.get("Retry-After") or reply.headers.get("x-ogw-ratelimit-reset")
                return reply.status, text, _seconds(alone)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            if not isinstance(
                error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | ValueError
            ):
                raise Unanswered(f"{type(error).__name__}: {error}") from error
            raise OSError(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> "aiohttp.ClientSession":
        import aiohttp

        connector = aiohttp.TCPConnector(resolver=_resolver(self.private), limit=8, use_dns_cache=False)
        timeout = aiohttp.ClientTimeout(total=SECONDS, sock_connect=5.0)
        return aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False)

    def _check(self, host: str) -> None:
        address = numeric(host)  # None for a name: the resolver looks at what it leads to
        if address is not None and not may_reach(address, self.private):
            raise Forbidden(f"{host} is no address for messages")


def _resolver(private: bool) -> Any:
    from aiohttp.abc import AbstractResolver
    from aiohttp.resolver import DefaultResolver

    class Guarded(AbstractResolver):
        """Names lead only to where messages may go."""

        def __init__(self) -> None:
            self._resolver = DefaultResolver()

        async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> Any:
            found = await self._resolver.resolve(host, port, family)  # type: ignore[arg-type]
            allowed = [one for one in found if may_reach(one["host"], private)]
            if not allowed:
                raise Forbidden(f"{host} leads to no address for messages")
            return allowed

        async def close(self) -> None:
            await self._resolver.close()

    return Guarded()


@dataclass(frozen=True, slots=True)
class Chat:
    """A robot of a work chat."""

    robot: Robot
    url: str
    secret: str
    post: Post
    clock: Clock

    @property
    def limit(self) -> Limit:
        """Its maker's."""
        return self.robot.limit

    async def send(self, message: Message) -> Answer:
        """Say it to the group."""
        url, body = self.robot.form(self.url, self.secret, message, self.clock.now())
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            status, text, after = await self.post.send(url, _json(body), headers)
        except OSError as error:
            return _lost(error, _masked(str(error), url))
        answer = _object(text)
        if status != 200 and self.robot.number(answer) in (None, 0):
            return _refused(status, text, after)
        judged = self.robot.judge(answer)
        return replace(judged, after=after) if after and isinstance(judged, Failed) else judged


@dataclass(frozen=True, slots=True)
class Webhook:
    """Any system that can hear HTTP: JSON, signed with time and id, the same id at every try."""

    url: str
    secret: str
    post: Post
    clock: Clock
    limit: Limit = field(default_factory=lambda: Limit(20, 120.0))

    async def send(self, message: Message) -> Answer:
        """Hand it over; 2xx is taken, 410 and other refusals are final, the rest is tried again."""
        body, seconds = _json(payload(message)), int(self.clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
            "webhook-id": message.key,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signing.webhook(self.secret, message.key, seconds, body),
        }
        try:
            status, text, after = await self.post.send(self.url, body, headers)
        except OSError as error:
            return _lost(error, str(error))
        return Delivered(str(status)) if 200 <= status < 300 else _refused(status, text, after)


def payload(message: Message) -> dict[str, Any]:
    """A message as a program reads it."""
    return {
        "id": message.key,
        "type": "ticket.news",
        "at": message.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "hall": message.hall,
        "ticket": message.ticket,
        "urgent": message.urgent,
        "lang": message.lang,
        "subject": message.subject,
        "lines": list(message.lines),
        "url": message.url,
        "news": [dict(one) for one in message.news],
    }


def _lost(error: OSError, why: str) -> Failed:
    return Failed(why, not isinstance(error, Forbidden), perhaps=isinstance(error, Unanswered))


def _refused(status: int, text: str, after: float | None) -> Failed:
    said = " ".join(text.split())[:120]
    why, perhaps = f"HTTP {status} {said}".strip(), status in BETWEEN
    return Failed(why, again=_may_pass(status), after=after, perhaps=perhaps)


def _may_pass(status: int) -> bool:
    return status in LATER or (status >= 500 and status not in NEVER)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _masked(text: str, url: str) -> str:
    """The keys of robots stand in their addresses."""
    return text.replace(url, url.partition("?")[0])


def _seconds(said: str | None) -> float | None:
    return min(3600.0, float(said)) if said and said.isascii() and said.isdecimal() else None
