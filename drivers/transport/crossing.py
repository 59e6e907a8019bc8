"""What a transport and its thread share, where a library blocks: bytes that wait, news for the loop, one end.

Nothing of the thread touches the rest of the program but through `tell`.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVarTuple

from drivers.errors import Loss
from drivers.transport import losses
from drivers.transport.ears import Ears

Said = TypeVarTuple("Said")


class Crossing:
    """One opening; at most `room` messages wait for the thread that writes."""

    def __init__(self, ears: Ears, room: int) -> None:
        self.ears = ears
        self.loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = self.loop.create_future()
        self.ended = threading.Event()
        self.unsent: queue.Queue[bytes | None] = queue.Queue(room)

    def send(self, data: bytes) -> None:
        """Hand over; a device behind a full queue is lost."""
        if self.ears.leaving:
            return
        try:
            self.unsent.put_nowait(data)
        except queue.Full:
            self.ears.lose_soon(losses.NOT_READING)
            self.end()

    def close(self) -> None:
        """Hear nothing more, and end."""
        self.ears.close()
        self.opened.cancel()
        self.end()

    def end(self) -> None:
        """Wake whatever thread waits for something to send; `next` gives it nothing more."""
        self.ended.set()
        with suppress(queue.Full):
            self.unsent.put_nowait(None)

    def next(self) -> bytes | None:
        """In the thread: what is to be sent next; None at the end."""
        data = self.unsent.get()
        return None if self.ended.is_set() else data

    def tell(self, what: Callable[[*Said], object], *said: *Said) -> None:
        """In the thread: have the loop call `what`."""
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self.loop.call_soon_threadsafe(what, *said)

    def lost(self, loss: Loss) -> None:
        """In the loop: the connection is gone, unless we are the ones who leave."""
        if not self.ears.leaving:
            self.ears.lose(loss)
