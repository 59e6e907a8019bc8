"""Tells the outside of a fault's change once it is on disk, and at once while the disk is in trouble.

A fault is news of the hall and can be found again by looking at it, so a full disk does not hide it; a
ticket, which is a promise, waits for the disk.
"""

import asyncio
from typing import Any

from controller.events import Bus, FaultChanged
from controller.record.lines import Sentence


class Telling:
    """The changes that wait for the disk, in order."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._waiting: dict[asyncio.Future[Any], FaultChanged] = {}

    def tell(self, change: FaultChanged, committed: "asyncio.Future[Any]", trouble: object) -> None:
        """Publish `change` when its line is on disk; now, if nobody knows when that will be."""
        if trouble is not None or committed.done():
            self._bus.publish(change)
            return
        self._waiting[committed] = change
        committed.add_done_callback(self._done)

    def troubled(self, trouble: Sentence | None) -> None:
        """The disk does not take what it is given: tell what waits, in order."""
        while trouble is not None and self._waiting:
            self._done(next(iter(self._waiting)))

    def _done(self, committed: "asyncio.Future[Any]") -> None:
        if (change := self._waiting.pop(committed, None)) is not None:
            self._bus.publish(change)
