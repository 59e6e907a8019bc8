"""Who asks: the cookie or the token of a request, looked up once a minute at most.

A role that changed, a token revoked or a session ended elsewhere is noticed within that minute, by requests
and by open WebSockets; a log-out through this service at once. Failed log-ins are slowed down, and nobody is
locked out.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from controller.clock import Clock, Timer
from controller.record import early
from controller.record.journal import Journal
from controller.record.passwords import digest
from controller.record.people import People, TooBusy
from controller.record.place import Place
from web.limits import Fails
from web.problems import Problem
from web.roles import Identity

COOKIE = "auditorium"
AGAIN = 60.0
"""Seconds a look-up is believed."""
MANY = 1024
Via = Literal["api", "tablet"]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a look-up found, and how to look again."""

    at: float
    identity: Identity
    via: Via
    secret: str


class Gate:
    """Lets in who may come in.

    `open` tells the marks of all open WebSockets; `closed(mark)` is called when what they showed is no longer
    good.
    """

    def __init__(self, people: People, journal: Journal, clock: Clock, place: Place) -> None:
        self._people, self._journal, self._clock, self._place = people, journal, clock, place
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._fails = Fails(clock)
        self._timer: Timer | None = None
        self._reviewing: asyncio.Task[None] | None = None
        self.open: Callable[[], Iterable[str]] = tuple
        self.closed: Callable[[str], object] = lambda mark: None

    def start(self) -> None:
        """Review the open WebSockets every minute."""
        self._timer = self._clock.call_later(AGAIN, self._again)

    def stop(self) -> None:
        """No more reviews."""
        for one in (self._timer, self._reviewing):
            if one is not None:
                one.cancel()

    async def identify(self, authorization: str | None, cookie: str | None) -> tuple[Identity | None, bool]:
        """Whose request this is, and whether only the cookie says so. A token that is none is nobody."""
        if authorization is not None:
            kind, _, secret = authorization.strip().partition(" ")
            found = await self._look("api", secret.strip()) if kind.lower() == "bearer" and secret else None
            return found, False
        return (await self._look("tablet", cookie), True) if cookie else (None, False)

    async def log_in(self, name: str, password: str, address: str) -> str:
        """The cookie of a new session. Raises 401, or 429 after too many failures."""
        if wait := self._fails.wait(name, address):
            raise Problem(429, "too_many_logins", headers={"Retry-After": str(int(wait) + 1)})
        await self._journal.ready()
        try:
            cookie = await self._people.log_in(name, password)
        except TooBusy:
            raise Problem(429, "busy", headers={"Retry-After": "2"}) from None
        if cookie is None:
            self._fails.failed(name, address)
            raise Problem(401, "wrong_password")
        self._fails.passed(name, address)
        return cookie

    async def log_out(self, cookie: str) -> None:
        """End a session, here and now."""
        mark = digest(cookie)
        self._known.pop(mark, None)
        await self._people.log_out(cookie)
        self.closed(mark)

    def forget(self, name: str) -> None:
        """An account changed: whoever came in by it shows again what there is to show, or goes."""
        for mark in [mark for mark, known in self._known.items() if known.identity.name == name]:
            del self._known[mark]
            self.closed(mark)

    async def review(self) -> None:
        """Ask anew for everybody who has a WebSocket open."""
        for mark in set(self.open()):
            known = self._known.get(mark)
            now = None if known is None else await self._look(known.via, known.secret)
            if known is None or now != known.identity:
                self.closed(mark)

    def _again(self) -> None:
        self._timer = self._clock.call_later(AGAIN, self._again)
        self._reviewing = asyncio.get_running_loop().create_task(self.review())

    async def _look(self, via: Via, secret: str) -> Identity | None:
        mark = digest(secret)
        known = self._known.get(mark)
        if known is not None and self._clock.monotonic() - known.at < AGAIN:
            return known.identity
        at, identity = self._clock.monotonic(), await self._ask(via, secret, mark)
        if identity is None:  # not remembered: a flood of wrong ones must not push out the right ones
            self._known.pop(mark, None)
            return None
        self._known[mark] = _Known(at, identity, via, secret)
        self._known.move_to_end(mark)
        while len(self._known) > MANY:
            self._known.popitem(last=False)
        return identity

    async def _ask(self, via: Via, secret: str, mark: str) -> Identity | None:
        if not self._journal.loaded:
            with suppress(early.TooEarly):
                who = self._early(via, secret)
                return None if who is None else Identity(*who, via, mark)
        await self._journal.ready()
        found = await (self._people.token(secret) if via == "api" else self._people.session(secret))
        return None if found is None else Identity(found.name, found.role, via, mark)

    def _early(self, via: Via, secret: str) -> early.Who | None:
        if via == "api":
            return early.token(self._place, secret)
        return early.session(self._place, secret, self._clock.now())


def cookie_of(header: str | None) -> str | None:
    """Our cookie out of a Cookie header."""
    if not header or COOKIE not in header:
        return None
    parts = (part.strip() for part in header.split(";"))
    return next((one[len(COOKIE) + 1 :] for one in parts if one.startswith(f"{COOKIE}=")), None)
