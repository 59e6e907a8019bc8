"""What the monthly report tells one by one: breaches, what is none any more, late entries, cancellations."""

from collections.abc import Sequence
from datetime import datetime

from controller.desk.reports.known import Case, starts
from controller.desk.reports.sheet import Counted, Section, Span, Word
from controller.record.asking import GIVEN
from controller.record.states import State
from controller.record.stopwatch import Reading
from controller.record.tickets import Ticket


def breached(mine: Sequence[Case], since: datetime | None, full: bool) -> Section:
    """Every breach that became known in the month; one of an earlier month says so. `full`: with what the
    desk said of its reason, and of the measure against another one.
    """
    rows = []
    for case in mine:
        for one in case.late:
            said = (_last(case.ticket, "cause_code"), _last(case.ticket, "resolution"))
            why = _explained(case.ticket, one) if full else ()
            row = (*_which(case.ticket, one), Span(one.net), Span(one.net - one.target), *said, *why)
            when = "report.later" if since is not None and one.due < since else "report.in_month"
            rows.append(row if since is None else (*row, one.due, Word(when)))
    columns: tuple[str, ...] = ("no", "title", "class", "clock", "net", "over", "cause_code", "resolution")
    columns = (*columns, "reason", "measure") if full else columns
    return Section("breached", columns if since is None else (*columns, "broken", "known"), tuple(rows))


def _explained(ticket: Ticket, one: Reading) -> tuple[object, object]:
    """The last word of its cycle about this clock, or about all of them."""
    said = [
        each.data
        for each in ticket.entries
        if each.kind == "explained" and each.lawful and each.cycle == one.cycle
        if each.data.get("clock") in (None, one.name)
    ]
    return (said[-1].get("reason"), said[-1].get("measure")) if said else (None, None)


def _which(ticket: Ticket, one: Reading) -> tuple[object, ...]:
    which = Counted(ticket.no, ((ticket.no, starts(ticket, one.cycle)),))
    return which, ticket.title, ticket.grade, Word(f"ui.clock.{one.name}")


def undone(mine: Sequence[Case]) -> Section:
    """What an earlier month told as a breach, and what it is now: entries that came later say otherwise."""
    rows = [
        (*_which(case.ticket, one), Span(one.net), Word(f"clock.{one.state}"))
        for case in mine
        for one in case.undone
    ]
    return Section("undone", ("no", "title", "class", "clock", "net", "state"), tuple(rows))


def entered(mine: Sequence[Case], since: datetime) -> Section:
    """Tickets that were received in an earlier month, and entered in this one."""
    rows = []
    for case in mine:
        one = case.ticket
        if case.before is None and one.received < since:
            which = Counted(one.no, ((one.no, one.entries[0].seq),))
            rows.append((which, one.title, one.grade, one.received, one.opened, one.entries[0].actor))
    return Section("entered", ("no", "title", "class", "received", "opened", "by"), tuple(rows))


def cancelled(mine: Sequence[Case]) -> Section:
    rows = []
    for case in mine:
        for one in case.news:
            if one.lawful and one.kind in ("state", GIVEN) and one.state == State.CANCELLED:
                which = Counted(case.ticket.no, ((case.ticket.no, one.seq),))
                two = one.kind == GIVEN
                by = (
                    (one.data.get("requested_by"), one.actor)
                    if two
                    else (one.actor, one.data.get("approved_by"))
                )
                said = (one.data.get("reason"), *by)
                rows.append((which, case.ticket.title, *said))
                break
    return Section("cancelled", ("no", "title", "reason", "by", "approved_by"), tuple(rows))


def _last(ticket: Ticket, name: str) -> object:
    return next((one.data[name] for one in reversed(ticket.entries) if name in one.data), None)
