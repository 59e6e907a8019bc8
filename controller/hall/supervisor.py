"""The life of one device's connection: connecting, greeting, up, lost, and connecting again.

*Up* is earned by an answer, not by an open socket. Three requests in a row without a reply are a lost link,
and when nothing was heard for a while something cheap is asked, so that a half-open link is seen within ten
seconds. A refused password is never tried again by itself. A bug in the device's own code ends here: it is
traced and logged, and this device alone starts anew; five within a minute earn five minutes of rest.
"""

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol

from controller.clock import Clock, Timer
from controller.hall import offline
from controller.hall.pauses import Pauses
from drivers.errors import Loss, NotAuthorised, Unreachable
from drivers.trace import NOTED, Trace
from drivers.vocabulary import LinkState

_log = logging.getLogger(__name__)

CRASHES, WITHIN, REST = 5, 60.0, 300.0
AFTER_CRASH = 1.0
SHAKE = 0.1
"""Attempts are spread by a tenth, so that a hall does not dial in step after a switch came back."""


class Host(Protocol):
    """What is supervised."""

    id: str
    trace: Trace

    async def connect(self) -> None:
        """Make a connection and greet. Raises Unreachable or NotAuthorised."""

    def connected(self) -> object:
        """The connection is ready: say the session, read everything."""

    def disconnect(self, loss: Loss) -> object:
        """Close whatever is open, and everything that waits in it."""

    def show(self, state: LinkState) -> object:
        """Report the link's state, as the point it is."""


class Supervisor:
    """Keeps one device connected. `link` is its state, `loss` why it is not up, `since` when that began.

    `moment` is the same on the monotonic clock.
    """

    def __init__(self, host: Host, clock: Clock, chance: Callable[[], float]) -> None:
        self._host, self._clock, self._chance = host, clock, chance
        self._pauses = Pauses()
        self._timer: Timer | None = None
        self._task: asyncio.Task[None] | None = None
        self._crashes: deque[float] = deque(maxlen=CRASHES)
        self.link = LinkState.DISABLED
        self.loss: Loss | None = offline.DISABLED
        self.since: datetime = clock.now()
        self.moment = clock.monotonic()
        self.ready = False  # a connection is open and greeted
        self._known = False  # the device took what we showed it, the last time we were asked
        self.resting = False  # after too many crashes

    # ------------------------------------------------------------ from outside

    def start(self) -> None:
        """Connect, and keep connected."""
        self._show(LinkState.CONNECTING, None)
        self._dial()

    def stop(self, loss: Loss = offline.STOPPED) -> None:
        """End the connection and dial no more."""
        self._cancel()
        self.ready = False
        self._host.disconnect(loss)

    def reconnect(self) -> None:
        """A person says so: begin anew, whatever the reason was for not trying."""
        self.stop(offline.STOPPED)
        self.resting = False
        self._pauses = Pauses()
        self.start()

    def wanted(self) -> Loss | None:
        """Somebody needs the device now: dial at once. Answers the loss if that is of no use."""
        if not offline.retry_helps(self.loss.code if self.loss else ""):
            return self.loss
        if self.resting:
            return offline.DRIVER_FAILED
        if not self.ready and self._task is None:
            self._cancel()
            self._dial()
        return None

    # ------------------------------------------------------------ from the connection

    def answered(self) -> None:
        """The device answered on this connection for the first time: it is up."""
        if self.ready and self.link is not LinkState.UP:
            self._pauses.up(self._clock.monotonic())
            self._known = True
            self._show(LinkState.UP, None)

    def lost(self, loss: Loss) -> None:
        """The connection is gone, or given up because it is of no use."""
        self.ready = False
        self._host.trace.add(NOTED, f"lost: {loss}")
        self._host.disconnect(loss)
        self._show(LinkState.LOST, loss)
        self._later(self._pauses.next(self._clock.monotonic()))

    def safely(self, callback: Callable[..., object], *args: object) -> object:
        """Call into the device's own code: a bug there restarts this device and nothing else."""
        try:
            return callback(*args)
        except Exception as bug:
            self._crashed(bug)
            return None

    # ------------------------------------------------------------ dialling

    def _dial(self) -> None:
        self._timer = None
        self._task = asyncio.get_running_loop().create_task(self._guarded(self._connect))

    async def _guarded(self, attempt: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await attempt()
        except Exception as bug:
            self._task = None
            self._crashed(bug)

    async def _connect(self) -> None:
        try:
            await self._host.connect()
        except Unreachable as trouble:
            self._task = None
            self._absent(trouble.loss)
        except NotAuthorised as trouble:
            self._task = None
            self._barred(trouble)
        else:
            self._task = None
            self.ready = True
            self._host.connected()

    def _absent(self, loss: Loss) -> None:
        if self.loss is None or self.loss.code != loss.code:
            self._host.trace.add(NOTED, str(loss))  # on the edge, not while it lasts
        self._host.disconnect(loss)
        self._show(LinkState.LOST, loss)
        self._later(self._pauses.next(self._clock.monotonic()))

    def _barred(self, trouble: NotAuthorised) -> None:
        if self._known:
            self._known = False
            self._absent(offline.CHANGED)
            return
        self._host.trace.add(NOTED, str(trouble))
        self._host.disconnect(offline.LOCKED_OUT)
        self._show(LinkState.LOCKED_OUT, offline.LOCKED_OUT)

    def _crashed(self, bug: Exception) -> None:
        _log.error("%s: a bug in the device's own code", self._host.id, exc_info=bug)
        where = traceback.extract_tb(bug.__traceback__)[-1:]
        place = f" ({where[0].name}, line {where[0].lineno})" if where else ""
        self._host.trace.add(NOTED, f"a bug of ours: {type(bug).__name__}: {bug}{place}")
        now = self._clock.monotonic()
        self._crashes.append(now)
        often = len(self._crashes) == CRASHES and now - self._crashes[0] <= WITHIN
        self.stop(offline.CRASHED)
        self._show(LinkState.LOST, offline.DRIVER_FAILED if often else offline.CRASHED)
        self.resting = often
        self._later(REST if often else AFTER_CRASH)

    def _later(self, seconds: float) -> None:
        self._cancel()
        spread = seconds * (1.0 + SHAKE * (2.0 * self._chance() - 1.0))
        self._timer = self._clock.call_later(spread, self._due)

    def _due(self) -> None:
        self.resting = False
        self._dial()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        task, self._task = self._task, None
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    def _show(self, link: LinkState, loss: Loss | None) -> None:
        if link is not self.link:
            self.since, self.moment = self._clock.now(), self._clock.monotonic()
        self.link, self.loss = link, loss
        self._host.show(link)
