"""The law of tickets a second time, written from the requirements (0.3, 0.5, 0.7, REQ-23) and from nothing of
ours: which state may follow which, by which entry, and what an entry changes beside.

`walk` tells a ticket's lines by it, and is what the oracle of the clocks looks at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from controller.record.lines import Line, moment

WORK = ["contacted", "diagnosing", "dispatched", "onsite", "workaround", "awaiting_parts"]
AHEAD = [*WORK[1:], "waiting_customer", "restored_verifying", "cancelled", "merged"]
LAW: dict[str, list[str]] = {
    "new": ["contacted", "waiting_customer", "restored_verifying", "cancelled", "merged"],
    **{state: [to for to in AHEAD if to != state] for state in WORK},
    "waiting_customer": [*WORK, "waiting_customer", "restored_verifying", "cancelled", "merged", "new"],
    "restored_verifying": [*WORK, "new", "resolved", "merged"],
    "resolved": ["callback_due", "new"],
    "callback_due": ["closed", "new"],
    "closed": ["new"],
    "cancelled": [],
    "merged": [*WORK, "new", "restored_verifying"],
}
"""0.7 as a table: what may follow."""

ONLY = {"new": ("reopened", "relapsed", "unmerged", "resumed"), "merged": ("merged",)}
"""Nobody says "new" or "merged" as a bare change of state."""

SERVED = ("resolved", "callback_due", "closed")
SETS = {"restored": "restored_verifying", "workaround": "workaround", "reopened": "new", "merged": "merged"}
MOVERS = (
    *("state", "restored", "relapsed", "workaround", "reopened", "merged", "unmerged", "answered"),
    *("approval_given", "resumed"),
)


@dataclass
class Step:
    """An entry, and how the ticket stood after it."""

    seq: int
    at: datetime
    actor: str
    kind: str
    data: dict[str, Any]
    state: str
    grade: int
    raised: int | None
    cycle: int
    lawful: bool


@dataclass
class Told:
    """A ticket as the law book tells it."""

    entries: list[Step] = field(default_factory=list)
    receipts: dict[int, datetime] = field(default_factory=dict)
    began: str = "new"
    apart: str = "new"
    waited: str = "new"
    via: str = ""
    ill: datetime | None = None
    back: datetime | None = None

    @property
    def received(self) -> datetime:
        """The earliest of its own receipt (0) and of those that were merged into it."""
        return min(self.receipts.values())

    @property
    def cycle(self) -> int:
        return self.entries[-1].cycle


def walk(lines: Iterable[Line]) -> Told:
    """The story of one ticket, line by line."""
    told = Told()
    for line in lines:
        if line.kind == "ticket.opened":
            _open(told, line)
        else:
            _next(told, line)
    return told


def _open(told: Told, line: Line) -> None:
    said = line.data.get("received")
    told.receipts[0] = min(line.at, moment(said)) if said else line.at
    told.via = line.data.get("via", "auto")
    grade, raised = int(line.data.get("class", 2)), line.data.get("raised_from")
    told.entries.append(
        Step(line.seq, line.at, line.actor, "opened", line.data, "new", grade, raised, 1, True)
    )


def _next(told: Told, line: Line) -> None:
    last, kind, data = told.entries[-1], str(line.data["entry"]), line.data
    to = _destination(told, last, kind, data, line.actor)
    lawful = to is not None and may(last.state, to, kind)
    step = Step(
        line.seq, line.at, line.actor, kind, data, last.state, last.grade, last.raised, last.cycle, lawful
    )
    told.entries.append(step)
    if not lawful or to is None:
        return
    if to == "restored_verifying" and last.state != to and kind != "unmerged":
        told.began = last.state if last.state in (*WORK, "new") else "diagnosing"
    if to == "waiting_customer" != last.state:
        told.waited = last.state
    if to == "merged" != last.state:
        told.apart = last.state if last.state in (*WORK, "new", "restored_verifying") else "diagnosing"
    _restoration(told, line, last.state, to)
    step.state = to
    _beside(told, step, kind, data)


def _restoration(told: Told, line: Line, state: str, to: str) -> None:
    """0.2: dated back to when it was restored, but no further than to when it was last seen to be ill: its
    receipt, its reopening, a verification that failed.
    """
    kind = line.data["entry"]
    if kind == "reopened" or (state == "restored_verifying" and to not in (state, "merged", *SERVED)):
        told.ill = line.at
    if to == "restored_verifying" != state and kind != "unmerged":
        said = moment(line.data["at"]) if "at" in line.data else line.at
        told.back = max(min(said, line.at), told.ill or told.received)
        told.back = max(told.back, told.received) if told.cycle == 1 else told.back
    elif to not in ("restored_verifying", "merged", "cancelled", *SERVED) and to != state:
        told.back = None


def may(state: str, to: str, kind: str) -> bool:
    """Whether an entry of this kind may take a ticket from one state to another."""
    if to == state and to != "waiting_customer":
        return kind not in MOVERS
    if kind not in ONLY.get(to, (kind,)) or (state == "merged") != (kind == "unmerged"):
        return False
    if kind == "reopened" and state not in SERVED:
        return False
    return to in LAW[state]


def asked_for(told: Told) -> Step | None:
    """What somebody asked to have approved, and nobody has answered: one thing at a time."""
    found = None
    for step in told.entries:
        if step.kind == "approval_asked" and step.lawful:
            found = step
        if step.kind in ("approval_given", "approval_refused") and step.lawful:
            found = None
        if found is not None and step.cycle != found.cycle:
            found = None
    return found


def approves(asked: Step, data: dict[str, Any], actor: str) -> bool:
    """0.5 and 0.7: force majeure, and a false alarm, by a second person, and exactly what was asked for."""
    told = ("to", "reason", "asked_by", "until", "evidence", "file")
    same = all(data.get(name) == asked.data.get(name) for name in told)
    two = data["to"] == "cancelled" or data["reason"] == "force_majeure"
    return same and two and data["of"] == asked.seq and actor != asked.actor


def _destination(told: Told, last: Step, kind: str, data: dict[str, Any], actor: str) -> str | None:
    state = last.state
    match kind:
        case "state":
            return str(data["to"]) if data["to"] in LAW else None
        case "contact_made":
            return "contacted" if state == "new" else state
        case "relapsed":
            return told.began if state == "restored_verifying" else state
        case "unmerged":
            return told.apart if state == "merged" else state
        case "resumed":
            return told.waited if state == "waiting_customer" else state
        case "approval_given":
            asked = asked_for(told)
            return str(data["to"]) if asked is not None and approves(asked, data, actor) else None
        case "visit_departed" if state in ("contacted", "diagnosing", "awaiting_parts"):
            return "dispatched"
        case "visit_arrived" if state in (*WORK, "waiting_customer"):
            return "onsite"
        case "visit_left" if state == "onsite" and data.get("outcome") == "appointment":
            return "dispatched"
    return SETS.get(kind, state)


def _beside(told: Told, step: Step, kind: str, data: dict[str, Any]) -> None:
    """What an entry changes beside the state."""
    if kind == "class":
        step.grade, step.raised = int(data["class"]), data.get("raised_from")
    elif kind == "reopened":
        step.cycle += 1
    elif kind == "absorbed":
        told.receipts[int(data["from"])] = moment(data["received"])
        if int(data["class"]) > step.grade:
            step.grade, step.raised = int(data["class"]), None
    elif kind == "released":
        told.receipts.pop(int(data["from"]), None)


def over(story: Told, cycle: int) -> int | None:
    """The line with which a cycle ended for good; None: it has not."""
    entries = [one for one in story.entries if one.cycle == cycle]
    ended = [one for one in entries if one.state in ("closed", "cancelled", "merged")]
    if entries[-1] in ended:
        rest = [one for one in entries if one not in ended]
        return next(one.seq for one in ended if not rest or one.seq > rest[-1].seq)
    return next((one.seq for one in story.entries if one.cycle > cycle), None)


def held(by: Sequence[tuple[int, Any]], seq: int | None) -> Any:
    """What was in force at a line."""
    return [one for since, one in by if seq is None or since < seq][-1]
