"""REQ 55: nine offices, each with a role or with a reason why it has none; the clerk who calls is another."""

import pytest

from controller.hall.guards import RISKS
from controller.record.accounts import ROLES
from controller.record.lawful import NotLawful, check
from controller.record.offices import OFFICES
from controller.record.states import CUSTOMER, ENTRIES, MOVES
from tests.record.desk import Story, at
from web.roles import PEOPLE

CLOSING = {"resolution": "repaired", "cause_code": "lamp", "parts": "none", "evidence": "seen", "device": "x"}


def mended() -> Story:
    story = Story().then(1, "contact_made", actor="wang", person="Li", role="engineer")
    return story.then(10, "restored", actor="wang", role="engineer").state(20, "resolved", "system")


def may(story: Story, actor: str, role: str, **data: object) -> bool:
    try:
        check(story.ticket, data, actor, role, at(1000))
    except NotLawful:
        return False
    return True


def test_req_55_every_office_has_a_role_or_a_reason() -> None:
    assert len(OFFICES) == 9
    assert [name for name, office in OFFICES.items() if (office.role is None) != bool(office.why)] == []
    assert {office.role for office in OFFICES.values()} - {None} == set(ROLES) == set(PEOPLE)


def test_req_55_the_clerk_calls_and_closes_and_does_nothing_else() -> None:
    assert may(mended(), "zhou", "clerk", entry="state", to="callback_due")
    due = mended().state(30, "callback_due", "zhou")
    assert may(due, "zhou", "clerk", entry="survey", solved=True, score=5)
    called = due.then(40, "survey", "zhou", solved=True, score=5)
    assert may(called, "zhou", "clerk", entry="state", to="closed", **CLOSING)
    mine = {kind for kind, roles in ENTRIES.items() if "clerk" in roles}
    assert mine == {"note", "state", "survey", "survey_attempt", "survey_later"}
    ways = {(state, to) for state, tos in MOVES.items() for to, roles in tos.items() if "clerk" in roles}
    assert ways == {("resolved", "callback_due"), ("callback_due", "closed")}
    assert not may(Story(), "zhou", "clerk", entry="restored")


def test_req_55_and_63_the_clerk_is_not_the_engineer_of_the_ticket() -> None:
    due = mended().state(30, "callback_due", "zhou")
    for role in ("clerk", "helpdesk", "admin"):
        assert not may(due, "wang", role, entry="survey", solved=True), (
            "she was the engineer, whatever she is now"
        )
        assert may(due, "zhou", role, entry="survey", solved=True)


def test_req_55_the_halls_own_people_are_not_the_desks() -> None:
    assert {"viewer", "operator", "lead"} == CUSTOMER
    for kind in ("note", "progress"):
        assert not ENTRIES[kind] & CUSTOMER


@pytest.mark.parametrize("role", ["viewer", "helpdesk", "clerk"])
def test_req_55_who_orders_nothing(role: str) -> None:
    assert RISKS[role] == frozenset()
