"""How a simulated device behaves, as the hall's file says under `simulator:`."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from simulators.impairments import duration

T = TypeVar("T")


class Traits:
    """Named behaviours with their defaults; a value that cannot be read is a ValueError that names it."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Keep what the file says."""
        self._given = dict(given)

    def seconds(self, name: str, default: float) -> float:
        """A time: `8s`, `2m`, or a bare number of seconds."""
        return self._read(name, default, duration)

    def number(self, name: str, default: float) -> float:
        """A number."""
        return self._read(name, default, float)

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        return self._read(name, default, int)

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of words."""
        return self._read(name, default, lambda value: tuple(map(str, value)))

    def table(self, name: str) -> Mapping[Any, Any]:
        """A mapping; empty where nothing is said."""
        return self._read(name, {}, dict)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        return self._read(name, default, str)

    def _read(self, name: str, default: T, read: Callable[[Any], T]) -> T:
        if self._given.get(name) is None:
            return default
        try:
            return read(self._given[name])
        except (TypeError, ValueError) as mistake:
            raise ValueError(f"simulator.{name}: {mistake}") from None
