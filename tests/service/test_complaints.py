"""A low score in the satisfaction call is a complaint, and the ticket waits for its answer (REQ-63)."""

from datetime import UTC, datetime

import pytest

from controller.record import failpoints
from controller.record.contract import STRICT
from controller.record.service.complaints import answer_due, complaint, open_one
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


def test_req_63_what_is_not_solved_is_opened_again_and_asked_about_anew() -> None:
    story = Story(device="none").then(10, "restored").state(20, "resolved", "system")
    story.then(40, "survey", "wang", solved=False, score=1).then(40, "reopened", "wang", reason="x")
    assert open_one(story.ticket) is None
    story.then(50, "restored").state(60, "resolved", "system")
    story.then(70, "survey", "wang", solved=True, score=2)
    assert open_one(story.ticket) is not None


def test_req_63_the_answer_is_due_five_workdays_after_the_call() -> None:
    found = complaint(called(1).ticket)  # on a Monday
    assert found is not None
    assert answer_due(found, CHINA, 5) == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_req_63_that_nobody_answered_is_told_once() -> None:
    desk = Service().start()
    no = desk.opened(2)
    for said in (
        {"entry": "restored"},
        {"entry": "state", "to": "resolved"},
    ):
        desk.board.add_entry(no, said, "li", "lead")
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
