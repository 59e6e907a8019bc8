"""Which years of the calendar are published, in part or not at all, and where in a file a mistake stands."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from controller.record.calendars import ADOPTED, Calendars, said
from controller.record.coverage import Year, years
from controller.record.dayfiles import Unreadable, merged, read
from controller.record.lines import Line
from controller.record.shipped import begun
from tests.record.hours import NEXT_YEAR

CN = begun("Asia/Shanghai")
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def told(found: list[Year]) -> dict[int, str]:
    return {one.year: one.state for one in found}


def test_req_0_4_each_year_says_how_it_is_known() -> None:
    assert told(years(CN, NOW)) == {2025: "official", 2026: "official", 2027: "expected"}
    part = merged(CN, read("2027-01-01,休,元旦\n2027-01-31,班,补班\n".encode()), "part")
    assert years(part, NOW)[-1] == Year(2027, "part", 1, 1)
    assert told(years(merged(CN, NEXT_YEAR, "CN-2027"), NOW))[2027] == "official"
    assert told(years(replace(CN, exceptions={}, published=None), NOW)) == {2026: "plain", 2027: "plain"}


def test_req_0_4_a_year_begins_by_the_hall_and_the_next_one_is_always_told() -> None:
    eve = datetime(2026, 12, 31, 16, tzinfo=UTC)  # midnight in Shanghai
    assert told(years(CN, eve)) == {2025: "official", 2026: "official", 2027: "expected", 2028: "expected"}


def test_req_0_4_a_holiday_on_a_weekend_is_no_day_off() -> None:
    days = {date(2026, 10, 3): (), date(2026, 10, 1): (), date(2026, 10, 10): ((540, 720),)}
    assert years(replace(CN, exceptions=days), NOW)[0] == Year(2026, "official", 1, 1)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("date,kind\n2027-02-03, party\n  x,off\n", [(2, 13), (3, 3)]),
        ('{"days": [\n {"date": "2027-01-01", "isOffDay": true},\n   {"date": "x"}]}', [(3, 4)]),
        ('[{"date": "2027-01-01", "kind": "off"}, {"date": "y", "kind": "off"}]', [(1, 41)]),
        ('{"days": [\n  {"date": ]}', [(2, 12)]),
    ],
)
def test_req_0_4_a_mistake_has_its_line_and_column(text: str, places: list[tuple[int, int]]) -> None:
    with pytest.raises(Unreadable) as error:
        read(text.encode())
    assert [(one.line, one.column) for one in error.value.mistakes] == places


def test_req_0_4_an_edition_says_who_when_and_from_what() -> None:
    editions = Calendars(CN)
    data = said(merged(CN, NEXT_YEAR, "CN-2027")) | {"source": "csv, 90 bytes"}
    editions.hear(Line(7, NOW, ADOPTED, "CN-2027", "lin", data))
    assert [(one.by, one.at, one.source) for one in editions.editions] == [
        ("", None, ""),
        ("lin", NOW, "csv, 90 bytes"),
    ]
