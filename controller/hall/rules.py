"""All rules, in one table: each says what should be standing at a device now.

A rule is a pure function of what is known; it remembers nothing. So the engine can ask again at any time,
after a restart too, and a lost event costs nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from controller.hall.conditions import Condition, Look, watched
from controller.hall.faults import Fault
from controller.hall.neighbours import COMMON
from controller.hall.rules_link import LOST, RULES, conversation, settled
from controller.hall.rules_mains import LOADS, loads, outlets
from controller.hall.rules_parts import limits, parts
from controller.hall.rules_wishes import MISSED, OUTSIDE, disobedience, outside

Rule = Callable[[Look, str], Iterator[Condition]]
ALL: tuple[Rule, ...] = (conversation, outlets, loads, parts, limits, disobedience, outside)
KEYS = frozenset({"link", "outlet", "breaker", "health", "power"}) | LOADS
"""The points that the rules look at; a hall's limits and scenes add theirs."""


def conditions(look: Look, device: str) -> dict[str, Condition]:
    """What should be standing at a device now, by key."""
    return {found.key: found for rule in ALL for found in rule(look, device)}


def certain(look: Look, fault: Fault) -> bool:
    """Whether the absence of its condition says that the fault is over, or only that nobody can tell now."""
    if fault.rule in RULES:
        return settled(look, fault)
    if fault.rule in (MISSED, COMMON):
        return True
    ref = watched(fault.subject)
    if fault.rule == OUTSIDE and look.sight.state.held(ref) is None:
        return True
    return look.sight.state.get(ref).quality in ("live", "assumed")


def unsettled(look: Look, fault: Fault) -> Fault:
    """The fault while nobody can tell whether it is over: lawful for a while, or of evidence grown old."""
    if fault.rule == LOST:
        return replace(fault, expected_by=look.excuse(fault.device))
    return fault if fault.rule in RULES else replace(fault, stale=True)


def good_read(look: Look, fault: Fault) -> object:
    """Something that is another one after each good read of what the fault is about."""
    if fault.rule == COMMON:
        return look.sight.clock.monotonic()
    if fault.rule in RULES:
        return look.sight.heard_at(fault.device)
    return look.sight.state.get(watched(fault.subject)).at
