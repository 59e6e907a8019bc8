"""What waits for the writer, and what became of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from controller.record.lines import Appended, Attachment

if TYPE_CHECKING:  # SQLAlchemy is slow to import; the loop's thread never needs it
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Said:
    """A line to put on record, with what is attached to it."""

    line: Appended
    attachment: Attachment | None

    @property
    def future(self) -> "asyncio.Future[Any]":
        """What to settle."""
        return self.line.committed


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """Something else to do in a transaction of the one writer, such as adding a user."""

    run: "Callable[[Connection], Any]"
    future: "asyncio.Future[Any]"


Item = Said | Work


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one item came to, once its transaction is on disk."""

    item: Item
    result: Any = None
    error: Exception | None = None

    def settle(self) -> None:
        """Tell whoever waits; a waiter that was cancelled has cancelled its future, and needs no answer."""
        future = self.item.future
        if future.done():
            return
        if self.error is None:
            future.set_result(self.result)
            return
        future.set_exception(self.error)
        future.exception()  # most callers do not look, and need no complaint about it: it is in the log
