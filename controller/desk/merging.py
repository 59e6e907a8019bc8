"""Two tickets about one thing become one, and may be taken apart again for a day (requirements 0.7).

The child keeps its own history; its receipt, its class and its faults live on in the parent, where the
earlier receipt and the higher class win. Both lines are said in one turn, so that one commit holds both.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from controller.record import failpoints
from controller.record.consulting import CONSULTATION
from controller.record.folds import Tickets
from controller.record.lawful import NotLawful, check
from controller.record.lines import Appended, written
from controller.record.states import ENDED, State
from controller.record.tickets import Ticket

Say = Callable[[int, dict[str, Any]], Appended]


def merge(tickets: Tickets, no: int, into: int, actor: str, role: str, at: datetime, say: Say) -> Appended:
    """Let ticket `no` live on in `into`. Raises KeyError and NotLawful."""
    child, parent = tickets.all[no], tickets.all[into]
    if no == into:
        raise NotLawful("工单不能并入自身。", "A ticket is not merged into itself.")
    for one in (child, parent):
        if one.state in ENDED:
            raise NotLawful(
                f"工单 {one.no} 已“{one.state}”，不能合并。", f"Ticket {one.no} is {one.state}: not merged."
            )
    if parent.type == CONSULTATION != child.type:
        raise NotLawful(
            "故障不能并入咨询：请先将咨询转为故障。",
            "A fault is not merged into a question: convert that first.",
        )
    check(child, {"entry": "merged", "into": into}, actor, role, at)
    say(no, {"entry": "merged", "into": into})
    failpoints.hit("ticket.merging")
    return say(into, _claim(child, parent))


def unmerge(
    tickets: Tickets, no: int, reason: str, actor: str, role: str, at: datetime, say: Say
) -> Appended:
    """Let a merged ticket go its own way again. Raises KeyError and NotLawful."""
    child = tickets.all[no]
    data: Mapping[str, Any] = {"entry": "unmerged", "reason": reason}
    check(child, data, actor, role, at)
    parent = tickets.all[child.merged_into or 0]
    if parent.state == State.MERGED:
        raise NotLawful(
            f"请先拆分工单 {parent.no}。", f"Ticket {parent.no} was merged too: take that apart first."
        )
    other = None if child.cause is None else tickets.open_for(child.cause)
    if other is not None:
        raise NotLawful(
            f"同一原因已有工单 {other.no}。", f"Ticket {other.no} is already open for the same cause."
        )
    leaving = [key for key in child.faults if key != parent.cause]
    say(parent.no, {"entry": "released", "from": no, "faults": leaving})
    failpoints.hit("ticket.unmerging")
    return say(no, dict(data))


def _claim(child: Ticket, parent: Ticket) -> dict[str, Any]:
    faults = [key for key in child.faults if key not in parent.faults]
    said = {"entry": "absorbed", "from": child.no, "received": written(child.received)}
    return said | {"class": child.grade, "faults": faults}
