"""The calendar a hall begins with: its working hours, and the holidays that were published when this was
made.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from controller.record.calendar import Hours, Spans

WORKDAY: Spans = ((540, 720), (780, 1080))
WEEK: Mapping[int, Spans] = {day: WORKDAY for day in range(5)}
DATA = Path(__file__).with_name("days_cn.json")


def begun(zone: str, weekly: Mapping[int, Spans] = WEEK, country: str = "CN") -> Hours:
    """The first edition: for `CN` with the years that are shipped, else weekdays alone."""
    if country != "CN":
        return Hours("hall", zone, weekly)
    told = json.loads(DATA.read_text(encoding="utf-8"))
    years = sorted(year for year in told if year.isdecimal())
    names = {day: name for year in years for day, name in _off(told[year])}
    work = {date.fromisoformat(day) for year in years for day in told[year]["work"]}
    workday = next((spans for _, spans in sorted(weekly.items()) if spans), WORKDAY)
    days = dict.fromkeys(names, ()) | dict.fromkeys(work, workday)
    return Hours(f"CN-{years[-1]}", zone, weekly, days, date(int(years[-1]), 12, 31), names)


def _off(year: Mapping[str, Any]) -> Iterator[tuple[date, str]]:
    for first, last, name in year["off"]:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            yield day, name
            day += timedelta(days=1)
