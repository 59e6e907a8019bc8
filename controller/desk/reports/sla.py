"""The monthly report of what was promised and kept (REQ-80): pure, and every number knows its events.

It tells of what became known in the month: tickets that were entered, whenever they were received; clocks
that were decided or are still undecided, also of tickets from before; every breach in one month and no other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from controller.desk.reports import sla_lists as lists
from controller.desk.reports import sla_waits as waits
from controller.desk.reports.known import CLOCKS, Case, Period, View, cases, starts
from controller.desk.reports.sheet import Counted, Ref, Section, Sheet, Span, Word, count, rank, share, span
from controller.desk.reports.stretches import seconds, within
from controller.desk.reports.unmeasured import Unmeasured
from controller.record.calendar import Calendar
from controller.record.contracts import under, version
from controller.record.cycles import Pause, cycles, pauses
from controller.record.states import ENDED, State
from controller.record.stopwatch import Reading
from controller.record.tickets import Entry, Ticket

__all__ = ["CLOCKS", "Period", "monthly"]
GRADES = (1, 2, 3, 4)
Is = Callable[[Case], Ref | None]
Found = list[tuple[Ticket, Reading]]
WATCHED = Unmeasured()
"""All of the time."""


def monthly(
    view: View, tickets: Iterable[Ticket], unmeasured: Unmeasured = WATCHED, earlier: Sequence[View] = ()
) -> Sheet:
    """The report. `earlier` are the months before, the last one first; `unmeasured` is when nobody
    watched.
    """
    mine = cases(view, tickets, earlier if view.whole else ())
    since = view.period.since if view.whole else None
    sections = (
        _volume(mine, view.full),
        _kept(mine, view.whole),
        *(_waited(mine, view) if view.full else (_pauses(mine, since, view.period.until),)),
        waits.hours(mine, view.office.now) if view.full else _hours(mine, view.office.now),
        lists.breached(mine, since, view.full),
        lists.cancelled(mine),
    )
    more = (lists.entered(mine, view.period.since), lists.undone(mine)) if view.whole else ()
    return Sheet("sla", _facts(view, unmeasured), (*sections, *more))


def _waited(mine: Sequence[Case], view: View) -> tuple[Section, ...]:
    since, until = view.period.since, view.period.until
    return waits.by_reason(mine, since, until), waits.listed(mine, since, until), waits.attempts(mine)


def _facts(view: View, unmeasured: Unmeasured) -> tuple[tuple[str, object], ...]:
    period, contract = view.period, under(view.contract, None)
    away = seconds(within(unmeasured.down, period.since, period.until))
    early = unmeasured.late_for(period.since)
    return (
        ("period", period.name),
        ("since", period.since),
        ("until", period.until),
        ("standing", Word("report.final" if period.final else "report.running")),
        ("profile", contract.name),
        *((("contract", version(contract)),) if view.whole else ()),
        ("calendar", getattr(view.office.now, "version", "24x7")),
        *((("record_since", early),) if early else ()),
        ("down", Span(away)),
        ("sync", Word("report.no_gap")),
    )


# ------------------------------------------------------------ how many


def _volume(found: Sequence[Case], full: bool) -> Section:
    kinds = KINDS | FALSE if full else KINDS
    rows = [_row(str(grade), [one for one in found if one.ticket.grade == grade], kinds) for grade in GRADES]
    columns = ("class", *kinds, "duplicates")
    return Section("volume", columns, (*rows, _row(Word("report.total"), found, kinds)))


def _row(name: object, found: Sequence[Case], kinds: Mapping[str, Is]) -> tuple[object, ...]:
    counted = [count(ref for one in found if (ref := kind(one)) is not None) for kind in kinds.values()]
    return (name, *counted, _duplicates(found))


def _became(state: State) -> Is:
    """It came to this state in the month."""

    def find(case: Case) -> Ref | None:
        news = {one.seq for one in case.news}
        steps = pairwise(case.ticket.entries)
        came = (after for before, after in steps if after.state == state != before.state and after.lawful)
        return next(((case.ticket.no, one.seq) for one in came if one.seq in news), None)

    return find


def _entry(wanted: Callable[[Entry], bool]) -> Is:
    def find(case: Case) -> Ref | None:
        return next(((case.ticket.no, one.seq) for one in case.news if one.lawful and wanted(one)), None)

    return find


def _first(so: Callable[[Case], bool]) -> Is:
    return lambda case: (case.ticket.no, case.ticket.entries[0].seq) if so(case) else None


def _merged(case: Case) -> Ref | None:
    came = _became(State.MERGED)(case) if case.ticket.state == State.MERGED else None
    return None if came is None else (case.ticket.no, case.ticket.entries[0].seq)


KINDS: dict[str, Is] = {
    "received": _first(lambda one: one.before is None),
    "closed": _became(State.CLOSED),
    "open": _first(lambda one: one.ticket.state not in ENDED),
    "reopened": _entry(lambda one: one.kind == "reopened"),
    "merged": _merged,
    "cancelled": _became(State.CANCELLED),
    "automatic": _first(lambda one: one.before is None and one.ticket.via == "auto"),
    "by_hand": _first(lambda one: one.before is None and one.ticket.via != "auto"),
}


def _false(case: Case) -> Ref | None:
    """Nothing was the matter: it was cancelled, or closed with no fault found."""
    gone = _became(State.CANCELLED)(case)
    return gone or _entry(lambda one: one.data.get("resolution") == NOTHING and one.state == State.CLOSED)(
        case
    )


NOTHING = "no_fault_found"
FALSE: dict[str, Is] = {"false_alarms": _false}


def _duplicates(found: Sequence[Case]) -> Counted:
    """Two automatic tickets of one cause that were open at one time: the record does not let it happen."""
    refs: list[Ref] = []
    by_cause: dict[str, list[Case]] = defaultdict(list)
    for one in found:
        if one.ticket.cause is not None:
            by_cause[one.ticket.cause].append(one)
    for same in by_cause.values():
        for before, after in pairwise(same):
            ended = next((one.at for one in before.ticket.entries if one.state in ENDED), None)
            if after.before is None and (ended is None or ended > after.ticket.opened):
                refs.append((after.ticket.no, after.ticket.entries[0].seq))
    return count(refs)


# ------------------------------------------------------------ what was kept


def _kept(mine: Sequence[Case], whole: bool) -> Section:
    rows = []
    for clock in CLOCKS:
        for grade in (*GRADES, None):
            found = _fresh(mine, clock, grade)
            if found:
                rows.append(_clock(clock, grade, found) + (_plan(found) if whole else ()))
    columns = (
        *("clock", "class", "target", "clocks", "met", "breached", "undecided", "percent_met"),
        *("median", "p90", "longest", "gross", "net", "paused"),
        *(("plan", "plan_met", "plan_missed", "percent_plan") if whole else ()),
    )
    return Section("clocks", columns, tuple(rows))


def _fresh(mine: Iterable[Case], clock: str, grade: int | None = None) -> Found:
    return [
        (one.ticket, reading)
        for one in mine
        if grade in (None, one.ticket.grade)
        for reading in one.fresh
        if reading.name == clock
    ]


def _plan(found: Found) -> tuple[object, ...]:
    """The softer, earlier goal of those that have one (D3): which was met, by those that are decided."""
    decided = [pair for pair in found if pair[1].plan is not None and pair[1].state in ("met", "breached")]
    met = [pair for pair in decided if pair[1].net <= (pair[1].plan or 0)]
    missed = [pair for pair in decided if pair not in met]
    goals = {reading.plan for _, reading in found}
    goal = goals.pop() if len(goals) == 1 else None
    return span(goal), _these(met), _these(missed), share(len(met), len(decided))


def _clock(clock: str, grade: int | None, found: Found) -> tuple[object, ...]:
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
    return count((one.no, starts(one, reading.cycle)) for one, reading in found)


def _pauses(mine: Sequence[Case], since: datetime | None, until: datetime) -> Section:
    lasted: Counter[str] = Counter()
    refs: dict[str, list[Ref]] = defaultdict(list)
    for case in mine:
        for seq, pause in _stood(case.ticket):
            begin = pause.start if since is None else max(since, pause.start)
            end = min(pause.end or until, until)
            if begin <= end if since is None else begin < end:
                lasted[pause.reason] += round((end - begin).total_seconds())
                refs[pause.reason].append((case.ticket.no, seq))
    rows = tuple((Word(f"ui.pause.{name}"), count(refs[name]), Span(lasted[name])) for name in sorted(refs))
    return Section("pauses", ("reason", "count", "paused"), rows)


def _stood(ticket: Ticket) -> Iterator[tuple[int, Pause]]:
    for cycle in cycles(ticket):
        for pause in pauses(cycle):
            yield next(one.seq for one in cycle.entries if one.at == pause.start and one.lawful), pause


def _hours(mine: Sequence[Case], office: Calendar) -> Section:
    """REQ-28: how we came on site, by whether the office was open when the call came."""
    rows = []
    for name, so in (("report.office", True), ("report.after_hours", False)):
        found = _fresh([one for one in mine if office.counts(one.ticket.received) == so], "C2")
        met = [pair for pair in found if pair[1].state == "met"]
        late = [pair for pair in found if pair[1].state == "breached"]
        rows.append(
            (Word(name), _these(found), _these(met), _these(late), share(len(met), len(met) + len(late)))
        )
    return Section("hours", ("received", "clocks", "met", "breached", "percent_met"), tuple(rows))
