"""REQ 85: calls due, made and answered, scores, what was said, and what came of it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from controller.desk.reports import satisfaction_once
from controller.desk.reports.satisfaction import satisfaction
from controller.desk.reports.sealed import as_of
from controller.desk.reports.sheet import Percent, Word
from controller.desk.reports.sla import Period
from controller.record import failpoints
from controller.record.lines import Line
from controller.record.tickets import Ticket, fold
from tests.record.desk import Story

MARCH = Period("2026-03", datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
APRIL = Period("2026-04", MARCH.until, datetime(2026, 5, 1, tzinfo=UTC))


def mended(**data: object) -> Story:
    story = Story(0, **data)
    return story.then(10, "restored").state(20, "resolved", "system").state(30, "callback_due")


def of(*stories: Story) -> list[Ticket]:
    return [
        fold(Line(100 * no + x.seq, x.at, x.kind, str(no), x.actor, x.data) for x in one.lines)
        for no, one in enumerate(stories, 1)
    ]


def tables(*stories: Story) -> dict[str, list[tuple[Any, ...]]]:
    return {one.id: list(one.rows) for one in satisfaction(MARCH, of(*stories)).sections}


def story() -> tuple[Story, ...]:
    good = mended().then(
        40,
        "survey",
        solved=True,
        score=5,
        attitude=5,
        speed=4,
        result=5,
        text="quick",
        further="a spare lamp",
    )
    poor = (
        mended().then(40, "survey", solved=False, score=2, text="still dark").then(41, "reopened", reason="x")
    )
    tried = mended().then(40, "survey_attempt")
    return good, poor, tried, mended(), Story(0, type="consultation")


def test_req_85_calls_due_made_and_answered() -> None:
    rows = {row[0].id.rpartition(".")[2]: row[1:] for row in tables(*story()[:4])["calls"]}
    assert {name: one[0].value for name, one in rows.items()} == {
        "due": 4, "made": 3, "answered": 2, "solved": 1, "not_solved": 1, "poor": 1,
    }  # fmt: skip
    assert (rows["made"][1], rows["answered"][1]) == (Percent(75.0), Percent(50.0))
    assert rows["due"][0].refs == ((1, 103), (2, 203), (3, 303), (4, 403))


def test_req_85_scores_words_and_what_came_of_it() -> None:
    found = tables(*story())
    scores = {row[0].id.rpartition(".")[2]: row[1:] for row in found["scores"]}
    assert scores["score"] == (2, "3.50", 1, 0, 0, 1, 0)
    assert scores["attitude"] == (1, "5.00", 1, 0, 0, 0, 0)
    words = [(row[0].value, *row[2:5]) for row in found["words"]]
    assert words == [(1, 5, "quick", "a spare lamp"), (2, 2, "still dark", None)]
    (action,) = found["actions"]
    assert (action[0].value, action[3].refs, action[4]) == (2, ((2, 206),), None)
    assert action[5] == Word("ui.ticket.state.new")


def test_req_63_what_was_done_about_a_complaint_is_told() -> None:
    poor = mended().then(40, "survey", solved=True, score=1).then(50, "complaint_answered", text="sorry")
    (action,) = tables(poor)["actions"]
    assert (action[2], action[4].value, action[4].refs) == (1, "sorry", ((1, 106),))


def test_req_85_a_question_that_was_answered_is_no_repair() -> None:
    asked = mended(type="consultation")
    assert tables(asked)["calls"][0][1].value == 0


def months(*stories: Story) -> list[dict[str, Any]]:
    """The figures of March and April, and what came of bad calls."""
    found = []
    for period, known in ((MARCH, 0), (APRIL, 2**61)):
        then = [as_of(one, period.until, 2**62) for one in of(*stories)]
        sections = satisfaction(period, [one for one in then if one], known).sections
        figures: Any = {row[0].id.rpartition(".")[2]: row[1].value for row in sections[0].rows}  # type: ignore
        acts = [(row[2], getattr(row[4], "value", None)) for row in sections[3].rows]
        found.append(figures | {"actions": acts, "words": [row[3] for row in sections[2].rows]})
    return found


LATE = 60 * 24 * 31
"""Minutes: in April."""


def a_call_is_in_the_month_in_which_it_was_made() -> None:
    late = mended().then(LATE, "survey", solved=True, score=1, text="rude")
    late.then(LATE + 60, "complaint_answered", text="sorry")
    march, april = months(late, mended().then(40, "survey", solved=True, score=5))
    assert (march["due"], march["made"], march["poor"], march["actions"]) == (2, 1, 0, [])
    assert (april["due"], april["made"], april["poor"]) == (1, 1, 1)
    assert (april["actions"], april["words"]) == ([(1, "sorry")], ["rude"])


def test_req_85_a_call_is_in_the_month_in_which_it_was_made() -> None:
    a_call_is_in_the_month_in_which_it_was_made()


def test_a_report_of_its_own_repairs_only_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"months_tell_of_their_own_only"}))
    with pytest.raises(AssertionError):
        a_call_is_in_the_month_in_which_it_was_made()


def test_req_85_what_is_done_about_a_complaint_is_in_its_own_month_too() -> None:
    poor = mended().then(40, "survey", solved=True, score=2).then(LATE, "complaint_answered", text="sorry")
    march, april = months(poor)
    assert (march["poor"], march["actions"]) == (1, [(2, None)])
    assert (april["due"], april["made"], april["actions"]) == (0, 0, [(2, "sorry")])


def test_req_85_what_nobody_was_called_about_is_still_due_in_the_next_month() -> None:
    closed = mended().then(40, "survey_attempt").state(50, "closed")
    march, april = months(mended(), closed, mended().then(40, "reopened", reason="x"))
    assert (march["due"], march["made"], april["due"], april["made"]) == (3, 1, 1, 0)


def the_last_word_counts() -> None:
    twice = mended().then(40, "survey", solved=True, score=5, text="fine")
    twice.then(50, "survey", solved=True, score=1, text="no, bad").then(60, "complaint_answered", text="so")
    (march, _), found = months(twice), tables(twice)
    assert (march["answered"], march["poor"], march["actions"]) == (1, 1, [(1, "so")])
    assert march["words"] == ["fine", "no, bad"]
    assert found["scores"][3][1:] == (1, "1.00", 0, 0, 0, 0, 1)


def test_req_85_the_last_word_of_a_call_counts() -> None:
    the_last_word_counts()


def test_a_report_of_first_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"the_first_word_counts"}))
    with pytest.raises(AssertionError):
        the_last_word_counts()


def test_req_85_each_complaint_has_its_own_answer_also_about_a_question() -> None:
    asked = Story(0, type="consultation").then(10, "answered", text="x")
    asked.then(20, "survey", solved=True, score=1).then(30, "complaint_answered", text="sorry")
    asked.then(40, "survey", solved=True, score=2)
    march, _ = months(asked, Story(0, type="consultation").then(10, "answered", text="x"))
    assert (march["due"], march["made"], march["poor"]) == (1, 1, 1)
    assert march["actions"] == [(1, "sorry"), (2, None)]


def test_req_85_months_that_were_sealed_before_keep_what_they_said() -> None:
    twice = mended().then(40, "survey", solved=True, score=5).then(50, "survey", solved=True, score=1)
    late = mended().then(LATE, "survey", solved=True, score=1)
    found = {one.id: one.rows for one in satisfaction_once.satisfaction(MARCH, of(twice, late)).sections}
    assert [row[1].value for row in found["calls"]][:3] == [2, 2, 2]  # type: ignore[attr-defined]
    assert found["scores"][3][1:] == (2, "3.00", 1, 0, 0, 0, 1)
    assert len(found["actions"]) == 1
    before = Period("2026-02", datetime(2026, 2, 1, tzinfo=UTC), MARCH.since)
    rows = satisfaction_once.satisfaction(before, of(*story()[:4])).sections[0].rows
    assert getattr(rows[0][1], "value", None) == 0
