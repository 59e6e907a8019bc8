"""Which years of a working calendar are known: as published, in part, or only expected (requirements 0.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from controller.record.calendar import Hours

OFFICIAL, PART, EXPECTED, PLAIN = "official", "part", "expected", "plain"


@dataclass(frozen=True, slots=True)
class Year:
    """How a year is known. `days_off` are days that would be worked in an ordinary week, `made_up` those that
    are worked and would not be.

    `official`: as published; `part`: some of its days; `expected`: none yet, weekdays alone, so its deadlines
    are provisional; `plain`: nobody publishes any for this hall.
    """

    year: int
    state: str
    days_off: int
    made_up: int


def years(hours: Hours, now: datetime) -> list[Year]:
    """From the first year that is known until the next one, at least."""
    this = now.astimezone(ZoneInfo(hours.zone)).year
    told = {day.year for day in hours.exceptions}
    return [_year(hours, year) for year in range(min({this, *told}), max({this + 1, *told}) + 1)]


def _year(hours: Hours, year: int) -> Year:
    off, worked = sum(1 for _ in _days(hours, year, False)), sum(1 for _ in _days(hours, year, True))
    if hours.published is None:
        return Year(year, PLAIN, off, worked)
    if hours.published >= date(year, 12, 31):
        return Year(year, OFFICIAL, off, worked)
    return Year(year, PART if off or worked else EXPECTED, off, worked)


def _days(hours: Hours, year: int, works: bool) -> Iterator[date]:
    for day, spans in hours.exceptions.items():
        if day.year == year and bool(spans) == works and bool(hours.weekly.get(day.weekday(), ())) != works:
            yield day
