"""One printed line with fields, compiled: `read` is the inverse of `write`.

Reading is one anchored regular expression of linear cost. A field of any text in the middle of a line ends at
the first place where the literal behind it stands, and is never reconsidered (an atomic group); the last one
takes all that is left before the line's own end. Two neighbouring fields without a literal between them are
sound only where the first has a fixed width.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.points import Value, same
from drivers.wire.fields import Field
from drivers.wire.spelling import ANY, Spelling
from drivers.wire.spelling_more import Wide
from drivers.wire.trouble import TableError

MASK = "••••"
Values = Callable[[str], Any]
"""What a field's value is; KeyError where there is none."""


class Slot:
    """A field and how it is spelled."""

    __slots__ = ("field", "fixed", "lossy", "masked", "names", "pattern", "size", "spelling", "wide")

    def __init__(self, field: Field, spelling: Spelling | Wide) -> None:
        self.field, self.spelling = field, spelling
        self.wide = spelling if isinstance(spelling, Wide) else None
        self.names = spelling.fields if isinstance(spelling, Wide) else field.names
        self.pattern = spelling.pattern
        self.size: int | None = getattr(spelling, "size", None)
        self.fixed = self.size is not None
        self.lossy = bool(getattr(spelling, "lossy", False))
        self.masked = field.kind == "login" or getattr(spelling, "secret", False)

    def spell(self, values: Values) -> tuple[str, tuple[str, ...]]:
        """Its text, and the names it tells. KeyError or ValueError where it cannot be said."""
        if self.field.kind == "any":
            return self.field.said, ()
        if self.wide is not None:
            return self.wide.write_all(_known(self.names, values))
        first, *more = [values(name) for name in self.names]
        if not all(same(first, other) for other in more):
            raise ValueError(f"{self.names} are not equal")
        return self.spelling.write(first), self.names  # type: ignore[union-attr]


@dataclass(frozen=True)
class Written:
    """A line as said, as shown (secrets masked), and the names of the fields it tells."""

    text: str
    shown: str
    names: tuple[str, ...]


class Template:
    """A line of literals and slots; `fold` compares literals without regard to case."""

    def __init__(self, parts: list[str | Slot], fold: bool = False, where: str = "") -> None:
        self.parts, self.fold = parts, fold
        self.slots = [each for each in parts if isinstance(each, Slot)]
        self.order = tuple(dict.fromkeys(name for slot in self.slots for name in slot.names))
        self.names = frozenset(self.order)
        self.head = parts[0] if parts and isinstance(parts[0], str) else ""
        self.tail = parts[-1] if parts and isinstance(parts[-1], str) else ""
        self.literals = tuple(each if isinstance(each, str) else None for each in parts)
        self.bare = not any(char.isalnum() for each in parts if isinstance(each, str) for char in each)
        flags = re.DOTALL | (re.IGNORECASE if fold else 0)
        self.regex = re.compile(_pattern(parts, where), flags)
        self._readers = [_reader(slot) for slot in self.slots if slot.field.kind != "any"]
        self.size = _size(parts)

    def read(self, frame: str) -> dict[str, Value] | None:
        """The fields of `frame` by name, or None where it is another line."""
        match = self.regex.fullmatch(frame)
        return None if match is None else self.taken(match.groups())

    def taken(self, texts: tuple[Any, ...]) -> dict[str, Value] | None:
        """The fields by name, from the text of each, or None where one is no value."""
        fields: dict[str, Value] = {}
        try:
            for (names, read, read_all), text in zip(self._readers, texts, strict=True):
                if read_all is not None:
                    fields.update(read_all(text))
                    continue
                value = read(text)
                for name in names:
                    if name in fields and not same(fields[name], value):
                        return None
                    fields[name] = value
        except (ValueError, OverflowError):
            return None
        return fields

    def write(self, values: Values) -> Written:
        """The line with its fields filled in. KeyError or ValueError where it cannot be said."""
        said: list[str] = []
        shown: list[str] = []
        names: list[str] = []
        for each in self.parts:
            if isinstance(each, str):
                said.append(each)
                shown.append(each)
                continue
            text, told = each.spell(values)
            said.append(text)
            shown.append(MASK if each.masked else text)
            names.extend(told)
        return Written("".join(said), "".join(shown), tuple(names))


def _known(names: tuple[str, ...], values: Values) -> Mapping[str, Value]:
    known: dict[str, Value] = {}
    for name in names:
        try:
            known[name] = values(name)
        except KeyError:
            continue
    return known


def _reader(
    slot: Slot,
) -> tuple[tuple[str, ...], Callable[[str], Value], Callable[[str], Mapping[str, Value]] | None]:
    if slot.wide is not None:
        return (), str, slot.wide.read_all
    return slot.names, slot.spelling.read, None  # type: ignore[union-attr]


def _size(parts: list[str | Slot]) -> int | None:
    """The width of the whole line where it is always the same."""
    if not all(isinstance(each, str) or each.fixed for each in parts):
        return None
    return sum(len(each) if isinstance(each, str) else each.size or 0 for each in parts)


def _pattern(parts: list[str | Slot], where: str) -> str:
    out, index = "", 0
    while index < len(parts):
        each = parts[index]
        if isinstance(each, str):
            out, index = out + re.escape(each), index + 1
            continue
        following = parts[index + 1] if index + 1 < len(parts) else None
        if isinstance(following, Slot) and not each.fixed:
            raise TableError(
                f"{where}: {{{'+'.join(each.names)}}} needs a literal or a fixed width before the next field"
            )
        keep = "" if each.field.kind == "any" else "("
        if each.pattern == ANY and isinstance(following, str) and index + 2 < len(parts):
            lazy = f"{keep}.*?{')' if keep else ''}"
            out, index = out + f"(?>{lazy}{re.escape(following)})", index + 2
        else:
            out, index = out + f"{keep or '(?:'}{each.pattern})", index + 1
    return out
