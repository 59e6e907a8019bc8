"""What a new administrator has to know, in one piece (REQ-53): what is open, and three years of history."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from controller.desk.reports.sheet import Counted, Ref, Section, Sheet, Word, count, span
from controller.record.lives import ENDING, Life
from controller.record.states import OVER, State
from controller.record.tickets import Ticket

TOP = 10
Rows = Sequence[tuple[object, ...]]
HISTORY = ("device", "no", "received", "title", "class", "state", "took", *ENDING)


def handover(
    now: datetime,
    since: datetime,
    hall: Mapping[str, object],
    tickets: Iterable[Ticket],
    lives: Iterable[Life],
    more: Mapping[str, tuple[tuple[str, ...], Rows]],
) -> Sheet:
    """The report. `tickets` are those that are not over; `lives` those received since `since` or still open,
    by number. `hall` are facts; `more` are further sections (devices, accounts, scenes, contacts ...) as
    columns and rows.
    """
    alive = sorted(tickets, key=lambda one: one.no)
    troubles: dict[tuple[str, str], list[Ref]] = defaultdict(list)
    history = [_history(one, troubles) for one in lives]
    history.sort(key=lambda row: row[0] or "")
    sections = [
        _open(alive),
        _workarounds(alive),
        Section("recurring", ("device", "trouble", "count"), tuple(_recurring(troubles))),
        Section("history", HISTORY, tuple(history)),
        *(Section(name, columns, tuple(rows)) for name, (columns, rows) in more.items()),
    ]
    facts = (*hall.items(), ("now", now), ("since", since), ("tickets", len(history)))
    return Sheet("handover", facts, tuple(sections))


def _open(tickets: Sequence[Ticket]) -> Section:
    """What there is still something to do about, also a call or the answer to a complaint."""
    rows = [
        (_no(one), one.title, _state(one.state), one.grade, one.device, one.received)
        for one in tickets
        if one.state not in OVER
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


def _history(one: Life, troubles: dict[tuple[str, str], list[Ref]]) -> Any:
    """Its line in the history of its device; and that it came again."""
    ref, ended = (one.no, one.first), one.ending
    if one.device is not None and one.state not in (State.CANCELLED, State.MERGED):
        key = one.cause or next(iter(one.faults), "")
        trouble = key.rpartition("/")[2] if key else str(ended["cause_code"] or "?")
        troubles[one.device, trouble].append(ref)
    no, state, how = Counted(one.no, (ref,)), _state(one.state), (ended[name] for name in ENDING)
    return (one.device, no, one.received, one.title, one.grade, state, span(one.took), *how)


def _recurring(troubles: Mapping[tuple[str, str], list[Ref]]) -> Iterator[tuple[object, ...]]:
    """What came again most often: by device and fault, or by device and cause."""
    often = Counter({key: len(refs) for key, refs in troubles.items() if len(refs) > 1})
    for (device, trouble), _ in sorted(often.items(), key=lambda one: (-one[1], one[0]))[:TOP]:
        yield device, trouble, count(troubles[device, trouble])


@cache
def _state(state: State) -> Word:
    return Word(f"ui.ticket.state.{state}")


def _no(ticket: Ticket) -> Counted:
    return Counted(ticket.no, ((ticket.no, ticket.entries[0].seq),))
