"""The demonstration's hall as a stage: the real service, its simulators behind it, and what befalls both.

It stands in for the scripted hall where a story wants to see the page and the service meet. The hall runs in
a loop of its own in a thread, for the browser's stories are told without one.
"""

import asyncio
import signal
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from drivers.points import Ref
from tests.stories.hall import Hall

T = TypeVar("T")
LIMIT = 90.0
"""Seconds for anything the stage is told to do; only a broken one ever needs them."""


class LiveStage:
    """See Stage."""

    def __init__(self, folder: Path, speed: float = 8.0, more: str = "") -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._hall = self._do(_opened(folder, speed, more))
        self._first = {device: self._do(self._hall.devices.model(device)) for device in self._hall.names}
        self.base_url = self._hall.url
        self.accounts = {"lead": ("lead", "demo-lead"), "viewer": ("guest", "demo-guest")}

    def stop(self) -> None:
        """End it all."""
        self._do(self._hall.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LIMIT)
        self._loop.close()

    def _do(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(LIMIT)

    # ------------------------------------------------------------ what befalls the devices

    def reset(self) -> None:
        """See Stage; what the record remembers of earlier stories stays."""
        for device, values in self._first.items():
            self._do(self._hall.devices.ail(device))
            self._do(self._hall.devices.panel(device, **values))

    def change(self, ref: str, value: Any) -> None:
        """See Stage."""
        device, key = ref.split("/", 1)
        self._do(self._hall.devices.panel(device, **{key: value}))

    def trip(self, outlet: str) -> None:
        """See Stage."""
        self._do(self._hall.devices.trip(outlet))

    def lose(self, device: str) -> None:
        """See Stage."""
        self._do(self._hall.devices.ail(device, half_open=True))

    def heal(self, device: str) -> None:
        """See Stage."""
        self._do(self._hall.devices.ail(device))

    def deafen(self, ref: str) -> None:
        """See Stage."""
        self._do(self._hall.devices.ail(Ref.parse(ref).device, deaf=[ref.split("/", 1)[1]]))

    def slow(self, milliseconds: int) -> None:
        """See Stage."""
        for device in self._hall.names:
            self._do(self._hall.devices.ail(device, delay=f"{milliseconds}ms"))

    # ------------------------------------------------------------ what befalls the service

    def drop(self) -> None:
        """Kill the service and start it again: every page has to dial anew."""
        self.refuse(on=True)
        self.refuse(on=False)

    def refuse(self, on: bool) -> None:
        """See Stage: killed, and started again on its record."""
        self._do(self._hall.kill() if on else self._hall.serve())

    def mute(self, on: bool) -> None:
        """See Stage: the process stands still, its sockets stay open."""
        assert self._hall.service
        self._hall.service.signal(signal.SIGSTOP if on else signal.SIGCONT)


async def _opened(folder: Path, speed: float, more: str) -> Hall:
    return await Hall(folder, speed, more).open()
