"""The monthly report of what was promised and kept (REQ-80): pure, and every number knows its events.

It is about the tickets received in the period, as they were known at its end.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from controller.desk.reports.sheet import Counted, Ref, Section, Sheet, Span, Word, count, rank, share, span
from controller.record.calendar import Calendar
from controller.record.calendars import Calendars
from controller.record.clocks import readings
from controller.record.contract import Contract
from controller.record.cycles import cycles, pauses
from controller.record.states import ENDED, State
from controller.record.stopwatch import Reading
from controller.record.tickets import Entry, Ticket

CLOCKS = ("C1", "C2", "C3", "C4", "C8")
GRADES = (1, 2, 3, 4)
Is = Callable[[Ticket], Ref | None]


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to `until`; `name` is the month; `final`: it is over, and sealed."""

    name: str
    since: datetime
    until: datetime
    final: bool = True


def monthly(
    period: Period,
    tickets: Iterable[Ticket],
    contract: Contract,
    office: Calendars,
    down: Sequence[tuple[datetime, datetime]] = (),
) -> Sheet:
    """The report. `tickets` are as they were known at the end; `down` is when the service did not run."""
    mine = sorted((one for one in tickets if period.since <= one.received < period.until), key=_number)
    read = {one.no: readings(one, period.until, contract, office) for one in mine}
    return Sheet(
        "sla",
        _facts(period, contract, office.now, down),
        (
            _volume(mine),
            _kept(mine, read),
            _pauses(mine, period.until),
            _hours(mine, read, office.now),
            _breached(mine, read),
            _cancelled(mine),
        ),
    )


def _facts(
    period: Period, contract: Contract, office: Calendar, down: Sequence[tuple[datetime, datetime]]
) -> tuple[tuple[str, object], ...]:
    away = sum((end - begin).total_seconds() for begin, end in _clipped(down, period))
    return (
        ("period", period.name),
        ("since", period.since),
        ("until", period.until),
        ("standing", Word("report.final" if period.final else "report.running")),
        ("profile", contract.name),
        ("calendar", getattr(office, "version", "24x7")),
        ("down", Span(away)),
        ("sync", Word("report.no_gap")),
    )


def _clipped(
    down: Sequence[tuple[datetime, datetime]], period: Period
) -> Iterator[tuple[datetime, datetime]]:
    for begin, end in down:
        begin, end = max(begin, period.since), min(end, period.until)
        if begin < end:
            yield begin, end


# ------------------------------------------------------------ how many


def _volume(tickets: Sequence[Ticket]) -> Section:
    rows = [_row(str(grade), [one for one in tickets if one.grade == grade]) for grade in GRADES]
    columns = ("class", *KINDS, "duplicates")
    return Section("volume", columns, (*rows, _row(Word("report.total"), tickets)))


def _row(name: object, tickets: Sequence[Ticket]) -> tuple[object, ...]:
    counted = [count(ref for one in tickets if (ref := kind(one)) is not None) for kind in KINDS.values()]
    return (name, *counted, _duplicates(tickets))


def _entry(wanted: Callable[[Entry], bool]) -> Is:
    def find(ticket: Ticket) -> Ref | None:
        return next(((ticket.no, one.seq) for one in ticket.entries if one.lawful and wanted(one)), None)

    return find


def _first(so: Callable[[Ticket], bool]) -> Is:
    return lambda ticket: (ticket.no, ticket.entries[0].seq) if so(ticket) else None


KINDS: dict[str, Is] = {
    "received": _first(lambda one: True),
    "closed": _entry(lambda one: one.state == State.CLOSED),
    "open": _first(lambda one: one.state not in ENDED),
    "reopened": _entry(lambda one: one.kind == "reopened"),
    "merged": _first(lambda one: one.state == State.MERGED),
    "cancelled": _entry(lambda one: one.state == State.CANCELLED),
    "automatic": _first(lambda one: one.via == "auto"),
    "by_hand": _first(lambda one: one.via != "auto"),
}


def _duplicates(tickets: Sequence[Ticket]) -> Counted:
    """Two automatic tickets of one cause that were open at one time: the record does not let it happen."""
    found: list[Ref] = []
    by_cause: dict[str, list[Ticket]] = defaultdict(list)
    for one in tickets:
        if one.cause is not None:
            by_cause[one.cause].append(one)
    for same in by_cause.values():
        for before, after in pairwise(same):
            ended = next((one.at for one in before.entries if one.state in ENDED), None)
            if ended is None or ended > after.opened:
                found.append((after.no, after.entries[0].seq))
    return count(found)


# ------------------------------------------------------------ what was kept


def _kept(tickets: Sequence[Ticket], read: dict[int, list[Reading]]) -> Section:
    rows = []
    for clock in CLOCKS:
        for grade in (*GRADES, None):
            mine = [one for one in tickets if grade in (None, one.grade)]
            found = [(one, reading) for one in mine for reading in read[one.no] if reading.name == clock]
            if found:
                rows.append(_clock(clock, grade, found))
    columns = (
        *("clock", "class", "target", "clocks", "met", "breached", "undecided", "percent_met"),
        *("median", "p90", "longest", "gross", "net", "paused"),
    )
    return Section("clocks", columns, tuple(rows))


def _clock(clock: str, grade: int | None, found: list[tuple[Ticket, Reading]]) -> tuple[object, ...]:
    by_state = {
        state: [(one, reading) for one, reading in found if reading.state in states]
        for state, states in (
            ("met", ("met",)),
            ("breached", ("breached",)),
            ("else", ("running", "stopped")),
        )
    }
    net = [reading.net for _, reading in found]
    targets = {reading.target for _, reading in found}
    decided = len(by_state["met"]) + len(by_state["breached"])
    return (
        Word(f"ui.clock.{clock}"),
        Word("report.total") if grade is None else str(grade),
        Span(targets.pop()) if len(targets) == 1 else None,
        _these(found),
        _these(by_state["met"]),
        _these(by_state["breached"]),
        _these(by_state["else"]),
        share(len(by_state["met"]), decided),
        span(rank(net, 0.5)),
        span(rank(net, 0.9)),
        span(max(net)),
        Span(sum(reading.gross for _, reading in found)),
        Span(sum(net)),
        Span(sum(reading.gross - reading.net for _, reading in found)),
    )


def _these(found: Iterable[tuple[Ticket, Reading]]) -> Counted:
    return count((one.no, _starts(one, reading.cycle)) for one, reading in found)


def _starts(ticket: Ticket, cycle: int) -> int:
    return next(one.seq for one in ticket.entries if one.cycle == cycle)


def _pauses(tickets: Sequence[Ticket], until: datetime) -> Section:
    lasted: Counter[str] = Counter()
    refs: dict[str, list[Ref]] = defaultdict(list)
    for ticket in tickets:
        for cycle in cycles(ticket):
            for pause in pauses(cycle):
                lasted[pause.reason] += round((min(pause.end or until, until) - pause.start).total_seconds())
                seq = next(one.seq for one in cycle.entries if one.at == pause.start and one.lawful)
                refs[pause.reason].append((ticket.no, seq))
    rows = tuple((Word(f"ui.pause.{name}"), count(refs[name]), Span(lasted[name])) for name in sorted(refs))
    return Section("pauses", ("reason", "count", "paused"), rows)


def _hours(tickets: Sequence[Ticket], read: dict[int, list[Reading]], office: Calendar) -> Section:
    """REQ-28: how we came on site, by whether the office was open when the call came."""
    rows = []
    for name, so in (("report.office", True), ("report.after_hours", False)):
        mine = [one for one in tickets if office.counts(one.received) == so]
        found = [(one, reading) for one in mine for reading in read[one.no] if reading.name == "C2"]
        met = [pair for pair in found if pair[1].state == "met"]
        late = [pair for pair in found if pair[1].state == "breached"]
        rows.append(
            (Word(name), _these(found), _these(met), _these(late), share(len(met), len(met) + len(late)))
        )
    return Section("hours", ("received", "clocks", "met", "breached", "percent_met"), tuple(rows))


# ------------------------------------------------------------ one by one


def _breached(tickets: Sequence[Ticket], read: dict[int, list[Reading]]) -> Section:
    rows = []
    for ticket in tickets:
        for one in read[ticket.no]:
            if one.name in CLOCKS and one.state == "breached":
                which = Counted(ticket.no, ((ticket.no, _starts(ticket, one.cycle)),))
                over = Span(one.net - one.target)
                said = (_last(ticket, "cause_code"), _last(ticket, "resolution"))
                rows.append(
                    (
                        which,
                        ticket.title,
                        ticket.grade,
                        Word(f"ui.clock.{one.name}"),
                        Span(one.net),
                        over,
                        *said,
                    )
                )
    columns = ("no", "title", "class", "clock", "net", "over", "cause_code", "resolution")
    return Section("breached", columns, tuple(rows))


def _cancelled(tickets: Sequence[Ticket]) -> Section:
    rows = []
    for ticket in tickets:
        for one in ticket.entries:
            if one.lawful and one.kind == "state" and one.state == State.CANCELLED:
                which = Counted(ticket.no, ((ticket.no, one.seq),))
                rows.append(
                    (which, ticket.title, one.data.get("reason"), one.actor, one.data.get("approved_by"))
                )
                break
    return Section("cancelled", ("no", "title", "reason", "by", "approved_by"), tuple(rows))


def _last(ticket: Ticket, name: str) -> object:
    return next((one.data[name] for one in reversed(ticket.entries) if name in one.data), None)


def _number(ticket: Ticket) -> int:
    return ticket.no
