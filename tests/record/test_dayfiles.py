"""Holidays from files: JSON, iCalendar, CSV; taken whole or not at all, with every mistake by its line
(0.4).
"""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.record.calendar import Hours
from controller.record.calendars import calendar, said
from controller.record.dayfiles import Day, Unreadable, differences, merged, read
from controller.record.shipped import begun

CN = begun("Asia/Shanghai")
CSV = "日期,类型,名称\n2027-01-01,休,元旦\n2027-02-05,休,春节\n2027-01-31,班,春节补班\n2027-02-11,半天,\n"
JSON = """{"year": 2027, "days": [
 {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
 {"name": "春节", "date": "2027-01-31", "isOffDay": false}]}"""
ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270205
DTEND;VALUE=DATE:20270208
SUMMARY:春节
 （休）
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270131
SUMMARY:春节 补班
END:VEVENT
END:VCALENDAR
"""


def told(days: list[Day]) -> list[tuple[str, str, str]]:
    return [(day.date.isoformat(), day.kind, day.name) for day in days]


@pytest.mark.parametrize("year", [2025, 2026])
def test_what_is_shipped_is_what_another_library_knows(year: int) -> None:
    """Every day of the year against the `holidays` package: six make-up workdays in 2026, five in 2025."""
    other, day = holidays.country_holidays("CN", years=year), date(year, 1, 1)
    made_up = 0
    while day.year == year:
        assert CN.works(day) == other.is_working_day(day), day
        made_up += CN.works(day) and day.weekday() >= 5
        day += timedelta(days=1)
    assert made_up == {2025: 5, 2026: 6}[year]


def test_three_forms_say_the_same() -> None:
    assert told(read(CSV.encode())) == [
        ("2027-01-01", "holiday", "元旦"), ("2027-01-31", "workday", "春节补班"),
        ("2027-02-05", "holiday", "春节"), ("2027-02-11", "half", ""),
    ]  # fmt: skip
    assert told(read(JSON.encode())) == [("2027-01-01", "holiday", "元旦"), ("2027-01-31", "workday", "春节")]
    assert told(read(ICS.encode()))[:2] == [
        ("2027-01-31", "workday", "春节 补班"), ("2027-02-05", "holiday", "春节（休）"),
    ]  # fmt: skip
    assert len(read(ICS.encode())) == 4


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_of_every_kind_are_read(charset: str, end: str) -> None:
    assert len(read(CSV.replace("\n", end).encode(charset))) == 4
    assert len(read(CSV.replace(",", "\t").encode(charset))) == 4


@pytest.mark.parametrize(
    ("text", "lines", "says"),
    [
        ("date,kind\n2027-02-30,holiday\n", [2], "not a date"),
        ("date,kind\n2027-02-03,party\n2027/2/4,off\nx,off\n", [2, 4], "not a kind"),
        ("when,kind\n2027-02-03,off\n", [1], "no column `date`"),
        ('{"days": 3}', [1], "no list of days"),
        ('{"days": [\n{"date": ]}', [2], "not JSON"),
        ("2027-01-01,off\n2027-01-01,work\n", [2], "is holiday in line 1"),
        ("", [1], "no day"),
        (ICS.replace("SUMMARY:春节 补班", "RRULE:FREQ=DAILY"), [10], "repeats"),
        (ICS.replace("20270131", "noday"), [9], "no date"),
    ],
)
def test_every_mistake_is_told_with_its_line_and_nothing_is_taken(
    text: str, lines: list[int], says: str
) -> None:
    with pytest.raises(Unreadable) as error:
        read(text.encode())
    assert [one.line for one in error.value.mistakes] == lines
    assert says in error.value.mistakes[0].sentence["en"]
    assert error.value.mistakes[0].sentence["zh"]


def test_a_new_edition_replaces_the_years_it_is_about_and_publishes_them() -> None:
    new = merged(CN, read(CSV.encode()), "CN-2027")
    assert (new.published, CN.published) == (date(2027, 12, 31), date(2026, 12, 31))
    assert new.works(date(2027, 1, 31))
    assert not new.works(date(2027, 2, 5))
    assert new.exceptions[date(2027, 2, 11)] == ((540, 720),)
    assert not new.works(date(2026, 10, 1))
    again = merged(new, [Day(date(2027, 1, 1), "holiday")], "CN-2027.2")
    assert again.works(date(2027, 2, 5))
    assert len(differences(CN, new)) == 4
    assert differences(CN, new)[0] == {
        "date": "2027-01-01", "was": "09:00-12:00 13:00-18:00", "now": "", "name": "元旦",
    }  # fmt: skip
    assert merged(CN, [Day(date(2029, 1, 1), "holiday")], "x").published == date(2026, 12, 31)
    assert calendar(said(new)) == new


def test_the_next_years_calendar_is_missed_in_time() -> None:
    at = lambda *day: datetime(*day, 4, tzinfo=UTC)  # noqa: E731
    assert [CN.missing(at(*day)) for day in ((2026, 11, 30), (2026, 12, 1), (2026, 12, 24))] == [
        "",
        "warn",
        "warn",
    ]
    assert CN.missing(at(2026, 12, 25)) == CN.missing(at(2027, 1, 5)) == "block"
    assert CN.missing(datetime(2026, 11, 30, 16, 1, tzinfo=UTC)) == "warn", "by the wall in Shanghai"
    assert merged(CN, read(CSV.encode()), "CN-2027").missing(at(2026, 12, 25)) == ""
    assert Hours("all", "UTC", {0: ((0, 1440),)}).missing(at(2026, 12, 25)) == ""


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "json", "ics", "csv"]))
def test_no_file_makes_it_raise_anything_else(raw: bytes, form: str) -> None:
    try:
        days = read(raw, form)
    except Unreadable as error:
        days = list(error.mistakes)
    assert days
