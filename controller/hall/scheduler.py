"""One scheduler for everything that falls due again and again in a hall: a heap and a single timer.

A hall of 1,600 devices has thousands of standing questions. A task or a timer for each would cost more than
the asking. So whatever falls due within the next few milliseconds is called in one go.
"""

import heapq
from itertools import count
from typing import Protocol

from controller.clock import Clock, Timer

SLACK = 0.004
"""Seconds by which something may be called early, so that one timer serves many."""


class Item(Protocol):
    """Something that falls due. `due` is the monotonic moment, or None while it is not to be called."""

    due: float | None

    def fall_due(self, moment: float) -> object:
        """`moment` has come; whoever wants to be called again asks again. Must not raise."""


class Scheduler:
    """Calls items at their moments."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, Item]] = []
        self._order = count()
        self._timer: Timer | None = None
        self._armed = 0.0
        self._running = False

    def at(self, item: Item, moment: float) -> None:
        """Call `item` at `moment`, and no longer at the moment it had before."""
        item.due = moment
        heapq.heappush(self._heap, (moment, next(self._order), item))
        if not self._running and (self._timer is None or moment < self._armed):
            self._arm()

    def cancel(self, item: Item) -> None:
        """Do not call it; what is left of it in the heap is passed over."""
        item.due = None

    def stop(self) -> None:
        """Call nothing any more."""
        self._heap.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._heap:
            self._armed = self._heap[0][0]
            wait = max(0.0, self._armed - self._clock.monotonic())
            self._timer = self._clock.call_later(wait, self._run)

    def _run(self) -> None:
        self._timer = None
        self._running = True  # what is scheduled meanwhile sets no timer each
        try:
            for moment, _, item in self._ripe(self._clock.monotonic() + SLACK):
                if item.due == moment:
                    item.due = None
                    item.fall_due(moment)
        finally:
            self._running = False
            self._arm()

    def _ripe(self, moment: float) -> list[tuple[float, int, Item]]:
        """What is due, taken out at once: what it schedules for "now" waits for the next round."""
        ripe = []
        while self._heap and self._heap[0][0] <= moment:
            ripe.append(heapq.heappop(self._heap))
        return ripe
