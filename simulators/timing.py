"""Time for the simulators, always handed in: the loop's own when they run, a hand-turned one in tests."""

import asyncio
import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Protocol


class Handle(Protocol):
    """Something that will happen, and can be called off."""

    def cancel(self) -> None:
        """Call it off; harmless when it has happened."""


class Timing(Protocol):
    """What a simulated device may know of time: seconds that never go back, and being called later."""

    def now(self) -> float:
        """Seconds since some fixed moment."""

    def wall(self) -> datetime:
        """The time of day, for people to read."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        """Call back once, after so many seconds."""


class LoopTiming:
    """The running loop's time."""

    def __init__(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Take the loop's clock; the running loop where none is given."""
        self._loop = loop or asyncio.get_running_loop()

    def now(self) -> float:
        """The loop's monotonic seconds."""
        return self._loop.time()

    def wall(self) -> datetime:
        """The machine's time, UTC."""
        return datetime.now(UTC)

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        """Leave it to the loop."""
        return self._loop.call_later(seconds, callback)


class _Appointment:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class HandTiming:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        """Begin at second zero with nothing arranged."""
        self._now = 0.0
        self._order = count()
        self._due: list[tuple[float, int, _Appointment]] = []

    def now(self) -> float:
        """The seconds passed so far."""
        return self._now

    def wall(self) -> datetime:
        """A made-up day, and the seconds passed so far."""
        return datetime(2024, 5, 1, 8, 0, tzinfo=UTC) + timedelta(seconds=self._now)

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        """Arrange a callback for when the time is turned there."""
        appointment = _Appointment(callback)
        heapq.heappush(self._due, (self._now + seconds, next(self._order), appointment))
        return appointment

    def advance(self, seconds: float) -> None:
        """Let time pass, and everything due happen in its order."""
        until = self._now + seconds
        while self._due and self._due[0][0] <= until:
            self._now, _, appointment = heapq.heappop(self._due)
            if appointment.callback:
                appointment.callback()
        self._now = until
