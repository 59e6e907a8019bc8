"""A booking calendar in iCalendar form (RFC 5545), as events of the hall; repeated ones one by one."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from controller.record.agenda import Booking

MOST = 2000
AHEAD = timedelta(days=400)


class NotACalendar(ValueError):
    """The text is no iCalendar, or holds too much."""


def bookings(text: str, since: datetime, zone: tzinfo, source: str) -> list[Booking]:
    """The events from `since` on, for 400 days. `zone` is that of times which have none; `source` names the
    calendar, and the same event of it has the same id again. Raises NotACalendar.
    """
    import icalendar
    import recurring_ical_events

    try:
        calendar = icalendar.Calendar.from_ical(text)
        found = recurring_ical_events.of(calendar).between(since, since + AHEAD)
        made = [one for event in found[: MOST + 1] for one in _booking(event, zone, source)]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as wrong:
        raise NotACalendar(str(wrong) or type(wrong).__name__) from None
    if len(made) > MOST:
        raise NotACalendar(f"more than {MOST} events")
    return sorted(made)


def _booking(event: Any, zone: tzinfo, source: str) -> Iterator[Booking]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = _moment(event["DTSTART"].dt, zone)
    end = _moment(event["DTEND"].dt, zone) if "DTEND" in event else start + timedelta(hours=1)
    if end <= start:
        return
    mark = f"{source}|{event.get('UID', '')}|{start.isoformat()}"
    id = "ics-" + hashlib.sha256(mark.encode()).hexdigest()[:16]
    title = str(event.get("SUMMARY", "")).strip()[:200] or "-"
    notes = str(event.get("DESCRIPTION", "")).strip()[:2000]
    yield Booking(start, end, id, title, "", notes, source)


def _moment(said: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(said, datetime):
        said = datetime(said.year, said.month, said.day, tzinfo=zone)
    return (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)
