"""A file as plain values that still knows where each of them stood."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from drivers.rigfile.problems import Path, Problem, Spot


@dataclass(frozen=True)
class Document:
    """Plain values (dict, list, str, int, float, bool, None) and the position of every one of them.

    `keys` says where the word before the colon stands, `values` where what follows it begins; both are keyed
    by the path from the top of the file. `base` is the path of `value` itself: a part keeps its positions.
    """

    file: str
    value: Any
    keys: Mapping[Path, Spot]
    values: Mapping[Path, Spot]
    base: Path = ()

    def under(self, *path: str | int) -> "Document":
        """The part at `path`, with its positions; KeyError or IndexError where there is none."""
        value = self.value
        for step in path:
            value = value[step]
        return replace(self, value=value, base=self.base + path)

    def spot(self, *path: str | int) -> Spot:
        """Where the value at `path` begins, or the nearest thing around it that the file does show."""
        return self._nearest(self.values, path)

    def key_spot(self, *path: str | int) -> Spot:
        """Where the key at `path` stands, or the nearest thing around it."""
        return self._nearest(self.keys, path)

    def problem(self, *path: str | int, code: str, **params: object) -> Problem:
        """A problem with the value at `path`."""
        return Problem(self.spot(*path), self.base + path, code, params)

    def key_problem(self, *path: str | int, code: str, **params: object) -> Problem:
        """A problem with the key at `path`: it is unknown, doubled, or something is missing below it."""
        return Problem(self.key_spot(*path), self.base + path, code, params)

    def _nearest(self, spots: Mapping[Path, Spot], path: Path) -> Spot:
        whole = self.base + path
        for length in range(len(whole), -1, -1):
            if found := spots.get(whole[:length]):
                return found
        return Spot(self.file, 1, 1)
