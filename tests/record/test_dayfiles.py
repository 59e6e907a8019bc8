"""Holidays from files: JSON, iCalendar, CSV; taken whole or not at all, with every mistake by its line
(0.4).
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.record.calendar import Hours
from controller.record.calendars import calendar, said
from controller.record.dayfiles import Day, Unreadable, differences, merged, read
from controller.record.dayfiles import about as about_of
from controller.record.shipped import begun
from tests.record.hours import NEXT_YEAR

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


def test_a_whole_year_replaces_what_was_known_of_it_and_is_published() -> None:
    new = merged(CN, NEXT_YEAR, "CN-2027")
    assert (new.published, CN.published) == (date(2027, 12, 31), date(2026, 12, 31))
    assert new.works(date(2027, 1, 30))
    assert not new.works(date(2027, 2, 5))
    assert not new.works(date(2026, 10, 1))
    assert len(differences(CN, new)) == len(NEXT_YEAR) - 1, "a holiday on a Saturday changes nothing"
    assert differences(CN, new)[0] == {
        "date": "2027-01-01", "was": "09:00-12:00 13:00-18:00", "now": "", "name": "元旦",
    }  # fmt: skip
    fewer = [day for day in NEXT_YEAR if day.date != date(2027, 2, 5)]
    assert merged(new, fewer, "CN-2027.2").works(date(2027, 2, 5)), (
        "what the whole year has not is no holiday"
    )
    later = [replace(day, date=day.date.replace(year=2029)) for day in NEXT_YEAR]
    assert merged(CN, later, "x").published == date(2026, 12, 31), "2028 is not known"
    assert calendar(said(new)) == new


def test_req_0_4_a_part_of_a_year_is_added_and_stays_provisional() -> None:
    part = merged(CN, read(CSV.encode()), "part")
    assert (part.published, part.missing(datetime(2026, 12, 25, 4, tzinfo=UTC))) == (CN.published, "block")
    assert not part.works(date(2027, 2, 5))
    assert part.exceptions[date(2027, 2, 11)] == ((540, 720),)
    again = merged(part, [Day(date(2027, 1, 1), "workday")], "part.2")
    assert again.works(date(2027, 1, 1))
    assert not again.works(date(2027, 2, 5)), "the other days of it stay"


def test_req_0_4_next_years_file_that_names_new_years_eve_does_not_wipe_this_year() -> None:
    eve = Day(date(2026, 12, 31), "holiday", "元旦")
    for about in (2027, None):
        new = merged(CN, [eve, *NEXT_YEAR], "CN-2027", about=about)
        assert {one["date"][:4] for one in differences(CN, new)} == {"2026", "2027"}
        assert [one["date"] for one in differences(CN, new) if one["date"] < "2027"] == ["2026-12-31"]
        assert not new.works(date(2026, 10, 1))
        assert new.works(date(2026, 10, 10))
        assert new.published == date(2027, 12, 31)
    both = [*NEXT_YEAR, *(replace(day, date=day.date.replace(year=2026)) for day in NEXT_YEAR)]
    assert not merged(CN, both, "x", about=2027).works(date(2026, 2, 16)), (
        "only the year it is about is whole"
    )
    text = '{"year": 2027, "days": [{"date": "2026-12-31", "isOffDay": true}]}'
    assert (about_of(text.encode()), about_of(CSV.encode()), about_of(b'{"year": "x"')) == (2027, None, None)


def test_half_a_workday_without_a_break_is_half_of_it() -> None:
    plain = begun("Asia/Shanghai", {0: ((360, 1200),)})
    assert merged(plain, [Day(date(2027, 1, 1), "half")], "x").spans(date(2027, 1, 1)) == ((360, 780),)


EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n{when}\nSUMMARY:{name}\n{more}END:VEVENT\nEND:VCALENDAR\n"


def event(name: str, when: str = "DTSTART;VALUE=DATE:20270102", more: str = "") -> bytes:
    return EVENT.format(name=name, when=when, more=more).encode()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("春节（休）", "holiday"), ("春节", "holiday"), ("元旦放假", "holiday"), ("国庆节 休", "holiday"),
        ("Spring Festival", "holiday"), ("National Day Golden Week holiday", "holiday"),
        ("New Year's Day", "holiday"), ("Day off for Labour Day", "holiday"),
        ("春节（班）", "workday"), ("国庆节补班", "workday"), ("Special Working Day", "workday"),
        ("Special Working Day (Spring Festival holiday)", "workday"), ("春节 调休上班", "workday"),
        ("Make-up workday", "workday"), ("除夕 半天", "half"), ("Half-day holiday", "half"),
    ],
)  # fmt: skip
def test_req_0_4_what_the_name_of_an_event_says(name: str, kind: str) -> None:
    assert [day.kind for day in read(event(name))] == [kind]


@pytest.mark.parametrize(
    "name", ["妇女节", "春分", "儿童节", "教师节", "Women's Day", "Youth Day", "Christmas Day"]
)
def test_req_0_4_what_is_only_celebrated_is_no_holiday(name: str) -> None:
    both = event(name)[: -len("END:VCALENDAR\n")] + event("元旦", more="")[len("BEGIN:VCALENDAR\n") :]
    assert [day.name for day in read(both)] == ["元旦"]


@pytest.mark.parametrize("name", ["春节 调休", "Board meeting", "", "Zhang's birthday"])
def test_req_0_4_a_name_that_says_neither_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="neither holiday nor workday"):
        read(event(name))
    assert [day.kind for day in read(event(name, more="CATEGORIES:Holiday\n"))] == ["holiday"]


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("DTSTART:20270101T160000Z", ["2027-01-02"]),
        ("DTSTART:20270101T160000Z\nDTEND:20270103T160000Z", ["2027-01-02", "2027-01-03"]),
        ("DTSTART;TZID=Asia/Shanghai:20270102T000000", ["2027-01-02"]),
        ("DTSTART:20270102T000000", ["2027-01-02"]),
        ("DTSTART;TZID=Asia/Tokyo:20270102T010000", ["2027-01-02"]),
        ("DTSTART;VALUE=DATE:20270102\nDTEND;VALUE=DATE:20270102", ["2027-01-02"]),
        ("DTSTART:20270102T093000", []), ("DTSTART;TZID=Nowhere/Town:20270102T000000", []),
        ("DTSTART;VALUE=DATE:20270102\nDTEND:20270102T120000", []), ("DTSTART:20270102T000000Z", []),
    ],
)  # fmt: skip
def test_req_0_4_a_moment_is_a_day_of_the_hall_or_none(when: str, days: list[str]) -> None:
    if days:
        assert [day.date.isoformat() for day in read(event("元旦", when))] == days
        return
    with pytest.raises(Unreadable, match="no date"):
        read(event("元旦", when))


def test_the_next_years_calendar_is_missed_in_time() -> None:
    at = lambda *day: datetime(*day, 4, tzinfo=UTC)  # noqa: E731
    assert [CN.missing(at(*day)) for day in ((2026, 11, 30), (2026, 12, 1), (2026, 12, 24))] == [
        "",
        "warn",
        "warn",
    ]
    assert CN.missing(at(2026, 12, 25)) == CN.missing(at(2027, 1, 5)) == "block"
    assert CN.missing(datetime(2026, 11, 30, 16, 1, tzinfo=UTC)) == "warn", "by the wall in Shanghai"
    assert merged(CN, NEXT_YEAR, "CN-2027").missing(at(2026, 12, 25)) == ""
    assert Hours("all", "UTC", {0: ((0, 1440),)}).missing(at(2026, 12, 25)) == ""


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "json", "ics", "csv"]))
def test_no_file_makes_it_raise_anything_else(raw: bytes, form: str) -> None:
    try:
        days = read(raw, form)
    except Unreadable as error:
        days = list(error.mistakes)
    assert days
