"""When time counts: always, or in the hours that a calendar names. A calendar is a value with a version.

Seconds are real seconds between instants, so a day on which the clocks change has the hours it really had.
"""

from calendar import isleap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from controller.record import failpoints

Spans = tuple[tuple[int, int], ...]
"""Open hours of a day, as minutes from local midnight: ((540, 720), (780, 1080)) is 9 to 12 and 13 to 18."""


class Calendar(Protocol):
    """Which seconds count."""

    @property
    def version(self) -> str:
        """Printed beside every figure that was computed with it."""

    def counts(self, at: datetime) -> bool:
        """Whether the second that begins at this moment counts."""

    def counted(self, start: datetime, end: datetime) -> float:
        """How many seconds between two moments count; none if `end` is not after `start`."""

    def after(self, start: datetime, seconds: float) -> datetime:
        """The first moment by which `seconds` have counted since `start`."""

    def known(self, at: datetime) -> bool:
        """Whether what holds at this moment is official, and not only expected."""


@dataclass(frozen=True, slots=True)
class Always:
    """24 hours, 7 days."""

    version: str = "24x7"

    def counts(self, at: datetime) -> bool:
        """Always."""
        return True

    def counted(self, start: datetime, end: datetime) -> float:
        """All of them."""
        return max(0.0, (end - start).total_seconds())

    def after(self, start: datetime, seconds: float) -> datetime:
        """So many seconds later."""
        return start + timedelta(seconds=seconds)

    def known(self, at: datetime) -> bool:
        """A day has 24 hours, officially."""
        return True


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours (0 is Monday) with dated exceptions: a holiday has none, a make-up workday has a
    workday's.

    `published` is the last day whose holidays are official (None: all are): what is due later is
    provisional. `names` say which holiday an exception is.
    """

    version: str
    zone: str
    weekly: Mapping[int, Spans]
    exceptions: Mapping[date, Spans] = field(default_factory=dict)
    published: date | None = None
    names: Mapping[date, str] = field(default_factory=dict)
    _years: dict[int, float] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not any(self.weekly.values()):
            raise ValueError(f"calendar {self.version}: a week without an open hour would never end a clock")

    def counts(self, at: datetime) -> bool:
        """Whether it is open."""
        begin, end = next(self._open(at))
        return begin <= at < end

    def counted(self, start: datetime, end: datetime) -> float:
        """The open seconds between; of whole years in the middle the sum is kept."""
        zone = ZoneInfo(self.zone)
        first, last = start.astimezone(zone).year, end.astimezone(zone).year
        if last - first < 2:
            return self._walked(start, end)
        begin, close = (_instant(date(year, 1, 1), 0, zone) for year in (first + 1, last))
        whole = sum(map(self._year, range(first + 1, last)))
        return self._walked(start, begin) + whole + self._walked(close, end)

    def _year(self, year: int) -> float:
        if year not in self._years:
            zone = ZoneInfo(self.zone)
            edges = (_instant(date(each, 1, 1), 0, zone) for each in (year, year + 1))
            self._years[year] = self._summed(year) if _is_even(year, zone) else self._walked(*edges)
        return self._years[year]

    def _summed(self, year: int) -> float:
        """A year in which no clock changes: so many of each weekday, and the exceptions' difference."""
        first, days = date(year, 1, 1).weekday(), 366 if isleap(year) else 365
        often = [days // 7 + ((day - first) % 7 < days % 7) for day in range(7)]
        usual = sum(often[day] * _minutes(self.weekly.get(day, ())) for day in range(7))
        other = (
            _minutes(self.spans(day)) - _minutes(self.weekly.get(day.weekday(), ()))
            for day in self.exceptions
            if day.year == year
        )
        return 60.0 * (usual + sum(other))

    def _walked(self, start: datetime, end: datetime) -> float:
        total = 0.0
        for opens, closes in self._open(start):
            if opens >= end:
                return total
            total += max(0.0, (min(closes, end) - max(opens, start)).total_seconds())
        raise AssertionError("a calendar has no last day")  # pragma: no cover

    def after(self, start: datetime, seconds: float) -> datetime:
        """The first moment by which so many open seconds have passed."""
        if seconds <= 0:
            return start
        for opens, closes in self._open(start):
            begin = max(opens, start)
            here = (closes - begin).total_seconds()
            if seconds <= here:
                return begin + timedelta(seconds=seconds)
            seconds -= here
        raise AssertionError("a calendar has no last day")  # pragma: no cover

    def known(self, at: datetime) -> bool:
        """Whether the day's holidays have been published."""
        return self.published is None or at.astimezone(ZoneInfo(self.zone)).date() <= self.published

    def spans(self, day: date) -> Spans:
        """The open hours of a day: the exception's, else its weekday's."""
        usual = self.weekly.get(day.weekday(), ())
        if failpoints.planted("make_up_days_are_weekends") and not usual:
            return usual
        return self.exceptions.get(day, usual)

    def works(self, day: date) -> bool:
        """Whether a day has any open hour: also a make-up workday, not a holiday."""
        return bool(self.spans(day))

    def missing(self, now: datetime) -> str:
        """`warn` from 1 December while next year's holidays are not published, `block` from the 25th, and in
        a year that is not published at all; else empty (requirements 0.4).
        """
        today = now.astimezone(ZoneInfo(self.zone)).date()
        if self.published is None or self.published >= date(today.year + 1, 12, 31):
            return ""
        if self.published < date(today.year, 12, 31) or (today.month, today.day) >= (12, 25):
            return "block"
        return "warn" if today.month == 12 else ""

    def _open(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open spans that end after `start`, in order, without end."""
        zone = ZoneInfo(self.zone)
        day = start.astimezone(zone).date()
        while True:
            for first, last in self.spans(day):
                opens, closes = _instant(day, first, zone), _instant(day, last, zone)
                if closes > start:
                    yield opens, closes
            day += timedelta(days=1)


def _minutes(spans: Spans) -> int:
    return sum(last - first for first, last in spans)


def _is_even(year: int, zone: ZoneInfo) -> bool:
    """Whether the zone keeps one distance to UTC all year: looked at twice a month."""
    looks = [datetime(year, month, day, tzinfo=zone) for month in range(1, 13) for day in (1, 16)]
    return len({at.utcoffset() for at in (*looks, datetime(year + 1, 1, 1, tzinfo=zone))}) == 1


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (the wall's time, given its zone below)
    return (midnight + timedelta(minutes=minutes)).replace(tzinfo=zone).astimezone(UTC)
