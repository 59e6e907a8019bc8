"""Rules about mains: outlets dark without an order, banks that tripped, loads beyond their limits."""

from collections.abc import Iterator

from controller.hall.conditions import Condition, Look, Proof
from controller.hall.faults import Severity
from controller.hall.hot import end_of
from controller.hall.topology import End, Kind
from drivers.points import Ref
from drivers.vocabulary import FAILED, LinkState, LoadState

OUTLET_LOST, MISMATCH = "outlet_lost", "outlet_mismatch"
TRIPPED, OVERLOAD, NEAR = "breaker_tripped", "overload", "load_near"
LOADS = frozenset({"load_state", "phase_state", "feed_state"})
BANKS = LOADS | {"breaker"}


def outlets(look: Look, device: str) -> Iterator[Condition]:
    """An outlet that feeds something and is off: unordered it is lost, ordered it may be the wrong one."""
    state, proof = look.sight.state, Proof(look.settings.apart, look.settings.reads)
    for end, fed in look.sight.topology.outlets(device).items():
        ref = Ref.parse(str(end)) if end.jack else None
        now = state.get(ref) if ref is not None and ref.key == "outlet" else None
        if ref is None or now is None or now.quality != "live" or now.reported is not False:
            continue
        if not look.lawful(ref):
            severity = Severity.MAJOR if _starves(look, end) else Severity.MINOR
            yield Condition(OUTLET_LOST, str(ref), device, severity, proof, {"feeds": list(fed)})
        elif answering := [one for one in fed if _answers(look, end, one)]:
            proof_of_both = Proof(look.settings.analogue, look.settings.reads)
            evidence = {"feeds": answering}
            yield Condition(MISMATCH, str(ref), device, Severity.MINOR, proof_of_both, evidence)


def loads(look: Look, device: str) -> Iterator[Condition]:
    """A bank that tripped, a load beyond what the device allows, or close to it."""
    proof = Proof(look.settings.apart, look.settings.reads)
    for ref, now in look.sight.state.points(device, BANKS):
        if now.quality != "live":
            continue
        if ref.key == "breaker" and now.reported == FAILED:
            yield Condition(TRIPPED, str(ref), device, Severity.CRITICAL, proof, flickers=True)
        elif ref.key in LOADS and now.reported == LoadState.OVER and not _tripped(look, ref):
            yield Condition(OVERLOAD, str(ref), device, Severity.MAJOR, proof, flickers=True)
        elif ref.key in LOADS and now.reported == LoadState.NEAR:
            yield Condition(NEAR, str(ref), device, Severity.MINOR, proof, flickers=True)


def _starves(look: Look, end: End) -> bool:
    """Whether something goes dark with this outlet, seen together with all that are dark already."""
    points = look.sight.state.points()
    dark = {end_of(ref) for ref, now in points if ref.key == "outlet" and now.reported is False}
    return bool(look.sight.topology.without(dark | {end}, (Kind.POWER,)))


def _answers(look: Look, end: End, device: str) -> bool:
    """Whether a device answers although the outlet that alone feeds it is dark."""
    if device not in look.sight.topology.without({end}, (Kind.POWER,)):
        return False
    return look.sight.state.get(Ref(device, "link")).reported == LinkState.UP


def _tripped(look: Look, ref: Ref) -> bool:
    return look.sight.state.get(Ref(ref.device, "breaker", ref.index)).reported == FAILED
