"""Calendars: which seconds count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from controller.record.calendar import Always, Hours
from tests.record.desk import NOON, at
from tests.record.hours import SHANGHAI


def test_a_make_up_workday_is_worked_and_a_holiday_is_not() -> None:
    friday = datetime(2026, 2, 13, 10, 0, tzinfo=UTC)  # 18:00, closing time before the festival
    assert SHANGHAI.after(friday, 60) == datetime(2026, 2, 14, 1, 1, tzinfo=UTC)
    saturday = datetime(2026, 2, 14, 10, 0, tzinfo=UTC)
    assert SHANGHAI.after(saturday, 60) == datetime(2026, 2, 24, 1, 1, tzinfo=UTC)
    assert SHANGHAI.counted(saturday, datetime(2026, 2, 24, 1, 0, tzinfo=UTC)) == 0


def test_a_day_on_which_the_clocks_change_has_the_hours_it_had() -> None:
    always_open = Hours("x", "Europe/Berlin", dict.fromkeys(range(7), ((0, 1440),)))
    spring = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert always_open.counted(spring, spring + timedelta(days=1)) == 24 * 3600
    nights = Hours("x", "Europe/Berlin", dict.fromkeys(range(7), ((60, 240),)))  # 1 to 4; 2 to 3 is skipped
    assert nights.counted(spring, spring + timedelta(hours=23)) == 2 * 3600


def test_small_laws_of_calendars() -> None:
    assert (Always().counts(NOON), Always().version, Always().counted(at(1), NOON)) == (True, "24x7", 0)
    assert SHANGHAI.after(NOON, 0) == NOON
    assert SHANGHAI.counted(at(10), NOON) == 0
    assert SHANGHAI.counts(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    assert not SHANGHAI.counts(NOON)
    with pytest.raises(ValueError, match="would never end"):
        Hours("x", "Asia/Shanghai", {0: ()})


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
def test_years_in_the_middle_are_summed_as_they_would_be_walked(zone: str) -> None:
    hours = Hours("x", zone, {0: ((60, 200),), 3: ((0, 1440),), 6: ((100, 700),)}, SHANGHAI.exceptions)
    start, end = datetime(2024, 2, 28, 5, tzinfo=UTC), datetime(2031, 7, 1, 9, tzinfo=UTC)
    assert hours.counted(start, end) == hours._walked(start, end)
    assert replace(hours, exceptions={}).counted(start, end) != hours.counted(start, end)
