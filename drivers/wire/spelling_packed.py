"""Spellings of several values packed into one word: groups of bits, a number behind a letter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from drivers.points import Value
from drivers.wire.spelling import Spelling, alternatives


@dataclass(frozen=True)
class Packed:
    """Groups of `width` bits in a hex word of `digits`: {"signal": 2} begins at bit 2.

    `table` is what each group may be; a number that is not in it means that the device has no value.
    """

    fields_at: Mapping[str, int]
    table: Mapping[int, Value]
    width: int = 2
    digits: int = 2

    @cached_property
    def pattern(self) -> str:
        return f"[0-9A-Fa-f]{{{self.digits}}}"

    @property
    def size(self) -> int:
        """The width of the text."""
        return self.digits

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.fields_at)

    def read_all(self, text: str) -> Mapping[str, Value]:
        wire, mask = int(text, 16), (1 << self.width) - 1
        return {name: self.table.get(wire >> bit & mask) for name, bit in self.fields_at.items()}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        spelled = {value: number for number, value in self.table.items()}
        wire = sum(spelled.get(values.get(name), 0) << bit for name, bit in self.fields_at.items())
        return f"{wire:0{self.digits}X}", self.fields


@dataclass(frozen=True)
class Marked:
    """A value with a mark before it that says something else: {"": {"lock": False}, "L": {"lock": True}}."""

    marks: Mapping[str, Mapping[str, Value]]
    name: str
    spelling: Spelling

    @cached_property
    def pattern(self) -> str:
        return f"(?:{alternatives(tuple(self.marks))})(?:{self.spelling.pattern})"

    @cached_property
    def fields(self) -> tuple[str, ...]:
        named = (name for entry in self.marks.values() for name in entry)
        return (*dict.fromkeys(named), self.name)

    def read_all(self, text: str) -> Mapping[str, Value]:
        for mark in sorted(self.marks, key=len, reverse=True):
            rest = text[len(mark) :]
            begins = text[: len(mark)].casefold() == mark.casefold()
            if begins and re.fullmatch(self.spelling.pattern, rest):
                return {**self.marks[mark], self.name: self.spelling.read(rest)}
        raise ValueError(text)

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        for mark, entry in self.marks.items():
            if all(name in values and values[name] == value for name, value in entry.items()):
                return mark + self.spelling.write(values.get(self.name)), self.fields
        raise ValueError(f"{dict(values)} has no mark")
