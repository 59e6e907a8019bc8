"""Which fault explains which: the root cause, by what hangs on what.

Theory of operation. Every fault that takes something away kills an *end* of the topology: a lost outlet its
own end, a silent device or a dead node all of theirs. A silent device is explained when one of its needs (a
group of feeds that back each other up) has nothing but dead ends, and its cause is the fault behind one of
them, or that one's own cause. Outlets that are dark by order count as dead and are nobody's fault. A PDU that
is silent while something that it alone feeds still answers has lost its network and not its mains, and a
switch or a gateway through which alone somebody is still reached has lost its own voice and carries on:
it explains nothing. Nor does anything explain what was ill by itself long before, nor a mere suspicion what
has a ticket, nor a silent device what stayed silent when that was back.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from controller.hall.faults import Fault, Phase
from controller.hall.neighbours import COMMON
from controller.hall.rules_link import LOST
from controller.hall.rules_mains import OUTLET_LOST, TRIPPED
from controller.hall.topology import DEEPEST, End, Feed, Kind, Topology
from controller.record import failpoints

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
    ends = dead_ends(picture)
    found: dict[str, str] = {}
    for key, fault in picture.faults.items():
        root = _root(picture, ends, key, fault)
        if root != key and not _is_its_own(fault, picture.faults[root]):
            found[key] = root
    return found


def starved(picture: Picture, device: str) -> bool:
    """Whether one of the needs of a device has nothing but dead ends, so that nobody can expect it up."""
    return starving(picture, dead_ends(picture), device)[0]


def _is_its_own(fault: Fault, root: Fault) -> bool:
    """Whether it has a trouble of its own, whatever the root is."""
    if failpoints.planted("a_blip_takes_all"):
        return _is_older(fault, root)
    suspected = root.phase is Phase.SOFT and fault.due
    return suspected or (fault.alone and root.rule == LOST) or _is_older(fault, root)


def fell_with(fault: Fault, root: Fault) -> bool:
    """Whether it lost something with its cause, and may boot when it has that again: not with a suspicion,
    not where it was silent well before its cause last fell silent, and no node, which nobody asks.
    """
    if root.phase is not Phase.ACTIVE or fault.rule == COMMON:
        return False
    last = root.turns[-1] if root.turns else root.since
    return root.rule not in (LOST, COMMON) or fault.since >= last - LATE


def _is_older(fault: Fault, root: Fault) -> bool:
    """Whether it was believed, with nothing behind it, long before its cause can have begun."""
    if fault.cause is not None or fault.hard is None or failpoints.planted("the_newest_cause_takes_all"):
        return False
    return fault.hard < root.since - LONG_BEFORE


def dead_ends(picture: Picture) -> dict[End, str | None]:
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
    if fault.rule == COMMON:
        return _beside(picture, fault)
    if fault.rule != LOST:
        return None
    above = starving(picture, ends, fault.device)[1]
    return above if above is not None else _in_a_net(picture, fault)


def _beside(picture: Picture, fault: Fault) -> str | None:
    """Of what backs each other up and is dead together, one has the ticket: what can be asked, else the first
    of the nodes; not one that somebody works at or has silenced, for that would hide the others.
    """
    keys = (f"{one}/{rule}" for one in fault.evidence.get("beside", ()) for rule in (LOST, COMMON))
    crew = [picture.faults[key] for key in keys if key in picture.faults]
    first = min((*crew, fault), key=lambda one: (_is_hushed(one), one.rule == COMMON, one.key))
    return first.key if first.key != fault.key else None


def _is_hushed(fault: Fault) -> bool:
    if failpoints.planted("one_at_work_hides_the_other"):
        return False
    return fault.maintenance is not None or fault.silenced_until is not None


def _in_a_net(picture: Picture, fault: Fault) -> str | None:
    """The subnet that fell silent with it; the model's word comes first."""
    common = (key for key, one in picture.faults.items() if "net" in one.evidence)
    return next((key for key in common if fault.device in picture.faults[key].evidence["devices"]), None)


def starving(picture: Picture, ends: Ends, sink: str) -> tuple[bool, str | None]:
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
    if End(source) not in ends and source in picture.excused and source not in picture.answering:
        return not failpoints.planted("what_is_off_carries_on"), None
    if End(source) not in ends:
        return (False, None) if picture.knows(source) else starving(picture, ends, source)
    if _still_feeds(picture, source, feed.kind):
        return False, None
    return True, ends[End(source)]


def _still_feeds(picture: Picture, source: str, kind: Kind) -> bool:
    """Whether something that only this one feeds, or is reached only through it, still answers."""
    if kind is not Kind.POWER and failpoints.planted("a_silent_switch_carries_nothing"):
        return False
    kinds = (Kind.POWER,) if kind is Kind.POWER else CARRIED
    return any(device in picture.answering for device in picture.topology.without({End(source)}, kinds))
