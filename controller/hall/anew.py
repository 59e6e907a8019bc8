"""Reading a device anew after it restarted: at once, but not again and again.

A device that restarts after every answer would otherwise be asked everything without end, as fast as it
answers, and everybody's orders would wait behind it.
"""

from collections.abc import Callable

from controller.clock import Clock, Timer

PAUSE = 5.0
"""Seconds from one reading to the next, however often the device restarts meanwhile."""


class Anew:
    """Calls `read` when the device has restarted."""

    __slots__ = ("_clock", "_last", "_read", "_timer")

    def __init__(self, clock: Clock, read: Callable[[], object]) -> None:
        self._clock, self._read = clock, read
        self._last = float("-inf")
        self._timer: Timer | None = None

    def wish(self) -> None:
        """It has restarted: read it now, or once the pause is over."""
        if self._timer is not None:
            return
        wait = self._last + PAUSE - self._clock.monotonic()
        if wait > 0:
            self._timer = self._clock.call_later(wait, self._now)
        else:
            self._now()

    def stop(self) -> None:
        """The connection is gone; the next one begins with a reading anyhow."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _now(self) -> None:
        self._timer = None
        self._last = self._clock.monotonic()
        self._read()
