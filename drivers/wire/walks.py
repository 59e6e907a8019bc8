"""An axis sized by what the device has: the places found below one column of a MIB, gaps and all.

walk OID                 asks for everything below it, in as many messages as it takes
walk OID                 answers, with a varbind a line
OID.1.1 = i 7
"""

from collections.abc import Iterator, Mapping
from typing import Any

from drivers.points import Place, Value
from drivers.wire.events import Sized
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.grammar import Grammar
from drivers.wire.object_reader import Asker, Reader
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import MOST, Sizes
from drivers.wire.talk import Look
from drivers.wire.template import Template
from drivers.wire.trouble import TableError
from drivers.wire.varbinds import NONE, parsed


class Walk:
    """Walk("1.3.6...2.3.1.5.{socket}"): the axis is what stands in its place, for every object found.

    As a Query's ask it needs no reply. An axis of which nothing is found stays as it is.
    """

    def __init__(self, column: str) -> None:
        self.column = column
        self.texts = (column,)

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound for asking; a device answers it like any other question."""
        template = grammar.template(self.column)
        if len(template.order) != 1 or template.order[0] not in grammar.axes:
            raise TableError(f"{grammar.where}: {self.column!r} has not the place of one axis")
        reader = grammar.shared.setdefault("reader", Reader())
        asker = grammar.shared.setdefault("asker", Asker(reader))
        return Spoken(Walks(template, reader), (asker,))


class Walks:
    """The question, and its answer."""

    bare, complete, ends = False, True, ""
    keys = axes = names = frozenset[str]()
    shared: tuple[str, ...] = ()
    tells: Mapping[str, Any] = {}

    def __init__(self, column: Template, reader: Reader) -> None:
        self._column, self._reader = column, reader
        self._axis = column.order[0]
        self.begins = f"walk {column.head.rstrip('.')}"
        self.replies = (Spoken(self, (self,)),)

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The question; or the answer to whatever stands in `bound` as "echo"."""
        if "echo" in bound:
            return self._reader.say(look, bound, sizes)
        return Saying(self.begins, self.begins, ())

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """The places of an answer."""
        head, _, rest = frame.partition("\n")
        if head != self.begins:
            return None
        found = tuple(dict.fromkeys(self._places(rest)))[:MOST]
        if not found or found == sizes.on(self._axis):
            return Reading(self, {}, ())
        return Reading(self, {}, (Sized(self._axis, found),))

    def _places(self, text: str) -> Iterator[int | str]:
        for oid, letter, _ in parsed(text) or ():
            at = None if letter in NONE else self._column.read(oid)
            place = None if at is None else at[self._axis]
            if isinstance(place, int | str) and not isinstance(place, bool):
                yield place

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """A question orders nothing."""
        return None
