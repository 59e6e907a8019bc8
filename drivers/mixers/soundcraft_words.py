"""How Soundcraft Ui mixers frame and spell: socket.io lines, the fader law, preamps, meters in base64.

Source: Soundcraft Ui web socket messages: prefixes, paths, fader law, VU2 block.
"""

import base64
import binascii
import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from drivers.points import Value
from drivers.wire.framing import LIMIT, Buffer, Frame
from drivers.wire.spelling import Real, between, number

BOTTOM = -100.0
"""What stands for silence, in dB; the law goes on below, to nothing."""

HEARTBEAT = "2::"
PREFIX = "3:::"


@dataclass(frozen=True)
class SocketIo:
    """Lines behind `3:::`; one message may hold several, and only the first has the prefix.

    Heartbeats are frames; other kinds of messages (`1::`, connected) are dropped.
    """

    limit: int = LIMIT * 16

    def wrap(self, text: str, tag: str = "") -> bytes:
        """The bytes of one message."""
        return f"{text if text == HEARTBEAT else PREFIX + text}\n".encode("utf-8", "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        """Every whole line."""
        end = buffer.rfind(b"\n", buffer.searched) + 1
        text = bytes(buffer[:end]).decode("utf-8", "replace").replace("\0", "")
        del buffer[:end]
        buffer.searched = len(buffer)
        if len(buffer) > self.limit:
            buffer.clear()
            buffer.searched = 0
        return [Frame(line) for each in text.split("\n") if (line := self._line(each.strip("\r")))]

    def _line(self, line: str) -> str:
        if line.startswith(PREFIX):
            return line.removeprefix(PREFIX)
        return line if line == HEARTBEAT or line[1:2] != ":" else ""


def decibels(position: float) -> float:
    """What a fader standing at 0 to 1 lets through."""
    v = position
    curve = 12.195249692570245 - 0.4878099877028098 * v
    exponent = (23.90844819639692 + (-26.23877598214595 + curve * v) * v) * v
    low = math.sin(28.559933214452666 * v) if v < 0.055 else 1.0
    gain = math.exp(exponent) * 2.676529517952372e-4 * low
    return max(BOTTOM, 20 * math.log10(gain)) if gain > 0 else BOTTOM


@cache
def _curve() -> list[float]:
    return [decibels(step / 16384) for step in range(16385)]


def position(level: float) -> float:
    """The inverse of `decibels`, between the two nearest of 16,384 steps."""
    if level <= BOTTOM:
        return 0.0
    curve = _curve()
    at = min(max(1, bisect_left(curve, level)), len(curve) - 1)
    low, high = curve[at - 1], curve[at]
    share = 0.0 if high <= low else min(1.0, max(0.0, (level - low) / (high - low)))
    return (at - 1 + share) / 16384


@dataclass(frozen=True)
class Level:
    """A fader as a number from 0 to 1; the value is in dB."""

    pattern = Real().pattern

    def read(self, text: str) -> float:
        """The level in dB."""
        at = Real(10, low=0, high=1, clamp=True).read(text)
        return round(decibels(at or 0.0), 1) + 0.0

    def write(self, value: Value) -> str:
        """The place of the fader."""
        between(number(value), BOTTOM, 10.0)
        return f"{position(number(value)):.10f}"

    def samples(self) -> tuple[Value, ...]:
        """Unity, the bottom, the top."""
        return (0.0, BOTTOM, 10.0)


SIZES = {"i": 6, "p": 6, "s": 7, "f": 7, "a": 5, "m": 5, "l": 6}
"""Kinds of strips in a meter block, in its order, and the bytes of each strip."""

AFTER = {"i": 2, "p": 2, "l": 2, "s": 2, "f": 2, "a": 1, "m": 1}
"""Which of its bytes is the level behind the fader."""

STEP = 0.004167508166392142


@dataclass(frozen=True)
class Meters:
    """A block of levels in base64: the count of each kind of strip, then the bytes of each strip.

    `counts` are of inputs, players, subgroups, effects, auxes, masters and lines; `places` are all of these.
    """

    counts: tuple[int, ...]
    places: tuple[int | str, ...]

    pattern = "[A-Za-z0-9+/=]{8,4000}"

    @property
    def fields(self) -> tuple[str, ...]:
        """The level of every place, in the order of the block."""
        return tuple(f"meter[{place}]" for place in self.places)

    def read_all(self, text: str) -> dict[str, Value]:
        """The levels; ValueError where the block is of another mixer."""
        try:
            data = base64.b64decode(text, validate=True)
        except binascii.Error:
            raise ValueError(text) from None
        if tuple(data[:7]) != self.counts or len(data) < 8 + sum(self._bytes()):
            raise ValueError("a block of another mixer")
        found, at = list[Value](), 8
        for kind, count in zip(SIZES, self.counts, strict=True):
            for _ in repeat(None, count):
                found.append(round(-80 + 80 * data[at + AFTER[kind]] * STEP, 1))
                at += SIZES[kind]
        return dict(zip(self.fields, found, strict=True))

    def _bytes(self) -> list[int]:
        return [count * size for count, size in zip(self.counts, SIZES.values(), strict=True)]

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        """The block, the other bytes nought."""
        data, names = bytearray([*self.counts, 0]), iter(self.fields)
        for kind, count in zip(SIZES, self.counts, strict=True):
            for _ in repeat(None, count):
                level = number(values.get(next(names), -80.0))
                strip = bytearray(SIZES[kind])
                strip[AFTER[kind]] = min(240, max(0, round((level + 80) / 80 / STEP)))
                data += strip
        return base64.b64encode(bytes(data)).decode(), self.fields
