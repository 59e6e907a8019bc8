"""Varbinds heard by a controller, and asked of a device: any objects of the driver, in any mixture."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice, product, takewhile
from typing import Any

from drivers.points import Place, Value
from drivers.wire.events import Event, Report, Sized
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.sizes import MOST, Sizes
from drivers.wire.talk import Look
from drivers.wire.varbinds import ObjectRow, Oid, numbers, parsed

BULK = 1000
"""No reply holds more varbinds than this."""


class Reader:
    """Reads a message of varbinds: each object by its OID, whoever asked for it."""

    begins = ends = ""
    bare, complete = False, True
    shared: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.rows: list[ObjectRow] = []
        self._exact: dict[str, ObjectRow] = {}
        self._columns: dict[str, ObjectRow] = {}
        self._other: dict[str, list[ObjectRow]] = {}
        self._beside = False
        self.keys = self.axes = self.names = frozenset[str]()
        self.tells: dict[str, Any] = {}
        self._kept: list[ObjectRow] = []
        self._trees: dict[Sizes, Tree] = {}

    def add(self, rows: tuple[ObjectRow, ...]) -> None:
        """Know these rows, too; of two that share an OID the first stays."""
        for row in rows:
            self.rows.append(row)
            if not row.axes:
                self._exact.setdefault(row.oid.head, row)
            elif row.column:
                self._columns.setdefault(row.prefix, row)
            else:
                self._other.setdefault(row.oid.head, []).append(row)
            self._beside = self._beside or bool(row.beside)
            self.tells.update(row.tells)
            self.keys |= {tell.point.key for tell in row.tells.values()}

    def keep(self, rows: tuple[ObjectRow, ...]) -> None:
        """A device tells these when asked, as a value that can be set can be read; we do not ask for them."""
        self._kept += [row for row in rows if row.names <= row.axes | row.tells.keys() and row.tells]

    def serve(self, row: ObjectRow) -> None:
        """A device tells this one, too."""
        self._kept.append(row)

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """The reports of a message; None where it holds no object of the driver."""
        if " = " not in frame or frame.startswith(("set ", "trap ", "walk ")):
            return None
        lines = parsed(frame)
        if lines is None:
            return None
        events: list[Event] = []
        known = skipped = 0
        others = {oid: (letter, text) for oid, letter, text in lines} if self._beside else {}
        for oid, letter, text in lines:
            found = self.find(oid)
            if found is None:
                continue
            known += 1
            if found[0].beside:
                letter, text = found[0].worded(letter, text, found[1], others)
            skipped += not self._take(found, letter, text, sizes, events)
        return Reading(self, {}, tuple(events), skipped) if known else None

    def find(self, oid: str) -> tuple[ObjectRow, Mapping[str, Value]] | None:
        """The row an OID belongs to, and the place it is of."""
        if (row := self._exact.get(oid)) is not None:
            return row, NOTHING
        column, _, place = oid.rpartition(".")
        row = self._columns.get(column)
        if row is not None:
            slot = row.oid.slots[0]
            try:
                return row, {slot.names[0]: slot.spelling.read(place)}
            except ValueError:
                return None
        return self._elsewhere(oid)

    def _elsewhere(self, oid: str) -> tuple[ObjectRow, Mapping[str, Value]] | None:
        """The row whose place is in the midst of its OID, or several arcs long."""
        end = len(oid)
        while (end := oid.rfind(".", 0, end)) > 0:
            for row in self._other.get(oid[: end + 1], ()):
                if (at := row.oid.read(oid)) is not None:
                    return row, at
        return None

    def _take(
        self,
        found: tuple[ObjectRow, Mapping[str, Value]],
        letter: str,
        text: str,
        sizes: Sizes,
        events: list[Event],
    ) -> bool:
        """Add what one varbind tells; whether it could be read."""
        row, at = found
        if row.read_one is not None and letter == row.letter and letter != "s":
            try:
                told: Mapping[str, Value] | None = {row.value.order[0]: row.read_one(text)}
            except (ValueError, OverflowError):
                return False
        else:
            told = row.fields(letter, text)
        if told is None:
            return False
        for name, value in told.items():
            if name[0] == "#":
                events += _sized(name[1:], value, sizes)
            elif (tell := row.tells.get(name)) is not None:
                index = row.index(name, at)
                if index is None or (tell.fixed is None and not sizes.allows(tell.point.axes, index)):
                    return False
                events.append(Report(Place(tell.point.key, index), value))
        return True

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """A reply orders nothing."""
        return None

    # ------------------------------------------------------------ a device's answer

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The answer to the get, next, bulk or walk that stands in `bound` as "echo"."""
        verb, *words = str(bound.get("echo", "")).split() or [""]
        tree = self._tree(sizes)
        times = 1
        if verb == "walk":
            text = "\n".join(
                [f"walk {words[0] if words else ''}", *tree.column(words[0] if words else "", look)]
            )
            return Saying(text, text, ())
        if verb == "bulk" and words:
            times = min(int(words[0]), BULK) if words[0].isdecimal() else 1
            words = words[1:]
        lines = tree.get(words, look) if verb == "get" else tree.walk(words, times, look)
        text = "\n".join(lines)
        return Saying(text, text, ()) if text else None

    def _tree(self, sizes: Sizes) -> "Tree":
        """The objects of a device with these sizes; made once."""
        if sizes not in self._trees:
            self._trees[sizes] = Tree([*self.rows, *self._kept], sizes)
        return self._trees[sizes]


class Tree:
    """Every object of a device in the order of its OID, as a walker meets them."""

    def __init__(self, rows: list[ObjectRow], sizes: Sizes) -> None:
        self.sizes = sizes
        found: dict[Oid, tuple[str, ObjectRow, Bound, int]] = {}
        for row in rows:
            axes = sorted(row.axes)
            for index in product(*(sizes.on(axis) for axis in axes)):
                at: dict[str, Value] = dict(zip(axes, index, strict=True))
                for part, oid in enumerate(row.oids(at)):
                    if (key := numbers(oid)) is not None:
                        found.setdefault(key, (oid, row, at, part))
        self.objects = found
        self.order = sorted(found)

    def get(self, oids: list[str], look: Look) -> list[str]:
        """One varbind for each OID."""
        return [self._varbind(oid, numbers(oid), look) or f"{oid} = ! noSuchInstance" for oid in oids]

    def _varbind(self, oid: str, key: Oid | None, look: Look) -> str | None:
        if key not in self.objects:
            return None
        _, row, at, part = self.objects[key]
        try:
            return f"{oid} = {row.varbind(look, at, self.sizes, part)}"
        except (KeyError, ValueError, TypeError):
            return None

    def column(self, oid: str, look: Look) -> list[str]:
        """Every object below `oid`."""
        begin = numbers(oid)
        rows = self._after(begin, look) if begin is not None else iter(())
        below = takewhile(lambda row: row[0][: len(begin or ())] == begin, rows)
        return [line for _, _, line in islice(below, BULK)]

    def walk(self, oids: list[str], times: int, look: Look) -> list[str]:
        """So many successors of each OID, row by row; endOfMibView where there are no more."""
        at: list[Oid | None] = [numbers(oid) for oid in oids]
        names = list(oids)
        lines: list[str] = []
        for _ in range(times):
            for number, key in enumerate(at):
                following = next(self._after(key, look), None) if key is not None else None
                if following is None:
                    lines.append(f"{names[number]} = ! endOfMibView")
                    at[number] = None
                else:
                    at[number], names[number], line = following
                    lines.append(line)
                if len(lines) >= BULK:
                    return lines
            if not any(at):
                break
        return lines

    def _after(self, key: Oid, look: Look) -> Iterator[tuple[Oid, str, str]]:
        """The objects behind `key` that have a value."""
        for number in range(bisect_right(self.order, key), len(self.order)):
            oid = self.objects[self.order[number]][0]
            line = self._varbind(oid, self.order[number], look)
            if line is not None:
                yield self.order[number], oid, line


class Asker:
    """What a device hears as a question: get, next, bulk or walk of anything."""

    begins = ends = ""
    bare, complete = False, True
    keys = axes = names = frozenset[str]()
    shared: tuple[str, ...] = ()
    tells: Mapping[str, Any] = {}

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """A question."""
        asks = frame.startswith(("get ", "next ", "bulk ", "walk "))
        return Reading(self, {}, ()) if asks else None

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Asking is said by the rows."""
        return None

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """A question orders nothing."""
        return None


def _sized(axis: str, count: Value, sizes: Sizes) -> list[Event]:
    if not isinstance(count, int) or not 0 <= count <= MOST or count == len(sizes.on(axis)):
        return []
    return [Sized(axis, tuple(range(1, count + 1)))]
