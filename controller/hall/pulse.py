"""Whether a device still answers: late answers, missing ones, and a cheap question when nothing was heard.

A half-open link is noticed within ten seconds: what is idle is asked something cheap, early enough that three
patiences fit into the rest. One late answer makes every value stale, until it comes after all; three missing
ones are a lost link.
"""

from collections.abc import Callable
from typing import Protocol

from controller.clock import Clock
from controller.hall.scheduler import SLACK, Scheduler

MISSES = 3
WITHIN, LONGEST_IDLE, SHORTEST_IDLE = 9.5, 5.0, 1.0
SPREAD = 0.3


class Host(Protocol):
    """Whose pulse it is."""

    def heard_at(self) -> float:
        """The monotonic moment of the last bytes; minus infinity while there is no connection."""

    def probe(self) -> object:
        """Ask something cheap."""

    def doubt(self) -> object:
        """An answer is late."""

    def trust(self) -> object:
        """The late answer came."""

    def give_up(self) -> object:
        """Three answers are missing."""

    def safely(self, callback: Callable[..., object], *args: object) -> object:
        """Call into the device's own code."""


class Pulse:
    """Counts what is missing. An item of the hall's scheduler while a connection is open."""

    __slots__ = ("_clock", "_doubted", "_host", "_idle", "_missed", "_scheduler", "due")

    def __init__(
        self, host: Host, clock: Clock, scheduler: Scheduler, patience: float, chance: float
    ) -> None:
        self._host, self._clock, self._scheduler = host, clock, scheduler
        idle = max(SHORTEST_IDLE, min(LONGEST_IDLE, WITHIN - MISSES * patience))
        self._idle = idle * (1.0 - SPREAD * chance)  # a hall's devices are not probed in step
        self._missed = 0
        self._doubted = False
        self.due: float | None = None

    def begin(self) -> None:
        """A connection is open."""
        self._missed, self._doubted = 0, False
        self._scheduler.at(self, self._clock.monotonic() + self._idle)

    def stop(self) -> None:
        """There is no connection to feel."""
        self._scheduler.cancel(self)

    def answered(self) -> None:
        """It answered something."""
        self._missed = 0
        if self._doubted:
            self._doubted = False
            self._host.trust()

    def overdue(self) -> None:
        """Its answer is later than usual."""
        self._doubted = True
        self._host.doubt()

    def unanswered(self) -> None:
        """It left something unanswered: ask at once again; the third time is the last."""
        self._missed += 1
        if self._missed >= MISSES:
            self._host.give_up()
        else:
            self._host.probe()

    def fall_due(self, moment: float) -> None:
        """Ask something if nothing was heard for a while, and look again later."""
        self._host.safely(self._look)

    def _look(self) -> None:
        now = self._clock.monotonic()
        quiet = now - self._host.heard_at()
        if quiet >= self._idle - SLACK:
            self._host.probe()
            quiet = 0.0
        self._scheduler.at(self, now + self._idle - quiet)
