"""Editions of the calendar: what is open moves with a new one, what is closed stays; provisional is said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from controller.record.calendar import Hours
from controller.record.calendars import ADOPTED, Calendars, calendar, said, span
from controller.record.clocks import readings
from controller.record.contract import OFFICE, STRICT
from controller.record.dayfiles import Day, merged
from controller.record.lines import Line
from controller.record.shipped import begun
from controller.record.tickets import Ticket, fold
from tests.record.hours import NEXT_YEAR

CN = begun("Asia/Shanghai")
NEW_YEARS_EVE = datetime(2026, 12, 31, 9, 30, tzinfo=UTC)
"""Half past five in Shanghai, half an hour before the office closes."""


def ticket(*entries: tuple[float, dict[str, object]], at: datetime = NEW_YEARS_EVE) -> Ticket:
    lines = [Line(1, at, "ticket.opened", "7", "guest", {"class": 1, "via": "phone"})]
    for number, (hours, data) in enumerate(entries, 2):
        lines.append(Line(number, at + timedelta(hours=hours), "ticket.entry", "7", "chen", data))
    return fold(lines)


def edition(seq: int, hours: Hours) -> Line:
    return Line(seq, NEW_YEARS_EVE, ADOPTED, hours.version, "lead", said(hours))


def repair(one: Ticket, office: Hours | Calendars, after: float = 1) -> tuple[datetime, bool]:
    found = readings(one, one.opened + timedelta(hours=after), OFFICE, office)
    (clock,) = (each for each in found if each.name == "C4")
    return clock.due, clock.provisional


def test_a_deadline_in_a_year_that_is_not_published_is_provisional() -> None:
    due, provisional = repair(ticket(), CN)
    assert (due, provisional) == (datetime(2027, 1, 1, 1, 30, tzinfo=UTC), True)
    assert not any(
        one.provisional for one in readings(ticket(), NEW_YEARS_EVE, STRICT, CN) if one.name != "C5"
    )
    part = merged(CN, [Day(date(2027, 1, 1), "holiday")], "part")
    assert repair(ticket(), part) == (datetime(2027, 1, 4, 1, 30, tzinfo=UTC), True), "one day is no year"
    whole = merged(CN, NEXT_YEAR, "CN-2027")
    assert repair(ticket(), whole) == (datetime(2027, 1, 4, 1, 30, tzinfo=UTC), False)


def test_a_new_edition_moves_what_is_open_and_leaves_what_is_closed() -> None:
    closed = ticket((1, {"entry": "state", "to": "cancelled", "reason": "x", "approved_by": "y"}))
    before = [repair(one, Calendars(CN)) for one in (ticket(), closed)]
    editions = Calendars(CN)
    editions.hear(edition(3, merged(CN, [Day(date(2027, 1, 1), "holiday")], "CN-2027")))
    after = [repair(one, editions) for one in (ticket(), closed)]
    assert before[0] != after[0]
    assert before[1] == after[1]
    assert editions.now.version == "CN-2027"


def test_a_cycle_that_was_reopened_keeps_the_edition_it_closed_under() -> None:
    story = ticket(
        (1, {"entry": "restored"}), (1.1, {"entry": "state", "to": "resolved"}),
        (30, {"entry": "reopened", "reason": "again"}),
    )  # fmt: skip
    editions = Calendars(CN)
    editions.hear(edition(5, merged(CN, [Day(date(2027, 1, 1), "holiday")], "CN-2027")))
    now = NEW_YEARS_EVE + timedelta(hours=31)
    both = [one.due for one in readings(story, now, OFFICE, editions) if one.name == "C4"]
    assert both == [datetime(2027, 1, 1, 1, 30, tzinfo=UTC), datetime(2027, 1, 4, 2, tzinfo=UTC)]


def test_a_calendar_is_said_and_read_again() -> None:
    assert calendar(said(CN)) == CN
    for wrong in ("9-10", "09:00", "10:00-09:00", "09:60-10:00", "00:00-24:01"):
        with pytest.raises(ValueError, match="not"):
            span(wrong)
    assert span("00:00-24:00") == (0, 1440)
    with pytest.raises(ValueError, match="overlap"):
        calendar(said(CN) | {"weekly": {"0": ["09:00-12:00", "11:00-13:00"]}})
