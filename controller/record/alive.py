"""A sign of life once a minute, in one row of the record: so that a service that was killed in a quiet hour
is not called down for that hour.

No line of the journal, for a hall where nothing happens would write half a million of them a year. The next
start reads the row (`Journal.alive`) and puts it on record with its own line.
"""

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Protocol

from controller.clock import Clock, Timer
from controller.record import failpoints
from controller.record.lines import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

EVERY = 60.0
KEY = "alive"

_log = logging.getLogger(__name__)


class Journal(Protocol):
    """The part of the journal that is needed here."""

    async def write(self, change: "Callable[[Connection], Any]") -> Any:
        """Change something beside the journal, in one transaction."""


class Alive:
    """Started once the journal is ready, stopped before it is closed."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal, self._clock = journal, clock
        self._timer: Timer | None = None
        self.saying: asyncio.Task[None] | None = None
        """The sign that is being written, or was last; None before the first."""

    def start(self) -> None:
        """Give a sign once a minute, from now on."""
        self._timer = self._clock.call_later(EVERY, self._beat)

    def stop(self) -> None:
        """Give none any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _beat(self) -> None:
        self.start()
        idle = self.saying is None or self.saying.done()
        if idle and not failpoints.planted("no_sign_of_life"):
            self.saying = asyncio.get_running_loop().create_task(self._say(written(self._clock.now())))

    async def _say(self, at: str) -> None:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            await self._journal.write(lambda connection: put(connection, at))
        except (SQLAlchemyError, OSError) as error:  # the journal tells of such trouble, with its own lines
            _log.warning("no sign of life could be written: %s", error)


def put(connection: "Connection", at: str) -> None:
    """Renew the row; for `Journal.write`."""
    from sqlalchemy import insert, update

    from controller.record import schema

    renewed = update(schema.meta).where(schema.meta.c.key == KEY).values(value=at)
    if not connection.execute(renewed).rowcount:
        connection.execute(insert(schema.meta).values(key=KEY, value=at))


def last(connection: "Connection") -> str | None:
    """The last sign, if there was one."""
    from sqlalchemy import select

    from controller.record import schema

    wanted = select(schema.meta.c.value).where(schema.meta.c.key == KEY)
    found: str | None = connection.execute(wanted).scalar()
    return found
