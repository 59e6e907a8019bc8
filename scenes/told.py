"""What may be told of a step or a run: what is on disk, not what only happened.

A service that dies forgets whatever the disk has not. So whoever looks from outside sees how things stood
with the last line that is on disk, and is told again the moment the next one is: what anybody was told is
found again, and undo lists it. The bytes to the devices wait for nothing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from controller.record.failpoints import planted

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")


class Told(Generic[T]):
    """`now` is what may be told."""

    __slots__ = ("_latest", "_said", "_told", "now")

    def __init__(self, now: T) -> None:
        self.now = self._latest = now
        self._said = self._told = 0

    def say(
        self, what: T, line: "asyncio.Future[Any] | None" = None, then: Callable[[], object] | None = None
    ) -> None:
        """Let `what` be told once `line` is on disk, at once where there is none; then `then` is called."""
        self._said += 1
        self._latest, number = what, self._said

        def tell(_: object = None) -> None:
            if number > self._told:  # else something newer was told that needs no line
                self.now, self._told = what, number
                if then is not None:
                    then()

        if line is None or line.done() or planted("landings_are_told_early"):
            tell()
        else:
            line.add_done_callback(tell)

    def all(self) -> None:
        """Let everything be told: nothing can be saved, and everybody was told that."""
        self.now, self._told = self._latest, self._said
