"""A booking calendar in iCalendar form (RFC 5545), as events of the hall; repeated ones one by one."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import prod
from typing import Any, NamedTuple

from controller.record.agenda import Booking
from controller.record.failpoints import planted

MOST = 2000
"""Events that one calendar may bring, repeated ones counted one by one."""
RULES = 200
REMARKS = 20
A_DAY = 24
AHEAD = timedelta(days=400)
UNSAID = timedelta(hours=1)
"""How long an event takes whose calendar says only when it begins."""
EARLIEST = 2000
BYTE_ORDER_MARK = "\ufeff"
FREQUENT = ("SECONDLY", "MINUTELY", "HOURLY")


class NotACalendar(ValueError):
    """The text is no iCalendar, or holds too much: `why` is unreadable (`said` has where), too_many or
    too_often.
    """

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(f"{why} {said}".strip())
        self.why, self.said = why, said


class Remark(NamedTuple):
    """What had to be guessed: `zone` (nobody knows it, so it is the hall's) or `reversed` (an end before its
    beginning, so they are exchanged), of what, and how many events it is about.
    """

    what: str
    said: str
    events: int


class Read(NamedTuple):
    """The events of a calendar, and what is to be told about it."""

    bookings: list[Booking]
    remarks: list[Remark]


def bookings(text: str, since: datetime, zone: tzinfo, source: str) -> list[Booking]:
    """The events that `read` finds."""
    return read(text, since, zone, source).bookings


def read(text: str, since: datetime, zone: tzinfo, source: str) -> Read:
    """The events from `since` on, for 400 days. `zone` is that of times which have none; `source` names the
    calendar, and the same event of it has the same id again. Raises NotACalendar. It may take seconds: call
    it in a thread.
    """
    import icalendar
    import recurring_ical_events

    try:
        calendar = icalendar.Calendar.from_ical(text.removeprefix(BYTE_ORDER_MARK))
        _sensible(list(calendar.walk("VEVENT")))
        found = recurring_ical_events.of(calendar).between(since, since + AHEAD)
        made = [one for event in found[: MOST + 1] for one in _booking(event, zone, source)]
        told = list(_remarks(list(calendar.walk("VEVENT")), found, zone))[:REMARKS]
    except NotACalendar:
        raise
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as wrong:
        raise NotACalendar("unreadable", str(wrong) or type(wrong).__name__) from None
    if len(found) > MOST:
        raise NotACalendar("too_many")
    return Read(sorted(made), [] if planted("calendars_are_guessed_silently") else told)


def _remarks(events: list[Any], found: list[Any], zone: tzinfo) -> Iterator[Remark]:
    """What is guessed about those that are taken, each thing once."""
    taken = {str(event.get("UID", "")) for event in found}
    events = [one for one in events if str(one.get("UID", "")) in taken and "DTSTART" in one]
    zones = Counter(name for event in events if (name := _nowhere(event)))
    turned = Counter(str(event.get("SUMMARY", ""))[:80] for event in events if _reversed(event, zone))
    yield from (Remark("zone", name[:80], count) for name, count in sorted(zones.items()))
    yield from (Remark("reversed", title, count) for title, count in sorted(turned.items()))


def _nowhere(event: Any) -> str:
    """The time zone of an event that nobody knows."""
    said = (event[name] for name in ("DTSTART", "DTEND") if name in event)
    lost = (one for one in said if isinstance(one.dt, datetime) and one.dt.tzinfo is None)
    return next((str(one.params["TZID"]) for one in lost if "TZID" in one.params), "")


def _reversed(event: Any, zone: tzinfo) -> bool:
    return "DTEND" in event and _moment(event["DTEND"].dt, zone) < _moment(event["DTSTART"].dt, zone)


def _sensible(events: list[Any]) -> None:
    """No repetition that would take a computer hours to write down: nobody books a hall each second."""
    rules = [(event, rule) for event in events for rule in _rules(event)]
    if len(events) > MOST or len(rules) > RULES:
        raise NotACalendar("too_many")
    for event, rule in rules:
        times = prod(len(rule.get(part, ())) or 1 for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        often = set(map(str, rule.get("FREQ", ()))) & set(FREQUENT)
        if often or times > A_DAY or event["DTSTART"].dt.year < EARLIEST:
            raise NotACalendar("too_often", str(event.get("SUMMARY", ""))[:80])


def _rules(event: Any) -> list[Any]:
    found = event.get("RRULE", [])
    return found if isinstance(found, list) else [found]


def _booking(event: Any, zone: tzinfo, source: str) -> Iterator[Booking]:
    said = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP")}
    if said["STATUS"] == "CANCELLED" or said["TRANSP"] == "TRANSPARENT":
        return
    start = _moment(event["DTSTART"].dt, zone)
    end = _moment(event["DTEND"].dt, zone) if "DTEND" in event else start
    if end <= start:
        end = start + UNSAID
    mark = f"{source}|{event.get('UID', '')}|{start.isoformat()}"
    id = "ics-" + hashlib.sha256(mark.encode()).hexdigest()[:16]
    title = str(event.get("SUMMARY", "")).strip()[:200] or "-"
    notes = str(event.get("DESCRIPTION", "")).strip()[:2000]
    yield Booking(start, end, id, title, "", notes, source)


def _moment(said: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(said, datetime):
        said = datetime(said.year, said.month, said.day, tzinfo=zone)
    return (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)
