"""How long an answer is waited for, with one timer a link instead of one a request.

The timer is set when a request leaves and looks, when it fires, at how things stand then; an answer cancels
nothing. It fires first when the answer is later than this device's answers usually are, then when patience is
out. A timer that fires much too late was held up by ourselves, and that is not held against the device.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from drivers.trace import Watch

SOONEST = 0.2
"""No answer is called overdue before so many seconds."""

STALLED = 0.25
"""A timer so much too late was held up by our own loop: what has arrived meanwhile is read first."""

_JUST = 1e-6


class Timer(Protocol):
    """A call that is still to come."""

    def cancel(self) -> object:
        """Let it not come."""


class Clock(Watch, Protocol):
    """The part of a clock that a link needs."""

    def call_later(self, seconds: float, callback: Callable[..., object], *args: object) -> Timer:
        """Call back once, `seconds` from now."""


@dataclass(slots=True)
class Counters:
    """What passed over a device's links so far; `rtt` in seconds, smoothed, 0 before the first answer."""

    sent: int = 0
    heard: int = 0
    noise: int = 0
    errors: int = 0
    reconnects: int = 0
    rtt: float = 0.0
    spread: float = 0.0

    def took(self, seconds: float) -> None:
        """An answer came after so long: learn what is usual."""
        if not self.rtt:
            self.rtt, self.spread = seconds, seconds / 2
        else:
            off = seconds - self.rtt
            self.rtt += off / 8
            self.spread += (abs(off) - self.spread) / 4

    @property
    def usual(self) -> float:
        """Seconds after which an answer is later than usual."""
        return max(SOONEST, self.rtt + 4 * self.spread)


class Patience:
    """Waits for one answer at a time."""

    def __init__(
        self, clock: Clock, on_overdue: Callable[[], object], on_silent: Callable[[], object]
    ) -> None:
        self._clock = clock
        self._on_overdue, self._on_silent = on_overdue, on_silent
        self._due = 0.0  # when patience is out; 0 while nothing is waited for
        self._overdue = 0.0  # when the answer is late; 0 once that was told
        self._armed = 0.0
        self._timer: Timer | None = None

    def wait(self, now: float, usual: float, patience: float) -> None:
        """An answer is due: usually within `usual` seconds, at the latest within `patience`."""
        self._due = now + patience
        self._overdue = now + usual if usual < patience else 0.0
        self._arm(now)

    def over(self) -> None:
        """It came."""
        self._due = 0.0

    def stop(self) -> None:
        """Nothing is waited for any more, for good."""
        self._due = 0.0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self, now: float) -> None:
        due = self._overdue or self._due
        if self._timer is not None:
            if self._armed <= due + _JUST:
                return
            self._timer.cancel()
        self._armed = due
        self._timer = self._clock.call_later(due - now, self._look)

    def _look(self) -> None:
        self._timer = None
        if not self._due:
            return
        now = self._clock.monotonic()
        if now - self._armed > STALLED:
            self._due = max(self._due, now + SOONEST)
        elif now + _JUST >= self._due:
            self._due = 0.0
            self._on_silent()
            return
        elif self._overdue and now + _JUST >= self._overdue:
            self._overdue = 0.0
            self._on_overdue()
        if self._due:
            self._arm(now)
