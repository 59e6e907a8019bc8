"""Scenes by the clock: due once, on the right days, never into an event, and never without having asked."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenes.plans import Answer, Plan

from .evening import ASKS, OFF, SHANGHAI, START, Evening, again
from .stage import LI


def test_it_runs_when_it_is_due_and_every_day():
    evening = Evening(OFF)
    evening.passes(24 + 2)
    assert [at.strftime("%d %H:%M") for at in evening.ran] == ["25 22:30", "26 22:30"]


def test_only_on_its_days_and_not_on_exceptions():
    but = frozenset({date(2026, 11, 27)})
    workdays = Plan("off", "all-off", "30 22 * * *", days="workday", exceptions=but)
    evening = Evening(workdays)
    evening.passes(24 * 7)
    assert [at.day for at in evening.ran] == [25, 26, 30, 1]
    rest = Evening(Plan("off", "all-off", "30 22 * * *", days="restday"))
    rest.passes(24 * 7)
    assert [at.day for at in rest.ran] == [28, 29]


def test_it_waits_for_the_end_of_an_event_or_passes():
    waiting = Evening(OFF, events=[(1, 4)])
    waiting.passes(2)
    assert (waiting.ran, waiting.schedules.all["off"].waits) == ([], True)
    waiting.passes(2.1)
    assert waiting.ran[0].strftime("%H:%M") == "01:00"
    passing = Evening(Plan("off", "all-off", "30 22 * * *", during="skip"), events=[(1, 4)])
    passing.passes(8)
    assert (passing.ran, passing.outcomes) == ([], ["event"])
    running = Evening(Plan("off", "all-off", "30 22 * * *", during="run"), events=[(1, 4)])
    running.passes(2)
    assert len(running.ran) == 1


def test_it_asks_first_and_goes_when_nobody_minds():
    evening = Evening(ASKS)
    evening.passes(1.55)
    assert evening.schedules.all["off"].asks_until is not None
    assert evening.told == 1
    evening.passes(0.1)
    assert [at.strftime("%H:%M") for at in evening.ran] == ["22:35"]


@pytest.mark.parametrize(
    ("answer", "ran", "outcome"),
    [(Answer.NOW, ["22:33"], "run-1"), (Answer.NOT, [], "declined"), (Answer.LATER, ["23:03"], "run-1")],
)
def test_a_person_answers(answer, ran, outcome):
    evening = Evening(ASKS)
    assert not evening.schedules.answer(LI, "off", answer)
    evening.passes(1.55)
    assert evening.schedules.answer(LI, "off", answer)
    evening.passes(3)
    assert ([at.strftime("%H:%M") for at in evening.ran], evening.outcomes) == (ran, [outcome])


def test_held_it_rests_until_it_may_go_on():
    evening = Evening(OFF)
    evening.schedules.hold(LI, "off", True)
    evening.passes(24)
    assert (evening.ran, evening.outcomes) == ([], ["held"])
    again = Evening(OFF, lines=evening.lines, start=evening.clock.now())
    assert again.schedules.all["off"].held
    again.schedules.hold(LI, "off", False)
    again.passes(3)
    assert len(again.ran) == 1


def test_what_came_due_while_the_service_was_away():
    short = Evening(OFF, start=START + timedelta(hours=1, minutes=35))
    short.passes(0.1)
    assert len(short.ran) == 1
    long = Evening(OFF, start=START + timedelta(hours=1, minutes=45))
    long.passes(0.1)
    assert long.ran == []


def test_one_that_is_written_while_the_hall_runs_counts_from_now():
    evening = Evening(start=START + timedelta(hours=1, minutes=35))
    evening.schedules.take([OFF])
    evening.passes(0.1)
    assert evening.ran == []
    evening.schedules.take([Plan("off", "all-off", "31 22 * * *")])
    evening.passes(0.1)
    assert evening.ran == []
    evening.passes(24)
    assert [at.strftime("%H:%M") for at in evening.ran] == ["22:31"]


def test_a_restart_right_after_does_not_run_it_again():
    evening = Evening(OFF)
    evening.passes(1.51)
    again = Evening(OFF, lines=evening.lines, start=evening.clock.now())
    again.passes(1)
    assert (len(evening.ran), again.ran) == (1, [])


@pytest.mark.parametrize("step", [1, 300, 3600, 86_400, 315_360_000])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_that_steps_and_comes_back_creates_and_hides_nothing(step, sign):
    evening = Evening(OFF)
    evening.passes(0.5)
    evening.clock.jump(sign * step)
    evening.clock.advance(5)
    evening.clock.jump(-sign * step)
    evening.clock.advance(65)
    wrong = len(evening.ran)
    evening.passes(3)
    assert (wrong, len(evening.ran)) == (0, 1)


@example(20, 51, "any", [], "wait")
@example(20, 55, "any", [(0, 2)], "skip")
@example(20, 50, "any", [], "wait")
@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 23), st.integers(0, 59), st.sampled_from(["any", "workday", "restday"]),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8)), max_size=4),
    st.sampled_from(["wait", "skip", "run"]),
)  # fmt: skip
def test_it_is_as_somebody_with_a_watch_would_do_it(hour, minute, days, events, during):
    """Minute by minute: due at this hour of the right days; during an event wait, pass or run. What was
    due in the ten minutes before somebody looked is still done.
    """
    spans = [(begin, begin + length) for begin, length in events]
    evening = Evening(
        Plan("off", "all-off", f"{minute} {hour} * * *", days=days, during=during), events=spans
    )
    evening.passes(48)
    expected, waits = [], None
    for step in range(-9, 48 * 60 + 1):
        now = START + timedelta(minutes=step)
        busy = any(begin * 60 <= max(step, 0) < end * 60 for begin, end in spans)
        local = now.astimezone(SHANGHAI)
        meant = days == "any" or (local.weekday() < 5) == (days == "workday")
        if waits is not None and step - waits > 12 * 60:
            waits = None
        if waits is None and (local.hour, local.minute) == (hour, minute) and meant:
            waits = None if busy and during == "skip" else step
        if step >= 0 and waits is not None and (not busy or during == "run"):
            expected.append(local.strftime("%d %H:%M"))
            waits = None
    assert [at.strftime("%d %H:%M") for at in evening.ran] == expected


def test_what_waits_for_an_event_waits_on_after_a_restart():
    evening = Evening(OFF, events=[(1, 4)])
    evening.passes(2)
    second = again(evening, OFF, hours=0.2, events=[(1, 4)])
    assert second.schedules.all["off"].waits
    second.passes(3)
    assert [at.strftime("%d %H:%M") for at in second.ran] == ["26 01:00"]
    third = again(second, OFF, hours=0.1)
    third.passes(2)
    assert third.ran == []


def test_what_came_due_while_the_service_was_away_is_called_missed_once():
    evening = Evening(OFF)
    evening.passes(1)
    second = again(evening, OFF, hours=1)
    assert (second.ran, second.outcomes) == ([], ["missed"])
    assert again(second, OFF, hours=1).outcomes == ["missed"]
    days = again(evening, Plan("off", "all-off", "30 22 * * *", days="restday"), hours=24)
    assert days.outcomes == []  # none was meant for such a day


def test_it_runs_when_the_service_is_back_within_ten_minutes():
    evening = Evening(OFF)
    evening.passes(1.45)
    second = again(evening, OFF, hours=0.15)
    second.passes(0.1)
    assert (len(second.ran), second.outcomes) == (1, ["run-1"])
