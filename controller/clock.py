"""Time as an argument: the only module that reads a clock.

Everything else is handed a `Clock`. Intervals are monotonic seconds, moments are aware UTC datetimes.
A test holds a `ManualClock` and moves it by hand, so that a ten-minute deadline takes no time at all.
"""

import asyncio
import heapq
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Protocol

_NANOSECONDS = 1_000_000_000


class Timer(Protocol):
    """A call that is still to come."""

    def cancel(self) -> None:
        """Make sure that it never comes; cancelling twice, or too late, does nothing."""


class Clock(Protocol):
    """What the time is, and a call or a wait when it will be later."""

    def now(self) -> datetime:
        """The moment, as an aware UTC datetime: for deadlines and for what people read."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment, never stepping back: for intervals."""

    def call_later(self, seconds: float, callback: Callable[..., object], *args: object) -> Timer:
        """Call `callback(*args)` once, `seconds` from now, in the loop's thread."""

    async def sleep(self, seconds: float) -> None:
        """Return `seconds` from now."""


class SystemClock:
    """The machine's own time, by the running event loop.

    Made inside a loop it belongs to that loop, and need not look for it each time it is read.
    """

    def __init__(self) -> None:
        with suppress(RuntimeError):
            self.monotonic = asyncio.get_running_loop().time  # type: ignore[method-assign]

    def now(self) -> datetime:
        """The moment, as the operating system tells it."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """The running loop's time; outside a loop (a command, a thread) the same clock, read directly."""
        try:
            return asyncio.get_running_loop().time()
        except RuntimeError:
            return time.monotonic()

    def call_later(self, seconds: float, callback: Callable[..., object], *args: object) -> Timer:
        """Call back by the running loop."""
        return asyncio.get_running_loop().call_later(seconds, callback, *args)

    async def sleep(self, seconds: float) -> None:
        """Sleep in the running loop."""
        await asyncio.sleep(seconds)


class _Due:
    """One call of a `ManualClock`: when, in what order among equals, and what to call."""

    __slots__ = ("args", "at", "callback", "order")

    def __init__(
        self, at: int, order: int, callback: Callable[..., object], args: tuple[object, ...]
    ) -> None:
        self.at, self.order, self.args = at, order, args
        self.callback: Callable[..., object] | None = callback

    def __lt__(self, other: "_Due") -> bool:
        return (self.at, self.order) < (other.at, other.order)

    def cancel(self) -> None:
        """Forget what was to be called."""
        self.callback = None


class ManualClock:
    """A clock that stands still until a test moves it.

    `advance` is synchronous: the timers that fall due are called in order, each at its own moment. A
    coroutine that sleeps here goes on at the next turn of its loop. The count is kept in whole nanoseconds,
    so ten steps of 0.1 s are one second exactly.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._origin = start or datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
        if self._origin.tzinfo is None:
            raise ValueError("a clock starts at an aware datetime")
        self._elapsed = 0
        self._queue: list[_Due] = []
        self._order = count()

    def now(self) -> datetime:
        """The start, plus all that was advanced and jumped."""
        return self._origin + timedelta(microseconds=self._elapsed // 1000)

    def monotonic(self) -> float:
        """Seconds advanced since the start; a jump of the wall clock does not show here."""
        return self._elapsed / _NANOSECONDS

    def call_later(self, seconds: float, callback: Callable[..., object], *args: object) -> Timer:
        """Call back in the `advance` that reaches the moment."""
        due = _Due(self._elapsed + _whole(max(seconds, 0)), next(self._order), callback, args)
        heapq.heappush(self._queue, due)
        return due

    async def sleep(self, seconds: float) -> None:
        """Wait for the `advance` that reaches the moment."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        timer = self.call_later(seconds, _wake, woken)
        try:
            await woken
        finally:
            timer.cancel()

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass: every timer due by then is called, in order, also those set on the way."""
        if seconds < 0:
            raise ValueError("time goes forward; a wall clock that is put back is `jump`")
        end = self._elapsed + _whole(seconds)
        while self._queue and self._queue[0].at <= end:
            due = heapq.heappop(self._queue)
            self._elapsed = due.at
            if due.callback is not None:
                due.callback(*due.args)
        self._elapsed = end

    def jump(self, seconds: float) -> None:
        """Set the wall clock forward or back, as a time server does; no timer moves."""
        self._origin += timedelta(seconds=seconds)

    def waiting(self) -> int:
        """How many timers are still to come: for a test that wants none left behind."""
        return sum(due.callback is not None for due in self._queue)


def _whole(seconds: float) -> int:
    return round(seconds * _NANOSECONDS)


def _wake(woken: "asyncio.Future[None]") -> None:
    if not woken.done():
        woken.set_result(None)
