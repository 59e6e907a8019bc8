"""SNMP objects: many rows of a MIB in few exchanges, as the text that the SNMP transport speaks.

    get OID OID ...              OID = i 2
    set OID = i 1                OID = s "Hall"            strings are JSON literals, x is hex octets
                                 OID = ! noSuchInstance    that place is not there

A row is "OID = letter value" with fields on both sides: "1.3.6...5.{socket} = i {outlet}". Letters: i
INTEGER, s OCTET STRING, o OID, c Counter32, C Counter64, g Gauge, t TimeTicks, a IpAddress, x hex octets.
"OID & OID = g {load}" is a number and the object that says its decimals or its unit.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from drivers.points import Place, Value
from drivers.wire.events import Event, Report
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.grammar import Grammar
from drivers.wire.object_reader import Asker, Reader
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look
from drivers.wire.varbinds import NONE, ObjectRow, Oid, numbers, parsed, unquoted


class Objects:
    """Rows of a MIB: Objects("1.3.6...5.{socket} = i {outlet}", ...).

    As a Query's ask it needs no reply: all rows over all places are asked for in requests of at most `most`
    objects. As a Command's tell or an Action's do it is one `set` of its rows; its ack is ECHO. `reads`: what
    others read of such an object, where that is not what was set ("1.3.6...11.{socket} = i {_:0}"); of a
    Query, an object that only others ask for.
    """

    def __init__(self, *rows: str, most: int = 40, reads: str = "") -> None:
        self.rows, self.most, self.reads = rows, most, reads
        self.texts = rows

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound for asking (`plan`) and for setting; what a question hears back is shared by the whole
        grammar.
        """
        rows = tuple(ObjectRow(row, grammar, grammar.where) for row in self.rows)
        if grammar.asking:
            reader = grammar.shared.setdefault("reader", Reader())
            asker = grammar.shared.setdefault("asker", Asker(reader))
            reader.add(rows)
            if self.reads:
                reader.serve(ObjectRow(self.reads, grammar, grammar.where))
            said = Asks(rows, self.most, reader)
            return Spoken(said, (asker,))
        reader = grammar.shared.setdefault("reader", Reader())
        if self.reads:
            reader.serve(ObjectRow(self.reads, grammar, grammar.where))
        reader.keep(rows)
        setter = Sets(rows)
        return Spoken(setter, (setter,))


class _Rows:
    """What asking and setting have in common."""

    begins, ends = "get ", ""
    bare, complete = False, True

    def __init__(self, rows: tuple[ObjectRow, ...]) -> None:
        self.rows = rows
        self.tells = {name: tell for row in rows for name, tell in row.tells.items()}
        self.keys = frozenset(tell.point.key for tell in self.tells.values())
        self.axes = frozenset(axis for row in rows for axis in row.axes)
        self.names = frozenset(name for row in rows for name in row.names)
        self.shared: tuple[str, ...] = ()


class Asks(_Rows):
    """Rows that are asked for."""

    def __init__(self, rows: tuple[ObjectRow, ...], most: int, reader: Reader) -> None:
        super().__init__(rows)
        self.most, self.replies = most, (Spoken(reader, (reader,)),)

    def plan(self, sizes: Sizes) -> Iterator[Saying]:
        """Every object of every place, in requests of at most `most`; a place's objects stay together."""
        oids: list[str] = []
        covers: list[Place] = []
        for more, places in self._by_place(sizes):
            if oids and len(oids) + len(more) > self.most:
                yield _get(oids, covers)
                oids, covers = [], []
            oids += [oid for oid in more if oid not in oids]
            covers += places
        if oids:
            yield _get(oids, covers)

    def _by_place(self, sizes: Sizes) -> Iterator[tuple[list[str], list[Place]]]:
        groups: dict[tuple[str, ...], list[ObjectRow]] = {}
        for row in self.rows:
            groups.setdefault(tuple(sorted(row.axes)), []).append(row)
        for axes, rows in groups.items():
            for index in product(*(sizes.on(axis) for axis in axes)):
                at: dict[str, Value] = dict(zip(axes, index, strict=True))
                oids = dict.fromkeys(oid for row in rows for oid in row.oids(at))
                yield list(oids), [place for row in rows for place in row.places(at, sizes)]

    def pick(self, wanted: Collection[Place], sizes: Sizes) -> Saying | None:
        """One request for just these places, as far as the rows tell them."""
        oids: list[str] = []
        covers: list[Place] = []
        for row in self.rows:
            for at in self._bindings(row, wanted):
                oids += row.oids(at)
                covers += [place for place in row.places(at, sizes) if place in wanted]
        oids = sorted(dict.fromkeys(oids), key=_numbered)
        return _get(oids, covers) if oids and len(oids) <= self.most else None

    def _bindings(self, row: ObjectRow, wanted: Collection[Place]) -> list[dict[str, Value]]:
        """Where a row's axes stand for these places; none of another key."""
        found: list[dict[str, Value]] = []
        for place in wanted:
            tell = next(
                (t for t in row.tells.values() if Place(t.point.key, t.fixed or place.index) == place), None
            )
            if tell is None:
                continue
            at: dict[str, Value] = {} if tell.fixed else dict(zip(tell.point.axes, place.index, strict=True))
            if row.axes <= at.keys() and at not in found:
                found.append(at)
        return found

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Asking tells nothing."""
        return None

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The first request of the plan."""
        return next(self.plan(sizes), None)

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """A question orders nothing."""
        return None


class Sets(_Rows):
    """Rows that are set together, in one message."""

    def __init__(self, rows: tuple[ObjectRow, ...]) -> None:
        super().__init__(rows)
        self.begins = f"set {rows[0].oid.head}"
        self.shared = tuple(sorted(self.names - self.tells.keys()))

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The message as true of `look`; None where it is not true."""
        try:
            lines = [self._line(row, look, bound, sizes) for row in self.rows]
        except (KeyError, ValueError, TypeError):
            return None
        text = "set " + "\n".join(lines)
        return Saying(text, text, tuple(place for row in self.rows for place in row.places(bound, sizes)))

    def _line(self, row: ObjectRow, look: Look, bound: Bound, sizes: Sizes) -> str:
        return f"{row.oid.write(bound.__getitem__).text} = {row.varbind(look, bound, sizes)}"

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """The message that sets exactly these wishes; None where there is none."""
        held: dict[str, Value] = dict(bound)
        for key, index in wishes:
            point = next(tell.point for tell in self.tells.values() if tell.point.key == key)
            for axis, place in zip(point.axes, index, strict=True):
                if axis in self.axes and held.setdefault(axis, place) != place:
                    return None
        saying = self.say(lambda key, index: wishes[Place(key, index)], held, sizes)
        return saying if saying is not None and set(saying.places) == wishes.keys() else None

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """What a `set` orders, as a device hears it."""
        lines = parsed(frame.removeprefix("set "))
        if lines is None or len(lines) != len(self.rows):
            return None
        fields: dict[str, Value] = {}
        events: list[Event] = []
        for row, (oid, letter, text) in zip(self.rows, lines, strict=True):
            at = row.oid.read(oid)
            told = None if letter in NONE else row.fields(letter, text)
            if at is None or told is None:
                return None
            fields.update(at)
            for name, value in told.items():
                if name in row.tells and (index := row.index(name, at)) is not None:
                    events.append(Report(Place(row.tells[name].point.key, index), value))
                else:
                    fields[name] = value
        return Reading(self, fields, tuple(events))

    def amiss(self, frame: str) -> str:
        """What is wrong with a `set` that orders nothing: "type" where an object holds another kind."""
        lines = parsed(frame.removeprefix("set ")) or ()
        told = [
            (row, letter, text)
            for row, (oid, letter, text) in zip(self.rows, lines, strict=False)
            if row.oid.read(oid) is not None
        ]
        return "type" if any(unquoted(letter, text, row.letter) is None for row, letter, text in told) else ""

    def echo(self, frame: str) -> str:
        """How an agent repeats a `set`: its varbinds."""
        return frame.removeprefix("set ")

    def echoes(self, said: str, heard: str) -> bool:
        """Whether `heard` repeats the objects of `said`; agents print values in their own way."""
        ours, theirs = parsed(self.echo(said)), parsed(heard)
        if ours is None or theirs is None:
            return False
        return [oid for oid, *_ in ours] == [oid for oid, *_ in theirs] and all(
            kind != "!" for _, kind, _ in theirs
        )


def _numbered(oid: str) -> Oid:
    return numbers(oid) or ()


def _get(oids: list[str], covers: list[Place]) -> Saying:
    text = f"get {' '.join(oids)}"
    return Saying(text, text, tuple(dict.fromkeys(covers)))
