"""Promises that are counted in workdays: a make-up workday is one, a holiday is none."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from controller.record.calendar import Calendar, Hours
from controller.record.calendars import Calendars

Office = Calendar | Calendars


def end_of_workday(office: Office, start: datetime, days: int) -> datetime:
    """When the office closes on the `days`-th workday after the day of `start`; without a calendar of days,
    so many times 24 hours later.
    """
    hours = office.now if isinstance(office, Calendars) else office
    if not isinstance(hours, Hours):
        return start + timedelta(days=days)
    zone = ZoneInfo(hours.zone)
    day, left = start.astimezone(zone).date(), days
    while left > 0:
        day += timedelta(days=1)
        left -= hours.works(day)
    minutes = hours.spans(day)[-1][1]
    midnight = datetime.combine(day, time(), zone)
    return (midnight.replace(tzinfo=None) + timedelta(minutes=minutes)).replace(tzinfo=zone).astimezone(UTC)
