"""A ticket is the fold of its entries: nothing about it is stored that could disagree with its history.

`apply` takes a line of the journal to the ticket as it then stands, and is total: what is on record is
told, and an entry that no law allows moves nothing (it is shown, marked unlawful). `lawful.check` says
beforehand what may be added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from controller.record import asking, consulting, relapsing, waiting
from controller.record.classing import impact_of
from controller.record.lines import Line, moment
from controller.record.states import AT_WORK, CARRIES, ENDED, MOVES, SERVED, State, target

S = State


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ticket's history, and how the ticket stood after it. `raised`: the class from which
    urgency alone brought it to `grade`.
    """

    seq: int
    at: datetime
    actor: str
    kind: str
    data: Mapping[str, Any]
    state: State
    grade: int
    cycle: int
    lawful: bool = True
    raised: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a ticket that was merged into this one brought with it."""

    no: int
    received: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands. `received` starts the clocks; `grade` is the fault class 1..4 (4 is a
    disaster), from `impact` and `urgency`; `raised` is the class it would have without urgency, `pressed`
    are the events that have made it urgent.

    `restored` is when the service worked again, which may be before someone said so. `before` is where a
    failed verification goes back to, `apart` where an un-merged ticket does. A reopened ticket is in its
    next `cycle`. `workaround` is the one in force.
    """

    no: int
    title: Any
    state: State
    grade: int
    cause: str | None
    device: str | None
    faults: tuple[str, ...]
    opened: datetime
    received: datetime
    by: str
    via: str
    entries: tuple[Entry, ...]
    restored: datetime | None = None
    cycle: int = 1
    before: State = S.NEW
    merged_into: int | None = None
    has_trace: bool = False
    impact: str = "function"
    urgency: str = "normal"
    raised: int | None = None
    pressed: frozenset[str] = frozenset()
    recurrence_of: int | None = None
    own: datetime | None = None
    claims: tuple[Claim, ...] = ()
    apart: State = S.NEW
    workaround: Mapping[str, Any] | None = None
    type: str = consulting.FAULT

    @property
    def start(self) -> datetime:
        """When the clocks of this cycle started."""
        reopened = (entry.at for entry in self.entries if entry.cycle == self.cycle)
        return self.received if self.cycle == 1 else next(reopened)


def fold(lines: Iterable[Line]) -> Ticket:
    """The ticket that these lines (all of one ticket, in any order) tell; raises ValueError if none opens
    it.
    """
    ordered = sorted(lines, key=lambda line: line.seq)
    if not ordered or ordered[0].kind != "ticket.opened":
        raise ValueError("a ticket's first line is ticket.opened")
    ticket = opened(ordered[0])
    for line in ordered[1:]:
        ticket = apply(ticket, line)
    return ticket


def opened(line: Line) -> Ticket:
    """The ticket that a `ticket.opened` line begins."""
    data = line.data
    grade = int(data.get("class", 2))
    raised = data.get("raised_from")
    first = Entry(line.seq, line.at, line.actor, "opened", data, S.NEW, grade, 1, True, raised)
    received = min(line.at, moment(data["received"])) if "received" in data else line.at
    return Ticket(
        no=int(line.subject),
        title=data.get("title", ""),
        state=S.NEW,
        grade=grade,
        cause=data.get("cause"),
        device=data.get("device"),
        faults=tuple(data.get("faults", ())),
        opened=line.at,
        received=received,
        own=received,
        impact=data.get("impact") or impact_of(raised or grade),
        urgency=data.get("urgency", "normal"),
        raised=raised,
        pressed=frozenset({data["event"]}) if "event" in data else frozenset(),
        recurrence_of=data.get("recurrence_of"),
        by=data.get("by", line.actor),
        via=data.get("via", "auto"),
        entries=(first,),
        has_trace="attachment" in data,
        type=str(data.get("type", consulting.FAULT)),
    )


def apply(ticket: Ticket, line: Line) -> Ticket:
    """The ticket after one more `ticket.entry` line."""
    kind = str(line.data.get("entry"))
    try:
        changes = {**_moved(ticket, kind, line), **_changed(ticket, kind, line)}
        lawful = may_move(ticket, changes.get("state", ticket.state), kind)
        lawful = lawful and asking.holds(ticket.entries, line.actor, kind, line.data)
    except (KeyError, TypeError, ValueError):
        lawful = False
    if not lawful:
        changes = {}
    entry = Entry(
        line.seq,
        line.at,
        line.actor,
        kind,
        line.data,
        changes.get("state", ticket.state),
        changes.get("grade", ticket.grade),
        changes.get("cycle", ticket.cycle),
        lawful,
        changes.get("raised", ticket.raised),
    )
    return replace(ticket, **changes, entries=(*ticket.entries, entry))


Changes = dict[str, Any]
"""Fields of a ticket and what they become."""

_SOLE_WAYS = {S.MERGED: ("merged",), S.NEW: ("reopened", "relapsed", "unmerged", "resumed")}
"""States that only an entry of their own leads to, because it says what a bare change of state would not."""

_MOVERS = frozenset(
    {"answered", "state", "restored", "relapsed", "workaround", "reopened", "merged", "unmerged"}
    | {asking.GIVEN, waiting.RESUMED}
)
"""Entries that are made to move a ticket: one that finds it where it would take it is a mistake."""


def may_move(ticket: Ticket, to: State, kind: str) -> bool:
    """Whether the law has a way from where the ticket stands to `to` by an entry of this kind."""
    if to == ticket.state and to != S.WAITING:
        return kind not in _MOVERS
    if (ticket.state == S.MERGED) != (kind == "unmerged"):
        return False
    if kind not in _SOLE_WAYS.get(to, (kind,)) or (kind == "reopened" and ticket.state not in SERVED):
        return False
    return to in MOVES[ticket.state] and consulting.is_way(ticket, to, kind)


def destination(ticket: Ticket, kind: str, data: Mapping[str, Any]) -> State:
    """Where an entry would take the ticket, lawful or not."""
    if kind == "contact_made":
        return S.CONTACTED if ticket.state == S.NEW else ticket.state
    if kind == "relapsed":
        return ticket.before if ticket.state == S.VERIFYING else ticket.state
    if kind == waiting.RESUMED:
        return waiting.came_from(ticket.entries) if ticket.state == S.WAITING else ticket.state
    if kind == "unmerged":
        return ticket.apart if ticket.state == S.MERGED else ticket.state
    if kind in CARRIES:
        return _visited(ticket, kind, data)
    return target(data) or ticket.state


def _visited(ticket: Ticket, kind: str, data: Mapping[str, Any]) -> State:
    """A visit takes the ticket along where that is its way; who leaves for another day has it sent for."""
    if ticket.state not in CARRIES[kind]:
        return ticket.state
    if kind == "visit_left":
        return S.DISPATCHED if data.get("outcome") == "appointment" else ticket.state
    return S.ONSITE if kind == "visit_arrived" else S.DISPATCHED


def _moved(ticket: Ticket, kind: str, line: Line) -> Changes:
    to = destination(ticket, kind, line.data)
    if to == ticket.state:
        return {}
    back = ticket.state if ticket.state in AT_WORK | {S.NEW} else S.DIAGNOSING
    if to == S.MERGED:
        apart = S.VERIFYING if ticket.state == S.VERIFYING else back
        return dict(state=to, apart=apart)
    if kind == "unmerged":
        return dict(state=to)
    if to == S.VERIFYING:
        return dict(state=to, before=back, restored=_back_dated(ticket, line))
    return dict(state=to, restored=ticket.restored if to in ENDED else None)


def _changed(ticket: Ticket, kind: str, line: Line) -> Changes:
    """What an entry changes beside the state."""
    data = line.data
    match kind:
        case "joined":
            return dict(faults=(*ticket.faults, data["fault"]))
        case "left":
            return dict(faults=tuple(key for key in ticket.faults if key != data["fault"]))
        case "class":
            return _classed(ticket, data)
        case "converted":
            return consulting.converted(ticket) | (_classed(ticket, data) if "class" in data else {})
        case "reopened":
            faults = tuple(data.get("faults", ()))
            return dict(cycle=ticket.cycle + 1, faults=faults, workaround=None)
        case "merged":
            return dict(merged_into=int(data["into"]))
        case "unmerged":
            return dict(merged_into=None)
        case "absorbed":
            return _absorbed(ticket, data)
        case "released":
            return _released(ticket, data)
        case "workaround":
            return dict(workaround={**data, "by": line.actor, "since": line.at})
        case "workaround_over":
            return dict(workaround=None)
        case "state" if data.get("to") == S.CLOSED:
            return dict(workaround=None)
        case "attachment":
            return dict(has_trace=True)
        case _:
            return {}


def _back_dated(ticket: Ticket, line: Line) -> datetime:
    said = moment(line.data["at"]) if "at" in line.data else line.at
    return max(relapsing.earliest(ticket.entries, ticket.cycle, ticket.start), min(said, line.at))


def _absorbed(ticket: Ticket, data: Mapping[str, Any]) -> Changes:
    """A merged ticket's claims live on in its parent: the earlier receipt and the higher class win."""
    claim = Claim(int(data["from"]), moment(data["received"]))
    higher = int(data["class"]) > ticket.grade
    return dict(
        received=min(ticket.received, claim.received),
        grade=max(ticket.grade, int(data["class"])),
        raised=None if higher else ticket.raised,
        impact=impact_of(int(data["class"])) if higher else ticket.impact,
        faults=(*ticket.faults, *data.get("faults", ())),
        claims=(*ticket.claims, claim),
    )


def _released(ticket: Ticket, data: Mapping[str, Any]) -> Changes:
    """One goes its own way again, with its receipt and its faults; the class stays until a person says
    otherwise.
    """
    claims = tuple(one for one in ticket.claims if one.no != int(data["from"]))
    receipts = [ticket.own or ticket.received, *(one.received for one in claims)]
    faults = tuple(key for key in ticket.faults if key not in data.get("faults", ()))
    return dict(received=min(receipts), claims=claims, faults=faults)


def _classed(ticket: Ticket, data: Mapping[str, Any]) -> Changes:
    """Another class: by impact and urgency, or said outright."""
    grade, raised = int(data["class"]), data.get("raised_from")
    impact = impact_of(raised or grade)  # raises for a class that is none
    return dict(
        grade=grade,
        raised=raised,
        impact=data.get("impact") or impact,
        urgency=data.get("urgency", ticket.urgency),
        pressed=ticket.pressed | ({data["event"]} if "event" in data else frozenset()),
    )
