"""The composition root: a hall's file becomes a running service, and ends as one.

Order matters. The devices are dialled before the web is imported, for they take their time to answer; the
record's library loads beside both. On the way down nothing new is let in first, then tablets are told, then
the devices are let go, and the journal is closed last, with all that was said until then.
"""

import asyncio
import gc
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from controller.clock import Clock, SystemClock
from controller.events import Bus
from controller.hall.hall import Hall
from controller.hall.venue import Venue
from controller.record.journal import Journal

if TYPE_CHECKING:
    from aiohttp import web

    from web.service import Service

GRACE = 2.0
"""Seconds a request has to end when the service does."""


@dataclass(slots=True)
class Running:
    """A service at work, and the way to end it."""

    venue: Venue
    clock: Clock
    bus: Bus
    journal: Journal
    hall: Hall
    service: "Service | None" = None
    address: tuple[str, int] = ("", 0)
    _runner: "web.AppRunner | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self.address
        host = f"[{host}]" if ":" in host else host
        return f"http://{'127.0.0.1' if host in ('0.0.0.0', '[::]') else host}:{port}"

    async def stop(self) -> None:
        """End everything, in order."""
        if self.service is not None:
            self.service.live.farewell()
        if self._runner is not None:
            await self._runner.cleanup()
        if self.service is not None:
            await self.service.stop()
        self.hall.stop()
        self.journal.append("service.stopped", self.venue.hall.id, {})
        await self.journal.close()
        if self.service is not None:
            self.service.people.close()


async def start(
    venue: Venue,
    data: str,
    listen: tuple[str, int],
    version: str = "",
    demo: Sequence[Mapping[str, str]] = (),
    clock: Clock | None = None,
    **far: Any,
) -> Running:
    """Run the hall, with its record in `data`, answering at `listen` (port 0: any).

    `far` are what a test brings for `Hall`: its own `find`, `dial` and `chance`.
    Raises AlreadyOpen where another process writes to that record, OSError where the address is taken.
    """
    clock, bus = clock or SystemClock(), Bus()
    journal = Journal(data, clock)
    await journal.open()
    hall = Hall(venue, clock, bus, journal, **far)
    running = Running(venue, clock, bus, journal, hall)
    journal.append("service.started", venue.hall.id, {"version": version, "file": venue.file})
    hall.start()
    try:
        await asyncio.to_thread(importlib.import_module, "web.assembly")
        await importlib.import_module("web.assembly").open_web(running, listen, version, demo)
    except BaseException:
        await running.stop()
        raise
    gc.collect()
    gc.freeze()  # what is here now stays: no later collection walks through it again
    return running
