"""What of the monthly report is about waiting and calling: by class why clocks stood, each wait with who
asked for it and what shows it, who tried to call in time, and how it was in and outside of office hours.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from controller.desk.reports.known import Case, starts
from controller.desk.reports.sheet import Counted, Ref, Section, Span, Word, count, share
from controller.record.asking import GIVEN
from controller.record.calendar import Calendar
from controller.record.cycles import Cycle, Pause, cycles, pauses
from controller.record.states import LAWFUL_PAUSES
from controller.record.stopwatch import Reading
from controller.record.tickets import Entry, Ticket

GRADES = (1, 2, 3, 4)
SPLIT = ("C1", "C2", "C3", "C4")
Found = tuple[Case, Entry, Pause, float]
"""A wait of a case: its entry, its stretch, and how many seconds of it are in the month."""


def stood(ticket: Ticket) -> Iterator[tuple[Entry, Pause]]:
    """Every lawful wait, and the entry that began it."""
    for cycle in cycles(ticket):
        for pause in pauses(cycle):
            yield next(one for one in cycle.entries if one.at == pause.start and _began(one)), pause


def _began(one: Entry) -> bool:
    return one.lawful and one.kind in ("state", GIVEN) and one.data.get("reason") in LAWFUL_PAUSES


def _in_month(mine: Iterable[Case], since: datetime, until: datetime) -> Iterator[Found]:
    for case in mine:
        for entry, pause in stood(case.ticket):
            begin, end = max(since, pause.start), min(pause.end or until, until)
            if begin < end:
                yield case, entry, pause, (end - begin).total_seconds()


def by_reason(mine: Sequence[Case], since: datetime, until: datetime) -> Section:
    """How long clocks stood, by class and reason, and in all."""
    lasted: Counter[tuple[int | None, str]] = Counter()
    refs: dict[tuple[int | None, str], list[Ref]] = defaultdict(list)
    for case, entry, pause, seconds in _in_month(mine, since, until):
        for key in ((case.ticket.grade, pause.reason), (None, pause.reason)):
            lasted[key] += round(seconds)
            refs[key].append((case.ticket.no, entry.seq))
    rows = tuple(
        (_class(grade), Word(f"ui.pause.{reason}"), count(refs[grade, reason]), Span(lasted[grade, reason]))
        for grade in (*GRADES, None)
        for reason in sorted(LAWFUL_PAUSES)
        if refs[grade, reason]
    )
    return Section("pauses", ("class", "reason", "count", "paused"), rows)


def listed(mine: Sequence[Case], since: datetime, until: datetime) -> Section:
    """Each wait: who asked for it, by what it is shown, who wrote it down, who approved."""
    rows = []
    for case, entry, pause, seconds in _in_month(mine, since, until):
        data, two = entry.data, entry.kind == GIVEN
        which = Counted(case.ticket.no, ((case.ticket.no, entry.seq),))
        shown = data.get("evidence") or (f"#{data['file']}" if data.get("file") else None)
        by, approved = (
            (data.get("requested_by"), entry.actor) if two else (entry.actor, data.get("approved_by"))
        )
        said = (Word(f"ui.pause.{pause.reason}"), data.get("asked_by"), shown, by, approved)
        rows.append((which, *said, pause.start, pause.end, Span(seconds)))
    columns = ("no", "reason", "asked_by", "evidence", "by", "approved_by", "began", "until", "paused")
    return Section("waits", columns, tuple(rows))


# ------------------------------------------------------------ who tried to call (REQ-13)


def attempts(mine: Sequence[Case]) -> Section:
    """Called in time, or at least tried to: an attempt stops no clock, and is a figure of its own."""
    rows = []
    for grade in (*GRADES, None):
        found = [
            (case, reading)
            for case in mine
            for reading in case.fresh
            if reading.name == "C1" and grade in (None, case.ticket.grade)
        ]
        if found:
            rows.append((_class(grade), *_tried(found)))
    columns = ("class", "clocks", "met", "attempted", "not_attempted", "percent_attempted")
    return Section("attempts", columns, tuple(rows))


def _tried(found: Sequence[tuple[Case, Reading]]) -> tuple[object, ...]:
    met, tried, rest = [], [], []
    for pair in found:
        if pair[1].state == "met":
            met.append(pair)
        if pair[1].state == "met" or _in_time(*pair):
            tried.append(pair)
        elif pair[1].state == "breached":
            rest.append(pair)
    told = (_these(found), _these(met), _these(tried), _these(rest))
    return *told, share(len(tried), len(tried) + len(rest))


def _in_time(case: Case, reading: Reading) -> bool:
    cycle: Cycle = next(one for one in cycles(case.ticket) if one.number == reading.cycle)
    first = cycle.first("contact_attempt", "contact_made")
    return first is not None and (first - reading.started).total_seconds() <= reading.target


# ------------------------------------------------------------ in and outside of office hours (REQ-28)


def hours(mine: Sequence[Case], office: Calendar) -> Section:
    """Each clock by class, and by whether the office was open when the call came."""
    rows = []
    came: dict[bool, list[Case]] = {True: [], False: []}
    for one in mine:
        came[office.counts(one.ticket.received)].append(one)
    for clock in SPLIT:
        for grade in (*GRADES, None):
            for name, so in (("report.office", True), ("report.after_hours", False)):
                found = _of(came[so], clock, grade)
                if found:
                    rows.append((Word(f"ui.clock.{clock}"), _class(grade), Word(name), *_kept(found)))
    columns = ("clock", "class", "received", "clocks", "met", "breached", "percent_met")
    return Section("hours", columns, tuple(rows))


def _of(mine: Sequence[Case], clock: str, grade: int | None) -> list[tuple[Case, Reading]]:
    suits = [case for case in mine if grade in (None, case.ticket.grade)]
    return [(case, reading) for case in suits for reading in case.fresh if reading.name == clock]


def _kept(found: Sequence[tuple[Case, Reading]]) -> tuple[object, ...]:
    met = [pair for pair in found if pair[1].state == "met"]
    late = [pair for pair in found if pair[1].state == "breached"]
    return _these(found), _these(met), _these(late), share(len(met), len(met) + len(late))


def _these(found: Iterable[tuple[Case, Reading]]) -> Counted:
    return count((case.ticket.no, starts(case.ticket, reading.cycle)) for case, reading in found)


def _class(grade: int | None) -> object:
    return Word("report.total") if grade is None else str(grade)
