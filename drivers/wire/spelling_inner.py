"""Spellings the language itself needs, and no table names."""

from dataclasses import dataclass
from functools import cached_property

from drivers.points import Value
from drivers.wire.spelling import ANY


@dataclass(frozen=True)
class Echoed:
    """The beginning of the request a line answers: `width` characters, or the first word."""

    width: int = 0

    @cached_property
    def pattern(self) -> str:
        return f".{{{self.width}}}" if self.width else "[^ ]+"

    @property
    def size(self) -> int | None:
        """The width of the text, where it is given."""
        return self.width or None

    def read(self, text: str) -> str:
        return text

    def write(self, value: Value) -> str:
        return str(value)[: self.width] if self.width else str(value).split(" ", 1)[0]

    def samples(self) -> tuple[Value, ...]:
        return ()


class Raw:
    """A text as it is, whatever it holds: the items of a line, already spelled."""

    pattern = ANY

    def read(self, text: str) -> str:
        return text

    def write(self, value: Value) -> str:
        return str(value)

    def samples(self) -> tuple[Value, ...]:
        return ()
