"""One live conversation with one device: transport, our side of its language, patience, pace and trace.

Theory of operation. Everything here happens in callbacks: bytes arrive, the side reads them, reports go to
`on_event`, the end of the exchange to its `done`, and `on_idle` says that the next request may go, all in one
call stack. One exchange is in flight at a time, and nothing is sent before `gap` and `settle` have passed.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from drivers.errors import DeviceError, Loss, NoReply, NotAuthorised, Refused, Unreachable
from drivers.patience import Clock, Counters, Patience, Timer
from drivers.trace import HEARD, NOTED, SAID, Trace
from drivers.transport import Transport
from drivers.transport.losses import NOT_OPEN
from drivers.wire.controller import ControllerSide
from drivers.wire.events import Answered, Barred, Event, No, Noise, Out, Pausing, Ready, Report, Request

GREETING = 8.0
"""Seconds a device has for its greeting, from the open socket to its last line."""

NO_GREETING = Loss("no_greeting", "the device takes the connection and says nothing; is it the right port?")
OUT_OF_STEP = Loss("out_of_step", "an answer is missing and the next could not be told from it; dialled anew")
WE_CLOSED = Loss("we_closed", "the connection was closed on our side")

Done = Callable[[DeviceError | None], object]


class Listener(Protocol):
    """Who is told what the link hears. All calls come in the loop's thread."""

    def on_event(self, event: Event) -> object:
        """Report, Sized, Stale, Restarted."""

    def on_idle(self) -> object:
        """The next request may go."""

    def on_overdue(self) -> object:
        """An answer is later than this device's answers usually are."""

    def on_lost(self, loss: Loss) -> object:
        """The conversation is over, and not because we closed it. Told once."""


class Link:
    """One connection, used once: make a new link to dial again. `heard_at`: when something sensible came."""

    def __init__(
        self,
        side: ControllerSide,
        transport: Transport,
        clock: Clock,
        trace: Trace,
        listener: Listener,
        counters: Counters | None = None,
    ) -> None:
        self.side, self.trace = side, trace
        self.counters = counters or Counters()
        self.heard_at = clock.monotonic()
        self.is_open = False
        self._transport, self._clock, self._listener = transport, clock, listener
        self._patience = Patience(clock, listener.on_overdue, self._silent)
        self._early: list[bytes] | None = []  # what arrives before the side has begun
        self._greeted: asyncio.Future[None] | None = None
        self._request: Request | None = None
        self._done: Done | None = None
        self._asked = 0.0
        self._pause: Timer | None = None

    # ------------------------------------------------------------ beginning

    async def open(self) -> None:
        """Connect and greet. Raises Unreachable, or NotAuthorised where we were not let in."""
        self._greeted = asyncio.get_running_loop().create_future()
        late: Timer | None = None
        try:
            await self._transport.open(self._arrived, self._gone)
            self.is_open = True
            late = self._clock.call_later(GREETING, self._bar, Unreachable(NO_GREETING))
            self._begin()
            await self._greeted
        except BaseException:
            self._end(WE_CLOSED)
            raise
        finally:
            self._greeted = None
            if late is not None:
                late.cancel()

    def _begin(self) -> None:
        early, self._early = self._early or [], None
        self._take(self.side.open())
        for data in early:
            self._arrived(data)

    def _bar(self, why: DeviceError) -> None:
        if self._greeted is not None and not self._greeted.done():
            self.trace.add(NOTED, str(why))
            self._greeted.set_exception(why)

    def _greeting(self, event: Event) -> None:
        self._rest(0.0)
        match event:
            case Ready() if self._greeted is not None and not self._greeted.done():
                self._greeted.set_result(None)
            case Barred(why=why):
                self._bar(NotAuthorised("password", why))
            case Pausing(seconds=seconds):
                self._pause = self._clock.call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._pause = None
        self._take(self.side.wake())

    # ------------------------------------------------------------ asking and telling

    @property
    def idle(self) -> bool:
        """Whether a request may go now."""
        return self.is_open and self._request is None and self._pause is None

    def takes(self, request: Request) -> bool:
        """Whether `request` may go now: what a silent device is told needs not wait for what it is asked."""
        if request.waits or not self.side.driver.silent:
            return self.idle
        return self.is_open and self._pause is None

    @property
    def waits(self) -> bool:
        """Whether an answer is due, and not one that may take its time."""
        return self._request is not None and self._request.waits and not self._request.late

    def request(self, request: Request, done: Done) -> None:
        """Send `request` now; `done(error)` tells how it ended: None, Refused, NoReply or Unreachable.

        Only when the link `takes` it. Where nothing is to be answered, `done` is called before this returns.
        """
        data = self.side.send(request)
        self.trace.add(SAID, request.shown)
        self.counters.sent += 1
        if not request.waits:
            self._tell(request, data, done)
            return
        self._request, self._done = request, done
        self._asked = now = self._clock.monotonic()
        usual = request.patience if request.listens or request.late else self.counters.usual
        self._patience.wait(now, usual, request.patience)
        self._say(data)

    def _tell(self, request: Request, data: bytes, done: Done) -> None:
        sent = self._say(data)
        if sent:
            self._rest(max(request.gap, self.side.driver.gap, request.settle))
        done(None if sent else Unreachable(NOT_OPEN))
        if self.idle:
            self._listener.on_idle()

    def _say(self, data: bytes) -> bool:
        try:
            self._transport.send(data)
        except Unreachable as trouble:
            self._gone(trouble.loss)
        return self.is_open

    def overhear(self, data: bytes) -> None:
        """Frames of another socket (traps, status notifications): news only."""
        if self.is_open:
            self._take(self.side.overhear(data))

    def _finish(self, error: DeviceError | None) -> None:
        request, done = self._request, self._done
        if request is None or done is None:
            return
        self._request = self._done = None
        self._patience.over()
        self._rest(max(request.gap, self.side.driver.gap, request.settle if error is None else 0.0))
        done(error)
        if self.idle:
            self._listener.on_idle()

    def _rest(self, seconds: float) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        if seconds > 0:
            self._pause = self._clock.call_later(seconds, self._rested)

    def _rested(self) -> None:
        self._pause = None
        if self.is_open:
            self._listener.on_idle()

    # ------------------------------------------------------------ hearing

    def _arrived(self, data: bytes) -> None:
        if self._early is not None:
            self._early.append(data)
            return
        if self._greeted is not None:
            self._rest(0.0)  # a greeting that waits for silence begins to wait anew
        out = self.side.hear(data)
        if out.events and type(out.events[-1]) is not Noise:
            self.heard_at = self._clock.monotonic()
        self._take(out)

    def _take(self, out: Out) -> None:
        if out.shown:
            self.trace.extend(out.shown)
            self.counters.heard += sum(direction == HEARD for direction, _ in out.shown)
        if out.data:
            self._say(out.data)
        for event in out.events:
            if not self.is_open:
                return  # what was said after the loss is not vouched for
            if type(event) is Report:
                self._listener.on_event(event)
            else:
                self._hear(event)

    def _hear(self, event: Event) -> None:
        match event:
            case Answered(request=request):
                self._answer(request, None)
            case No(request=request, reason=reason, text=text):
                self.trace.add(NOTED, str(reason))
                self._answer(request, Refused(reason, text))
            case Noise():
                self.counters.noise += 1
            case Ready() | Barred() | Pausing():
                self._greeting(event)
            case _:
                self._listener.on_event(event)

    def _answer(self, request: Request, error: Refused | None) -> None:
        if request is self._request:
            if not request.late:
                self.counters.took(self._clock.monotonic() - self._asked)
            self.counters.errors += error is not None
            self._finish(error)

    def _silent(self) -> None:
        if self.side.give_up():
            self._finish(None)  # all that this device has was heard
            return
        self.trace.add(NOTED, "no reply")
        self.counters.errors += 1
        if self.side.must_close():
            self._out_of_step()
        else:
            self._finish(NoReply())

    def _out_of_step(self) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(NoReply())  # the request still stands as pending, so that nothing follows it
        if self.is_open:
            self._gone(OUT_OF_STEP)

    # ------------------------------------------------------------ ending

    def close(self) -> None:
        """End it now; what is in flight ends as unreachable. `on_lost` is not told."""
        self._end(WE_CLOSED)

    def lose(self, loss: Loss) -> None:
        """End it because it is no good any more, and tell `on_lost`."""
        self._gone(loss)

    def _gone(self, reason: str) -> None:
        loss = reason if isinstance(reason, Loss) else Loss("lost", reason)
        if self._greeted is not None:
            self._bar(Unreachable(loss))
        elif self.is_open:
            self._end(loss)
            self._listener.on_lost(loss)

    def _end(self, loss: Loss) -> None:
        self._patience.stop()
        self._rest(0.0)
        if self.is_open:
            self.is_open = False
            self._transport.close()
        self._early = None
        done, self._done, self._request = self._done, None, None
        if done is not None:
            done(Unreachable(loss))
