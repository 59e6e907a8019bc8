"""Which fault explains which: the root cause, by what hangs on what.

Theory of operation. Every fault that takes something away kills an *end* of the topology: a lost outlet its
own end, a silent device or a dead node all of theirs. A silent device is explained when one of its needs (a
group of feeds that back each other up) has nothing but dead ends, and its cause is the fault behind one of
them, or that one's own cause. Outlets that are dark by order count as dead and are nobody's fault. A PDU that
is silent while something that it alone feeds still answers has lost its network and not its mains, and a
switch or a gateway through which alone somebody is still reached has lost its own voice and carries on:
it explains nothing. Nor does anything explain what was ill by itself long before, nor a mere suspicion what
has a ticket, nor a silent device what stayed silent when that was back.

Nodes (a distribution board, a switch) are not asked anything. One is dead when all that would go down with it
is silent, enough of it fell silent together, and hangs on it in more than one way; what was ill already says
nothing against it. Of a gateway, which nothing but control hangs on, two are enough: a box of serial ports
seldom has more.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from controller.hall.conditions import AT_ONCE, Condition
from controller.hall.faults import Fault, Phase, Severity
from controller.hall.neighbours import COMMON, together
from controller.hall.reach import taken
from controller.hall.rules_link import LOST
from controller.hall.rules_mains import OUTLET_LOST, TRIPPED
from controller.hall.topology import DEEPEST, End, Feed, Kind, Topology
from controller.record import failpoints

PAIR = 2
CARRIED = (Kind.NETWORK, Kind.CONTROL)
LATE = timedelta(seconds=60)
"""Who is asked seldom falls silent so much later than the others, as far as anybody can see."""
LONG_BEFORE = timedelta(minutes=10)
"""A cause may show so much later than what it did; what is older has a trouble, and a ticket, of its own."""
Ends = Mapping[End, str | None]
"""Each dead end, and the key of the fault that killed it (None: an order did)."""


@dataclass(frozen=True)
class Picture:
    """What is known: the faults that are seen (soft or active), the outlets dark by order, who answers.

    `net_of` is the subnet of a device, "" where it has none.
    """

    topology: Topology
    faults: Mapping[str, Fault]
    dark: Collection[End] = ()
    answering: Collection[str] = ()
    excused: Collection[str] = ()
    net_of: Callable[[str], str] = lambda device: ""
    silent: Mapping[str, Fault] = field(init=False)

    def __post_init__(self) -> None:
        lost = {fault.device: fault for fault in self.faults.values() if fault.rule == LOST}
        object.__setattr__(self, "silent", lost)

    def knows(self, device: str) -> bool:
        """Whether it is a device that speaks for itself; a node does not."""
        return device in self.silent or device in self.answering or device in self.excused


def seen(faults: Mapping[str, Fault]) -> dict[str, Fault]:
    """The faults that explain others: those that are there, not those that are going."""
    return {key: fault for key, fault in faults.items() if fault.phase in (Phase.SOFT, Phase.ACTIVE)}


def causes(picture: Picture) -> dict[str, str]:
    """fault -> the fault at its root, for every fault that another one explains."""
    ends = _dead_ends(picture)
    found: dict[str, str] = {}
    for key, fault in picture.faults.items():
        root = _root(picture, ends, key, fault)
        if root != key and not _is_its_own(fault, picture.faults[root]):
            found[key] = root
    return found


def starved(picture: Picture, device: str) -> bool:
    """Whether one of the needs of a device has nothing but dead ends, so that nobody can expect it up."""
    return _starved(picture, _dead_ends(picture), device)[0]


def dead_nodes(
    picture: Picture, common: int, window: float, standing: Collection[str]
) -> Iterator[Condition]:
    """The nodes that took everything with them; one that stands already need not have done so at once."""
    if len(picture.silent) < min(common, PAIR):
        return
    ends = _dead_ends(picture)
    found = {node: gone for node in _nodes(picture.topology) if (gone := _taken(picture, node, common))}
    for node, gone in found.items():
        since = sorted(picture.silent[device].since for device in gone)
        began = _fell(since, _enough(picture, node, common), timedelta(seconds=window))
        above = any(node in taken(picture.topology, {End(other)}) for other in found if other != node)
        above = above or _starved(picture, ends, node)[0]
        if (began is not None or f"{node}/{COMMON}" in standing) and not above:
            yield _dead(node, gone, began or since[0])


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
    ends = _dead_ends(picture) | {End(one.subject): None for one in nodes.values()}
    silent = [
        one
        for one in picture.silent.values()
        if (one.cause is None or one.cause in standing) and not _starved(picture, ends, one.device)[0]
    ]
    yield from together(silent, picture.net_of, standing, common, window)


def _dead(node: str, gone: Collection[str], since: datetime) -> Condition:
    evidence = {"devices": sorted(gone)}
    return Condition(COMMON, node, node, Severity.CRITICAL, AT_ONCE, evidence, since)


def _nodes(topology: Topology) -> Iterator[str]:
    """What others hang on; whether it is a device is seen by whether it is ever silent or answering."""
    yield from dict.fromkeys(feed.source.device for feed in topology.feeds)


def _taken(picture: Picture, node: str, common: int) -> frozenset[str]:
    """The devices that went down with a node, if it looks as if they did."""
    if picture.knows(node):
        return frozenset()
    victims = taken(picture.topology, {End(node)})
    direct = {sink for sink in picture.topology.below(End(node)) if sink in victims}
    ill = frozenset(device for device in victims if device in picture.silent)
    well = any(device in picture.answering for device in victims)
    return ill if not well and len(ill) >= _enough(picture, node, common) and len(direct) > 1 else frozenset()


def _is_its_own(fault: Fault, root: Fault) -> bool:
    """Whether it has a trouble of its own, whatever the root is."""
    if failpoints.planted("a_blip_takes_all"):
        return _is_older(fault, root)
    suspected = root.phase is Phase.SOFT and fault.due
    return suspected or (fault.alone and root.rule == LOST) or _is_older(fault, root)


def fell_with(fault: Fault, root: Fault) -> bool:
    """Whether it lost something with its cause, and may boot when it has that again: not with a suspicion,
    and not where it was silent well before its cause last fell silent.
    """
    if root.phase is not Phase.ACTIVE:
        return False
    last = root.turns[-1] if root.turns else root.since
    return root.rule not in (LOST, COMMON) or fault.since >= last - LATE


def _is_older(fault: Fault, root: Fault) -> bool:
    """Whether it was believed, with nothing behind it, long before its cause can have begun."""
    if fault.cause is not None or fault.hard is None or failpoints.planted("the_newest_cause_takes_all"):
        return False
    return fault.hard < root.since - LONG_BEFORE


def _enough(picture: Picture, node: str, common: int) -> int:
    """How many have to fall silent together for a node to be blamed."""
    feeds = (feed for feed in picture.topology.feeds if feed.source.device == node)
    return min(common, PAIR) if all(feed.kind is Kind.CONTROL for feed in feeds) else common


def _fell(since: Sequence[datetime], enough: int, window: timedelta) -> datetime | None:
    """When so many fell silent within the window, and whoever was well until then not much later."""
    if failpoints.planted("whoever_is_ill_clears_a_node"):
        return since[0] if since[-1] - since[0] <= window else None
    bursts = (at for at in since if sum(at <= one <= at + window for one in since) >= enough)
    return next((at for at in bursts if since[-1] <= at + LATE), None)


def _dead_ends(picture: Picture) -> dict[End, str | None]:
    ends: dict[End, str | None] = dict.fromkeys(picture.dark)
    for key, fault in picture.faults.items():
        if fault.rule == OUTLET_LOST:
            ends[End.parse(fault.subject)] = key
        elif fault.rule in (LOST, COMMON):
            ends[End(fault.subject)] = key
    return ends


def _root(picture: Picture, ends: Ends, key: str, fault: Fault) -> str:
    """The last of the chain of causes; a chain is never longer than the topology is deep."""
    for _ in range(DEEPEST):
        above = _above(picture, ends, fault)
        if above is None:
            return key
        key, fault = above, picture.faults[above]
    return key


def _above(picture: Picture, ends: Ends, fault: Fault) -> str | None:
    if fault.rule == OUTLET_LOST:
        return next((key for key, one in picture.faults.items() if _opened(one, fault)), None)
    if fault.rule != LOST:
        return None
    above = _starved(picture, ends, fault.device)[1]
    return above if above is not None else _in_a_net(picture, fault)


def _in_a_net(picture: Picture, fault: Fault) -> str | None:
    """The subnet that fell silent with it; the model's word comes first."""
    common = (key for key, one in picture.faults.items() if "net" in one.evidence)
    return next((key for key in common if fault.device in picture.faults[key].evidence["devices"]), None)


def _starved(picture: Picture, ends: Ends, sink: str) -> tuple[bool, str | None]:
    """Whether one of its needs has nothing but dead ends, and by which fault: the one that tipped it."""
    needs: dict[tuple[Kind, int], list[Feed]] = defaultdict(list)
    for feed in picture.topology.above(sink):
        needs[feed.kind, feed.group].append(feed)
    groups = [[_killer(picture, ends, feed) for feed in feeds] for feeds in needs.values()]
    dead = [killers for killers in groups if all(is_dead for is_dead, _ in killers)]
    known = next((found for killers in dead if (found := [key for _, key in killers if key])), [])
    return bool(dead), max(known, key=lambda one: picture.faults[one].since, default=None)


def _opened(breaker: Fault, outlet: Fault) -> bool:
    """A bank that tripped took the outlets of its device."""
    return breaker.rule == TRIPPED and breaker.device == outlet.device


def _killer(picture: Picture, ends: Ends, feed: Feed) -> tuple[bool, str | None]:
    """Whether a feed is dead, and by which fault."""
    if feed.source.jack and feed.source in ends:
        return True, ends[feed.source]
    source = feed.source.device
    if End(source) not in ends:
        return (False, None) if picture.knows(source) else _starved(picture, ends, source)
    if _still_feeds(picture, source, feed.kind):
        return False, None
    return True, ends[End(source)]


def _still_feeds(picture: Picture, source: str, kind: Kind) -> bool:
    """Whether something that only this one feeds, or is reached only through it, still answers."""
    if kind is not Kind.POWER and failpoints.planted("a_silent_switch_carries_nothing"):
        return False
    kinds = (Kind.POWER,) if kind is Kind.POWER else CARRIED
    return any(device in picture.answering for device in picture.topology.without({End(source)}, kinds))
