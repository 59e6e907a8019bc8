"""The satisfaction report as months read it that were sealed before a month told of every call made in it:
about what was resolved in the month, by the first answer to each call. They keep their bytes.
"""

from collections.abc import Iterable, Sequence

from controller.desk.reports.satisfaction import ACTIONS, Call, is_repair, made, row, sheet
from controller.desk.reports.sheet import Section, Sheet
from controller.desk.reports.sla import Period
from controller.record.cycles import cycles
from controller.record.service.complaints import ANSWERED, is_poor
from controller.record.states import State
from controller.record.tickets import Ticket


def satisfaction(period: Period, tickets: Iterable[Ticket]) -> Sheet:
    """The report; `tickets` are as they were known at the end of the period."""
    calls = [call for one in sorted(tickets, key=lambda one: one.no) for call in _calls(one, period)]
    return sheet(period, calls, _actions(calls))


def _calls(ticket: Ticket, period: Period) -> list[Call]:
    found = []
    for cycle in cycles(ticket):
        resolved = next((one for one in cycle.entries if one.state == State.RESOLVED), None)
        if resolved is not None and period.since <= resolved.at < period.until and is_repair(ticket):
            tries, surveys = tuple(made(cycle, "survey_attempt")), tuple(made(cycle, "survey"))[:1]
            found.append(Call(ticket, cycle, resolved, tries, surveys, next(iter(surveys), None)))
    return found


def _actions(calls: Sequence[Call]) -> Section:
    rows = []
    for one in calls:
        said = one.answer
        if said is not None and (is_poor(said.data.get("score")) or said.data.get("solved") is False):
            again = next((e for e in one.ticket.entries if e.cycle == one.cycle.number + 1), None)
            done = next((e for e in one.cycle.entries if e.lawful and e.kind == ANSWERED), None)
            rows.append(row(one.ticket, said, again, done))
    return Section("actions", ACTIONS, tuple(rows))
