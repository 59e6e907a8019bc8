"""One row of a MIB, bound to its driver; and the text of its values."""

import json
import re
from collections.abc import Mapping
from typing import Any

from drivers.points import Index, Place, Value
from drivers.wire.forms import Bound, Tells
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look
from drivers.wire.template import Template
from drivers.wire.trouble import TableError

OID = r"[0-9.{}A-Za-z_:]+"
ROW = re.compile(rf"({OID}(?: & {OID})*) = ([isoxcCgtap]+) (.+)", re.DOTALL)
NONE = ("!", "n")
"""The letters of a place that is not there."""

Oid = tuple[int, ...]


class ObjectRow:
    """One row: which place an OID is, and how its value is spelled.

    Where other objects say what a number means (its decimals, its unit) they stand beside it, "OID & OID = g
    {load}": they are asked for in the same message, and the value is spelled as the words of all of them
    ("680 3"), "!" for one that is not there; all of them missing is no value.
    """

    def __init__(self, text: str, grammar: Any, where: str) -> None:
        row = ROW.fullmatch(text)
        if row is None:
            raise TableError(f"{where}: {text!r} is not `OID = letter value`")
        self.oid, *beside = (grammar.template(oid) for oid in row[1].split(" & "))
        self.beside: tuple[Template, ...] = tuple(beside)
        self.letters = row[2] if len(row[2]) == 1 + len(beside) else row[2] * (1 + len(beside))
        self.letter = self.letters[0]
        self.value: Template = grammar.template(row[3])
        names = self.oid.order + self.value.order
        self.tells: dict[str, Tells] = {
            name: tell for name in names if (tell := grammar.tell(name)) is not None
        }
        self.names = frozenset(names)
        self.axes = self.oid.names - self.tells.keys()
        self.sizes = [name[1:] for name in self.value.order if name[0] == "#"]
        self.prefix = self.oid.head.rstrip(".")
        self.column = len(self.oid.parts) == 2 and self.oid.head.endswith(".") and _one_arc(self.oid)
        only = self.value.slots[0] if len(self.value.parts) == 1 and self.value.slots else None
        name = only.names[0] if only is not None and len(only.names) == 1 and only.wide is None else ""
        self.single = self.tells.get(name)
        alone = only is not None and self.single is not None and not beside
        self.read_one = only.spelling.read if only is not None and alone else None

    # ------------------------------------------------------------ a controller's

    def places(self, bound: Bound, sizes: Sizes) -> list[Place]:
        """The places it tells where its axes are `bound`."""
        found: list[Place] = []
        for tell in self.tells.values():
            if tell.fixed is not None:
                found.append(Place(tell.point.key, tell.fixed))
            else:
                held: Any = {axis: bound[axis] for axis in tell.point.axes if axis in bound}
                found += sizes.over(tell.point, held)
        return found

    def oids(self, at: Bound) -> list[str]:
        """The object at a place and those beside it."""
        return [oid.write(at.__getitem__).text for oid in (self.oid, *self.beside)]

    def worded(
        self, letter: str, text: str, at: Bound, others: Mapping[str, tuple[str, str]]
    ) -> tuple[str, str]:
        """The value with what the objects beside it say, found among `others`; "!" for what is not there."""
        found = [(letter, text), *(others.get(oid.write(at.__getitem__).text, NONE) for oid in self.beside)]
        words = ["!" if kind in NONE else word for kind, word in found]
        return (self.letter, " ".join(words)) if any(word != "!" for word in words) else ("!", "")

    def fields(self, letter: str, text: str) -> Mapping[str, Value] | None:
        """What a value tells, by name; None where it is none of this row. Not there: every point is None."""
        if letter in NONE:
            return dict.fromkeys(self.tells)
        spelled = unquoted(letter, text, self.letter)
        return None if spelled is None else self.value.read(spelled)

    def index(self, name: str, at: Bound) -> Index | None:
        """The index of a field that is a point, at a bound OID."""
        tell = self.tells[name]
        if tell.fixed is not None:
            return tell.fixed
        index: Any = tuple(at.get(axis) for axis in tell.point.axes)
        return None if None in index else index

    # ------------------------------------------------------------ a device's

    def varbind(self, look: Look, at: Bound, sizes: Sizes, part: int = 0) -> str:
        """`letter value` as true of `look`, of the object or of one beside it. KeyError or ValueError where
        there is none.
        """

        def value(name: str) -> Value:
            if name[0] == "#":
                return len(sizes.on(name[1:]))
            if name not in self.tells:
                return at[name]
            index = self.index(name, at)
            if index is None:
                raise KeyError(name)
            return look(self.tells[name].point.key, index)

        text = self.value.write(value).text
        word = text.split(" ")[part] if self.beside else text
        if self.beside and word == "!":
            raise KeyError(part)
        return f"{self.letters[part]} {quoted(self.letters[part], word)}"


def _one_arc(oid: Template) -> bool:
    """Whether the one place of an OID is a single number."""
    spelling = oid.slots[0].spelling
    return spelling is not None and re.fullmatch(spelling.pattern, "1") is not None


def quoted(letter: str, text: str) -> str:
    """The text of a value as it stands in a varbind."""
    return json.dumps(text, ensure_ascii=False) if letter == "s" else text


def unquoted(letter: str, text: str, wanted: str) -> str | None:
    """The value in a varbind's text, where its type is one that a row of type `wanted` may have."""
    if letter == "s" or (letter == "x" and wanted == "s"):
        if wanted not in ("s", "x"):
            return None
        return _string(text) if letter == "s" else _octets(text)
    return text if (letter in "xoap") == (wanted in "xoap") and wanted != "s" else None


def _string(text: str) -> str | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _octets(text: str) -> str | None:
    try:
        return bytes.fromhex(text).decode("latin-1").replace("\0", "")
    except ValueError:
        return None


def parsed(frame: str) -> list[tuple[str, str, str]] | None:
    """OID, letter and text of each varbind of a message; None where it is none."""
    found = []
    for line in frame.split("\n"):
        oid, equals, rest = line.partition(" = ")
        if not equals:
            return None
        found.append((oid, rest[:1], rest[2:]))
    return found or None


def numbers(oid: str) -> Oid | None:
    """An OID as numbers, to be compared; None where it is none."""
    parts = oid.strip(".").split(".")
    if len(parts) > 128 or not all(part.isascii() and part.isdecimal() and len(part) < 11 for part in parts):
        return None
    return tuple(map(int, parts))
