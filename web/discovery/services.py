"""What announces itself by mDNS, of the types our drivers know."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from drivers import catalog
from drivers.clues import SERVICES, Service
from web.discovery.finding import Found
from web.recording.conversation import Enough

if TYPE_CHECKING:
    from zeroconf.asyncio import AsyncServiceInfo

RESOLVED = 3000
"""Milliseconds a service has to tell its address."""


class NoZeroconf(Exception):
    """The library is not installed."""


async def browse(
    enough: Enough, interfaces: Any = None, heard: Callable[[], object] = lambda: None
) -> list[Found]:
    """Every service of a known type that is announced until it is enough; `heard` is told of each.

    NoZeroconf without the library.
    """
    try:
        from zeroconf import InterfaceChoice
        from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf
    except ImportError:
        raise NoZeroconf from None
    async with AsyncZeroconf(interfaces=interfaces or InterfaceChoice.Default) as zeroconf:
        seen: dict[str, str] = {}

        def changed(zeroconf: Any, service_type: str, name: str, state_change: Any) -> None:
            seen[name] = service_type
            heard()

        types = sorted({one.type for one in SERVICES})
        browser = AsyncServiceBrowser(zeroconf.zeroconf, types, handlers=[changed])
        await enough.wait()
        await browser.async_cancel()
        infos = [await _resolved(zeroconf, type_, name) for name, type_ in sorted(seen.items())]
    return [one for info in infos if info is not None for one in found(info)]


async def _resolved(zeroconf: Any, type_: str, name: str) -> "AsyncServiceInfo | None":
    from zeroconf.asyncio import AsyncServiceInfo

    info = AsyncServiceInfo(type_, name)
    return info if await info.async_request(zeroconf.zeroconf, RESOLVED) else None


def found(info: "AsyncServiceInfo") -> list[Found]:
    """The device at each address of a service."""
    texts = {_plain(key): _plain(value) for key, value in info.properties.items()}
    clue = next((one for one in SERVICES if one.type == info.type and _fits(one, texts)), None)
    says = info.name.removesuffix(f".{info.type}")
    driver = clue.driver if clue is not None and clue.driver in catalog.names() else ""
    scheme = "udp" if "._udp." in info.type else "tcp"
    return [
        Found("mdns", host, f"{scheme}://{host}:{info.port}", driver, says)
        for host in info.parsed_addresses()
        if ":" not in host
    ]


def _fits(clue: Service, texts: Mapping[str, str]) -> bool:
    return not clue.property or texts.get(clue.property, "").casefold() == clue.value.casefold()


def _plain(text: bytes | None) -> str:
    return (text or b"").decode("utf-8", "replace")
