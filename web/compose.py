"""The composition root: a hall's file becomes a running service, and ends as one.

Order matters. The devices are dialled before the web is imported, for they take their time to answer; the
record's library loads when the web answers, and what it remembers is recalled before anything is judged or
run. On the way down nothing new is let in first, then tablets are told, then the devices are let go, and the
journal is closed last, with all that was said until then.
"""

import asyncio
import gc
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from controller.clock import Clock, SystemClock
from controller.events import Bus
from controller.hall.fitting import Catalog
from controller.hall.hall import Hall
from controller.hall.venue import Venue
from controller.record import failpoints
from controller.record.items import Texts
from controller.record.journal import Journal
from controller.record.place import Place

if TYPE_CHECKING:
    from aiohttp import web

    from web.service import Service

GRACE = 2.0
"""Seconds a request has to end when the service does."""
TEXTS = Texts(
    lambda: str(importlib.import_module("web.texts").mark()),
    lambda ticket: importlib.import_module("web.texts").of(ticket),
)
"""How tickets read, for searches; the words are loaded when there is something to read."""


@dataclass(slots=True)
class Running:
    """A service at work, and the way to end it. `waking` is done once the past is recalled."""

    venue: Venue
    place: Place
    clock: Clock
    bus: Bus
    journal: Journal
    hall: Hall
    catalog: Catalog | None = None
    service: "Service | None" = None
    address: tuple[str, int] = ("", 0)
    waking: "asyncio.Task[None] | None" = field(default=None, repr=False)
    runner: "web.AppRunner | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self.address
        host = f"[{host}]" if ":" in host else host
        return f"http://{'127.0.0.1' if host in ('0.0.0.0', '[::]') else host}:{port}"

    async def stop(self) -> None:
        """End everything, in order."""
        if self.waking is not None:
            self.waking.cancel()
            await asyncio.wait([self.waking])
        if self.service is not None:
            self.service.live.farewell()
        if self.runner is not None:
            await self.runner.cleanup()
        if self.service is not None:
            await self.service.post.close()
            self.service.stop()
        self.hall.stop()
        failpoints.hit("service.stopping")
        self.journal.append("service.stopped", self.venue.hall.id, {})
        await self.journal.close()


async def start(
    venue: Venue,
    data: str,
    listen: tuple[str, int],
    version: str = "",
    demo: Sequence[Mapping[str, str]] = (),
    names: Sequence[str] = (),
    clock: Clock | None = None,
    catalog: Catalog | None = None,
    **far: Any,
) -> Running:
    """Run the hall, with its record in `data`, answering at `listen` (port 0: any).

    `names` are the host names that tablets call it by, beside those that the machine knows of itself.
    `catalog` and `far` (`dial`, `chance`) are what a test brings of its own.

    Raises AlreadyOpen where another process writes to that record, OSError where the address is taken,
    RigFileError for scenes that cannot be read.
    """
    clock, bus = clock or SystemClock(), Bus()
    journal, answering = Journal(data, clock, texts=TEXTS), asyncio.get_running_loop().create_future()
    await journal.open(after=answering)
    hall = Hall(venue, clock, bus, journal, find=catalog.get if catalog else None, **far)
    running = Running(venue, Place.at(data), clock, bus, journal, hall, catalog)
    sign = {"alive": journal.alive} if journal.alive else {}
    journal.append("service.started", venue.hall.id, {"version": version, "file": venue.file, **sign})
    failpoints.hit("service.started")
    hall.start()
    try:
        assembly = await asyncio.to_thread(importlib.import_module, "web.assembly")
        await assembly.open_web(running, listen, version, demo, names)
    except BaseException:
        answering.set_result(None)
        await running.stop()
        raise
    answering.set_result(None)  # now there is time for the record's library
    running.waking = asyncio.get_running_loop().create_task(assembly.wake(running.service))
    return running


async def until(running: Running, told: asyncio.Event) -> None:
    """Return when `told` is set. Raises what went wrong where the past could not be recalled."""
    gc.collect()
    gc.freeze()  # what is here now stays: no later collection walks through it again
    gc.enable()
    waiting = asyncio.ensure_future(told.wait())
    watched = {waiting, *([running.waking] if running.waking is not None else [])}
    while not waiting.done():
        done, watched = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        for one in done - {waiting}:
            if one.exception() is not None:
                waiting.cancel()
            one.result()
