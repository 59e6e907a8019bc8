"""The nights on which clocks are put forward or back: each moment comes once, and never one that is past."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenes.plans import Plan
from tests.scenes import evening
from tests.scenes.demo import planting
from tests.scenes.evening import Evening, written_down

NIGHTS = {
    "America/New_York": ((2026, 3, 8), (2026, 11, 1)),
    "Europe/Berlin": ((2026, 3, 29), (2026, 10, 25)),
    "Europe/London": ((2026, 3, 29), (2026, 10, 25)),
    "Australia/Sydney": ((2026, 4, 5), (2026, 10, 4)),
    "Australia/Lord_Howe": ((2026, 4, 5), (2026, 10, 4)),  # by half an hour
    "America/Santiago": ((2026, 4, 4), (2026, 9, 5)),  # at midnight
}
MINUTE = timedelta(minutes=1)
FIXED = ("30 2 * * *", "0 2 * * *", "30 1 * * *", "55 1 * * *", "15,45 1 * * *", "0 3 * * *", "0,30 0 * * *")
STARS = ("*/20 1 * * *", "*/15 3 * * *", "0 * * * *", "45 * * * *", "0 */3 * * *", "30 */2 * * SUN")
NEW_YORK = ZoneInfo("America/New_York")
BACK = datetime(2026, 11, 1, 5, tzinfo=UTC)
"""One in the morning in New York, an hour before the clock there is put back to it."""


def means(words, wall):
    """Whether five words mean this minute on the wall: the plain reading, for the words of this test."""

    def fits(word, value):
        return any(
            value % int(part[2:]) == 0 if part.startswith("*/") else part == "*" or value == int(part)
            for part in word.split(",")
        )

    minute, hour, _, _, weekday = words.split()
    sunday = weekday == "*" or wall.weekday() == 6
    return fits(minute, wall.minute) and fits(hour, wall.hour) and sunday


def oracle(words, zone, start, days=3):
    """Every moment, minute by minute. What has an hour and a minute comes once a day: the first of two such
    minutes, and after a gap the first minute there is. What repeats comes in every minute there is.
    """
    fixed = not any(word.startswith("*") for word in words.split()[:2])
    found, seen, before = [], set(), None
    for step in range(days * 24 * 60):
        at = start + step * MINUTE
        wall = at.astimezone(zone).replace(tzinfo=None)
        skipped = int((wall - before) / MINUTE) if before is not None and wall > before + MINUTE else 1
        walls = [wall - one * MINUTE for one in range(skipped)] if fixed else [wall]
        meant = [one for one in walls if means(words, one)]
        if meant and not (fixed and all(one in seen for one in meant)):
            found.append(at)
        seen.update(walls)
        before = wall
    return found


@pytest.mark.parametrize("name", NIGHTS)
def test_r22_what_comes_next_is_what_every_minute_says(name):
    zone = ZoneInfo(name)
    for night in NIGHTS[name]:
        start = datetime(*night, tzinfo=UTC) - timedelta(days=1)
        for words in (*FIXED, *STARS):
            plan, moments = Plan("x", "s", words), oracle(words, zone, start)
            ends = start + timedelta(days=2.5)
            for step in range(0, 2 * 24 * 60, 13):
                after = start + timedelta(minutes=60 + step, seconds=step % 3)
                expected = next((one for one in moments if one > after), None)
                if expected is not None and expected < ends:
                    assert plan.next(after, zone) == expected, (words, after.astimezone(zone))


def test_a_planted_bug_is_found():
    with planting("clocks_are_never_put_back"), pytest.raises(AssertionError):
        test_r22_what_comes_next_is_what_every_minute_says("America/New_York")


@pytest.fixture
def new_york(monkeypatch):
    monkeypatch.setattr(evening, "SHANGHAI", NEW_YORK)


@pytest.mark.usefixtures("new_york")
@pytest.mark.parametrize("minutes", [61, 81, 95, 109, 115, 130])
def test_r22_what_ran_before_the_clock_went_back_is_not_missed_after_a_restart(minutes):
    plan = Plan("off", "all-off", "30 1 * * *")
    first = Evening(plan, start=BACK, lines=written_down(plan, at=BACK - timedelta(minutes=30)))
    first.passes(1)
    assert first.outcomes == ["run-1"]
    start = BACK + timedelta(minutes=minutes)
    second = Evening(plan, start=start, lines=first.lines, since=start - timedelta(seconds=20))
    second.passes(1.5)
    assert (second.ran, second.outcomes) == ([], ["run-1"])
    second.passes(24)
    assert len(second.ran) == 1


@pytest.mark.usefixtures("new_york")
@pytest.mark.parametrize(("words", "minutes"), [("55 1 * * *", 64), ("55 1 * * *", 80), ("30 1 * * *", 62)])
def test_r22_a_new_schedule_does_not_run_what_was_before_it(words, minutes):
    fresh = Evening(Plan("new", "all-off", words), start=BACK + timedelta(minutes=minutes), lines=[])
    fresh.passes(2)
    assert (fresh.ran, fresh.outcomes) == ([], [])


@settings(max_examples=25, deadline=None)
@example(["30 1 * * *"], [1.35, 1.2])
@given(
    st.lists(st.sampled_from((*FIXED, *STARS)), min_size=1, max_size=2, unique=True),
    st.lists(st.floats(0.05, 3.0), max_size=4),
)
def test_r22_through_both_nights_with_restarts_each_moment_is_handled_once(words, lives):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evening, "SHANGHAI", NEW_YORK)
        for start in (BACK - timedelta(hours=1), datetime(2026, 3, 8, 5, tzinfo=UTC)):
            plans = [Plan(f"p{number}", "s", one) for number, one in enumerate(words)]
            lines = written_down(*plans, at=start)
            now, since = start, None
            for hours in (*lives, 4):
                life = Evening(*plans, start=now, lines=lines, since=since)
                life.passes(hours)
                life.schedules.stop()
                lines, since = life.lines, life.clock.now()
                now = since + timedelta(seconds=20)
            for plan in plans:
                due = [
                    line.data["due"]
                    for line in lines
                    if line.kind == "schedule.taken" and line.subject == plan.id
                ]
                assert len(due) == len(set(due)), plan.at
                expected = oracle(plan.at, NEW_YORK, start)
                passed = [one for one in expected if start < one <= since - timedelta(seconds=30)]
                assert [datetime.fromisoformat(one) for one in due][: len(passed)] == passed, plan.at
