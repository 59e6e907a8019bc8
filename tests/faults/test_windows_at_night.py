"""Recurring windows on the nights on which a clock is set: each begins once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from controller.hall.maintenance import Window, span, upcoming
from controller.record import failpoints

ZONE = ZoneInfo("America/New_York")
NIGHTLY = Window(
    "w", "lamp", "recurring", datetime(2026, 10, 1, tzinfo=UTC), None, timedelta(minutes=20), "30 1 * * *"
)
FIRST = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
"""01:30 comes twice that night; the first one is meant."""


def prove_that_it_begins_once():
    for minutes, inside in ((-1, False), (0, True), (19, True), (21, False), (60, False), (70, False)):
        now = FIRST + timedelta(minutes=minutes)
        assert (span(NIGHTLY, now, ZONE) is not None) is inside, minutes
    for minutes in (1, 40, 61, 100):
        assert upcoming(NIGHTLY, FIRST + timedelta(minutes=minutes), ZONE) == FIRST + timedelta(hours=25)


def test_where_the_clock_is_put_back_a_window_begins_once():
    prove_that_it_begins_once()


def test_one_that_begins_twice_is_seen(monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"clocks_are_never_put_back"}))
    with pytest.raises(AssertionError):
        prove_that_it_begins_once()
