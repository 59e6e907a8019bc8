"""The callbacks of one opening of a transport, and the promise that a loss is told once, and last."""

import asyncio

from drivers.errors import Loss
from drivers.transport import OnBytes, OnLost


class Ears:
    """Hears bytes while a connection lasts and one loss at its end; after `close` it hears nothing more.

    Every opening gets ears of its own, so what is late from an earlier connection finds deaf ones.
    """

    def __init__(self, on_bytes: OnBytes, on_lost: OnLost) -> None:
        self._on_bytes, self._on_lost = on_bytes, on_lost
        self.listening = True  # not yet lost, not closed
        self.leaving = False  # a loss is noticed and about to be told

    def hear(self, data: bytes) -> None:
        """Pass on what arrived."""
        if self.listening:
            self._on_bytes(data)

    def lose(self, loss: Loss) -> None:
        """Tell the loss, unless one was told or the connection closed by us."""
        if self.listening:
            self.listening = False
            self._on_lost(loss)

    def lose_soon(self, loss: Loss) -> None:
        """Tell the loss from the event loop: a caller in the midst of `send` is not ready to hear it."""
        if not self.leaving:
            self.leaving = True
            asyncio.get_running_loop().call_soon(self.lose, loss)

    def close(self) -> None:
        """Hear nothing more."""
        self.listening = False
