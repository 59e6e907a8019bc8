"""An axis sized by what the device has: the places found below one column of a MIB, gaps and all.

walk OID                 asks for everything below it, in as many messages as it takes
walk OID                 answers, with a varbind a line
OID.1.1 = i 7
"""

from collections.abc import Iterator, Mapping
from typing import Any

from drivers.points import Place, Value
from drivers.wire.events import Report, Sized
from drivers.wire.forms import NOTHING, Bound, Reading, Saying, Tells
from drivers.wire.grammar import Grammar
from drivers.wire.object_reader import Asker, Reader
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import MOST, Sizes
from drivers.wire.talk import Look
from drivers.wire.template import Template
from drivers.wire.trouble import TableError
from drivers.wire.varbinds import NONE, ObjectRow, parsed


class Walk:
    """Walk("1.3.6...2.3.1.5.{socket}"): the axis is what stands in its place, for every object found.

    As a Query's ask it needs no reply. An axis of which nothing is found stays as it is. Where no other row
    has the column, " = s {socket}" says what stands in it, so that a device of ours has it.
    """

    def __init__(self, row: str) -> None:
        self.row = row
        self.column = row.partition(" = ")[0]
        self.texts = (self.column,)

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound for asking; a device answers it like any other question."""
        template = grammar.template(self.column)
        if len(template.order) != 1 or template.order[0] not in grammar.axes:
            raise TableError(f"{grammar.where}: {self.column!r} has not the place of one axis")
        reader, asker = _common(grammar)
        if self.row != self.column:
            reader.serve(ObjectRow(self.row, grammar, grammar.where))
        return Spoken(Places(template, reader), (asker,))


class Listed:
    """Listed("1.3.6...6", "1.3.6...6.2.1.2", {"health[fan]": (16, "1.3.6...6.3.16", FAILED, GOOD)}): a column
    whose rows are what is the case just now, named by the OIDs that are their values.

    For each field: the row in which a device of ours shows it, the OID, the value while it is listed and the
    value while it is not. All below `root` is read: a device that has nothing there tells nothing.
    """

    def __init__(self, root: str, column: str, flags: Mapping[str, tuple[int, str, Value, Value]]) -> None:
        self.root, self.column, self.flags = root, column, flags
        self.texts = tuple(f"{{{field}}}" for field in flags)

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound for asking; a device shows a row for each field that has its listed value."""
        reader, asker = _common(grammar)
        rows = [
            Shown(self.column, row, grammar, field, oid, on)
            for field, (row, oid, on, _) in self.flags.items()
        ]
        reader.keep(tuple(rows))
        said = {tell: self.flags[field] for field in self.flags if (tell := grammar.tell(field)) is not None}
        return Spoken(Standing(self.root, said, reader), (asker,))


class Shown(ObjectRow):
    """One row of such a table, there while its field has its value."""

    def __init__(self, column: str, row: int, grammar: Grammar, field: str, oid: str, on: Value) -> None:
        super().__init__(f"{column}.{row} = o {{{field}}}", grammar, grammar.where)
        self._field, self._oid, self._on = field, oid, on

    def varbind(self, look: Look, at: Bound, sizes: Sizes, part: int = 0) -> str:
        """The OID, or KeyError where it is not the case."""
        index = self.index(self._field, at)
        if index is None or look(self.tells[self._field].point.key, index) != self._on:
            raise KeyError(self._field)
        return f"o {self._oid}"


class Walks:
    """A question for a whole column."""

    bare, complete, ends = False, True, ""
    keys = axes = names = frozenset[str]()
    shared: tuple[str, ...] = ()
    tells: Mapping[str, Any] = {}

    def __init__(self, column: str, reader: Reader) -> None:
        self._reader = reader
        self.begins = f"walk {column}"
        self.replies = (Spoken(self, (self,)),)

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The question; or the answer to whatever stands in `bound` as "echo"."""
        if "echo" in bound:
            return self._reader.say(look, bound, sizes)
        return Saying(self.begins, self.begins, ())

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """What an answer tells."""
        head, _, rest = frame.partition("\n")
        return self._read(rest, sizes) if head == self.begins else None

    def _read(self, rest: str, sizes: Sizes) -> Reading | None:
        raise NotImplementedError

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """A question orders nothing."""
        return None


class Places(Walks):
    """Sizes an axis."""

    def __init__(self, column: Template, reader: Reader) -> None:
        super().__init__(column.head.rstrip("."), reader)
        self._column, self._axis = column, column.order[0]

    def _read(self, rest: str, sizes: Sizes) -> Reading | None:
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


class Standing(Walks):
    """Tells which of the flags are listed."""

    def __init__(
        self, root: str, flags: Mapping[Tells, tuple[int, str, Value, Value]], reader: Reader
    ) -> None:
        super().__init__(root, reader)
        self._flags = flags
        self.tells = {tell.name: tell for tell in flags}
        self.keys = frozenset(tell.point.key for tell in flags)

    def _read(self, rest: str, sizes: Sizes) -> Reading | None:
        rows = [row for row in parsed(rest) or () if row[1] not in NONE]
        listed = {text for _, letter, text in rows if letter == "o"}

        def value(oid: str, on: Value, off: Value) -> Value:
            return (on if oid in listed else off) if rows else None

        told = ((tell, value(*flag[1:])) for tell, flag in self._flags.items())
        return Reading(
            self, {}, tuple(Report(Place(tell.point.key, tell.fixed or ()), known) for tell, known in told)
        )


def _common(grammar: Grammar) -> tuple[Reader, Asker]:
    """What all objects of a driver share."""
    reader: Reader = grammar.shared.setdefault("reader", Reader())
    asker: Asker = grammar.shared.setdefault("asker", Asker(reader))
    return reader, asker
