"""What was found, and how it is written into a hall's file."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

PUBLIC = {"public", ""}


@dataclass(frozen=True)
class Found:
    """One device: where, the driver we believe in ("" for none), what it calls itself, what else speaks it.

    `by` is how it was found, `lines` what its entry in a hall's file needs besides driver and address.
    """

    by: str
    host: str
    address: str
    driver: str
    says: str = ""
    others: tuple[str, ...] = ()
    lines: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "says", one_line(self.says))

    def data(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


def one_line(text: str) -> str:
    """What a device calls itself, fit for a terminal and a remark: it may call itself anything."""
    return "".join(sign for sign in " ".join(text.split())[:100] if sign.isprintable())


class NotANetwork(ValueError):
    """A range that is none, is too large, or is not one of ours to look into; says so in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


LARGEST = 1024
"""So many addresses are asked at most: a control network, not a campus."""


def hosts(networks: Iterable[str]) -> list[str]:
    """The addresses of these ranges, in order; NotANetwork where one cannot be searched."""
    wanted = [_network(text) for text in networks]
    count = sum(network.num_addresses for network in wanted)
    if count > LARGEST:
        raise NotANetwork(
            f"these are {count} addresses; {LARGEST} at most, a /22",
            f"共 {count} 个地址；最多 {LARGEST} 个（/22）",
        )
    return list(dict.fromkeys(str(host) for network in wanted for host in network.hosts()))


def broadcasts(networks: Iterable[str]) -> list[str]:
    """Where everybody of these ranges hears: the broadcast address, or the one host itself."""
    return [str(_network(text).broadcast_address) for text in networks]


def _network(text: str) -> ipaddress.IPv4Network:
    try:
        network = ipaddress.IPv4Network(text, strict=False)
    except ValueError:
        raise NotANetwork(
            f"{text} is no range of addresses; one is written 10.1.4.0/24",
            f"{text} 不是网段；应写成 10.1.4.0/24",
        ) from None
    if not network.is_private:
        raise NotANetwork(
            f"{text} is not a private network; only those are searched",
            f"{text} 不是内部网段；只在内部网段中查找",
        )
    return network


def pasted(found: Iterable[Found]) -> Iterator[str]:
    """The lines for a hall's file; what no driver fits is left to a remark."""
    known = [one for one in found if one.driver]
    if known:
        yield "devices:"
    taken: set[str] = set()
    for one in known:
        if one.says:
            yield f"  # {one.says}"
        yield f"  {_name(one, taken)}:"
        yield f"    driver: {one.driver}"
        yield f"    address: {one.address}"
        yield from (f"    {line}" for line in one.lines)


def _name(one: Found, taken: set[str]) -> str:
    """A name nobody has yet: the driver and the last number of its address."""
    base = f"{one.driver.replace('_', '-')}-{one.host.rpartition('.')[2]}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name
