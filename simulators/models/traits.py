"""How a simulated device behaves, as the hall's file says under `simulator:`."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from simulators.impairments import duration

T = TypeVar("T")


class Kind(StrEnum):
    """What a behaviour is told in."""

    SECONDS = "seconds"
    NUMBER = "number"
    WHOLE = "whole"
    WORDS = "words"
    TABLE = "table"
    TEXT = "text"


READERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.SECONDS: duration,
    Kind.NUMBER: float,
    Kind.WHOLE: int,
    Kind.WORDS: lambda value: tuple(map(str, value)),
    Kind.TABLE: dict,
    Kind.TEXT: str,
}


class Traits:
    """Named behaviours with their defaults; a value that cannot be read is a ValueError that names it."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Keep what the file says."""
        self._given = dict(given)

    def check(self, kinds: Mapping[str, Kind]) -> None:
        """Read every one of them once; ValueError names one that cannot be read, or is not among `kinds`."""
        for name in self._given:
            if name not in kinds:
                known = ", ".join(sorted(kinds)) or "none"
                raise ValueError(f"simulator.{name}: no such behaviour; known are {known}")
            self._read(name, None, READERS[kinds[name]])

    def seconds(self, name: str, default: float) -> float:
        """A time: `8s`, `2m`, or a bare number of seconds."""
        return self._read(name, default, READERS[Kind.SECONDS])

    def number(self, name: str, default: float) -> float:
        """A number."""
        return self._read(name, default, READERS[Kind.NUMBER])

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        return self._read(name, default, READERS[Kind.WHOLE])

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of words."""
        return self._read(name, default, READERS[Kind.WORDS])

    def table(self, name: str) -> Mapping[Any, Any]:
        """A mapping; empty where nothing is said."""
        return self._read(name, {}, READERS[Kind.TABLE])

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        return self._read(name, default, READERS[Kind.TEXT])

    def _read(self, name: str, default: T, read: Callable[[Any], T]) -> T:
        if self._given.get(name) is None:
            return default
        try:
            return read(self._given[name])
        except (TypeError, ValueError) as mistake:
            raise ValueError(f"simulator.{name}: {mistake}") from None
