"""How the meters of OSC consoles are spelled inside a blob, shown as hex digits.

Source: X32/M32 OSC remote protocol, "meters": little-endian floats, 1.0 is full scale. Behringer X-Air OSC
document: little-endian sixteen-bit numbers, 256 to the decibel.
"""

import math
import struct
from dataclasses import dataclass

from drivers.points import Value
from drivers.wire.spelling import number

SILENCE = -90.0
"""Nothing is shown below this many decibels."""


@dataclass(frozen=True)
class FloatMeter:
    """A linear level as eight hex digits; the value is in dB of full scale, -90 at the least."""

    size = 8
    pattern = "[0-9A-Fa-f]{8}"

    def read(self, text: str) -> float:
        (level,) = struct.unpack("<f", bytes.fromhex(text))
        if not 0 <= level < 1e6:
            raise ValueError(text)
        return max(SILENCE, round(20 * math.log10(level), 1)) if level > 0 else SILENCE

    def write(self, value: Value) -> str:
        db = number(value)
        level = 0.0 if db <= SILENCE else 10 ** (min(db, 60) / 20)
        return struct.pack("<f", level).hex().upper()

    def samples(self) -> tuple[Value, ...]:
        return (-20.0, SILENCE, 0.0)


@dataclass(frozen=True)
class ShortMeter:
    """A level as four hex digits; the value is in dB of full scale, -90 at the least."""

    size = 4
    pattern = "[0-9A-Fa-f]{4}"

    def read(self, text: str) -> float:
        wire = int.from_bytes(bytes.fromhex(text), "little", signed=True)
        return max(SILENCE, round(wire / 256, 1))

    def write(self, value: Value) -> str:
        return struct.pack("<h", round(min(max(number(value), -128), 127) * 256)).hex().upper()

    def samples(self) -> tuple[Value, ...]:
        return (-20.0, SILENCE, 0.0)
