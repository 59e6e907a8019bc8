"""The week that a hall's file names, beside what is on record: a file that was edited, or an edition of this
program that knows another year, makes a new edition of the calendar; imported days stay.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from controller.record.calendar import Hours, Spans
from controller.record.calendars import Calendars, said


def week(hours: Hours) -> dict[str, Any]:
    """What a calendar of the file says itself, for the record: zone, week, whose holidays, until when."""
    whole = said(hours)
    return {name: whole[name] for name in ("version", "zone", "weekly", "published")}


def renewed(calendars: Calendars, file: Hours) -> Hours | None:
    """The edition that the file asks for; None where what is in force is that already."""
    now, told = calendars.now, calendars.file
    if not isinstance(now, Hours) or told == week(file):
        return None
    if told is None and len(calendars.editions) == 1:
        return file
    if (told is not None and _country(told["published"]) != _country(file.published)) or (
        _country(now.published) != _country(file.published)
    ):
        return replace(file, version=f"{file.version}.{len(calendars.editions)}")
    days, names = _days(now, file), dict(now.names)
    later = {day for day in file.exceptions if now.published is not None and day > now.published}
    return replace(
        now,
        version=f"{file.version}.{len(calendars.editions)}",
        zone=file.zone,
        weekly=file.weekly,
        exceptions=days | {day: file.exceptions[day] for day in later},
        names=names | {day: file.names[day] for day in later if day in file.names},
        published=_later(now.published, file.published),
    )


def workday(weekly: Mapping[int, Spans]) -> Spans:
    """The hours of a day that is worked: those of the first weekday that has any."""
    return next(spans for _, spans in sorted(weekly.items()) if spans)


def half(weekly: Mapping[int, Spans]) -> Spans:
    """The hours of half a workday: what is before its break, or half of it where it has none."""
    first, *rest = workday(weekly)
    return (first,) if rest else ((first[0], sum(first) // 2),)


def _days(now: Hours, file: Hours) -> dict[date, Spans]:
    """What is known of single days: a made-up workday has the new week's hours."""
    changed = {
        half(now.weekly): half(file.weekly),
        workday(now.weekly): workday(file.weekly),
    }
    return {day: changed.get(spans, spans) for day, spans in now.exceptions.items()}


def _country(published: date | str | None) -> bool:
    """Whether any holidays are meant at all."""
    return published is not None


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one is not None and other is not None else one
