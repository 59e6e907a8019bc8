"""Spellings beyond single words and numbers: curves, hex, one text that is the value of several points."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, runtime_checkable

from drivers.points import Value
from drivers.wire.spelling import ANY, Real, Spelling, alternatives, between, even, number


@runtime_checkable
class Wide(Protocol):
    """One text and the values of several fields; fields are named as in templates: "video_mute",
    "health[fan]".
    """

    @property
    def pattern(self) -> str: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    def read_all(self, text: str) -> Mapping[str, Value]:
        """The fields that `text` tells; ValueError where it tells none."""
        ...

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        """The text that is true of most of `values`, and the fields it tells; ValueError where none is."""
        ...


@dataclass(frozen=True)
class Either:
    """The first of several spellings that knows the text or the value: Either(Words({"0": 0}),
    Whole(prefix="I")).
    """

    spellings: tuple[Spelling, ...]

    def __init__(self, *spellings: Spelling) -> None:
        object.__setattr__(self, "spellings", spellings)

    @cached_property
    def pattern(self) -> str:
        patterns = [spelling.pattern for spelling in self.spellings]
        return ANY if ANY in patterns else "|".join(patterns)

    def read(self, text: str) -> Value:
        for spelling in self.spellings:
            if re.fullmatch(spelling.pattern, text, re.DOTALL):
                return spelling.read(text)
        raise ValueError(text)

    def write(self, value: Value) -> str:
        for spelling in self.spellings:
            try:
                return spelling.write(value)
            except ValueError:
                continue
        raise ValueError(f"{value!r} cannot be said")

    def samples(self) -> tuple[Value, ...]:
        return tuple(sample for spelling in reversed(self.spellings) for sample in spelling.samples())


@dataclass(frozen=True)
class Law:
    """A curve between the number on the wire and the value, as two pure functions (a console's fader law).

    `low` and `high` bound the number on the wire; `step` is its resolution.
    """

    from_wire: Callable[[float], float]
    to_wire: Callable[[float], float]
    places: int = 4
    step: float | None = None
    low: float = 0.0
    high: float = 1.0

    pattern = Real().pattern

    def read(self, text: str) -> float:
        wire = Real().read(text)
        assert wire is not None  # noqa: S101  (nothing is absent here)
        between(wire, self.low, self.high)
        return self.from_wire(wire)

    def write(self, value: Value) -> str:
        wire = self.to_wire(number(value))
        between(wire, self.low, self.high)
        if self.step is not None:
            wire = round(wire / self.step) * self.step
        return f"{wire:.{self.places}f}"

    def samples(self) -> tuple[Value, ...]:
        middle = float(self.write(self.from_wire((self.low + self.high) / 2)))
        return tuple(self.from_wire(wire) for wire in (middle, self.low, self.high))


@dataclass(frozen=True)
class Hex:
    """A number of `bytes` bytes as hex words, "2C 01 00 00"; value = wire * scale."""

    bytes: int = 1
    little: bool = False
    scale: float = 1

    @cached_property
    def pattern(self) -> str:
        return " ".join(["[0-9A-Fa-f]{2}"] * self.bytes)

    @property
    def size(self) -> int:
        """The width of the text."""
        return 3 * self.bytes - 1

    def read(self, text: str) -> int | float:
        if not re.fullmatch(self.pattern, text):
            raise ValueError(text)
        words = text.split(" ")
        wire = int("".join(reversed(words) if self.little else words), 16)
        return wire if self.scale == 1 else round(wire * self.scale, 9)

    def write(self, value: Value) -> str:
        wire = round(number(value) / self.scale)
        between(wire, 0, 256**self.bytes - 1)
        return wire.to_bytes(self.bytes, "little" if self.little else "big").hex(" ").upper()

    def samples(self) -> tuple[Value, ...]:
        return (self.read(self.write(self.scale)), 0)


@dataclass(frozen=True)
class Joint:
    """One text that is the value of several points: {"31": {"video_mute": True, "audio_mute": True}}.

    Saying picks the first of the widest entries wholly true of what is to be said.
    """

    table: Mapping[str, Mapping[str, Value]]
    heard: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> str:
        return alternatives((*self.table, *self.heard))

    @cached_property
    def size(self) -> int | None:
        """The width of every text, where it is the same."""
        return even((*self.table, *self.heard))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for entry in self.table.values() for name in entry))

    def read_all(self, text: str) -> Mapping[str, Value]:
        entry = self._read.get(text) or self._read.get(text.casefold())
        if entry is None:
            raise ValueError(text)
        return entry

    @cached_property
    def _read(self) -> dict[str, Mapping[str, Value]]:
        exact = {**self.heard, **self.table}
        return {**{text.casefold(): entry for text, entry in exact.items()}, **exact}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        true = [
            (text, entry) for text, entry in self.table.items()
            if all(name in values and values[name] == value for name, value in entry.items())
        ]  # fmt: skip
        if not true:
            raise ValueError(f"{dict(values)} has no word")
        text, entry = max(true, key=lambda pair: len(pair[1]))
        return text, tuple(entry)


@dataclass(frozen=True)
class Bits:
    """Flags in `bytes` hex words, bit 0 the lowest of the first: {3: "health[fan]"}; a set bit of a field
    wins.
    """

    flags: Mapping[int, str]
    one: Value = True
    none: Value = False
    bytes: int = 1

    @cached_property
    def pattern(self) -> str:
        return " ".join(["[0-9A-Fa-f]{2}"] * self.bytes)

    @property
    def size(self) -> int:
        """The width of the text."""
        return 3 * self.bytes - 1

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.flags.values()))

    def read_all(self, text: str) -> Mapping[str, Value]:
        if not re.fullmatch(self.pattern, text):
            raise ValueError(text)
        wire = int("".join(reversed(text.split(" "))), 16)
        standing = {name for bit, name in self.flags.items() if wire >> bit & 1}
        return {name: self.one if name in standing else self.none for name in self.fields}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        wire, said = 0, set()
        for bit, name in self.flags.items():
            if name not in said and values.get(name, self.none) == self.one:
                wire |= 1 << bit
                said.add(name)
        return wire.to_bytes(self.bytes, "little").hex(" ").upper(), self.fields


@dataclass(frozen=True)
class Grid:
    """A number that is the index of several axes: base + sum((place - 1) * stride), as hex of `digits`.

    `axes` are name -> (places, stride). `seven`: the number is printed as two 7-bit bytes (NRPN: "4F00").
    """

    axes: Mapping[str, tuple[int, int]]
    base: int = 0
    digits: int = 4
    seven: bool = True

    @cached_property
    def pattern(self) -> str:
        return f"[0-9A-Fa-f]{{{self.digits}}}"

    @property
    def size(self) -> int:
        """The width of the text."""
        return self.digits

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.axes)

    def read_all(self, text: str) -> Mapping[str, Value]:
        wire = int(text, 16)
        left = ((wire >> 8) * 128 + (wire & 0x7F) if self.seven else wire) - self.base
        found: dict[str, Value] = {}
        for name, (size, stride) in sorted(self.axes.items(), key=lambda axis: -axis[1][1]):
            place, left = divmod(left, stride)
            if not 0 <= place < size:
                raise ValueError(text)
            found[name] = place + 1
        if left:
            raise ValueError(text)
        return found

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        wire = self.base
        for name, (size, stride) in self.axes.items():
            place = number(values[name])
            between(place, 1, size)
            wire += (int(place) - 1) * stride
        shown = (wire // 128) << 8 | wire % 128 if self.seven else wire
        return f"{shown:0{self.digits}X}", self.fields
