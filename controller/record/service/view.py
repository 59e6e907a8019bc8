"""Visits, team, plan, expert and parts as a page reads them, and in a line what a ticket still demands."""

from collections.abc import Iterator
from typing import Any

from controller.record.contract import Contract
from controller.record.service import complaints, parts, plans, visits, waits
from controller.record.service.team import Measure, Said, Team, review_due, team
from controller.record.service.visits import Test, Visit
from controller.record.service.workdays import Office
from controller.record.states import ENDED, State
from controller.record.tickets import Entry, Ticket

OWED = frozenset({"team_opened", "plan_demanded", "expert_proposed", "survey"})
"""Without one of these nothing is demanded: most tickets are done with here."""


def service(ticket: Ticket, contract: Contract, office: Office) -> dict[str, Any]:
    """All of it; moments are left to whoever shows them."""
    return {
        "visits": [_visit(ticket, one) for one in visits.visits(ticket)],
        "test": _test(_last_test(ticket)),
        "team": _team(ticket, contract, office),
        "plan": _plan(ticket),
        "expert": _expert(ticket),
        "complaint": _complaint(ticket, contract, office),
        "parts": [_part(one) for one in parts.parts(ticket)],
        "wait": waits.waits(ticket),
        "asked": waits.asked(ticket),
    }


def demands(ticket: Ticket) -> list[dict[str, Any]]:
    """What somebody has to do now: name a leader, make a plan, call an expert or not, review, answer a
    complaint; `overdue`.
    """
    if not any(one.kind in OWED for one in ticket.entries):
        return []
    return list(_demands(ticket))


def _demands(ticket: Ticket) -> Iterator[dict[str, Any]]:
    found = team(ticket)
    if found is not None and not found.leader and ticket.state not in ENDED:
        yield {"what": "leader", "until": None, "overdue": False}
    asked = plans.demand(ticket)
    if asked is not None and ticket.state not in ENDED and ticket.state != State.VERIFYING:
        yield {"what": "plan", "until": asked.until, "overdue": asked.overdue}
    expert = plans.expert(ticket)
    if expert is not None and not expert.result and ticket.state not in ENDED:
        yield {"what": "expert", "until": None, "overdue": False}
    if found is not None and found.review is None and ticket.state in (State.RESOLVED, State.CALLBACK):
        yield {"what": "review", "until": None, "overdue": _is_overdue(ticket, "review")}
    if standing := {one.seq for one in complaints.open_ones(ticket)}:
        late = bool(standing & complaints.overdue(ticket))
        yield {"what": "complaint", "until": None, "overdue": late}


def _is_overdue(ticket: Ticket, what: str) -> bool:
    said = (one for one in plans.of_cycle(ticket) if one.kind == "overdue")
    return any(one.data.get("what") == what for one in said)


def _visit(ticket: Ticket, one: Visit) -> dict[str, Any]:
    arrived = one.stage == visits.Stage.ARRIVED
    return {
        "no": one.no,
        "cycle": one.cycle,
        "person": one.person,
        "stage": str(one.stage),
        "planned": one.planned,
        "departed": one.departed,
        "arrived": one.arrived,
        "left": one.left,
        "via": one.via,
        "place": one.place,
        "proof": one.proof,
        "outcome": one.outcome,
        "signed_by": one.signed_by,
        "again": one.again,
        "test": _test(visits.proof(ticket, one) if arrived else one.test),
    }


def _last_test(ticket: Ticket) -> Entry | None:
    tests = (one for one in reversed(ticket.entries) if visits.is_test(one) and one.cycle == ticket.cycle)
    return next(tests, None)


def _test(one: Entry | Test | None) -> dict[str, Any] | None:
    if one is None:
        return None
    passed = one.data["passed"] if isinstance(one, Entry) else one.passed
    return {"seq": one.seq, "at": one.at, "passed": passed}


def _team(ticket: Ticket, contract: Contract, office: Office) -> dict[str, Any] | None:
    found: Team | None = team(ticket)
    if found is None:
        return None
    return {
        "opened": found.opened,
        "leader": found.leader,
        "members": list(found.members),
        "decisions": [_said(one) for one in found.decisions],
        "cause": _said(found.cause),
        "measures": [_measure(one) for one in found.measures],
        "review": _said(found.review),
        "review_due": review_due(ticket, office, contract.review_days),
    }


def _said(one: Said | None) -> dict[str, Any] | None:
    return None if one is None else {"at": one.at, "by": one.by, "text": one.text}


def _measure(one: Measure) -> dict[str, Any]:
    return {"no": one.no, "text": one.text, "person": one.person, "until": one.until, "done": one.done}


def _plan(ticket: Ticket) -> dict[str, Any] | None:
    one = plans.plan(ticket)
    if one is None:
        return None
    return {
        "way": one.way,
        "text": one.text,
        "person": one.person,
        "until": one.until,
        "at": one.at,
        "by": one.by,
    }


def _expert(ticket: Ticket) -> dict[str, Any] | None:
    one = plans.expert(ticket)
    if one is None:
        return None
    return {
        "at": one.at,
        "who": one.who,
        "name": one.name,
        "level": one.level,
        "phones": list(one.phones),
        "result": one.result,
        "person": one.person,
        "text": one.text,
    }


def _complaint(ticket: Ticket, contract: Contract, office: Office) -> dict[str, Any] | None:
    one = complaints.complaint(ticket)
    if one is None:
        return None
    return {
        "at": one.at,
        "score": one.score,
        "text": one.text,
        "due": complaints.answer_due(one, office, contract.complaint_days),
        "answer": one.answer,
        "person": one.person,
        "answered": one.answered,
    }


def _part(one: parts.Part) -> dict[str, Any]:
    return {
        "no": one.no,
        "at": one.at,
        "by": one.by,
        "sort": one.sort,
        "name": one.name,
        "count": one.count,
        "out": one.out,
        "into": one.into,
        "rma": one.rma,
        "shipped": one.shipped,
        "back": one.back,
    }
