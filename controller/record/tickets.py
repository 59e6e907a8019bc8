"""A ticket is the fold of its entries: nothing about it is stored that could disagree with its history.

`apply` takes a line of the journal to the ticket as it then stands, and is total: what is on record is
told, and an entry that no law allows moves nothing (it is shown, marked unlawful). `lawful.check` says
beforehand what may be added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from controller.record.lines import Line, moment
from controller.record.states import AT_WORK, ENDED, MOVES, SERVED, State, target

S = State


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ticket's history, and how the ticket stood after it."""

    seq: int
    at: datetime
    actor: str
    kind: str
    data: Mapping[str, Any]
    state: State
    grade: int
    cycle: int
    lawful: bool = True


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands. `received` starts the clocks; `grade` is the fault class 1..4 (4 is a
    disaster).

    `restored` is when the service worked again, which may be before someone said so. `before` is where a
    failed verification goes back to. A reopened ticket is in its next `cycle`.
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
    first = Entry(line.seq, line.at, line.actor, "opened", data, S.NEW, grade, 1)
    return Ticket(
        no=int(line.subject),
        title=data.get("title", ""),
        state=S.NEW,
        grade=grade,
        cause=data.get("cause"),
        device=data.get("device"),
        faults=tuple(data.get("faults", ())),
        opened=line.at,
        received=min(line.at, moment(data["received"])) if "received" in data else line.at,
        by=data.get("by", line.actor),
        via=data.get("via", "auto"),
        entries=(first,),
        has_trace="attachment" in data,
    )


def apply(ticket: Ticket, line: Line) -> Ticket:
    """The ticket after one more `ticket.entry` line."""
    kind = str(line.data.get("entry"))
    try:
        moved = _changed(_moved(ticket, kind, line), kind, line)
        lawful = may_move(ticket, moved.state, kind)
    except (KeyError, TypeError, ValueError):
        lawful = False
    after = moved if lawful else ticket
    entry = Entry(
        line.seq, line.at, line.actor, kind, line.data, after.state, after.grade, after.cycle, lawful
    )
    return replace(after, entries=(*ticket.entries, entry))


_SOLE_WAYS = {S.MERGED: ("merged",), S.NEW: ("reopened", "relapsed")}
"""States that only an entry of their own leads to, because it says what a bare change of state would not."""

_MOVERS = frozenset({"state", "restored", "relapsed", "workaround", "reopened", "merged"})
"""Entries that are made to move a ticket: one that finds it where it would take it is a mistake."""


def may_move(ticket: Ticket, to: State, kind: str) -> bool:
    """Whether the law has a way from where the ticket stands to `to` by an entry of this kind."""
    if to == ticket.state and to != S.WAITING:
        return kind not in _MOVERS
    if kind not in _SOLE_WAYS.get(to, (kind,)) or (kind == "reopened" and ticket.state not in SERVED):
        return False
    return to in MOVES[ticket.state]


def destination(ticket: Ticket, kind: str, data: Mapping[str, Any]) -> State:
    """Where an entry would take the ticket, lawful or not."""
    if kind == "contact_made":
        return S.CONTACTED if ticket.state == S.NEW else ticket.state
    if kind == "relapsed":
        return ticket.before if ticket.state == S.VERIFYING else ticket.state
    return target(data) or ticket.state


def _moved(ticket: Ticket, kind: str, line: Line) -> Ticket:
    to = destination(ticket, kind, line.data)
    if to == ticket.state:
        return ticket
    if to == S.VERIFYING:
        back = ticket.state if ticket.state in AT_WORK | {S.NEW} else S.DIAGNOSING
        return replace(ticket, state=to, before=back, restored=_back_dated(ticket, line))
    return replace(ticket, state=to, restored=ticket.restored if to in ENDED else None)


def _changed(ticket: Ticket, kind: str, line: Line) -> Ticket:
    """What an entry changes beside the state."""
    data = line.data
    match kind:
        case "joined":
            return replace(ticket, faults=(*ticket.faults, data["fault"]))
        case "left":
            return replace(ticket, faults=tuple(key for key in ticket.faults if key != data["fault"]))
        case "class":
            return replace(ticket, grade=int(data["class"]))
        case "reopened":
            return replace(ticket, cycle=ticket.cycle + 1, faults=tuple(data.get("faults", ())))
        case "merged":
            return replace(ticket, merged_into=int(data["into"]))
        case "absorbed":
            return _absorbed(ticket, data)
        case "attachment":
            return replace(ticket, has_trace=True)
        case _:
            return ticket


def _back_dated(ticket: Ticket, line: Line) -> datetime:
    said = moment(line.data["at"]) if "at" in line.data else line.at
    return max(ticket.start, min(said, line.at))


def _absorbed(ticket: Ticket, data: Mapping[str, Any]) -> Ticket:
    """A merged ticket's claims live on in its parent: the earlier receipt and the higher class win."""
    return replace(
        ticket,
        received=min(ticket.received, moment(data["received"])),
        grade=max(ticket.grade, int(data["class"])),
        faults=(*ticket.faults, *data.get("faults", ())),
    )
