"""The running simulators: they open, live in time, and end without leaving anything behind."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from simulators.build import Hall

TICK = 0.05
"""Seconds between two looks at the time."""


class Running:
    """All servers of a hall, its time, and its back door."""

    def __init__(self, hall: Hall, title: Mapping[str, str], speed: float = 1.0) -> None:
        """Not yet listening."""
        self.hall, self.title = hall, title
        self.hall.venue.speed = speed
        self.backdoor = ""
        self._time: asyncio.Task[None] | None = None
        self._runner: Any = None

    async def open(self, backdoor: tuple[str, int] | None = None) -> None:
        """Listen everywhere, the back door last. OSError says where it could not."""
        for name, servers in self.hall.servers.items():
            for server in servers:
                try:
                    await server.open()
                except OSError as trouble:
                    raise OSError(f"{name}: cannot listen on {server.address}: {trouble}") from None
        if backdoor:
            await self._open_backdoor(*backdoor)
        self._time = asyncio.get_running_loop().create_task(self._live())

    async def close(self) -> None:
        """End everything."""
        if self._time:
            self._time.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._time
        if self._runner:
            await self._runner.cleanup()
        for servers in self.hall.servers.values():
            for server in servers:
                await server.close()

    @property
    def addresses(self) -> dict[str, list[str]]:
        """Where each device really listens."""
        return {name: [server.address for server in servers] for name, servers in self.hall.servers.items()}

    def tell(self, out: TextIO = sys.stdout) -> None:
        """A line for each device, and one in JSON that says that all are ready."""
        for name, addresses in self.addresses.items():
            print(f"{name:<20} {'  '.join(addresses)}", file=out)
        ready = {"ready": True, "backdoor": self.backdoor, "devices": self.addresses}
        print(json.dumps(ready, ensure_ascii=False), file=out, flush=True)

    async def _open_backdoor(self, host: str, port: int) -> None:
        from aiohttp import web

        from simulators.backdoor import BackDoor

        about = {name: {**about, "listens": self.addresses[name]} for name, about in self.hall.about.items()}
        app = BackDoor(self.hall.venue, about, self.title).app(frozenset({host}))
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.backdoor = f"http://{host}:{self._runner.addresses[0][1]}"

    async def _live(self) -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        while True:
            await asyncio.sleep(TICK)
            now = loop.time()
            self.hall.venue.pass_time(now - before)
            before = now
