"""REQ 13: what a ticket says of a call has its moments by the wall of the hall."""

import pytest

from controller.record import failpoints
from controller.record.calendars import Calendars
from controller.record.view import detail
from tests.record.desk import Story, at, stamp
from tests.record.hours import SHANGHAI


def by_the_wall() -> None:
    talk = {"person": "Li", "phone": "1", "began": stamp(5), "ended": stamp(9), "outcome": "remote"}
    story = Story().then(20, "contact_made", **talk)
    for office in (SHANGHAI, Calendars(SHANGHAI)):
        said = detail(story.ticket, at(30), office=office)["entries"][-1]["text"]
        for side in ("zh", "en"):
            assert "2026-03-02 20:05" in said[side], said
            assert "UTC" not in said[side]


def test_req_13_moments_in_words_are_those_of_the_hall() -> None:
    by_the_wall()


def test_where_nobody_knows_the_zone_they_say_that_they_are_utc() -> None:
    story = Story().wait(1, "waiting_customer_access", until=60)
    assert "2026-03-02 13:00 UTC" in detail(story.ticket, at(30))["entries"][-1]["text"]["en"]


def test_the_planted_bug_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"moments_are_those_of_utc"}))
    with pytest.raises(AssertionError):
        by_the_wall()
