"""Who may come in: logging in, sessions and tokens for a running service, with nothing slow in the loop's
thread.

Passwords are checked in a pool of two threads with a short queue (`TooBusy` past it: answer 429),
everything else goes through the journal's reader and writer. Every log-in and log-out leaves a line.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from controller.clock import Clock
from controller.record import failpoints, passwords
from controller.record.journal import Journal

if TYPE_CHECKING:
    from controller.record.accounts import Token, User

T = TypeVar("T")
QUEUE = 20


class TooBusy(Exception):
    """So many passwords wait to be checked that another one would wait too long."""


class People:
    """The accounts of one service. The journal must be ready."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal, self._clock = journal, clock
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="password")
        self._queued = 0

    async def add(self, name: str, password: str, role: str) -> "User":
        """Add a user; raises `WeakPassword`, `accounts.Taken`, or ValueError for a name or role that cannot
        be.
        """
        from controller.record import accounts

        kept = await self._slowly(passwords.hash_password, password)
        now = self._clock.now()
        return await self._journal.write(lambda c: accounts.add_user(c, name, role, kept, now))

    async def log_in(self, name: str, password: str, via: str = "tablet") -> str | None:
        """A new session's cookie, or None where name and password do not match; on record either way."""
        from controller.record import accounts

        kept = await self._journal.read(lambda c: accounts.password_of(c, name))
        if not await self._slowly(passwords.password_matches, kept, password):
            await self._note(name, "refused", via)
            return None
        now = self._clock.now()
        cookie = await self._journal.write(lambda c: accounts.open_session(c, name, now))
        failpoints.hit("session.opened")
        await self._note(name, "logged_in", via)
        return cookie

    async def session(self, cookie: str) -> "User | None":
        """Whose session this is."""
        from controller.record import accounts

        now = self._clock.now()
        return await self._journal.read(lambda c: accounts.find_session(c, cookie, now))

    async def log_out(self, cookie: str) -> None:
        """End a session."""
        from controller.record import accounts

        if user := await self.session(cookie):
            await self._journal.write(lambda c: accounts.end_session(c, cookie))
            await self._note(user.name, "logged_out", "")

    async def token(self, secret: str) -> "Token | None":
        """Whose token this is."""
        from controller.record import accounts

        return await self._journal.read(lambda c: accounts.find_token(c, secret))

    async def add_token(self, name: str, role: str) -> str:
        """A new token's secret, to be shown once; raises `accounts.Taken`, or ValueError."""
        from controller.record import accounts

        now = self._clock.now()
        return await self._journal.write(lambda c: accounts.add_token(c, name, role, now))

    def close(self) -> None:
        """Let the pool go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _note(self, name: str, what: str, via: str) -> None:
        await self._journal.append("user.login", name[:64], {"what": what, "via": via}, name[:64]).committed

    async def _slowly(self, work: Callable[..., T], *args: object) -> T:
        if self._queued >= QUEUE:
            raise TooBusy
        self._queued += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *args)
        finally:
            self._queued -= 1
