"""A clock and a transport whose callbacks run under a supervisor's eye.

Whatever a device's code does, it does in a callback of one of these two or of the scheduler. So a bug in it
surfaces here, at the edge, and the code inside needs no catch of its own.
"""

from collections.abc import Callable
from datetime import datetime

from controller.clock import Clock, Timer
from drivers.transport import OnBytes, OnLost, Transport

Safely = Callable[..., object]


class GuardedClock:
    """The hall's clock for one device."""

    __slots__ = ("_call_later", "_safely", "monotonic", "now", "sleep")

    def __init__(self, clock: Clock, safely: Safely) -> None:
        self.now: Callable[[], datetime] = clock.now
        self.monotonic: Callable[[], float] = clock.monotonic
        self.sleep = clock.sleep
        self._call_later, self._safely = clock.call_later, safely

    def call_later(self, seconds: float, callback: Callable[..., object], *args: object) -> Timer:
        """Call back once, safely."""
        return self._call_later(seconds, self._safely, callback, *args)


class GuardedTransport:
    """A device's transport."""

    __slots__ = ("_safely", "_transport", "close", "send")

    def __init__(self, transport: Transport, safely: Safely) -> None:
        self._transport, self._safely = transport, safely
        self.send = transport.send
        self.close = transport.close

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Connect; what arrives is heard safely."""
        safely = self._safely
        await self._transport.open(
            lambda data: _none(safely(on_bytes, data)), lambda why: _none(safely(on_lost, why))
        )


def _none(_: object) -> None:
    """Answers None, as a callback of a transport does."""
