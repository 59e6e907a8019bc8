"""Nodes that took everything with them: distribution boards, switches, gateways that nobody can ask.

One is suspected when all that would go down with it is silent, enough of it fell silent together, and hangs
on it in more than one way; what was ill already says nothing against it. Of a gateway, which nothing but
control hangs on, two are enough: a box of serial ports seldom has more. What backs each other up is looked at
together: all of it is dead then, and one of it has the ticket.

Suspicions are weighed one after the other, the one that explains most first, and each only by what is not
explained already: by an outlet without power, by a silent device that can be asked, by a node before it. So a
switch is not blamed for what its board did, nor a board for what hangs on a switch that died an hour ago.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from controller.hall.conditions import AT_ONCE, Condition
from controller.hall.correlate import LATE, LONG_BEFORE, Ends, Picture, dead_ends, starving
from controller.hall.faults import Fault, Severity
from controller.hall.neighbours import COMMON, together
from controller.hall.reach import taken
from controller.hall.topology import End, Kind, Topology
from controller.record import failpoints

PAIR = 2
Group = tuple[End, ...]
"""The ends that back each other up somewhere; often it is one."""


@dataclass(frozen=True, slots=True)
class _Suspect:
    """Nodes that may be dead: one, or those that back each other up (`alone` is False then).

    `known` can be asked, back them up, and are silent as well, since then. `gone` is all that is silent with
    them, `mine` what of it nothing else explains, `enough` how much must have fallen together. `stands` are
    the faults of those that are named already.
    """

    nodes: tuple[str, ...]
    known: Mapping[str, Fault]
    alone: bool
    gone: frozenset[str]
    mine: frozenset[str]
    enough: int
    stands: Mapping[str, Fault]

    @property
    def since(self) -> datetime | None:
        """Since when all of it is named; None where it is not yet."""
        named = [fault.since for fault in self.stands.values()]
        return max(named) if len(named) == len(self.nodes) else None


def dead_nodes(
    picture: Picture, common: int, window: float, standing: Mapping[str, Fault]
) -> Iterator[Condition]:
    """The nodes that took everything with them; one that stands already need not have done so at once."""
    if len(picture.silent) < min(common, PAIR) and not any(map(_is_common, standing)):
        return
    suspects = list(_suspects(picture, common, standing))
    left = frozenset(picture.silent)
    while found := _next(picture, suspects, left, timedelta(seconds=window)):
        suspect, began = found
        suspects.remove(suspect)
        left -= suspect.gone
        yield from _dead(suspect, began)


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


def _dead(suspect: _Suspect, began: datetime) -> Iterator[Condition]:
    """A condition for each of the nodes; what died together with it is its evidence."""
    faults = {**suspect.known, **{node: suspect.stands.get(node) for node in suspect.nodes}}
    lately = [one for one, fault in faults.items() if fault is None or _is_of_late(fault, began)]
    for node in suspect.nodes:
        beside = [one for one in lately if one != node and node in lately]
        evidence = {"devices": sorted(suspect.gone)} | ({"beside": beside} if beside else {})
        yield Condition(COMMON, node, node, Severity.CRITICAL, AT_ONCE, evidence, began)


def _is_of_late(fault: Fault, began: datetime) -> bool:
    """Whether it died together with the others, as far as anybody saw; what flaps stays with them."""
    return fault.since >= began - LATE or "beside" in fault.evidence


# ------------------------------------------------------------ who may be dead


def _suspects(picture: Picture, common: int, standing: Mapping[str, Fault]) -> Iterator[_Suspect]:
    ends = {end: key for end, key in dead_ends(picture).items() if not _is_common(key)}
    plain = _unexplained(picture, ends, frozenset(picture.silent))
    for group in _groups(picture):
        asked = [end for end in group if picture.knows(end.device) or end in ends]
        gone = _taken(picture, group)
        if not gone or len(asked) == len(group) or any(_lives(picture, ends, end) for end in asked):
            continue
        nodes = tuple(end.device for end in group if end not in asked)
        nodes = tuple(one for one in nodes if not starving(picture, ends, one)[0])
        if nodes:
            known = {one: picture.silent[one] for end in asked if (one := end.device) in picture.silent}
            stands = {one: standing[key] for one in nodes if (key := f"{one}/{COMMON}") in standing}
            mine = gone & plain if not stands else _unexcused(picture, ends, gone, stands)
            enough = _enough(picture.topology, group, common)
            yield _Suspect(nodes, known, len(group) == 1, gone, mine, enough, stands)


def _groups(picture: Picture) -> Iterator[Group]:
    """What others hang on, each alone, and then what backs each other up somewhere; whether it is a device
    is seen by whether it is ever silent or answering.
    """
    feeds = picture.topology.feeds
    yield from dict.fromkeys((End(feed.source.device),) for feed in feeds)
    if failpoints.planted("nodes_die_alone"):
        return
    groups: dict[tuple[str, Kind, int], set[End]] = defaultdict(set)
    for feed in feeds:
        end = feed.source if picture.knows(feed.source.device) else End(feed.source.device)
        groups[feed.sink, feed.kind, feed.group].add(end)
    yield from dict.fromkeys(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def _lives(picture: Picture, ends: Ends, end: End) -> bool:
    """Whether what can be asked still feeds: its outlet has power, and it answers."""
    return end not in ends and End(end.device) not in ends and end.device in picture.answering


def _taken(picture: Picture, group: Group) -> frozenset[str]:
    """The devices that went down with these ends, if it looks as if they did."""
    victims = taken(picture.topology, group)
    below = {sink for end in group for sink in picture.topology.below(end)}
    well = any(device in picture.answering for device in victims)
    ill = frozenset(device for device in victims if device in picture.silent)
    return ill if not well and len(below & victims) > 1 else frozenset()


def _unexplained(picture: Picture, ends: Ends, gone: frozenset[str]) -> frozenset[str]:
    """What of it no end that can be asked explains."""
    if failpoints.planted("all_that_is_silent_accuses"):
        return gone
    return frozenset(device for device in gone if not starving(picture, ends, device)[0])


def _unexcused(
    picture: Picture, ends: Ends, gone: frozenset[str], stands: Mapping[str, Fault]
) -> frozenset[str]:
    """The same of nodes that are named: what died later excuses them of nothing."""
    late = max(fault.since for fault in stands.values()) + LATE
    before = {end: key for end, key in ends.items() if key and picture.faults[key].since <= late}
    return _unexplained(picture, before, gone)


def _enough(topology: Topology, group: Group, common: int) -> int:
    """How many have to fall silent together for a node to be blamed."""
    devices = {end.device for end in group}
    feeds = (feed for feed in topology.feeds if feed.source.device in devices)
    return min(common, PAIR) if all(feed.kind is Kind.CONTROL for feed in feeds) else common


# ------------------------------------------------------------ who is


def _next(
    picture: Picture, suspects: Sequence[_Suspect], left: frozenset[str], window: timedelta
) -> tuple[_Suspect, datetime] | None:
    """The suspect that explains most of what is left, and since when; one that is named for long comes before
    all that is newer.
    """
    if not left:
        return None
    newest = max(fault.since for fault in picture.silent.values())
    best: tuple[tuple[object, ...], _Suspect, datetime] | None = None
    for one in suspects:
        began = _began(picture, one, left, window)
        if began is not None:
            old = one.since is not None and one.since < newest - LONG_BEFORE
            depth = max(map(picture.topology.depth, one.nodes))
            more = len(one.mine & left), len(one.gone & left)
            rank = (old, *more, one.since is not None, one.alone, depth)
            best = (rank, one, began) if best is None or rank > best[0] else best
    return None if best is None else best[1:]


def _began(picture: Picture, one: _Suspect, left: frozenset[str], window: timedelta) -> datetime | None:
    """Since when it is dead, if that can be believed: by one that is left where it stands, else by two."""
    mine = one.mine & left
    if one.since is not None:
        return one.since if mine else None
    if len(mine) < PAIR or len(one.gone) < one.enough:
        return None
    return _fell(sorted(picture.silent[device].since for device in one.gone), one.enough, window)


def _fell(since: Sequence[datetime], enough: int, window: timedelta) -> datetime | None:
    """When so many fell silent within the window, and whoever was well until then not much later."""
    if failpoints.planted("whoever_is_ill_clears_a_node"):
        return since[0] if since[-1] - since[0] <= window else None
    bursts = (at for at in since if sum(at <= one <= at + window for one in since) >= enough)
    return next((at for at in bursts if since[-1] <= at + LATE), None)


def _is_common(key: str | None) -> bool:
    return key is not None and key.endswith(f"/{COMMON}")
