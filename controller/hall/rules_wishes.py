"""Rules about wishes: a device that took an order and did not obey, and one that was changed past us."""

from collections.abc import Iterator

from controller.hall.conditions import Condition, Look, Proof
from controller.hall.faults import Severity

MISSED, OUTSIDE = "did_not_reach_state", "changed_outside"


def disobedience(look: Look, device: str) -> Iterator[Condition]:
    """What was ordered and did not come. It stands until the device obeys."""
    for ref, miss in look.missed(device).items():
        evidence = {"wanted": miss.wanted, "order": miss.order, "why": miss.why, "by": miss.by}
        evidence |= {"unheard": True, "patience": miss.patience} if miss.unheard else {}
        yield Condition(MISSED, str(ref), device, Severity.MAJOR, Proof(miss.patience), evidence)


def outside(look: Look, device: str) -> Iterator[Condition]:
    """A point that a scene holds and that somebody changed at the device itself. For information only."""
    state = look.sight.state
    for ref in state.holds(device):
        value, now = state.held(ref), state.get(ref)
        if value is None or now.quality != "live" or now.pending:
            continue
        if look.sight.agrees(ref, value, now.reported):
            continue
        evidence = {"held": value, "is": now.reported}
        yield Condition(OUTSIDE, str(ref), device, Severity.INFO, Proof(look.settings.apart), evidence)
