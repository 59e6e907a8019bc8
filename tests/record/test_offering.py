"""What is offered is what is accepted, in every state, for every role, and nothing else."""

import pytest

from controller.record import asking
from controller.record.lawful import NotLawful, check
from controller.record.lines import written
from controller.record.offering import NOT_BY_HAND, ways
from controller.record.states import ENTRIES, MOVES, State
from controller.record.tickets import Ticket
from tests.record.desk import Story, at, stamp
from tests.record.test_tickets import whole_life

ROLES = ("viewer", "operator", "helpdesk", "clerk", "engineer", "lead", "admin")
NOW = at(220)
ALL: dict[str, object] = {
    "text": "x", "person": "Somebody", "reason": "waiting_customer_access", "accepted_by": "x", "part": "x",
    "rma": "x", "asked_by": "x", "evidence": "x", "resolution": "x", "cause_code": "x", "parts": "x",
    "signed_by": "x", "until": stamp(900), "at": written(NOW), "class": 2, "into": 1, "solved": True,
    "device": "none", "fault": "x", "phone": "1", "began": written(NOW), "ended": written(NOW),
    "what": "spare", "measure": "x", "shipped": "2026-03-02", "of": 3, "number": 1,
}  # fmt: skip
"""Written down here once more: complete data for everything."""
OUTCOMES = {"visit_left": "appointment", "expert": "declined", "contact_made": "solved"}


def served() -> Story:
    return Story(device="lamp").then(1, "restored", "system").state(2, "resolved", "system")


ROADS = {
    "new": Story(),
    "contacted": Story().then(1, "contact_made", person="x"),
    "waiting": Story().wait(1, "waiting_customer_access", until=800),
    "asked": Story().then(1, "note", text="x").then(2, "approval_asked", "li", to="cancelled", reason="x"),
    "verifying": Story().then(1, "restored"),
    "resolved": served(),
    "called": served().state(3, "callback_due").then(4, "survey", "clerk", solved=True),
    "uncalled": served().state(3, "callback_due"),
    "closed": whole_life().state(210, "closed"),
    "with parts": Story().then(1, "contact_made", person="x").then(2, "part_used", part="lamp"),
    "on site": Story().then(1, "contact_made", person="x").then(2, "visit_arrived", person="Wang"),
    "on the way": Story().then(1, "contact_made", person="x").then(2, "visit_departed", person="Wang"),
    "disaster": Story(**{"class": 4}).then(1, "team_opened", "system"),
    "worked around": Story().then(1, "contact_made", person="x").then(2, "workaround", what="B"),
    "question": Story(type="consultation"),
    "cancelled": Story().state(1, "cancelled"),
    "merged": Story().then(1, "merged", into=1),
}


def accepted(ticket: Ticket, role: str, kind: str, **more: object) -> bool:
    data = {"entry": kind, **ALL, "outcome": OUTCOMES.get(kind, ""), **more}
    if kind == "approval_asked":
        data |= {"to": "cancelled"}
    try:
        check(ticket, asking.whole(ticket.entries, data), "chen", role, NOW)
    except NotLawful:
        return False
    return True


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("road", ROADS)
def test_what_is_offered_is_what_would_be_accepted(road: str, role: str) -> None:
    ticket = ROADS[road].ticket
    offered = ways(ticket, role, "chen", NOW)
    kinds = [kind for kind in ENTRIES if kind not in NOT_BY_HAND and accepted(ticket, role, kind)]
    states = [f"to:{to}" for to in State if accepted(ticket, role, "state", to=str(to))]
    assert sorted(offered) == sorted([*kinds, *states])
    assert {one[3:] for one in offered if one.startswith("to:")} <= {str(to) for to in MOVES[ticket.state]}


def test_a_closed_ticket_offers_no_parts_and_a_new_one_no_call() -> None:
    assert "part_used" not in ways(ROADS["closed"].ticket, "engineer", "wu", NOW)
    assert "part_used" in ways(ROADS["with parts"].ticket, "engineer", "wu", NOW)
    assert "part_returned" in ways(ROADS["with parts"].ticket, "engineer", "wu", NOW)
    assert not {"survey", "survey_attempt", "survey_later"} & set(
        ways(ROADS["new"].ticket, "clerk", "wu", NOW)
    )
    assert "survey" in ways(ROADS["uncalled"].ticket, "clerk", "wu", NOW)
    assert "to:closed" not in ways(ROADS["uncalled"].ticket, "lead", "wu", NOW)
    assert "to:closed" in ways(ROADS["called"].ticket, "lead", "wu", NOW)


def test_nobody_is_offered_to_approve_his_own_or_to_cancel_alone() -> None:
    ticket = ROADS["asked"].ticket
    assert "approval_given" in ways(ticket, "lead", "wu", NOW)
    assert "approval_given" not in ways(ticket, "lead", "li", NOW)
    assert "approval_refused" in ways(ticket, "helpdesk", "li", NOW), "taken back"
    assert not any("to:cancelled" in ways(one.ticket, "lead", "wu", NOW) for one in ROADS.values())


def test_a_closed_one_is_not_offered_to_reopen_after_seven_days() -> None:
    ticket = ROADS["closed"].ticket
    assert "reopened" in ways(ticket, "lead", "wu", at(210 + 7 * 1440))
    assert "reopened" not in ways(ticket, "lead", "wu", at(211 + 7 * 1440))
