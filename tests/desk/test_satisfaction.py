"""REQ 85: calls due, made and answered, scores, what was said, and what came of it."""

from datetime import UTC, datetime
from typing import Any

from controller.desk.reports.satisfaction import satisfaction
from controller.desk.reports.sheet import Percent, Word
from controller.desk.reports.sla import Period
from controller.record.lines import Line
from controller.record.tickets import Ticket, fold
from tests.record.desk import Story

MARCH = Period("2026-03", datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


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


def test_req_85_only_what_was_resolved_in_the_period() -> None:
    before = Period("2026-02", datetime(2026, 2, 1, tzinfo=UTC), MARCH.since)
    assert getattr(satisfaction(before, of(*story()[:4])).sections[0].rows[0][1], "value", None) == 0
