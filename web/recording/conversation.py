"""Everything readable asked once, over one connection; then silence, for what the device says unasked."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from typing import Any, Protocol

from drivers.errors import DeviceError, Loss, NoReply, Refused, Unreachable
from drivers.patience import Clock
from drivers.points import Place, Value
from drivers.redialling import conversation
from drivers.trace import Trace
from drivers.transport import Transport
from drivers.wire.driver import Driver
from drivers.wire.events import Event, Poll, Report, Request, Sized
from drivers.wire.talk import Session, When
from drivers.wire.trouble import NotSupported
from web.recording.witness import Turn, Witness

Tell = Callable[[str], object]
"""Is told each request, masked, before it is sent."""


class Enough(Protocol):
    """Knows when enough was heard."""

    def wait(self) -> Coroutine[Any, Any, object]:
        """Until then; called once everything was asked."""


class Conversation:
    """One connection. `learned` are axes the device has sized, `counts` how the questions ended."""

    def __init__(
        self, driver: Driver, credentials: Mapping[str, str], transport: Transport, clock: Clock, tell: Tell
    ) -> None:
        self.side = Witness(driver, credentials)
        self.link = conversation(self.side, transport, clock, Trace(clock), self)
        self.learned: dict[str, tuple[int | str, ...]] = {}
        self.known: dict[Place, Value] = {}
        self.counts = dict.fromkeys(("answered", "refused", "silent"), 0)
        self.unanswered: list[tuple[str, ...]] = []
        self.sizing = False
        self.loss: Loss | None = None
        self.lost = asyncio.Event()
        self._tell, self._asked = tell, set[Place]()
        self._moved = asyncio.Event()

    # ------------------------------------------------------------ what the link tells

    def on_event(self, event: Event) -> None:
        """Keep what is known; an axis that grew is asked along all of its places by the next connection."""
        if isinstance(event, Report):
            self.known[event.place] = event.value
        elif isinstance(event, Sized):
            self.learned[event.axis] = event.places
            self.side.resize({event.axis: event.places})

    def on_idle(self) -> None:
        """The next request may go."""
        self._moved.set()

    def on_overdue(self) -> None:
        """Late is not lost."""

    def on_lost(self, loss: Loss) -> None:
        """The connection is over."""
        self.loss = loss
        self.lost.set()
        self._moved.set()

    # ------------------------------------------------------------ asking

    async def ask_everything(self, sizes_too: bool, without: set[tuple[str, ...]]) -> None:
        """Say the session's lines that alter nothing; ask every question but those in `without`. Ends early
        where the line does.

        `sizes_too`: also what tells only how many places there are; a transcript has no words for that.
        """
        for number, (request, _) in enumerate(self.side.sessions()):
            if isinstance(request.row, Session) and not request.row.alters:
                await self._exchange(request, Turn("session", number=number))
        for poll in self.side.polls():
            if self.link.is_open and poll.request.frames not in without and self._polite(poll.when):
                await self._ask(poll, sizes_too)

    async def _ask(self, poll: Poll, sizes_too: bool) -> None:
        if not poll.covers and sizes_too:
            self.sizing = True
            await self._exchange(poll.request, Turn("ask"))
        left = [place for place in poll.covers if place not in self._asked]
        for request, places in self._questions(left):
            await self._exchange(request, Turn("ask", places=places))

    def _questions(self, left: list[Place]) -> Iterator[tuple[Request, tuple[Place, ...]]]:
        """Requests that a transcript can say again from the places they are for."""
        while left and self.link.is_open:
            try:
                request = self.side.asks(left)
            except NotSupported:
                return
            yield request, tuple(left)
            covered = {left[0], *request.covers}
            self._asked |= covered
            left = [place for place in left if place not in covered]

    async def ask(self, places: Iterable[Place]) -> None:
        """Ask for these places only, one after the other."""
        for place in places:
            await self._exchange(self.side.asks([place]), Turn("ask", places=(place,)))

    def _polite(self, when: When) -> bool:
        """Whether a row may be said now; what is not known forbids nothing."""
        places = ((Place(key), values) for key, values in when.items())
        return all(self.known[place] in values for place, values in places if place in self.known)

    async def _exchange(self, request: Request, turn: Turn) -> None:
        while self.link.is_open and not self.link.takes(request):
            self._moved.clear()
            await self._moved.wait()
        if not self.link.is_open:
            return
        self._tell(request.shown)
        ended: asyncio.Future[DeviceError | None] = asyncio.get_running_loop().create_future()
        self.side.next = turn
        self.link.request(request, ended.set_result)
        self._count(await ended, request)

    def _count(self, error: DeviceError | None, request: Request) -> None:
        match error:
            case None:
                self.counts["answered"] += request.waits
            case Refused():
                self.counts["refused"] += 1
            case NoReply():
                self.counts["silent"] += 1
                self.unanswered.append(request.frames)
            case Unreachable(loss=loss):
                self.loss = self.loss or loss

    # ------------------------------------------------------------ listening

    async def listen(self, enough: Enough) -> None:
        """Hear what comes unasked, until it is enough or the line is lost."""
        waits = [asyncio.ensure_future(one) for one in (enough.wait(), self.lost.wait())]
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            for one in waits:
                one.cancel()
