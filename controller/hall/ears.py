"""What a device says unasked, to a port of ours: PJLink's status notices, for one.

Such a datagram proves nothing about who sent it, so it is read as news of a connection that stands, and where
none stands it is only a hint that the device may be back. A port that cannot be had costs the notices, not
the device.
"""

from collections.abc import Callable

from drivers.errors import Unreachable
from drivers.trace import NOTED, Trace
from drivers.transport.listener import Answer, Subscription, subscribe


class Ears:
    """Listens for one device at one port of ours, 0 for not at all."""

    __slots__ = ("_hear", "_host", "_port", "_subscription", "_trace")

    def __init__(self, port: int, host: str, hear: Callable[[bytes], object], trace: Trace) -> None:
        self._port, self._host, self._hear, self._trace = port, host, hear, trace
        self._subscription: Subscription | None = None

    async def open(self) -> None:
        """Listen, if that is wanted and not done yet."""
        if not self._port or not self._host or self._subscription is not None:
            return
        try:
            self._subscription = await subscribe(self._port, self._host, self._heard)
        except Unreachable as trouble:
            self._trace.add(NOTED, f"no notices: {trouble}")

    def close(self) -> None:
        """Listen no more."""
        if self._subscription is not None:
            self._subscription.cancel()
            self._subscription = None

    def _heard(self, data: bytes, answer: Answer) -> None:
        self._hear(data)
