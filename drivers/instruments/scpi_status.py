"""The event status register of an instrument, as others read it: a bit for each kind of error in the queue.

Source: IEEE 488.2, standard event status register. A real one is cleared by reading it; ours with the queue.
"""

from typing import Any

from drivers.instruments.scpi_items import Silent
from drivers.wire.forms import Bound, Saying
from drivers.wire.grammar import Grammar
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look

BITS = {"-1": 32, "-2": 16, "-3": 8, "-4": 4}
"""Command, execution, device-dependent and query errors, by how their numbers begin."""


class EventStatus(Silent):
    """The answer: the bits as one number."""

    texts: tuple[str, ...] = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """It tells no point."""
        return Spoken(self, (self,))

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Of all errors that stand in this client's queue."""
        kept: Any = bound.get("kept") or ()
        value = 0
        for text in kept:
            value |= BITS.get(str(text)[:2], 0)
        return Saying(str(value), str(value), ())
