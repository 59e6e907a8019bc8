"""What the service owes a ticket by itself, and when: to call an emergency team together (REQ-22), to ask for
a plan (REQ-25), to propose an expert (REQ-27), to say that a plan, a review, another look at a work-around or
the answer to a complaint is overdue.

A pure function of the history: what was said already is in it, so nothing is said twice, and what a service
that was down left unsaid is said at the next look.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from controller.record import failpoints
from controller.record.clocks import Office, marks
from controller.record.consulting import CONSULTATION
from controller.record.contract import Contract
from controller.record.lawful import REVIEW_WITHIN
from controller.record.lines import moment, written
from controller.record.service.complaints import answer_due, open_ones, overdue
from controller.record.service.plans import GREAT, demand, expert, of_cycle, plan
from controller.record.service.team import review_due, team
from controller.record.states import ENDED, State
from controller.record.tickets import Ticket
from controller.record.waiting import RESUMED, wait

DISASTER = 4
DONE = ENDED | {State.VERIFYING}
"""Nothing has to be planned any more."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An entry that the service makes by itself, from this moment on."""

    at: datetime
    says: Mapping[str, Any]


def may_owe(ticket: Ticket) -> bool:
    """Whether anything can be owed: most tickets are done with here."""
    if ticket.grade >= GREAT or ticket.workaround is not None or wait(ticket) is not None:
        return True
    return bool(open_ones(ticket)) or any(one.kind == "team_opened" for one in ticket.entries)


def duties(ticket: Ticket, now: datetime, contract: Contract, office: Office) -> Iterator[Duty]:
    """Everything that is owed, or will be if nothing happens, and has not been said."""
    yield from _waits(ticket)
    yield from _complaints(ticket, contract, office)
    if ticket.type == CONSULTATION:
        return
    if ticket.grade >= DISASTER and ticket.state not in ENDED and team(ticket) is None:
        yield Duty(ticket.start, {"entry": "team_opened"})
    if ticket.grade >= GREAT and ticket.state not in DONE:
        yield from _plan(ticket, contract)
        yield from _expert(ticket, now, contract, office)
    yield from _review(ticket, contract, office)
    yield from _stopgap(ticket)


def _waits(ticket: Ticket) -> Iterator[Duty]:
    """A wait ends where it was expected to, and one that is open for long is told: once, however often it was
    extended (0.5).
    """
    found = wait(ticket)
    if found is None or ticket.state in ENDED:
        return
    if ticket.state == State.WAITING and found.until is not None:
        yield Duty(found.until, {"entry": RESUMED, "why": "expected_end", "of": found.last.seq})
    said = any(one.kind == "long_wait" and one.data.get("of") == found.first.seq for one in of_cycle(ticket))
    if found.long is not None and not said:
        yield Duty(found.long, {"entry": "long_wait", "of": found.first.seq})


def _stopgap(ticket: Ticket) -> Iterator[Duty]:
    """A work-around is looked at again within seven days, or when somebody said (REQ-26): told once."""
    found = ticket.workaround
    if found is None:
        return
    asked = max((one.seq for one in ticket.entries if one.kind == "workaround"), default=0)
    said = any(one.kind == "overdue" and one.data.get("of") == asked for one in ticket.entries)
    if not said:
        due = moment(found["review"]) if found.get("review") else found["since"] + REVIEW_WITHIN
        yield Duty(due, {"entry": "overdue", "what": "workaround", "of": asked})


def _plan(ticket: Ticket, contract: Contract) -> Iterator[Duty]:
    """From so many hours on there has to be a plan, and one that is not past its own end."""
    made, asked = plan(ticket), demand(ticket)
    begins = max(ticket.start + timedelta(seconds=contract.plan_after), _great_since(ticket))
    if asked is None:
        at = begins if made is None else max(begins, made.until)
        due = at + timedelta(seconds=contract.plan_within)
        of = 0 if made is None else made.seq
        yield Duty(at, {"entry": "plan_demanded", "of": of, "until": written(due)})
    elif not asked.overdue:
        yield Duty(asked.until, {"entry": "overdue", "what": "plan"})


def _great_since(ticket: Ticket) -> datetime:
    """Since when the class has been one that needs a plan; the start where it was so from the start."""
    since: datetime | None = None
    for one in ticket.entries:
        if one.cycle == ticket.cycle:
            since = None if one.grade < GREAT else since or one.at
    return since or ticket.start


def _expert(ticket: Ticket, now: datetime, contract: Contract, office: Office) -> Iterator[Duty]:
    if expert(ticket) is not None and not failpoints.planted("experts_are_proposed_again"):
        return
    found = marks(ticket, now, (contract.expert_at,), contract, office)
    mine = [one.at for one in found if one.name == "C4" and one.cycle == ticket.cycle]
    if mine:  # the limit's, where the softer goal has a mark of its own
        yield Duty(max(mine), {"entry": "expert_proposed"})


def _complaints(ticket: Ticket, contract: Contract, office: Office) -> Iterator[Duty]:
    """Each complaint is answered within some workdays; that it was not is told once."""
    said = overdue(ticket)
    for found in open_ones(ticket):
        if found.seq in said:
            continue
        due = answer_due(found, office, contract.complaint_days)
        yield Duty(due, {"entry": "overdue", "what": "complaint", "of": found.seq})


def _review(ticket: Ticket, contract: Contract, office: Office) -> Iterator[Duty]:
    if ticket.state not in (State.RESOLVED, State.CALLBACK):
        return
    found, due = team(ticket), review_due(ticket, office, contract.review_days)
    said = any(one.kind == "overdue" and one.data.get("what") == "review" for one in of_cycle(ticket))
    if found is not None and found.review is None and due is not None and not said:
        yield Duty(due, {"entry": "overdue", "what": "review"})
