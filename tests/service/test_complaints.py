"""A low score in the satisfaction call is a complaint, and the ticket waits for its answer (REQ-63)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from controller.record import failpoints
from controller.record.calendars import Calendars, Edition
from controller.record.contract import STRICT
from controller.record.service.complaints import answer_due, complaint, complaints, open_ones
from controller.record.service.view import demands, service
from tests.record.desk import Story, at
from tests.service.test_duties import Service
from tests.service.test_team import CHINA
from tests.service.test_visits import may

CLOSING = {"to": "closed", "resolution": "repaired", "cause_code": "lamp", "parts": "none", "evidence": "x"}


def called(score: int, **said: object) -> Story:
    story = Story(device="none").then(10, "restored").state(20, "resolved", "system")
    return story.state(30, "callback_due").then(40, "survey", "wang", solved=True, score=score, **said)


@pytest.mark.parametrize(("score", "complains"), [(1, True), (2, True), (3, False), (5, False)])
def test_req_63_two_of_five_or_less_is_a_complaint(score: int, complains: bool) -> None:
    story = called(score, text="rude", further="call me")
    assert (complaint(story.ticket) is not None) is complains
    assert [one["what"] for one in demands(story.ticket)] == (["complaint"] if complains else [])
    assert ("complaint" in may(story, "state", "lead", **CLOSING)) is complains
    assert (may(story, "complaint_answered", "lead", text="x") == "") is complains


def test_req_63_it_is_answered_by_the_desk_and_then_the_ticket_is_closed() -> None:
    story = called(1, text="rude", further="call me")
    assert "role" in may(story, "complaint_answered", "engineer", text="x")
    assert "text" in may(story, "complaint_answered", "lead")
    shown = service(story.ticket, STRICT, CHINA)["complaint"]
    assert (shown["score"], shown["text"], shown["answered"]) == (1, "rude call me", None)
    story.then(50, "complaint_answered", "li", text="we called and said sorry", person="Li")
    shown = service(story.ticket, STRICT, CHINA)["complaint"]
    assert (shown["answer"], shown["person"], shown["answered"]) == (
        "we called and said sorry", "Li", at(50),
    )  # fmt: skip
    assert demands(story.ticket) == []
    assert "place" in may(story, "complaint_answered", "lead", text="again")
    assert may(story, "state", "lead", **CLOSING) == ""


def opened_again(story: Story) -> Story:
    story.then(60, "reopened", "wang", reason="x").then(70, "restored").state(80, "resolved", "system")
    story.state(81, "callback_due")
    for day in (1, 2, 3):
        story.then(1440 * day, "survey_attempt", "wang")
    return story


def answered_whatever_becomes_of_the_ticket() -> None:
    for solved in (True, False):
        story = Story(device="none").then(10, "restored").state(20, "resolved", "system")
        story = opened_again(story.then(40, "survey", "wang", solved=solved, score=1))
        assert [one.seq for one in open_ones(story.ticket)] == [4]
        assert "complaint" in may(story, "state", "lead", **CLOSING)
        assert [one["what"] for one in demands(story.ticket)] == ["complaint"]
        story.then(5000, "complaint_answered", "li", text="sorry")
        assert may(story, "state", "lead", **CLOSING) == ""


def test_req_63_three_vain_attempts_after_a_reopening_answer_nobody() -> None:
    answered_whatever_becomes_of_the_ticket()


def test_the_test_of_it_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_complaint_ends_with_its_cycle"}))
    with pytest.raises(AssertionError):
        answered_whatever_becomes_of_the_ticket()


def test_req_63_a_ticket_with_a_complaint_is_neither_merged_nor_cancelled() -> None:
    story = called(1).then(60, "reopened", "wang", reason="x")
    assert "complaint" in may(story, "merged", "lead", into=3)
    story.then(61, "approval_asked", "li", to="cancelled", reason="x")
    assert "complaint" in may(story, "approval_given", "lead", of=7, to="cancelled", reason="x")
    story.lines.pop()
    story.then(62, "merged", "system", into=3)
    assert may(story, "complaint_answered", "lead", text="x") == "", "the service may have merged it"


def test_req_63_an_answer_is_one_to_what_was_said_before_it() -> None:
    story = called(1, text="rude").then(50, "complaint_answered", "li", text="sorry")
    story.then(60, "survey", "wang", solved=True, score=2, text="again")
    first, second = complaints(story.ticket)
    assert (first.answer, second.answer) == ("sorry", "")
    shown = service(story.ticket, STRICT, CHINA)["complaint"]
    assert (shown["text"], shown["answer"], shown["answered"]) == ("again", "", None)
    assert "complaint" in may(story, "state", "lead", **CLOSING)
    story.then(70, "survey", "wang", solved=True, score=5)
    assert "complaint" in may(story, "state", "lead", **CLOSING), "a good word later is no answer"


def test_req_63_the_answer_is_due_five_workdays_after_the_call() -> None:
    found = complaint(called(1).ticket)  # on a Monday
    assert found is not None
    assert answer_due(found, CHINA, 5) == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_req_63_it_is_due_by_the_calendar_of_the_call() -> None:
    """A calendar that comes into force later moves it no more, and so has nothing to tell of it."""
    found = complaint(called(1).ticket)
    assert found is not None
    known, mondays = Calendars(CHINA), replace(CHINA, weekly={0: CHINA.weekly[0]})
    known.editions.append(Edition(found.seq + 1, mondays))
    assert answer_due(found, known, 5) == answer_due(found, CHINA, 5)
    known.editions[-1] = Edition(found.seq - 1, mondays)
    assert answer_due(found, known, 5) == answer_due(found, mondays, 5)


def resolved() -> tuple[Service, int]:
    desk = Service().start()
    no = desk.opened(2)
    for said in ({"entry": "restored"}, {"entry": "state", "to": "resolved"}):
        desk.board.add_entry(no, said, "li", "lead")
    return desk, no


def test_req_63_the_second_complaint_has_a_day_of_its_own() -> None:
    desk, no = resolved()
    poor = {"entry": "survey", "solved": True, "score": 1}
    first = desk.board.add_entry(no, poor, "wang", "clerk").seq
    desk.hours(24 * 10)
    desk.board.add_entry(no, {"entry": "complaint_answered", "text": "x"}, "li", "lead")
    second = desk.board.add_entry(no, poor, "wang", "clerk").seq
    assert not desk.board.summary(desk.board.ticket(no))["demands"][0]["overdue"]
    desk.hours(24 * 10)
    assert [one["of"] for one in desk.said(no, "overdue")] == [first, second]
    assert desk.board.summary(desk.board.ticket(no))["demands"][0]["overdue"]


def test_req_63_a_complaint_about_an_answer_is_due_as_well() -> None:
    desk = Service().start()
    no, _ = desk.board.open_by_hand("guest", "phone", "x", more={"type": "consultation"})
    desk.board.add_entry(no, {"entry": "answered", "text": "x"}, "li", "lead")
    poor = desk.board.add_entry(no, {"entry": "survey", "solved": True, "score": 1}, "wang", "clerk").seq
    desk.hours(24 * 10)
    assert [one["of"] for one in desk.said(no, "overdue")] == [poor]


def test_req_63_that_nobody_answered_is_told_once() -> None:
    desk, no = resolved()
    desk.board.add_entry(no, {"entry": "survey", "solved": True, "score": 1}, "wang", "clerk")
    desk.hours(24 * 4.5)
    assert desk.said(no, "overdue") == []
    desk.hours(24 * 5)
    assert [one["what"] for one in desk.said(no, "overdue")] == ["complaint"]
    assert desk.board.summary(desk.board.ticket(no))["demands"][0]["overdue"]
    desk.hours(24 * 5)
    assert len(desk.said(no, "overdue")) == 1


def test_a_score_that_is_no_complaint_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"no_score_is_a_complaint"}))
    with pytest.raises(AssertionError):
        test_req_63_two_of_five_or_less_is_a_complaint(1, True)
