"""What waits for the writer, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from controller.record.lines import Appended, Attachment
from controller.record.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Texts:
    """How a ticket reads to people, for whoever searches: what everybody may read, and what the desk wrote
    for itself. `mark` is another one when the same ticket reads differently. Called in the writer's thread.
    """

    mark: Callable[[], str]
    of: Callable[[Ticket], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """A line to put on record, with what is attached to it."""

    line: Appended
    attachment: Attachment | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line came to: it is on disk, or, with an error, never will be."""

    said: Said
    error: Exception | None = None

    def settle(self) -> None:
        """Tell whoever waits; a waiter that was cancelled has cancelled its future, and needs no answer."""
        future = self.said.line.committed
        if future.done():
            return
        if self.error is None:
            future.set_result(self.said.line)
            return
        future.set_exception(self.error)
        future.exception()  # most callers do not look, and need no complaint about it: it is in the log
