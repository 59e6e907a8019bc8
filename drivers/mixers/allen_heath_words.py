"""How Allen & Heath SQ mixers spell levels: 14 bits as two 7-bit bytes, in the fader law the mixer is set to.

Source: Allen & Heath SQ MIDI Protocol, issue 5, value coding.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property

from drivers import vocabulary as std
from drivers.points import Point, Value
from drivers.wire.spelling import between, number

BOTTOM = -89.0
"""What stands for silence, in dB."""
TOP = 128 * 128 - 1

LEVEL = replace(std.FADER, range=(BOTTOM, 10.0), step=0.5, tolerance=0.1)
DCA = (
    replace(LEVEL, key="dca_fader", about="level of this control group").over("dca"),
    replace(std.MUTE, key="dca_mute", about="control group muted").over("dca"),
)
SCENE = Point("console_scene", "the scene last recalled", range=(0, 300), step=1)


def seven(wire: int) -> str:
    """A 14-bit number as its two 7-bit bytes."""
    return f"{wire >> 7:02X}{wire & 0x7F:02X}"


def linear(wire: int) -> float:
    """The linear taper, which is the mixer's usual fader law."""
    return round((wire - 15196) / 118.775, 2)


def audio(wire: int) -> float:
    """The audio taper: straight pieces over the coarse byte, refined by the fine one."""
    coarse = wire / 128
    for above, level, at, slope in (
        (115, 10.0, 127, 3.0), (99, 5.0, 115, 4.0), (79, 0.0, 99, 5.0),
        (63, -5.0, 79, 4.0), (15, -10.0, 63, 1.778),
    ):  # fmt: skip
        if coarse > above:
            return round(level - (at - coarse) / slope, 2)
    return round(-40.0 - (15 - coarse) / 0.2, 2)


@dataclass(frozen=True)
class Level:
    """A level as two 7-bit hex bytes, in the mixer's fader law; the bottom is silence."""

    law: str = "linear"

    pattern = "[0-7][0-9A-F][0-7][0-9A-F]"
    size = 4

    @cached_property
    def _curve(self) -> list[float]:
        taper = audio if self.law == "audio" else linear
        return [min(10.0, max(BOTTOM, taper(wire))) for wire in range(TOP + 1)]

    def read(self, text: str) -> float:
        """The level in dB."""
        return self._curve[int(text[:2], 16) << 7 | int(text[2:], 16)]

    def write(self, value: Value) -> str:
        """The nearest step; the ends are the ends of the wire."""
        level = number(value)
        between(level, BOTTOM, 10.0)
        if level in (BOTTOM, 10.0):
            return seven(TOP if level > BOTTOM else 0)
        at = bisect_left(self._curve, level)
        lower = max(0, min(at, TOP) - 1)
        nearer = min((lower, min(at, TOP)), key=lambda wire: abs(self._curve[wire] - level))
        return seven(nearer)

    def samples(self) -> tuple[Value, ...]:
        """Unity, the bottom, the top."""
        return (0.0, BOTTOM, 10.0)


@dataclass(frozen=True)
class Pan:
    """A place between left and right as two 7-bit hex bytes."""

    pattern = "[0-7][0-9A-F][0-7][0-9A-F]"
    size = 4

    def read(self, text: str) -> float:
        """-100 is left, 100 is right."""
        wire = int(text[:2], 16) << 7 | int(text[2:], 16)
        return round(200 * wire / TOP - 100, 1) + 0.0

    def write(self, value: Value) -> str:
        """The nearest step; the middle is 3F 7F."""
        pan = number(value)
        between(pan, -100, 100)
        return seven(int((pan + 100) / 200 * TOP))

    def samples(self) -> tuple[Value, ...]:
        """The middle and both sides."""
        return (0.0, -100.0, 100.0)
