"""One tablet at the other end of a WebSocket, and what is on its way to it.

Nothing waits for a tablet. Frames go to its socket at once; what the network does not take, the socket keeps,
and that is the one queue there is. When it holds too much, the tablet is *behind*: it gets no more changes,
and one snapshot once its queue is empty. A tablet that takes nothing at all for ten seconds is let go.
"""

import asyncio
from collections.abc import Callable

from web.frames import farewell
from web.roles import Identity

FULL = 512 << 10
"""Bytes on the way beyond which a tablet is behind."""
FROZEN = 10.0
"""Seconds without a byte taken, after which it is let go."""


class Peer:
    """A tablet: who sits there, and the way to it. `topics` are the extra streams it asked for."""

    __slots__ = ("_left", "_since", "_transport", "behind", "identity", "topics")

    def __init__(self, transport: asyncio.WriteTransport, identity: Identity) -> None:
        self._transport, self.identity = transport, identity
        self.topics: dict[str, Callable[[], object]] = {}
        self.behind = False
        self._left, self._since = 0, 0.0

    def send(self, frame: bytes, now: float) -> None:
        """A change that everybody gets; nothing to one that is behind."""
        if self.behind or self._transport.is_closing():
            return
        self._transport.write(frame)
        if (left := self._transport.get_write_buffer_size()) > FULL:
            self.behind, self._left, self._since = True, left, now

    def tell(self, frame: bytes) -> None:
        """Something of its own: the life of its order, a stream it asked for."""
        if not self._transport.is_closing() and self._transport.get_write_buffer_size() <= 2 * FULL:
            self._transport.write(frame)

    def caught_up(self) -> bool:
        """Whether one that was behind has taken all that was on its way."""
        return self.behind and not self._transport.get_write_buffer_size()

    def frozen(self, now: float) -> bool:
        """Whether nothing was taken for ten seconds."""
        left = self._transport.get_write_buffer_size()
        if not self.behind or left < self._left:
            self._left, self._since = left, now
        return self.behind and now - self._since > FROZEN

    def close(self, code: int, why: str) -> None:
        """Say that it is over, and end it once that is said."""
        if not self._transport.is_closing():
            self._transport.write(farewell(code, why))
            self._transport.close()

    def drop(self) -> None:
        """End it without a word: whoever does not take bytes does not take a farewell."""
        self._transport.abort()
