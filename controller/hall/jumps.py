"""A wall clock that is set: noticed against the monotonic one, written down, and allowed to excuse nothing.

What is expected is written with UTC moments, and so are faults, silences and maintenance. When the clock
jumps, those moments jump with it: an excuse lasts as long as it was meant to, and what fell silent together
still did. What has ended is dropped at once, lest a clock that goes back bring it to life again.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from controller.hall.cases import Now
from controller.hall.expectations import Expectations
from controller.hall.ledger import Journal
from controller.record import failpoints
from controller.record.set_clock import JUMPED

SLIGHT = 0.5
"""Seconds by which clocks may drift apart between two looks: no jump, and nobody's business."""


class Jumps:
    """Compares both clocks at every look; `movers` are told by how much the wall clock was set."""

    def __init__(
        self, expectations: Expectations, journal: Journal, movers: Iterable[Callable[[timedelta], object]]
    ) -> None:
        self._expectations, self._journal, self._movers = expectations, journal, tuple(movers)
        self._last: Now | None = None

    def look(self, now: Now) -> None:
        """Move what is expected along with the clock, and drop what has ended."""
        last, self._last = self._last, now
        if last is not None:
            jump = (now.at - last.at).total_seconds() - (now.mono - last.mono)
            if abs(jump) > SLIGHT:
                self._jumped(timedelta(seconds=jump), now, timedelta(seconds=now.mono - last.mono))
        self._expectations.forget(now.at)

    def _jumped(self, by: timedelta, now: Now, passed: timedelta) -> None:
        """What began since the last look was written by the new clock, and stays."""
        data = {"seconds": round(by.total_seconds(), 3), "passed": round(passed.total_seconds(), 3)}
        self._journal.append(JUMPED, "clock", data)
        failpoints.hit("clock.jumped")
        for move in self._movers:
            move(by)
        if failpoints.planted("excuses_by_wall_clock"):
            return
        for one in [one for one in self._expectations if not now.at - passed <= one.since <= now.at]:
            self._expectations.add(one.shifted(by))
