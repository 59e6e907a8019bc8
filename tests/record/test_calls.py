"""REQ 63 and 55: who makes the satisfaction call, and on how many days of the hall it was tried."""

from zoneinfo import ZoneInfo

import pytest

from controller.record import failpoints
from controller.record.lawful import NotLawful, check, survey_done
from controller.record.tickets import Ticket
from tests.record.desk import Story, at

SHANGHAI = ZoneInfo("Asia/Shanghai")
HANDS = [
    ("work", {"text": "x"}, "lead"),
    ("work", {"text": "x"}, "admin"),
    ("restored", {}, "helpdesk"),
    ("visit_arrived", {"person": "Wang"}, "operator"),
    ("part_used", {"part": "lamp"}, "lead"),
    ("plan", {"what": "spare", "text": "x", "until": "2026-03-05T00:00:00.000000Z"}, "lead"),
    ("team_decision", {"text": "x"}, "admin"),
    ("note", {"text": "seen"}, "engineer"),
    ("contact_made", {"person": "Li", "outcome": "solved"}, "helpdesk"),
]


def repaired(*more: tuple[str, dict[str, object], str]) -> Ticket:
    story = Story(device="lamp").then(1, "contact_made", "desk", person="Li", role="helpdesk")
    for kind, data, role in more:
        story.then(2, kind, "wang", **data, role=role)
    story.then(5, "restored", "chen", role="engineer").state(9, "resolved", "system")
    return story.ticket


def call(ticket: Ticket, actor: str, kind: str = "survey") -> str:
    data = {"entry": kind, "solved": True, "until": "2026-03-05T00:00:00.000000Z"}
    try:
        check(ticket, data, actor, "lead", at(20))
    except NotLawful as refused:
        return refused.sentence["en"]
    return ""


@pytest.mark.parametrize("kind", ["survey", "survey_attempt", "survey_later"])
@pytest.mark.parametrize(("work", "data", "role"), HANDS)
def test_req_63_whoever_worked_on_it_in_any_role_does_not_call(
    work: str, data: dict[str, object], role: str, kind: str
) -> None:
    ticket = repaired((work, data, role))
    assert "Whoever worked" in call(ticket, "wang", kind)
    assert call(ticket, "clerk", kind) == ""
    assert call(ticket, "desk", kind) == "", "who only took the call may make this one"


def test_req_63_nor_does_the_engineer_of_a_visit_or_an_expert_that_others_wrote_down() -> None:
    ticket = repaired(("visit_planned", {"person": "Zhao", "at": "x"}, "helpdesk"))
    assert "Whoever worked" in call(ticket, "zhao")
    assert call(ticket, "wang") == "", "to plan a visit is the desk's"
    ticket = repaired(("expert", {"outcome": "advised", "person": "Qian"}, "helpdesk"))
    assert "Whoever worked" in call(ticket, "qian")


def test_req_63_who_mended_it_the_first_time_does_not_call_the_second_time_either() -> None:
    story = Story().then(1, "work", "wang", text="x", role="lead").then(2, "restored", "system")
    story.state(3, "resolved", "system").then(4, "reopened", "li", reason="again")
    story.then(5, "restored", "system").state(6, "resolved", "system")
    assert "Whoever worked" in call(story.ticket, "wang")
    assert "Whoever worked" in call(story.ticket, "Wang"), "a capital letter is no other person"


def test_the_tests_of_who_calls_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"only_engineers_have_hands"}))
    with pytest.raises(AssertionError):
        test_req_63_whoever_worked_on_it_in_any_role_does_not_call(*HANDS[0], "survey")


def tried(*hours: float) -> Ticket:
    """Resolved at noon UTC, eight in the evening of the hall."""
    story = Story().then(1, "restored").state(2, "resolved", "system").state(3, "callback_due")
    for hour in hours:
        story.then(hour * 60, "survey_attempt", "clerk")
    return story.ticket


def test_req_63_three_days_are_days_of_the_hall() -> None:
    """15:30 and 16:30 UTC are one day there, and two days in Shanghai."""
    assert survey_done(tried(3.5, 4.5, 30), SHANGHAI)
    assert not survey_done(tried(3.5, 4.5, 30))
    assert not survey_done(tried(5, 13, 20), SHANGHAI), (
        "17:00, 01:00 and 08:00 UTC: all on the third of March"
    )


def test_the_test_of_the_days_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"days_are_those_of_utc"}))
    with pytest.raises(AssertionError):
        test_req_63_three_days_are_days_of_the_hall()
