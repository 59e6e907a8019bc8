"""Whether what a fault is about has left the hall: taken out of its file, renamed in it, switched off there.

That ends the fault, for nobody can be asked any more. It is no repair: the desk keeps its ticket open, until
a person says what became of it.
"""

from collections.abc import Collection
from typing import Literal

from controller.hall.faults import Fault
from controller.hall.neighbours import COMMON
from controller.hall.sight import Sight
from drivers.points import Ref
from drivers.vocabulary import LinkState

Why = Literal["", "removed", "disabled"]


def departed(sight: Sight, fault: Fault, devices: Collection[str]) -> Why:
    """Why it is out of sight; "" while somebody can be asked: `devices` are those that are looked after."""
    if fault.rule == COMMON:
        return "" if _is_known(sight, fault, devices) else "removed"
    return "" if fault.device in devices else why_away(sight, fault.device)


def why_away(sight: Sight, device: str) -> Why:
    """Why a device that is not looked after is not: it is known and left alone, or not known at all."""
    link = sight.state.get(Ref(device, "link")).reported
    return "disabled" if link == LinkState.DISABLED else "removed"


def _is_known(sight: Sight, fault: Fault, devices: Collection[str]) -> bool:
    """A node is asked through those that hang on it; a subnet is in no file."""
    drawn = "net" in fault.evidence or any(
        feed.source.device == fault.subject for feed in sight.topology.feeds
    )
    return drawn and any(one in devices for one in fault.evidence.get("devices", ()))
