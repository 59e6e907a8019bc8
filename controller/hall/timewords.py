"""How a hall's file spells time: a time of day, days of the week, open hours, a moment."""

from datetime import datetime, time
from typing import Any

from drivers.rigfile.kinds import odd

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def wall(said: Any) -> time:
    """`08:00` as a time of day."""
    hour, colon, minute = said.partition(":") if isinstance(said, str) else ("", "", "")
    digits = colon and len(said) == 5 and said.isascii() and hour.isdecimal() and minute.isdecimal()
    if not digits or int(hour) > 23 or int(minute) > 59:
        raise odd("wall_time")
    return time(int(hour), int(minute))


def weekdays(said: Any) -> tuple[int, ...]:
    """`mon-fri`, `sat`, or several with commas, as numbers; 0 is Monday."""
    found: list[int] = []
    for part in said.replace(" ", "").split(",") if isinstance(said, str) and said else [""]:
        first, _, last = part.partition("-")
        last = last or first
        if first not in DAYS or last not in DAYS:
            raise odd("weekdays")
        begin, end = DAYS.index(first), DAYS.index(last)
        found += [day % 7 for day in range(begin, end + (8 if end < begin else 1))]
    return tuple(sorted(set(found)))


def _spans(said: Any) -> Any:
    from controller.record.calendars import spans

    try:
        return spans(said if isinstance(said, list | tuple) else [said])
    except ValueError:
        raise odd("open_hours") from None


def office(said: Any) -> Any:
    """Open hours by days, as minutes of each weekday."""
    if not isinstance(said, dict) or not said:
        raise odd("open_hours")
    found = {day: _spans(hours) for days, hours in said.items() for day in weekdays(days)}
    if not any(found.values()):
        raise odd("no_open_hours")
    return found


def dated(said: Any) -> datetime:
    """A moment of the roster: `2026-10-01T08:00`, on the wall of the hall unless it names a zone."""
    if isinstance(said, datetime):
        return said
    if not isinstance(said, str) or len(said) < 10:
        raise odd("duty")
    return datetime.fromisoformat(said)
