"""Whether it is open in a minute: looked up in the calendar, one minute at a time."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from controller.record.calendar import Hours

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def opens(hours: Hours, at: datetime) -> bool:
    minute = int((at - BEGINNING).total_seconds() // 60)
    _HOURS[id(hours)] = hours  # kept, so that no other calendar is ever taken for it
    return _opens(id(hours), minute)


_HOURS: dict[int, Hours] = {}


@lru_cache(maxsize=2_000_000)
def _opens(key: int, number: int) -> bool:
    hours = _HOURS[key]
    local = (BEGINNING + timedelta(minutes=number)).astimezone(ZoneInfo(hours.zone))
    minute = local.hour * 60 + local.minute
    spans = hours.exceptions.get(local.date(), hours.weekly.get(local.weekday(), ()))
    return any(first <= minute < last for first, last in spans)
