"""REQ 80, 81 and 87: which time nobody watched, and that no report takes it for well."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from controller.desk.reports.alarms import quality
from controller.desk.reports.availability import availability
from controller.desk.reports.sheet import Percent, Sheet, Span, Word
from controller.desk.reports.sla import Period
from controller.desk.reports.stretches import Stretch
from controller.desk.reports.unmeasured import STARTED, STOPPED, Unmeasured, downtimes, gaps
from controller.record import failpoints
from controller.record.lines import Line, written
from tests.desk.test_availability import DAY, Faults, at, rows


class Lives:
    """Lines of a service that comes and goes."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def say(self, minute: float, kind: str, **data: object) -> "Lives":
        self.lines.append(Line(len(self.lines) + 1, at(minute), kind, "hall", "system", dict(data)))
        return self

    @property
    def before(self) -> dict[int, datetime]:
        return {one.seq + 1: one.at for one in self.lines}

    def gaps(self) -> list[Stretch]:
        return gaps([one for one in self.lines if one.kind in (STARTED, STOPPED)], self.before)


def minutes(found: Sequence[Stretch]) -> list[tuple[float, float]]:
    def minute(one: datetime) -> float:
        return (one - at(0)).total_seconds() / 60

    return [(minute(begin), minute(end)) for begin, end in found]


def killed() -> None:
    """A quiet hall, killed at minute 600 and back at once."""
    lives = Lives().say(0, STARTED).say(1, "order.ended").say(601, STARTED, alive=written(at(599.5)))
    assert minutes(lives.gaps()) == [(599.5, 601)]


def test_req_80_of_a_life_that_was_killed_the_last_sign_counts() -> None:
    killed()
    busy = Lives().say(0, STARTED).say(9, "x").say(10, STARTED, alive=written(at(8.5)))
    assert minutes(busy.gaps()) == [(9, 10)], "a line is a sign as well"
    old = Lives().say(0, STARTED).say(9, "x").say(10, STARTED)
    assert minutes(old.gaps()) == [(9, 10)] == minutes(downtimes(old.lines, old.before))


def test_req_80_a_clean_end_says_so_itself_whatever_was_written_while_it_was_down() -> None:
    lives = Lives().say(0, STARTED).say(60, STOPPED).say(100, "account.added").say(120, STARTED)
    assert minutes(lives.gaps()) == [(60, 120)]
    assert Lives().say(5, STARTED).gaps() == [], "before the first start there was nothing that could be down"


def test_a_clock_that_was_set_back_makes_no_gap() -> None:
    assert Lives().say(60, STARTED).say(70, STOPPED).say(30, STARTED, alive=written(at(69))).gaps() == []


LATE = Unmeasured([(at(1000), at(1060))], at(720))
"""Begun at noon, down for an hour afterwards."""


def early() -> None:
    """The record began at noon, after noon it was down for an hour."""
    sheet = availability(DAY, ("lamp",), [], [], LATE)
    assert rows(sheet)["lamp"]["served"] == Span((720 - 60) * 60)
    facts = dict(sheet.facts)
    assert (facts["record_since"], facts["unmeasured"]) == (at(720), Span(780 * 60))


def test_req_81_time_before_the_record_is_neither_in_service_nor_down() -> None:
    early()
    before = availability(DAY, ("lamp",), [], [], Unmeasured([], DAY.until + timedelta(days=3)))
    (lamp,) = rows(before).values()
    assert (lamp["served"], lamp["down"], lamp["percent"]) == (Span(0), Span(0), Percent(None))
    whole = dict(availability(DAY, ("lamp",), [], [], Unmeasured([], at(-60))).facts)
    assert "record_since" not in whole, "nothing to be told where it began before"
    assert whole["unmeasured"] == Span(0)


def figures(sheet: Sheet) -> dict[Any, tuple[object, ...]]:
    return {row[0]: row[1:] for row in sheet.sections[0].rows}


def test_req_87_no_average_goes_over_time_in_which_nobody_watched() -> None:
    lines = Faults().fails(800, "lamp/x").say(801, "flag", "lamp/x", due=True).lines
    seen = figures(quality(DAY, lines, LATE))
    assert seen[Word("report.alarms.rate")][0] == round(1 / 66, 3)
    assert seen[Word("report.alarms.crowded")][0] == Percent(0.0)
    none = figures(quality(DAY, [], Unmeasured([], DAY.until)))
    assert none[Word("report.alarms.rate")] == (None, "≤ 1", None)
    assert none[Word("report.alarms.crowded")] == (Percent(None), "< 1 %", None)


def test_req_87_the_head_says_how_it_stands_but_of_months_sealed_before() -> None:
    facts = dict(quality(DAY, [], LATE).facts)
    assert (facts["standing"], facts["unmeasured"]) == (Word("report.final"), Span(780 * 60))
    now = Period(DAY.name, DAY.since, DAY.until, final=False)
    assert dict(quality(now, [], LATE).facts)["standing"] == Word("report.running")
    old = quality(DAY, [])
    assert [name for name, _ in old.facts] == ["period", "since", "until"]
    assert figures(old)[Word("report.alarms.rate")][0] == 0


def test_the_planted_bug_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"before_the_record_all_was_well"}))
    with pytest.raises((AssertionError, KeyError)):
        early()
