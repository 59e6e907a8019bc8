"""Rules about wishes: a device that took an order and did not obey, and one that was changed past us."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from controller.hall.conditions import Condition, Look, Miss, Proof
from controller.hall.faults import Severity

MISSED, OUTSIDE = "did_not_reach_state", "changed_outside"


def disobedience(look: Look, device: str) -> Iterator[Condition]:
    """What was ordered and did not come. It stands until the device obeys."""
    for ref, miss in look.missed(device).items():
        proof = Proof(miss.patience if miss.left is None else inf)
        yield Condition(MISSED, str(ref), device, Severity.MAJOR, proof, evidence_of(miss))


def evidence_of(miss: Miss) -> dict[str, Any]:
    """What is known of it, as its fault keeps it."""
    evidence: dict[str, Any] = {"wanted": miss.wanted, "order": miss.order, "why": miss.why, "by": miss.by}
    if miss.unheard:
        evidence |= {"unheard": True, "patience": miss.patience}
        evidence |= {"left": miss.left} if miss.left is not None else {}
        evidence |= {"renewed": True} if miss.renewed else {}
    return evidence


def miss_of(said: Mapping[str, Any]) -> Miss:
    """The inverse of `evidence_of`."""
    patience, left = float(said.get("patience", 0.0)), said.get("left")
    unheard, renewed = bool(said.get("unheard")), bool(said.get("renewed"))
    return Miss(said["wanted"], said["order"], said["why"], said["by"], unheard, patience, left, renewed)


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
