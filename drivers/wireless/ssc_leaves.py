"""The leaves of an SSC tree: their paths, values and points, and how an error names one."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from drivers.points import Place, Point, Value
from drivers.wire.forms import Bound
from drivers.wire.sizes import Sizes

ERROR, SUBSCRIBE = "osc/error", "osc/state/subscribe"
GONE = 424
"""The transmitter that a leaf is of is off."""

Json = Any


@dataclass(frozen=True)
class Leaf:
    """One leaf: its path with axes in braces ("rx{channel}/mute"), its point, and the unit on the wire."""

    path: str
    point: str
    scale: float = 1.0
    listed: bool = False

    def read(self, value: Json) -> Value:
        """The value of a JSON leaf. ValueError where it is none."""
        if self.listed and isinstance(value, list):
            return ", ".join(map(str, value))
        if isinstance(value, dict | list):
            raise ValueError(self.path)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        read: Value = round(value * self.scale, 6) if number and self.scale != 1.0 else value
        return read

    def write(self, value: Value) -> Json:
        """The JSON leaf of a value."""
        if self.listed:
            return [part for part in str(value).split(", ") if part]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return round(value / self.scale) if number and self.scale != 1.0 else value  # type: ignore[operator]


class BoundTree:
    """The tree with the points of a driver."""

    def __init__(self, leaves: "tuple[Leaf, ...]", points: Mapping[str, Point]) -> None:
        self.leaves = [(leaf, points[leaf.point], pattern(leaf.path)) for leaf in leaves]

    def find(self, path: str) -> tuple[Leaf, Point, Place] | None:
        """The leaf at a path, and its place."""
        for leaf, point, pattern in self.leaves:
            if (match := pattern.fullmatch(path)) is not None:
                at = {axis: int(text) for axis, text in match.groupdict().items()}
                return leaf, point, Place(point.key, tuple(at[axis] for axis in point.axes))
        return None

    def has(self, path: str, sizes: Sizes) -> bool:
        """Whether there is such a leaf on a device of this size."""
        hit = self.find(path)
        if hit is None:
            return False
        return all(at in sizes.on(axis) for axis, at in zip(hit[1].axes, hit[2].index, strict=True))

    def lines(self, points: Collection[str], bound: Bound, sizes: Sizes) -> Iterator[tuple[str, Leaf, Place]]:
        """The paths of these points, at every place that `bound` leaves open."""
        for leaf, point, _ in self.leaves:
            if point.key not in points:
                continue
            for index in product(*((bound[a],) if a in bound else sizes.on(a) for a in point.axes)):
                at = dict(zip(point.axes, index, strict=True))
                yield leaf.path.format(**at), leaf, Place(point.key, index)  # type: ignore[arg-type]


def parsed(frame: str) -> list[tuple[str, Json]]:
    """Path and value of each line; nothing where one is no leaf."""
    leaves = []
    for line in frame.split("\n"):
        path, equals, value = line.partition(" = ")
        try:
            leaves.append((path, json.loads(value)))
        except (ValueError, RecursionError):
            return []
        if not equals:
            return []
    return leaves


def pattern(path: str) -> "re.Pattern[str]":
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[0-9]{1,3})", path))


def shown(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def or_none(leaf: Leaf, value: Json) -> Value:
    try:
        return leaf.read(value)
    except ValueError:
        return None


def error(path: str, code: int) -> Json:
    node: Json = [code, {"desc": DESCRIBED.get(code, "error")}]
    for name in reversed(path.split("/") if path else []):
        node = {name: node}
    return node


DESCRIBED = {
    400: "message not understood", 404: "address not found", 406: "not acceptable", 423: "locked",
    424: "failed dependency", 454: "parameter not settable", 500: "internal error",
}  # fmt: skip


def errors(value: Json) -> Iterator[tuple[str, int]]:
    """Path and code of each error in the list."""
    for entry in value if isinstance(value, list) else []:
        path: list[str] = []
        while isinstance(entry, dict) and len(entry) == 1 and len(path) < 16:
            ((name, entry),) = entry.items()
            path.append(str(name))
        if isinstance(entry, int) or (isinstance(entry, list) and entry and isinstance(entry[0], int)):
            yield "/".join(path), entry if isinstance(entry, int) else entry[0]


def gone(bound: BoundTree, value: Json) -> Iterator[Place]:
    """The places of transmitters that are off."""
    for path, code in errors(value):
        if code == GONE and (hit := bound.find(path)) is not None:
            yield hit[2]
