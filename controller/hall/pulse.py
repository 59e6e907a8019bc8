"""Whether a device still answers: late answers, missing ones, and a cheap question when nothing was heard.

A half-open link is noticed within ten seconds: what is idle is asked something cheap, early enough that three
patiences fit into the rest. Where a device is given so much patience that they do not, it is lost when
nothing sensible came from it for that long although something was asked. One late answer makes every value
stale, until it comes after all; three missing ones are a lost link.
"""

from collections.abc import Callable
from typing import Protocol

from controller.clock import Clock
from controller.hall.scheduler import SLACK, Scheduler
from drivers.wire.driver import Driver

MISSES = 3
WITHIN, LONGEST_IDLE = 9.0, 5.0
AGAIN = 2.0
"""Seconds that a device gets to answer once it has left a first question unanswered for all its patience."""
SPREAD = 0.3
HELD_UP = 0.25
"""A look so much too late was held up by our own loop: silence is counted anew from there."""


class Host(Protocol):
    """Whose pulse it is."""

    def heard_at(self) -> float:
        """The monotonic moment of the last sensible bytes; minus infinity while there is no connection."""

    def waits(self) -> bool:
        """Whether it has been asked something and has not answered yet."""

    def probe(self, patience: float | None = None) -> object:
        """Ask something cheap, and wait so long for the answer (None: as long as the driver says)."""

    def doubt(self) -> object:
        """An answer is late."""

    def trust(self) -> object:
        """The late answer came."""

    def give_up(self) -> object:
        """Three answers are missing, or nothing came for too long."""

    def safely(self, callback: Callable[..., object], *args: object) -> object:
        """Call into the device's own code."""


class Pulse:
    """Counts what is missing. An item of the hall's scheduler while a connection is open."""

    __slots__ = (
        "_again", "_clock", "_doubted", "_host", "_idle", "_limit", "_missed", "_scheduler",
        "_since", "due",
    )  # fmt: skip

    def __init__(self, host: Host, clock: Clock, scheduler: Scheduler, driver: Driver, chance: float) -> None:
        self._host, self._clock, self._scheduler = host, clock, scheduler
        patience, calm = driver.patience, driver.calm
        self._again = min(patience, AGAIN)
        idle = max(calm, min(LONGEST_IDLE, WITHIN - patience - (MISSES - 1) * self._again))
        self._idle = idle * (1.0 - SPREAD * chance)  # a hall's devices are not probed in step
        self._limit = max(WITHIN, calm + patience)
        self._missed, self._since = 0, 0.0
        self._doubted = False
        self.due: float | None = None

    def begin(self) -> None:
        """A connection is open."""
        self._missed, self._doubted, self._since = 0, False, self._clock.monotonic()
        self._scheduler.at(self, self._since + self._idle)

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
            self._host.probe(self._again)

    def fall_due(self, moment: float) -> None:
        """Ask something if nothing was heard for a while, and look again later."""
        self._host.safely(self._look, moment)

    def _look(self, moment: float) -> None:
        now = self._clock.monotonic()
        if now - moment > HELD_UP:
            self._since = now
        quiet = now - max(self._since, self._host.heard_at())
        if quiet >= self._limit - SLACK and self._host.waits():
            self._host.give_up()
            return
        if quiet >= self._idle - SLACK:
            self._host.probe()
            quiet = max(0.0, quiet + self._idle - self._limit)  # the next look is no later than the limit
        self._scheduler.at(self, now + max(SLACK, self._idle - quiet))
