"""A question that only other people's controllers ask: our device answers it, and we never say it.

Where a protocol lets a controller put anything into one request (any names, any groups), no printed line can
answer it. `answer(frame, look)` gives the reply, or None where the frame is none of these.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from drivers.points import Place, Value
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.grammar import Grammar
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look


class Memory(Protocol):
    """What a device keeps of one client where words are not enough: groups of controls it has made."""

    def answer(self, frame: str, tag: str, look: Look) -> str | None:
        """The reply to a frame that is about them; None where the lines of the table answer."""

    def news(self, look: Look) -> Iterable[tuple[str, str]]:
        """What is said unasked after a change, and at each beat of a paced notice: texts and their tags."""


Remembers = Callable[[dict[str, Value]], Memory]
"""Makes the memory of one client, given its session words."""

Knows = Callable[[str], bool]
Answer = Callable[[str, Look], str | None]


class Serves:
    """As a Query's ask: frames that `knows` are answered by `answer`."""

    texts = ()

    def __init__(self, knows: Knows, answer: Answer) -> None:
        """Two functions: whether a frame is such a question, and what is said to it."""
        self.knows, self.answer = knows, answer

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound to nothing: it speaks of no point."""
        asked = _Asked(self.knows, self.answer)
        return Spoken(asked, (asked,))


class _Nothing:
    """A sentence without fields."""

    keys: frozenset[str] = frozenset()
    axes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    tells: Mapping[str, object] = {}
    shared: tuple[str, ...] = ()
    begins, ends = "", ""
    bare, complete = False, True

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """No frame is this for us."""
        return None

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """It is not said by us."""
        return None

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """It orders nothing."""
        return None


class _Asked(_Nothing):
    def __init__(self, knows: Knows, answer: Answer) -> None:
        said = _Answered(answer)
        self.knows, self.replies = knows, (Spoken(said, (said,)),)

    def plan(self, sizes: Sizes) -> Iterator[Saying]:
        """Nothing that we would ask."""
        return iter(())

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Such a question, whatever is in it."""
        return Reading(self, {}, ()) if self.knows(frame) else None


class _Answered(_Nothing):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The answer to the frame that was heard."""
        text = self._answer(str(bound.get("echo", "")), look)
        return None if text is None else Saying(text, text, ())
