"""Nodes that took everything with them: distribution boards, switches, gateways that nobody can ask.

One is dead when all that would go down with it is silent, enough of it fell silent together, and hangs on it
in more than one way; what was ill already says nothing against it. Of a gateway, which nothing but control
hangs on, two are enough: a box of serial ports seldom has more. Nodes that back each other up are looked at
together where none of them alone explains what is silent: then all of them are dead, and the first of them
has the ticket.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from controller.hall.conditions import AT_ONCE, Condition
from controller.hall.correlate import LATE, Ends, Picture, dead_ends, starving
from controller.hall.faults import Fault, Severity
from controller.hall.neighbours import COMMON, together
from controller.hall.reach import taken
from controller.hall.topology import End, Kind, Topology
from controller.record import failpoints

PAIR = 2
Crew = tuple[str, ...]
"""A node, or nodes that back each other up."""


@dataclass(frozen=True, slots=True)
class _Blamed:
    """What went down with a node, how many of it must have done so together, and the nodes it died with."""

    gone: frozenset[str]
    enough: int
    beside: Crew


def dead_nodes(
    picture: Picture, common: int, window: float, standing: Collection[str]
) -> Iterator[Condition]:
    """The nodes that took everything with them; one that stands already need not have done so at once."""
    if len(picture.silent) < min(common, PAIR):
        return
    ends = dead_ends(picture)
    found = _blamed(picture, ends, common)
    for node, blamed in found.items():
        since = sorted(picture.silent[device].since for device in blamed.gone)
        began = _fell(since, blamed.enough, timedelta(seconds=window))
        above = node in taken(picture.topology, {End(other) for other in found if other != node})
        above = above or starving(picture, ends, node)[0]
        if (began is not None or f"{node}/{COMMON}" in standing) and not above:
            yield _dead(node, blamed, began or since[0])


def dead_nets(
    picture: Picture,
    common: int,
    window: float,
    nodes: Mapping[str, Condition],
    standing: Mapping[str, Fault],
) -> Iterator[Condition]:
    """The subnets that fell silent, of what neither the model nor a dead node of it explains.

    `standing` are those named already, also while they rest: nobody is counted in twice. Who has another
    cause, or had one until a moment ago, fell silent because of that.
    """
    ends = dead_ends(picture) | {End(one.subject): None for one in nodes.values()}
    silent = [
        one
        for one in picture.silent.values()
        if (one.cause is None or one.cause in standing) and not starving(picture, ends, one.device)[0]
    ]
    yield from together(silent, picture.net_of, standing, common, window)


def _dead(node: str, blamed: _Blamed, since: datetime) -> Condition:
    evidence = {"devices": sorted(blamed.gone)} | ({"beside": list(blamed.beside)} if blamed.beside else {})
    return Condition(COMMON, node, node, Severity.CRITICAL, AT_ONCE, evidence, since)


def _blamed(picture: Picture, ends: Ends, common: int) -> dict[str, _Blamed]:
    found: dict[str, _Blamed] = {}
    for crew in _crews(picture.topology):
        others = [node for node in crew if node not in found and not picture.knows(node)]
        asked = all(End(node) in ends for node in crew if picture.knows(node))
        if not others or not asked:
            continue
        known = frozenset[str]().union(*(found[node].gone for node in crew if node in found))
        enough = _enough(picture.topology, crew, common)
        gone = _taken(picture, crew) - known
        if len(gone) >= enough:
            for node in others:
                found[node] = _Blamed(gone, enough, tuple(one for one in others if one != node))
    return found


def _crews(topology: Topology) -> Iterator[Crew]:
    """What others hang on, each alone, and then what backs each other up somewhere; whether it is a device
    is seen by whether it is ever silent or answering.
    """
    yield from dict.fromkeys((feed.source.device,) for feed in topology.feeds)
    if failpoints.planted("nodes_die_alone"):
        return
    groups: dict[tuple[str, Kind, int], dict[str, None]] = defaultdict(dict)
    for feed in topology.feeds:
        groups[feed.sink, feed.kind, feed.group][feed.source.device] = None
    yield from dict.fromkeys(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def _taken(picture: Picture, crew: Crew) -> frozenset[str]:
    """The devices that went down with these nodes, if it looks as if they did."""
    victims = taken(picture.topology, set(map(End, crew)))
    below = {sink for node in crew for sink in picture.topology.below(End(node))}
    well = any(device in picture.answering for device in victims)
    ill = frozenset(device for device in victims if device in picture.silent)
    return ill if not well and len(below & victims) > 1 else frozenset()


def _enough(topology: Topology, crew: Crew, common: int) -> int:
    """How many have to fall silent together for a node to be blamed."""
    feeds = (feed for feed in topology.feeds if feed.source.device in crew)
    return min(common, PAIR) if all(feed.kind is Kind.CONTROL for feed in feeds) else common


def _fell(since: Sequence[datetime], enough: int, window: timedelta) -> datetime | None:
    """When so many fell silent within the window, and whoever was well until then not much later."""
    if failpoints.planted("whoever_is_ill_clears_a_node"):
        return since[0] if since[-1] - since[0] <= window else None
    bursts = (at for at in since if sum(at <= one <= at + window for one in since) >= enough)
    return next((at for at in bursts if since[-1] <= at + LATE), None)
