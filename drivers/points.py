"""What a device can be asked, told and watched for: points, and the address of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import NamedTuple

Value = bool | int | float | str | None
Index = tuple[int | str, ...]
Axes = Mapping[str, tuple[int | str, ...]]


class Place(NamedTuple):
    """One point of one device, without the device: what sides, models and rules key by."""

    key: str
    index: Index = ()  # type: ignore[assignment]  # hides tuple.index, which nobody asks of a place


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same; True is not 1."""
    return one == other and isinstance(one, bool) is isinstance(other, bool)


@dataclass(frozen=True)
class Point:
    """One thing a device reports, obeys, or both.

    `values` or `range` (inclusive) bound it, `passing` are values only seen on the way (warming), `undo`
    says whether a failed scene may put it back, `tolerance` how far a read-back may be off and still agree,
    `axes` name the axes that make it an array (their places live in the driver), and `among` names the axis
    whose places are its values (the input of a tie; 0 is "none").
    """

    key: str
    about: str = ""
    values: tuple[Value, ...] | None = None
    range: tuple[float, float] | None = None
    step: float | None = None
    unit: str = ""
    settable: bool = False
    passing: frozenset[Value] = frozenset()
    undo: bool = True
    risk: str = "a"
    tolerance: float = 0.0
    axes: tuple[str, ...] = ()
    among: str = ""

    def over(self, *axes: str) -> "Point":
        """The same point, once for every place on the named axes."""
        return replace(self, axes=axes)

    def places(self, axes: Axes) -> Iterator[Place]:
        """Every place of this point, given the places of the driver's axes."""
        for index in product(*(axes.get(name, ()) for name in self.axes)):
            yield Place(self.key, index)

    def knows(self, value: Value) -> bool:
        """Whether `value` is one this point can have at all; a bool is no number here."""
        if value is None:
            return True
        if self.values is not None:
            return any(
                value == known and isinstance(value, bool) is isinstance(known, bool) for known in self.values
            )
        if self.range is None:
            return True
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.range[0] <= value <= self.range[1]  # type: ignore[operator]

    def allows(self, value: Value) -> bool:
        """Whether `value` may be ordered: settable, known, and not one the device only passes through."""
        return self.settable and value is not None and value not in self.passing and self.knows(value)

    def agrees(self, asked: Value, read: Value) -> bool:
        """Whether the value read back is the one asked for, within the point's tolerance."""
        numbers = isinstance(asked, int | float) and isinstance(read, int | float)
        if numbers and not isinstance(asked, bool) and not isinstance(read, bool):
            return bool(abs(asked - read) <= self.tolerance + 1e-9)  # type: ignore[operator]
        return same(asked, read)


@dataclass(frozen=True, slots=True)
class Ref:
    """The address of one point of one device, as people and logs write it: pdu/outlet/4."""

    device: str
    key: str
    index: Index = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.device, self.key, self.index)))

    def __hash__(self) -> int:
        return self._hash

    def __str__(self) -> str:
        return "/".join(map(str, (self.device, self.key, *self.index)))

    @property
    def place(self) -> Place:
        return Place(self.key, self.index)

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """The address `text` spells; whole numbers become ints. ValueError where a part is missing."""
        device, _, rest = text.partition("/")
        key, *index = rest.split("/")
        if not device or not key or not all(index):
            raise ValueError(f"{text!r} is not device/point or device/point/index")
        return cls(device, key, tuple(map(part, index)))


def part(text: str) -> int | str:
    """One part of an index: "4" is the number, "04" and "fan" are words."""
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdecimal() and str(int(text)) == text:
        return int(text)
    return text
