"""REQ 14: a question is called back and answered in time; as a fault it has been one from its receipt."""

from datetime import timedelta
from typing import Any

import pytest

from controller.record.clocks import readings
from controller.record.contract import STRICT
from controller.record.lawful import NotLawful, check
from controller.record.states import State
from controller.record.tickets import Ticket
from tests.record.desk import Story, at
from tests.record.hours import SHANGHAI

WORSE: dict[str, Any] = {"class": 2}


def question(minutes: float = 0) -> Story:
    return Story(minutes, type="consultation", title="how do I dim the lights?", **{"class": 1})


def clocks(ticket: Ticket, minutes: float) -> dict[tuple[str, int], str]:
    found = readings(ticket, at(minutes), STRICT, SHANGHAI)
    return {(one.name, one.cycle): one.state for one in found}


def may(ticket: Ticket, role: str = "helpdesk", **data: Any) -> bool:
    try:
        check(ticket, data, "chen", role, at(1000))
    except NotLawful as refused:
        return not refused.sentence["zh"]
    return True


def test_req_14_only_the_call_back_and_the_answer_are_promised() -> None:
    assert set(clocks(question().ticket, 5)) == {("C1", 1), ("C8", 1)}
    assert clocks(question().ticket, 11)["C1", 1] == "breached"
    assert clocks(question().then(8, "contact_made", person="Li").ticket, 11)["C1", 1] == "met"


def test_req_14_the_answer_is_due_within_a_working_day() -> None:
    (answer,) = [one for one in readings(question().ticket, at(1), STRICT, SHANGHAI) if one.name == "C8"]
    assert answer.target == 8 * 3600
    assert answer.due is not None
    assert answer.due - at(0) > timedelta(hours=12), "noon in London is eight in the evening in Shanghai"
    story = question().then(5, "answered", text="with the left fader")
    assert clocks(story.ticket, 10_000)["C8", 1] == "met"
    late = question().then(10_000, "answered", text="sorry")
    assert clocks(late.ticket, 10_001)["C8", 1] == "breached"


def test_req_14_an_answer_settles_it_and_closing_asks_for_nothing_more() -> None:
    ticket = question().then(5, "answered", text="so").ticket
    assert ticket.state == State.RESOLVED
    assert may(ticket, entry="state", to="closed")
    assert not may(ticket, role="engineer", entry="state", to="closed")
    assert question().then(5, "answered", text="so").state(6, "closed").ticket.state == State.CLOSED


def test_req_14_converted_it_has_been_a_fault_since_it_was_received() -> None:
    story = question().then(3, "contact_made", person="Li")
    asked, ticket = (
        story.ticket,
        story.then(90, "converted", reason="the dimmer is dead", **WORSE).ticket,
    )
    assert (asked.type, ticket.type, ticket.grade, ticket.received) == ("consultation", "fault", 2, at(0))
    found = {one.name: one for one in readings(ticket, at(130), STRICT, SHANGHAI)}
    assert {"C1", "C2", "C3", "C4", "C6"} <= set(found)
    assert "C8" not in found
    assert (found["C4"].started, found["C4"].state) == (at(0), "breached"), "two hours from the receipt"
    assert found["C1"].state == "met"


def test_req_14_a_question_of_an_earlier_cycle_stays_one() -> None:
    story = question().then(5, "answered", text="so").then(60, "reopened", reason="no")
    ticket = story.then(70, "converted", reason="broken").ticket
    assert {key for key in clocks(ticket, 80) if key[1] == 1} == {("C1", 1), ("C8", 1)}
    assert ("C4", 2) in clocks(ticket, 80)


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (Story(), {"entry": "answered", "text": "x"}),
        (Story().then(1, "contact_made", person="x"), {"entry": "answered", "text": "x"}),
        (Story().then(1, "restored"), {"entry": "answered", "text": "x"}),
        (Story().then(1, "contact_made", person="x"), {"entry": "state", "to": "resolved"}),
        (question().then(1, "contact_made", person="x"), {"entry": "state", "to": "resolved"}),
        (Story(), {"entry": "converted", "reason": "x"}),
        (question().then(1, "answered", text="x"), {"entry": "converted", "reason": "x"}),
        (question(), {"entry": "converted"}),
        (Story().then(1, "restored").state(2, "resolved"), {"entry": "state", "to": "closed"}),
    ],
)
def test_req_14_what_is_not_lawful(story: Story, said: dict[str, Any]) -> None:
    assert not may(story.ticket, **said)
    if said.keys() >= {"text"} or "to" in said or said.get("reason"):
        before = story.ticket
        kind = str(said.pop("entry"))
        after = story.then(500, kind, **said).ticket
        assert (after.state, after.type, after.entries[-1].lawful) == (before.state, before.type, False)
