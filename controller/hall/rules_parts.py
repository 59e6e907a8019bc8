"""Rules about what a device says of itself: parts that failed, and values beyond this hall's limits."""

from collections.abc import Iterator

from controller.hall.conditions import Condition, Look, Proof
from controller.hall.faults import Phase, Severity
from controller.record import failpoints
from drivers.points import Ref, Value
from drivers.rigfile.limits import Limit
from drivers.vocabulary import FAILED, WARNING

PART, BEYOND = "device_error", "beyond_limit"
NAMED = {"lamp_hours": "lamp_hours", "filter_hours": "filter_hours", "temperature": "over_temperature"}
"""Limits that have a fault of their own name, and so words of their own."""
COUNTERS = frozenset({"lamp_hours", "filter_hours"})
"""What only grows needs no time to prove itself."""


def parts(look: Look, device: str) -> Iterator[Condition]:
    """A part of which the device says that it failed, or soon may."""
    proof = Proof(look.settings.apart, look.settings.reads)
    for ref, now in look.sight.state.points(device, ("health",)):
        if now.quality == "live" and now.reported in (FAILED, WARNING):
            severity = Severity.MAJOR if now.reported == FAILED else Severity.MINOR
            evidence = {"part": str(ref.index[-1]) if ref.index else "", "said": str(now.reported)}
            yield Condition(PART, str(ref), device, severity, proof, evidence, flickers=True)


def limits(look: Look, device: str) -> Iterator[Condition]:
    """A value beyond what the hall's file allows. `lamp_hours` is about every lamp, `lamp_hours/1` one."""
    for name, limit in look.sight.limits(device).items():
        for ref, now in look.sight.state.points(device):
            if name not in (ref.key, str(ref).partition("/")[2]) or now.quality != "live":
                continue
            condition = _beyond(look, ref, now.reported, limit)
            if condition is not None:
                yield condition


def is_measured(rule: str) -> bool:
    """Whether such a fault is about a measured value, which rests longer."""
    return rule in (BEYOND, "over_temperature")


def _beyond(look: Look, ref: Ref, value: Value, limit: Limit) -> Condition | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    rule = NAMED.get(ref.key, BEYOND) if limit.below is None else BEYOND
    margin = look.settings.margin if _is_believed(look, f"{ref}/{rule}") else 0.0
    if not _is_beyond(float(value), limit, margin):
        return None
    hold = 0.0 if ref.key in COUNTERS else look.settings.analogue
    evidence = {"value": value, "above": limit.above, "below": limit.below}
    proof = Proof(limit.hold if limit.hold is not None else hold)
    return Condition(rule, str(ref), ref.device, Severity(limit.severity), proof, evidence, flickers=True)


def _is_believed(look: Look, key: str) -> bool:
    """Whether it has to be clearly better to be over; a suspicion has not been beyond for long enough yet."""
    if failpoints.planted("no_hysteresis"):
        return False
    fault = look.standing(key)
    suspected = fault is not None and fault.phase is Phase.SOFT
    return fault is not None and (not suspected or failpoints.planted("a_spike_is_held"))


def _is_beyond(value: float, limit: Limit, margin: float) -> bool:
    """Whether it is beyond the limit; with a margin, not yet better than that by enough."""
    if limit.above is not None and value > limit.above - margin * abs(limit.above):
        return True
    return limit.below is not None and value < limit.below + margin * abs(limit.below)
