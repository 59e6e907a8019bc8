"""What every transport is: the way bytes go to one device and come back."""

from collections.abc import Callable
from typing import Protocol

from drivers.errors import Loss

OnBytes = Callable[[bytes], None]
OnLost = Callable[[Loss], None]  # a Loss is a str, so a callback that takes any text will do


class Transport(Protocol):
    """One device's wire. All callbacks run in the event loop's thread, never inside `send` or `close`."""

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Connect. `on_bytes` then hears what arrives (one whole datagram at a time where there are
        datagrams); `on_lost` hears once, and last, why the connection ended, unless we closed it ourselves.
        A transport may be opened again. Raises Unreachable, or NotAuthorised where the transport signs in."""

    def send(self, data: bytes) -> None:
        """Hand over bytes, at once and without blocking. Raises Unreachable where nothing is open; between
        the moment a loss is noticed and `on_lost`, what is sent goes nowhere."""

    def close(self) -> None:
        """End it now, with whatever still waits to be sent. `on_lost` is not called."""


class Timer(Protocol):
    """A call that is still to come."""

    def cancel(self) -> object:
        """Let it not come."""


class Timers(Protocol):
    """The part of a clock that a transport needs; an event loop has it too."""

    def call_later(self, delay: float, callback: Callable[..., object], /, *args: object) -> Timer:
        """Call back after that many seconds."""
