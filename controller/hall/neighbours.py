"""A common cause that no model knows: devices of one subnet that fell silent together.

What is not drawn cannot be asked: a switch that nobody noted takes its devices along all the same. Three or
more that have no other explanation and share a subnet are silent because of one thing, probably. Once named,
the cause stands until most of them answer again; whoever is silent after that has a trouble of its own, and
is not counted in a second time.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network

from controller.hall.conditions import AT_ONCE, Condition
from controller.hall.faults import Fault, Severity

COMMON = "common_cause"
WIDTHS = {4: 24, 6: 64}


def subnet(host: str) -> str:
    """The subnet of an address, "10.1.4.0/24"; "" for a name, for nothing, and for this very machine."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    return str(ip_network((address, WIDTHS[address.version]), strict=False))


def named(net: str) -> str:
    """The subject of its fault: 10.1.4.0/24 -> 10.1.4.0-24."""
    return net.replace("/", "-")


def together(
    silent: Collection[Fault],
    net_of: Callable[[str], str],
    standing: Mapping[str, Fault],
    common: int,
    window: float,
) -> Iterator[Condition]:
    """The subnets whose devices fell silent together; `silent` are those that nothing else explains."""
    nets: dict[str, list[Fault]] = defaultdict(list)
    for fault in silent:
        if not fault.alone and (net := net_of(fault.device)):
            nets[net].append(fault)
    for net, faults in nets.items():
        was = standing.get(f"{named(net)}/{COMMON}")
        gone = _still(was, faults, window) if was is not None else _burst(faults, common, window)
        if gone:
            since = min(fault.since for fault in gone)
            of = max(len(gone), was.evidence.get("of", 0) if was is not None else 0)
            evidence = {"devices": sorted(fault.device for fault in gone), "net": net, "of": of}
            yield Condition(COMMON, named(net), named(net), Severity.CRITICAL, AT_ONCE, evidence, since)


def _burst(faults: list[Fault], common: int, window: float) -> list[Fault]:
    """The most that fell silent within the window, if they are enough."""
    within = timedelta(seconds=window)
    groups = ([one for one in faults if first.since <= one.since <= first.since + within] for first in faults)
    return max((group for group in groups if len(group) >= common), key=len, default=[])


def _still(was: Fault, faults: list[Fault], window: float) -> list[Fault]:
    """Those in it that are still silent, and late ones; none once most of them answer again."""
    until = was.since + timedelta(seconds=window)
    known = set(was.evidence.get("devices", ()))
    gone = [one for one in faults if one.device in known or was.since <= one.since <= until]
    return gone if 2 * len(gone) >= max(was.evidence.get("of", 0), len(gone)) else []
