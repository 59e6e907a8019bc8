"""Rules about the conversation with a device: lost, barred, or broken by a fault of our own."""

from collections.abc import Iterator

from controller.hall.conditions import AT_ONCE, Condition, Look, Proof
from controller.hall.faults import Fault, Phase, Severity
from controller.hall.offline import DRIVER_FAILED, SILENT
from controller.record import failpoints
from drivers.points import Ref
from drivers.vocabulary import LinkState

LOST, LOCKED_OUT, BROKEN = "link_lost", "locked_out", "driver_failed"
RULES = frozenset({LOST, LOCKED_OUT, BROKEN})


def conversation(look: Look, device: str) -> Iterator[Condition]:
    """A link that is down and may not be. `evidence["code"]` says how: refused, silent, unplugged, ..."""
    link = look.sight.state.get(Ref(device, "link")).reported
    code = look.sight.loss(device)
    since = look.sight.lost_since(device)
    if link == LinkState.LOCKED_OUT:
        yield Condition(LOCKED_OUT, device, device, Severity.MAJOR, AT_ONCE, {"code": code}, since)
    elif link == LinkState.LOST and code == DRIVER_FAILED.code:
        yield Condition(BROKEN, device, device, Severity.MAJOR, AT_ONCE, {"code": code}, since)
    elif link == LinkState.LOST and not look.excused(device):
        proof = AT_ONCE if code == SILENT.code else Proof(look.settings.comms)  # it was asked three times
        yield Condition(LOST, device, device, Severity.MAJOR, proof, {"code": code}, since, flickers=True)


def settled(look: Look, fault: Fault) -> bool:
    """Whether it can be told at all that such a fault is over: while a link is being dialled nobody knows.

    A silence that has become lawful meanwhile is no recovery: whoever was ill is ill behind a dark outlet.
    A mere suspicion was none, then.
    """
    link = look.sight.state.get(Ref(fault.device, "link")).reported
    if link in (LinkState.UP, LinkState.DISABLED):
        return True
    if fault.rule != LOST:
        return False
    if link == LinkState.LOCKED_OUT or failpoints.planted("an_excuse_is_a_recovery"):
        return True
    if fault.phase is Phase.SOFT:
        return look.excused(fault.device)
    return fell_asleep(look, fault)


def fell_asleep(look: Look, fault: Fault) -> bool:
    """Whether it was silent behind a cause, and sleeps now that this is over: it has no trouble of its own
    that anybody could see, and nothing to wait for.
    """
    return fault.rule == LOST and fault.cause is not None and look.sleeps(fault.device)
