"""Looks into the mailbox again and again; what it holds is filed, on disk, before the mailbox is told."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from controller.clock import Clock, Timer
from controller.desk.mailbox.letterbox import Letterbox
from controller.record import failpoints

_log = logging.getLogger(__name__)


class Trouble(Exception):
    """The mailbox cannot be looked into now; the text is for the log and for people."""


class Mailbox(Protocol):
    """Where mail waits."""

    async def fetch(self) -> list[tuple[str, bytes]]:
        """What is new: its name there, and the mail. Raises Trouble."""

    async def done(self, names: list[str]) -> None:
        """These are filed. Raises Trouble."""


class Poller:
    """`last` is when the mailbox was last looked into, `trouble` what is wrong with it now, if anything."""

    def __init__(self, mailbox: Mailbox, letterbox: Letterbox, clock: Clock, every: float) -> None:
        self._mailbox, self._letterbox, self._clock, self._every = mailbox, letterbox, clock, every
        self._timer: Timer | None = None
        self._task: asyncio.Task[None] | None = None
        self.last: datetime | None = None
        self.trouble = ""
        self.moved: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Look now, and from now on."""
        self._task = asyncio.get_running_loop().create_task(self.look())
        self._task.add_done_callback(self._ended)

    async def close(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    async def look(self) -> None:
        """Once."""
        try:
            names = [name for name, raw in await self._mailbox.fetch() if await self._filed(raw)]
            if names:
                failpoints.hit("mail.before_done")
                await self._mailbox.done(names)
                failpoints.hit("mail.after_done")
        except Trouble as trouble:
            if not self.trouble:
                _log.warning("the mailbox of the desk: %s", trouble)
            self.trouble = str(trouble)
        else:
            self.last, self.trouble = self._clock.now(), ""
        self.moved()

    async def _filed(self, raw: bytes) -> bool:
        await self._letterbox.hold(raw)
        line = self._letterbox.take(raw)
        if line is not None:
            await line.committed
        return True

    def _ended(self, done: "asyncio.Task[None]") -> None:
        if done.cancelled():
            return
        if (error := done.exception()) is not None:
            _log.error("a mail could not be filed: a bug of ours", exc_info=error)
            self.trouble = f"{type(error).__name__}: {error}"
        self._timer = self._clock.call_later(self._every, self.start)
