"""A conversation with a device that hangs up after each answer: every exchange is a connection of its own.

Theory of operation. To everybody above, the link stays open; only its wire comes and goes. Who answers has
answered, and we hang up before the device does, so that nothing is said into a closing line. The next
request dials, greets, and then goes out. A device that is there takes the call: one that does not, after a
few tries, is lost, as on any other link. A wire that closes in the middle of a question is dialled once more;
what may be done only once is not said twice.
"""

import asyncio
from functools import partial

from drivers.errors import DeviceError, Loss, NoReply, Unreachable
from drivers.link import WE_CLOSED, Done, Link, Listener
from drivers.patience import Clock, Counters
from drivers.trace import NOTED, Trace
from drivers.transport import Transport
from drivers.wire.controller import ControllerSide
from drivers.wire.events import Request

TRIES = (0.3, 0.7, 1.5)
"""Seconds before it is called again, where it does not take the call: some need a moment after the last."""


def conversation(
    side: ControllerSide,
    transport: Transport,
    clock: Clock,
    trace: Trace,
    listener: Listener,
    counters: Counters | None = None,
) -> Link:
    """The link that suits this device."""
    kind = Redialling if side.driver.closes else Link
    return kind(side, transport, clock, trace, listener, counters)


class Redialling(Link):
    """A link whose wire is hung up after each exchange."""

    _wired = False
    _again = False
    _held: tuple[Request, Done] | None = None
    _calling: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect and greet. Raises Unreachable, or NotAuthorised where we were not let in."""
        self._wired = True
        await super().open()

    # ------------------------------------------------------------ asking and telling

    @property
    def idle(self) -> bool:
        """Whether a request may go now."""
        return super().idle and self._held is None

    def takes(self, request: Request) -> bool:
        """Whether `request` may go now."""
        return self.idle

    def request(self, request: Request, done: Done) -> None:
        """As on any link; where the wire is down, it is dialled first."""
        self._again = False
        if self._wired:
            super().request(request, done)
        else:
            self._dial(request, done)

    def _dial(self, request: Request, done: Done) -> None:
        self._held = request, done
        self._calling = asyncio.ensure_future(self._called(request, done))

    async def _called(self, request: Request, done: Done) -> None:
        try:
            await self._greeted_again()
        except DeviceError as trouble:
            self._calling = None
            self.lose(trouble.loss if isinstance(trouble, Unreachable) else Loss(trouble.code, str(trouble)))
        else:
            self._calling = self._held = None
            super().request(request, done)

    async def _greeted_again(self) -> None:
        for wait in TRIES:
            try:
                return await self._call()
            except Unreachable:
                await self._after(wait)
        await self._call()

    async def _call(self) -> None:
        """One more connection, with a greeting of its own; failing ends no more than itself."""
        self.side.anew()
        self._early = []
        try:
            await self.open()
        except DeviceError:
            self.is_open, self._wired = True, False
            raise

    async def _after(self, seconds: float) -> None:
        over = asyncio.get_running_loop().create_future()
        timer = self._clock.call_later(seconds, partial(_settle, over))
        try:
            await over
        finally:
            timer.cancel()

    # ------------------------------------------------------------ hanging up

    def _finish(self, error: DeviceError | None) -> None:
        self._hang_up()
        super()._finish(error)

    def _hang_up(self) -> None:
        if self._wired:
            self._wired = False
            self._transport.close()

    def _silent(self) -> None:
        self.side.give_up()
        self.trace.add(NOTED, "no reply")
        self.counters.errors += 1
        self._finish(NoReply())

    def _gone(self, reason: str) -> None:
        """The device hung up: before we did, in the middle of a question, or while it greeted."""
        self._wired = False
        if self._greeted is not None and not self._greeted.done():
            super()._gone(reason)
        elif self._request is not None and self._done is not None:
            self._cut_off(self._request, self._done)

    def _cut_off(self, request: Request, done: Done) -> None:
        """In the middle of a question: it is asked once more, unless it may be done only once."""
        self.side.give_up()
        if not request.retry or self._again:
            self._finish(NoReply("the device hung up without an answer"))
            return
        self._request = self._done = None
        self._patience.over()
        self._again = True
        self._dial(request, done)

    # ------------------------------------------------------------ ending

    def close(self) -> None:
        """End it now; what is in flight ends as unreachable. `on_lost` is not told."""
        self._stop_calling()
        super().close()
        self._drop(WE_CLOSED)

    def lose(self, loss: Loss) -> None:
        """End it because it is no good any more, and tell `on_lost`."""
        self._stop_calling()
        if self.is_open:
            self._end(loss)
            self._drop(loss)
            self._listener.on_lost(loss)

    def _drop(self, loss: Loss) -> None:
        held, self._held = self._held, None
        if held is not None:
            held[1](Unreachable(loss))

    def _stop_calling(self) -> None:
        calling, self._calling = self._calling, None
        if calling is not None:
            calling.cancel()


def _settle(over: "asyncio.Future[None]") -> None:
    if not over.done():
        over.set_result(None)
