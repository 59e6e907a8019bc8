"""What is booked in the hall: events with a beginning and an end, as a fold of the journal.

What hangs on it is worked out elsewhere and from here only: show mode before doors, the urgency of a fault,
schedules that wait, repairs that do not begin.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

ADDED, REMOVED = "event.added", "event.removed"
KINDS = (ADDED, REMOVED)
SOON = timedelta(hours=2)
"""An event that begins so soon makes a fault as urgent as one that is running."""


class Line(Protocol):
    """A line of the journal."""

    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, order=True)
class Booking:
    """One event; moments are UTC, `end` is after `start`. `source` is "" or the calendar it came with."""

    start: datetime
    end: datetime
    id: str
    title: str
    scene: str = ""
    notes: str = ""
    source: str = ""

    def data(self) -> dict[str, Any]:
        """As the journal keeps it and the API shows it."""
        return {
            "id": self.id,
            "title": self.title,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "scene": self.scene,
            "notes": self.notes,
            "source": self.source,
        }


def booking(data: Mapping[str, Any]) -> Booking:
    """The inverse of `Booking.data`. Raises ValueError for moments that are none, or the wrong way round."""
    start, end = (_moment(data[key]) for key in ("start", "end"))
    if end <= start:
        raise ValueError("an event ends after it begins")
    texts = {key: str(data.get(key) or "") for key in ("scene", "notes", "source")}
    return Booking(start, end, str(data["id"]), str(data["title"]), **texts)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return moment.astimezone(UTC)


class Agenda:
    """The events of a hall; hears the journal's lines in order."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.bookings: dict[str, Booking] = {}
        self._order: list[Booking] | None = None
        for line in lines:
            self.hear(line)

    def hear(self, line: Line) -> None:
        """Take one line in; other kinds change nothing."""
        if line.kind == ADDED:
            self.bookings[line.subject] = booking(line.data)
        elif line.kind == REMOVED:
            self.bookings.pop(line.subject, None)
        else:
            return
        self._order = None

    def within(self, start: datetime, end: datetime) -> Iterator[Booking]:
        """The events that touch this span, in order."""
        return (one for one in self._in_order() if one.start < end and one.end > start)

    def running(self, at: datetime, before: timedelta = timedelta(0)) -> Booking | None:
        """The event that runs now, or begins within `before`."""
        return next(self.within(at, at + before + timedelta(microseconds=1)), None)

    def next(self, at: datetime) -> Booking | None:
        """The first event that has not begun."""
        return next((one for one in self._in_order() if one.start > at), None)

    def pressing(self, at: datetime) -> bool:
        """Whether a fault now is one step more urgent."""
        return self.running(at, SOON) is not None

    def _in_order(self) -> list[Booking]:
        if self._order is None:
            self._order = sorted(self.bookings.values())
        return self._order
