"""Every edition of the working calendar that was ever in force: a fold of the journal.

A new edition (`calendar.adopted`) moves the deadlines of what is open, at once and by itself, because
nothing is stored that would have to be moved. What was closed keeps the edition under which it closed, so
that last month's figures stay last month's figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from controller.record import failpoints
from controller.record.calendar import Calendar, Hours, Spans
from controller.record.lines import Line

ADOPTED = "calendar.adopted"


@dataclass(frozen=True, slots=True)
class Edition:
    """A calendar, and the line since which it is in force (0: from the beginning); when that was said, by
    whom, and from what it was made.
    """

    seq: int
    calendar: Calendar
    by: str = ""
    at: datetime | None = None
    source: str = ""


class Calendars:
    """The editions, the oldest first; `first` holds until another is adopted. `file` is what the hall's file
    was last known to say, and the first edition that came from it holds from the beginning.
    """

    def __init__(self, first: Calendar) -> None:
        self.editions = [Edition(0, first)]
        self.file: Mapping[str, Any] | None = None

    def hear(self, line: Line) -> None:
        """Take one line in; other kinds change nothing."""
        if line.kind != ADOPTED:
            return
        base = self.file is None and len(self.editions) == 1 and "file" in line.data
        if base:
            self.editions = []
        self.editions.append(Edition(0, calendar(line.data)) if base else _edition(line))
        self.file = line.data.get("file", self.file)

    @property
    def now(self) -> Calendar:
        """The one in force."""
        return self.editions[-1].calendar

    def under(self, seq: int | None) -> Calendar:
        """The one that was in force at a line of the journal; None: now."""
        if seq is None or failpoints.planted("what_is_closed_takes_the_new_calendar"):
            return self.now
        return next(one.calendar for one in reversed(self.editions) if one.seq < max(seq, 1))


def _edition(line: Line) -> Edition:
    return Edition(line.seq, calendar(line.data), line.actor, line.at, str(line.data.get("source", "")))


def said(hours: Hours) -> dict[str, Any]:
    """A calendar as the journal, the API and a JSON file say it; `calendar` is the inverse."""
    return {
        "version": hours.version,
        "zone": hours.zone,
        "weekly": {str(day): _spelled(spans) for day, spans in sorted(hours.weekly.items())},
        "days": {day.isoformat(): _spelled(spans) for day, spans in sorted(hours.exceptions.items())},
        "names": {day.isoformat(): name for day, name in sorted(hours.names.items())},
        "published": None if hours.published is None else hours.published.isoformat(),
    }


def calendar(data: Mapping[str, Any]) -> Hours:
    """The calendar that `said` tells. Raises ValueError, KeyError or TypeError for anything else."""
    published, zone = data.get("published"), ZoneInfo(str(data["zone"]))
    return Hours(
        str(data["version"]),
        zone.key,
        {int(day): spans(one) for day, one in data["weekly"].items()},
        {date.fromisoformat(day): spans(one) for day, one in data["days"].items()},
        None if published is None else date.fromisoformat(published),
        {date.fromisoformat(day): str(name) for day, name in data.get("names", {}).items()},
    )


def span(text: str) -> tuple[int, int]:
    """`09:00-12:00` as minutes; ValueError for anything else. 24:00 ends a day."""
    first, dash, last = text.partition("-")
    begin, end = _minutes(first), _minutes(last)
    if not dash or begin >= end:
        raise ValueError(f"not hours: {text!r} (written 09:00-12:00)")
    return begin, end


def _minutes(text: str) -> int:
    hour, colon, minute = text.strip().partition(":")
    if not colon or not (hour.isascii() and hour.isdecimal() and minute.isascii() and minute.isdecimal()):
        raise ValueError(f"not a time: {text!r} (written 09:00)")
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > 24 * 60:
        raise ValueError(f"not a time of a day: {text!r}")
    return found


def spans(texts: Any) -> Spans:
    """Hours as texts (`09:00-12:00`), as minutes; ValueError where they are none, or overlap."""
    found = tuple(sorted(span(str(text)) for text in texts))
    if any(one[1] > two[0] for one, two in pairwise(found)):
        raise ValueError(f"hours overlap: {texts}")
    return found


def _spelled(spans: Spans) -> list[str]:
    return [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in spans]
