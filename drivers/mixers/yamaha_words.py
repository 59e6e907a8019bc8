"""How Yamaha consoles spell what is theirs: places of a kind of strip, scenes of two banks, meter bytes.

Source: Yamaha remote control protocol, value rules and meters; parameter dumps of the families.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from drivers.points import Value
from drivers.wire.spelling import between, number

NUMBERED = re.compile("[0-9]{1,4}[.][0-9]{2}")
LINEAR = ((0, -126.0), (127, 1.0))
"""Newer small consoles: one step is one decibel, 7F is over."""

CURVED = (
    (0, -190.0), (4, -130.0), (7, -100.0), (11, -80.0), (21, -60.0), (36, -45.0), (66, -30.0),
    (231, 3.0), (237, 6.0), (243, 12.0), (254, 34.0), (255, 35.0),
)  # fmt: skip
"""DM7 and Rivage: 256 steps, straight lines in between."""


@dataclass(frozen=True)
class Strip:
    """The strips of one kind, counted from 0 on the wire: input 1 is 0, "mix 3" is 2.

    A number beyond the last is read as a place that the console does not have, and not as another line.
    """

    name: str = ""
    count: int = 0
    first: str = ""

    pattern = "[0-9]{1,4}"

    def places(self) -> tuple[int | str, ...]:
        """All of them, as a hall names them."""
        return tuple(self._place(at) for at in range(self.count))

    def _place(self, at: int) -> int | str:
        if at == 0 and self.first:
            return self.first
        return f"{self.name} {at + 1}" if self.name else at + 1

    def read(self, text: str) -> int | str:
        """The place with this number."""
        return self._place(int(text))

    def write(self, value: Value) -> str:
        """Its number; ValueError for a strip of another kind."""
        text = str(value).removeprefix(f"{self.name} ")
        at = 0 if self.first and value == self.first else int(text) - 1 if text.isdecimal() else -1
        if not 0 <= at < self.count or self._place(at) != value:
            raise ValueError(f"{value!r} is no {self.name or 'input'}")
        return str(at)

    def samples(self) -> tuple[Value, ...]:
        """The first and the last."""
        return self.places()[:1] + self.places()[-1:]


@dataclass(frozen=True)
class MeterByte:
    """A level as two hex digits, in decibels by straight lines between the points of `curve`."""

    curve: tuple[tuple[int, float], ...] = LINEAR

    pattern = "[0-9A-Fa-f]{2}"
    size = 2

    def read(self, text: str) -> float:
        """The level in dB."""
        wire = int(text, 16)
        at = min(max(1, bisect_right(self.curve, (wire, 1e9))), len(self.curve) - 1)
        (low, below), (high, above) = self.curve[at - 1], self.curve[at]
        return round(below + (above - below) * (min(wire, high) - low) / (high - low), 1)

    def write(self, value: Value) -> str:
        """The nearest step."""
        level = number(value)
        between(level, -300, 100)
        steps = range(self.curve[-1][0] + 1)
        return f"{min(steps, key=lambda step: abs(self.read(f'{step:02X}') - level)):02X}"

    def samples(self) -> tuple[Value, ...]:
        """The bottom, the middle and the top."""
        return tuple(self.read(f"{step:02X}") for step in (0, self.curve[-1][0] // 2, self.curve[-1][0]))


@dataclass(frozen=True)
class SceneNumber:
    """A scene of the large consoles, "1.00", in quotes or without."""

    quote: str = ""

    @property
    def pattern(self) -> str:
        """Digits, a point, two digits."""
        return f"{self.quote}[0-9]{{1,4}}[.][0-9]{{2}}{self.quote}"

    def read(self, text: str) -> str:
        """The number as the console shows it."""
        return text.strip(self.quote) if self.quote else text

    def write(self, value: Value) -> str:
        """A whole number means its first scene: 5 is 5.00."""
        text = f"{value}.00" if isinstance(value, int) and not isinstance(value, bool) else str(value)
        if not NUMBERED.fullmatch(text):
            raise ValueError(f"{value!r} is no scene number like 1.00")
        return f"{self.quote}{text}{self.quote}"

    def samples(self) -> tuple[Value, ...]:
        """Two of them."""
        return ("1.00", "12.50")
