"""When a fault wants a ticket, and what goes with it: the wait for a common cause, the frames before it.

A ticket is due for an active fault that nothing explains, that nobody silenced, and that is more than news;
not before the hold is over and everything it hangs on has been heard, or given up, since it began. The
journal line that says so carries the last frames of the conversation. The desk opens the ticket.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from controller.hall.cases import Case, Now
from controller.hall.faults import Fault, Severity
from controller.hall.knowledge import Knowledge
from controller.hall.words_kept import kept
from controller.record import failpoints
from controller.record.lines import Attachment, written
from drivers.points import Ref
from drivers.trace import Entry, escaped
from drivers.vocabulary import LinkState

FRAMES = 200
AGAIN = 5
"""Seconds until a parent that has not been heard since is asked again."""
MANY = 5
"""So many devices of a common cause show their frames."""
GRADES = {Severity.MINOR: 1, Severity.MAJOR: 2, Severity.CRITICAL: 3}
"""The fault class that a severity proposes: one degraded, one function lost, several."""


def silenced(fault: Fault, quiet: datetime | None, at: datetime) -> bool:
    """Whether a person wants no ticket of it now; `quiet` is until when its whole device is silenced."""
    ends = [until for until in (fault.silenced_until, quiet) if until is not None]
    return bool(ends) and at < max(ends)


def wanted(case: Case, know: Knowledge, now: Now, quiet: datetime | None) -> bool:
    """Whether a ticket is due."""
    fault = case.fault
    if not fault.calls or silenced(fault, quiet, now.at):
        return False
    waited = now.mono - (case.believed if case.believed is not None else now.mono)
    if failpoints.planted("tickets_without_hold"):
        return True
    if fault.due or waited >= know.settings.hold + know.settings.parents:
        return True
    unheard = [one for one in parents(know, fault) if not _heard(know, one, case.bad)]
    for one in unheard if int(waited) % AGAIN == 0 else ():
        know.sight.probe(one)  # a parent that is polled seldom is asked now
    return waited >= know.settings.hold and not unheard


def parents(know: Knowledge, fault: Fault) -> list[str]:
    """The devices that a fault's device hangs on."""
    known = set(know.sight.devices())
    above = (cause.feed.source.device for cause in know.sight.topology.upstream(fault.device))
    return [device for device in dict.fromkeys(above) if device in known]


def _heard(know: Knowledge, device: str, since: float) -> bool:
    """Whether it was heard since then, or is known to be silent."""
    link = know.sight.state.get(Ref(device, "link")).reported
    return know.sight.heard_at(device) > since or link not in (LinkState.UP, LinkState.CONNECTING)


def attached(know: Knowledge, case: Case, behind: Iterable[Case]) -> Attachment:
    """The frames before the fault: of its own device, and of those that it took with it."""
    cases = [case, *list(behind)[: MANY - 1]]
    frames = [frame for one in cases for frame in _frames(know, one)]
    return Attachment("trace", {"frames": sorted(frames, key=lambda frame: str(frame["at"]))})


def kept_frames(know: Knowledge, device: str) -> list[Entry]:
    """The last frames now, when the fault is believed: later they would be pushed out by others."""
    return know.sight.frames(device, FRAMES) if device in know.sight.devices() else []


def grade(fault: Fault, behind: int) -> int:
    """The class it proposes, with so many faults behind it: its ticket's, and what its card says."""
    own = GRADES.get(fault.severity, 1)
    return max(own, 3) if behind > 1 else own


def said(fault: Fault, behind: int, title: Callable[[Fault], object]) -> dict[str, Any]:
    """What the desk needs to know beside the fault: how to call it, and its class."""
    return {"title": kept(title(fault)), "class": grade(fault, behind)}


def _frames(know: Knowledge, case: Case) -> Iterable[dict[str, Any]]:
    device = case.fault.device
    for entry in case.frames or kept_frames(know, device):
        yield {"at": written(entry.at), "dir": entry.dir, "text": escaped(entry.text), "device": device}
