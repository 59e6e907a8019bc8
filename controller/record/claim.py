"""Taking hold of a record, and the way back from the writer's thread into the loop's."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from controller.record.items import Outcome, Texts
from controller.record.lines import Sentence
from controller.record.lock import Lock
from controller.record.place import Place

if TYPE_CHECKING:
    from controller.record.keeper import Keeper


def claim(place: Place) -> tuple[Lock | None, int | None]:
    """The lock of an SQLite file and the number of its last line, in a few milliseconds; two None for a
    server.
    """
    if place.file is None:
        return None, None
    with ExitStack() as undo:
        lock = Lock(place.file)
        undo.callback(lock.release)
        last = place.last_seq()
        undo.pop_all()
    return lock, last


def keeper(place: Place, lock: Lock | None, texts: Texts | None = None) -> "Keeper":
    """Load SQLAlchemy, open the store, bring its tables up to date: a second of work, for a thread of its
    own.
    """
    from controller.record.keeper import Keeper
    from controller.record.store import Store

    return Keeper(Store(place, lock), texts)


@dataclass(frozen=True, slots=True)
class Carrier:
    """What the writer says in its thread is called in the loop's thread, in the same order."""

    loop: asyncio.AbstractEventLoop
    on_settled: Callable[[Sequence[Outcome]], None]
    on_troubled: Callable[[Sentence | None], None]
    on_ended: Callable[[], None]

    def settled(self, outcomes: Sequence[Outcome]) -> None:
        """These came to an end."""
        self.loop.call_soon_threadsafe(self.on_settled, outcomes)

    def troubled(self, sentence: Sentence | None) -> None:
        """The disk does not take them, or does again."""
        self.loop.call_soon_threadsafe(self.on_troubled, sentence)

    def ended(self) -> None:
        """The thread is gone."""
        self.loop.call_soon_threadsafe(self.on_ended)
