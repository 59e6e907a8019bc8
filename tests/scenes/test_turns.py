"""Scenes by the clock that wait for their turn, were put off, are new, or came due more than once."""

from datetime import timedelta

import pytest

from controller.record import failpoints
from scenes.known import KNOWN
from scenes.plans import Answer, Plan

from .evening import ASKS, BUSY, OFF, START, Evening, again
from .stage import LI


@pytest.mark.parametrize(("ask", "away"), [(60, 0.2), (300, 0.45), (1800, 0.1)])
def test_what_was_put_off_keeps_the_promised_half_hour_after_a_restart(ask, away):
    asks = Plan("off", "all-off", "30 22 * * *", ask=ask)
    evening = Evening(asks)
    evening.passes(1.5)
    assert evening.schedules.answer(LI, "off", Answer.LATER)
    second = again(evening, asks, hours=away)
    assert second.schedules.all["off"].asks_until == START + timedelta(hours=2)
    second.passes(1)
    assert [at.strftime("%H:%M") for at in second.ran] == ["23:00"]


def test_what_was_put_off_is_asked_again_where_the_promised_moment_went_by_meanwhile():
    evening = Evening(ASKS)
    evening.passes(1.5)
    assert evening.schedules.answer(LI, "off", Answer.LATER)
    second = again(evening, ASKS, hours=0.6)
    second.passes(0.01)
    assert (second.ran, second.schedules.all["off"].asks_until is not None) == ([], True)
    second.passes(0.1)
    assert [at.strftime("%H:%M") for at in second.ran] == ["23:11"]


def test_what_asked_and_was_not_answered_asks_again_for_its_whole_time():
    evening = Evening(ASKS)
    evening.passes(1.5)
    second = again(evening, ASKS, hours=0.05)
    second.passes(0.2)
    assert [at.strftime("%H:%M") for at in second.ran] == ["22:38"]


def test_what_comes_due_while_a_scene_runs_waits_for_its_turn():
    other = Plan("sweep", "", "30 22 * * *", readiness=True)
    evening = Evening(OFF, other, busy=[(1, 1.75)])
    evening.passes(1.55)
    assert (evening.ran, evening.schedules.all["off"].shown()["why"]) == ([], BUSY)
    assert evening.schedules.all["off"].waits
    evening.passes(0.5)
    assert evening.begun == {"off": ["25 22:45"], "sweep": ["25 22:45"]}
    assert evening.schedules.all["off"].why is None


def test_what_waits_for_its_turn_and_asked_does_not_ask_again():
    evening = Evening(ASKS, busy=[(1, 1.75)])
    evening.passes(1.65)
    assert evening.schedules.all["off"].asks_until is None
    evening.passes(0.5)
    assert evening.begun == {"off": ["25 22:45"]}


def test_what_never_had_its_turn_says_what_was_in_the_way():
    evening = Evening(OFF, busy=[(1, 9)])
    evening.passes(3)
    assert (evening.ran, evening.outcomes) == ([], ["busy"])
    assert evening.schedules.all["off"].shown()["last"]["why"] == BUSY
    second = again(evening, OFF, hours=0.1)
    assert second.schedules.all["off"].last["why"] == BUSY


def test_who_holds_it_calls_off_what_waits_for_its_turn():
    evening = Evening(OFF, busy=[(1, 1.75)])
    evening.passes(1.6)
    evening.schedules.hold(LI, "off", True)
    evening.passes(1)
    assert (evening.ran, evening.outcomes) == ([], ["held"])


def test_what_waits_for_its_turn_waits_on_after_a_restart():
    evening = Evening(OFF, busy=[(1, 9)])
    evening.passes(1.6)
    second = again(evening, OFF, hours=0.5)
    second.passes(0.1)
    assert second.begun == {"off": ["25 23:06"]}


def test_an_event_that_begins_while_it_waits_for_its_turn_is_waited_for_too():
    evening = Evening(OFF, busy=[(1, 1.75)], events=[(1.6, 3)])
    evening.passes(2)
    assert (evening.ran, evening.schedules.all["off"].waits, evening.schedules.all["off"].why) == (
        [],
        True,
        None,
    )
    evening.passes(2)
    assert evening.begun == {"off": ["26 00:00"]}


def test_a_hall_that_starts_for_the_first_time_runs_nothing_of_before():
    first = Evening(OFF, Plan("each", "x", "* * * * *"), lines=(), start=START + timedelta(hours=1.6))
    first.passes(0.1)
    minutes = [f"25 22:{minute}" for minute in range(37, 43)]
    assert first.begun == {"each": minutes}


def test_one_that_came_while_the_service_was_away_counts_from_then():
    evening = Evening(OFF)
    evening.passes(1)
    new = Plan("new", "x", "35 22 * * *")
    second = again(evening, OFF, new, hours=0.6)
    second.passes(0.05)
    assert (second.begun, second.outcomes) == ({"off": ["25 22:36"]}, ["run-1"])
    changed = again(evening, Plan("off", "all-off", "32 22 * * *"), hours=0.6)
    changed.passes(0.05)
    assert (changed.ran, changed.outcomes) == ([], [])


def test_one_that_is_called_otherwise_is_the_same():
    evening = Evening(OFF)
    evening.passes(1)
    second = again(evening, Plan("off", "all-off", "30 22 * * *", {}, {"zh": "关", "en": "Off"}), hours=0.6)
    second.passes(0.05)
    assert second.begun == {"off": ["25 22:36"]}


def test_one_that_was_gone_and_comes_back_counts_from_then():
    evening = Evening(OFF)
    evening.passes(0.1)
    evening.schedules.take([])
    second = again(evening, OFF, hours=1.45)
    second.passes(0.1)
    assert (second.ran, second.outcomes) == ([], [])


def test_a_record_of_before_such_lines_were_written_knows_what_ran():
    evening = Evening(OFF)
    evening.passes(2)
    evening.lines = [line for line in evening.lines if line.kind != KNOWN]
    second = again(evening, OFF, hours=23.55)
    second.passes(0.1)
    assert second.begun == {"off": ["26 22:33"]}


def test_of_several_missed_moments_only_the_last_runs():
    each = Plan("each", "x", "* * * * *")
    evening = Evening(each)
    evening.passes(0.1)
    second = again(evening, each, hours=1)
    second.passes(0.01)
    assert (second.begun, second.outcomes[-2:]) == ({"each": ["25 22:06"]}, ["missed", "run-1"])
    third = again(second, each, hours=0.11)
    third.passes(0.01)
    assert len(third.ran) == 1


def test_after_an_event_or_a_turn_only_the_last_of_what_came_due_runs():
    each = Plan("each", "x", "*/10 * * * *")
    waiting = Evening(each, events=[(0.5, 3)])
    waiting.passes(3.1)
    assert waiting.begun == {"each": ["25 21:00", "25 21:10", "25 21:20", "26 00:00"]}
    busy = Evening(each, busy=[(0.6, 1.1)])
    busy.passes(1.2)
    assert busy.begun == {"each": ["25 21:00", "25 21:10", "25 21:20", "25 21:30", "25 22:06", "25 22:10"]}


def put_off_for_half_an_hour():
    test_what_was_put_off_keeps_the_promised_half_hour_after_a_restart(60, 0.2)


@pytest.mark.parametrize(
    ("bug", "fails"),
    [
        ("what_was_put_off_is_forgotten", put_off_for_half_an_hour),
        ("schedules_never_wait", test_what_comes_due_while_a_scene_runs_waits_for_its_turn),
        ("schedules_were_always_there", test_a_hall_that_starts_for_the_first_time_runs_nothing_of_before),
        ("schedules_were_always_there", test_one_that_came_while_the_service_was_away_counts_from_then),
        ("every_missed_moment_runs", test_of_several_missed_moments_only_the_last_runs),
        ("every_missed_moment_runs", test_after_an_event_or_a_turn_only_the_last_of_what_came_due_runs),
    ],
)  # fmt: skip
def test_planted_bugs_are_found(monkeypatch, bug, fails):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        fails()
