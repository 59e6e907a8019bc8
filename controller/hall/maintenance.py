"""Maintenance windows: when faults are lawful because somebody works there. Values and pure questions.

*fixed*: from start to end. *flexible*: begins with the first fault between start and end, and lasts its
duration. *recurring*: begins whenever its cron words say so, in the hall's time, and lasts its duration. None
lasts longer than 72 hours.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any, Literal
from zoneinfo import ZoneInfo

from controller.hall.cron import following, is_cron
from controller.record.failpoints import planted
from controller.record.lines import moment, written

Kind = Literal["fixed", "flexible", "recurring"]
LONGEST = timedelta(hours=72)
APART = timedelta(hours=1)
"""Windows that are closer than this are one."""
MANY = 72 * 60 + 1
"""So many recurrences are looked at: at one a minute, just those 72 hours..."""
FAR = timedelta(days=4 * 366)
"""...and none later than this: by then every day has come, the 29th of February too."""
HALL = ""
"""What a window is about when it is about the whole hall."""


class NotAWindow(ValueError):
    """It cannot be a window; the text is the code of the reason."""


@dataclass(frozen=True, slots=True)
class Window:
    """One window over `what` (a device, a node, or the whole hall). `end` is None for a recurring one."""

    id: str
    what: str
    kind: Kind
    start: datetime
    end: datetime | None = None
    lasts: timedelta = timedelta(0)
    at: str = ""
    reason: str = ""
    by: str = ""

    def covers(self, device: str) -> bool:
        """Whether it is about this device."""
        return self.what in (HALL, device)

    def data(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {
            "what": self.what,
            "kind": self.kind,
            "start": written(self.start),
            "end": None if self.end is None else written(self.end),
            "lasts": self.lasts.total_seconds(),
            "at": self.at,
            "reason": self.reason,
            "by": self.by,
        }


def window(id: str, data: Mapping[str, Any]) -> Window:
    """The inverse of `Window.data`."""
    end, lasts = data["end"], timedelta(seconds=data["lasts"])
    words = {key: str(data.get(key) or "") for key in ("at", "reason", "by")}
    end = None if end is None else moment(end)
    return Window(id, data["what"], data["kind"], moment(data["start"]), end, lasts, **words)


def checked(one: Window, now: datetime) -> Window:
    """The same, if it can be. Raises NotAWindow."""
    if one.kind != "recurring" and (one.end is None or one.end <= one.start or one.end <= now):
        raise NotAWindow("ends_before")
    lasts = one.end - one.start if one.kind == "fixed" and one.end is not None else one.lasts
    if not timedelta(0) < lasts <= LONGEST:
        raise NotAWindow("lasts_72h")
    if one.kind == "recurring" and not (is_cron(one.at) and _comes(one, now)):
        raise NotAWindow("cron")
    if one.kind == "recurring" and _endless(one, now):
        raise NotAWindow("lasts_72h")
    return one


def _endless(one: Window, now: datetime) -> bool:
    """Whether one follows another so closely that together they park things for more than 72 hours."""
    began = end = max(now, one.start)
    for at in islice(_times(one.at, began), MANY):
        if at - one.start > FAR and at - now > FAR:
            return False
        began = began if at - end < APART else at
        end = max(end, at + one.lasts)
        if end - began > LONGEST:
            return True
    return False


def _comes(one: Window, now: datetime) -> bool:
    """Whether there is a day on which it begins, before the calendar ends."""
    return next(_times(one.at, max(now, one.start)), None) is not None


def _times(at: str, since: datetime, zone: tzinfo = UTC) -> Iterator[datetime]:
    """When it begins, after `since`; it ends where the calendar does."""
    with suppress(*(() if planted("the_calendar_has_no_end") else (OverflowError,))):
        begins = following(at, since, zone)
        while begins is not None:
            yield begins
            begins = following(at, begins, zone)


def span(one: Window, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """From when to when it is in force at this moment; a flexible one begins elsewhere."""
    if one.kind == "fixed" and one.end is not None:
        return (one.start, one.end) if one.start <= now < one.end else None
    if one.kind == "recurring":
        began = _last(one, now, zone)
        return (began, began + one.lasts) if began is not None else None
    return None


def may_begin(one: Window, now: datetime) -> bool:
    """Whether a flexible one may begin now."""
    return one.kind == "flexible" and one.end is not None and one.start <= now < one.end


def is_over(one: Window, now: datetime) -> bool:
    """Whether it can never begin (again)."""
    return one.end is not None and now >= one.end


def upcoming(one: Window, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When it next begins, for people."""
    if one.kind == "recurring":
        at = next(_times(one.at, max(now, one.start), zone), None)
        return at.astimezone(UTC) if at is not None else None
    return one.start if one.start > now else None


def _last(one: Window, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The last time it began, if it is still in force."""
    since = max(now - one.lasts, one.start - timedelta(minutes=1))
    began = None
    for at in _times(one.at, since, zone):
        if at > now:
            break
        began = at.astimezone(UTC)
    return began if began is not None and now < began + one.lasts else None
