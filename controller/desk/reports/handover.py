"""What a new administrator has to know, in one piece (REQ-53): what is open, and three years of history."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from controller.desk.reports.sheet import Counted, Section, Sheet, Span, Word, count
from controller.record.states import ENDED, State
from controller.record.tickets import Ticket

TOP = 10
Rows = Sequence[tuple[object, ...]]


def handover(
    now: datetime,
    since: datetime,
    hall: Mapping[str, object],
    tickets: Iterable[Ticket],
    more: Mapping[str, tuple[tuple[str, ...], Rows]],
) -> Sheet:
    """The report. `hall` are facts; `more` are further sections (devices, accounts, scenes, contacts ...) as
    columns and rows.
    """
    all = sorted(tickets, key=lambda one: one.no)
    recent = [one for one in all if one.received >= since or one.state not in ENDED]
    sections = [
        _open(all),
        _workarounds(all),
        _recurring(recent),
        _history(recent),
        *(Section(name, columns, tuple(rows)) for name, (columns, rows) in more.items()),
    ]
    facts = (*hall.items(), ("now", now), ("since", since), ("tickets", len(recent)))
    return Sheet("handover", facts, tuple(sections))


def _open(tickets: Sequence[Ticket]) -> Section:
    rows = [
        (_no(one), one.title, Word(f"ui.ticket.state.{one.state}"), one.grade, one.device, one.received)
        for one in tickets
        if one.state not in ENDED
    ]
    return Section("open", ("no", "title", "state", "class", "device", "received"), tuple(rows))


def _workarounds(tickets: Sequence[Ticket]) -> Section:
    rows = []
    for one in tickets:
        held: Mapping[str, Any] | None = one.workaround
        if held is not None:
            said = (held.get("what"), held.get("limits"), held.get("scene"), held.get("accepted_by"))
            rows.append((_no(one), one.device, *said, held.get("review")))
    columns = ("no", "device", "what", "limits", "scene", "accepted_by", "review")
    return Section("workarounds", columns, tuple(rows))


def _recurring(tickets: Sequence[Ticket]) -> Section:
    """What came again most often: by device and fault, or by device and cause."""
    found: dict[tuple[str, str], list[Ticket]] = defaultdict(list)
    for one in tickets:
        if one.device is not None and one.state not in (State.CANCELLED, State.MERGED):
            found[one.device, _trouble(one)].append(one)
    often = Counter({key: len(same) for key, same in found.items() if len(same) > 1})
    rows = []
    for (device, trouble), _ in sorted(often.items(), key=lambda one: (-one[1], one[0]))[:TOP]:
        refs = ((one.no, one.entries[0].seq) for one in found[device, trouble])
        rows.append((device, trouble, count(refs)))
    return Section("recurring", ("device", "trouble", "count"), tuple(rows))


def _history(tickets: Sequence[Ticket]) -> Section:
    rows = []
    for one in sorted(tickets, key=lambda one: (one.device or "", one.no)):
        took = None if one.restored is None else Span((one.restored - one.received).total_seconds())
        said = (_last(one, "cause_code"), _last(one, "resolution"), _last(one, "parts"))
        state = Word(f"ui.ticket.state.{one.state}")
        rows.append((one.device, _no(one), one.received, one.title, one.grade, state, took, *said))
    columns = (
        "device",
        "no",
        "received",
        "title",
        "class",
        "state",
        "took",
        "cause_code",
        "resolution",
        "parts",
    )
    return Section("history", columns, tuple(rows))


def _trouble(ticket: Ticket) -> str:
    key = ticket.cause or next(iter(ticket.faults), "")
    return key.rpartition("/")[2] if key else str(_last(ticket, "cause_code") or "?")


def _last(ticket: Ticket, name: str) -> object:
    return next((one.data[name] for one in reversed(ticket.entries) if name in one.data), None)


def _no(ticket: Ticket) -> Counted:
    return Counted(ticket.no, ((ticket.no, ticket.entries[0].seq),))
