"""Two transports nose to tail in one process, for tests and benches: what one sends, the other hears at once.

Delivery is synchronous, so a whole exchange has happened when the first `send` returns, unlike with any real
transport. What a callback sends in its turn is delivered after that callback, never inside it.
"""

from collections import deque
from collections.abc import Callable
from functools import partial

from drivers.errors import Loss, Unreachable
from drivers.transport import OnBytes, OnLost, losses


class Memory:
    """One end. `split` delivers in pieces of so many bytes, `glue` so many sent messages in one piece."""

    def __init__(self, wire: "_Wire", split: int = 0, glue: int = 1) -> None:
        self._wire, self._split, self._glue = wire, split, glue
        self._peer = self
        self._waiting: list[bytes] = []
        self._on_bytes: OnBytes | None = None
        self._on_lost: OnLost | None = None

    async def open(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        """Be heard from now on; raises Unreachable while unplugged."""
        if not self._wire.plugged:
            raise Unreachable(losses.TIMED_OUT)
        self._on_bytes, self._on_lost = on_bytes, on_lost

    def send(self, data: bytes) -> None:
        """Deliver to the other end, if it is open; what nobody hears is gone."""
        if self._on_bytes is None:
            raise Unreachable(losses.NOT_OPEN)
        self._waiting.append(data)
        if len(self._waiting) >= self._glue:
            self.flush()

    def flush(self) -> None:
        """Deliver what `glue` still holds back."""
        data = b"".join(self._waiting)
        self._waiting.clear()
        step = self._split or len(data) or 1
        pieces = [data[at : at + step] for at in range(0, len(data), step)]
        self._wire.run([partial(self._peer._hear, piece) for piece in pieces])

    def close(self) -> None:
        """The other end hears that we hung up."""
        was_open, self._on_bytes, self._on_lost = self._on_bytes is not None, None, None
        self._waiting.clear()
        if was_open:
            self._wire.run([lambda: self._peer._lose(losses.CLOSED)])

    def unplug(self, loss: Loss = losses.RESET) -> None:
        """Break the wire: both ends lose, and neither opens before `plug`."""
        self._wire.plugged = False
        self._wire.run([lambda: self._lose(loss), lambda: self._peer._lose(loss)])

    def plug(self) -> None:
        """Mend the wire."""
        self._wire.plugged = True

    def _hear(self, data: bytes) -> None:
        if self._on_bytes is not None:
            self._on_bytes(data)

    def _lose(self, loss: Loss) -> None:
        on_lost, self._on_bytes, self._on_lost = self._on_lost, None, None
        self._waiting.clear()
        if on_lost is not None:
            on_lost(loss)


class _Wire:
    """What both ends share: whether they are connected, and the deliveries under way."""

    def __init__(self) -> None:
        self.plugged = True
        self._due: deque[Callable[[], None]] = deque()
        self._running = False

    def run(self, deliveries: list[Callable[[], None]]) -> None:
        self._due.extend(deliveries)
        if self._running:
            return
        self._running = True
        try:
            while self._due:
                self._due.popleft()()
        finally:
            self._running = False


def pair(split: int = 0, glue: int = 1) -> tuple[Memory, Memory]:
    """Two ends of one wire."""
    wire = _Wire()
    left, right = Memory(wire, split, glue), Memory(wire, split, glue)
    left._peer, right._peer = right, left
    return left, right
