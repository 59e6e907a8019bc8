"""How NEC's binary protocol spells values: bytes as hex words, several of them one value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from drivers.points import Value
from drivers.vocabulary import COOLING, FAILED, GOOD, OFF, ON, WARMING, WARNING, Health
from drivers.wire.spelling import number, plain

WORD = "[0-9A-F]{2}"


@dataclass(frozen=True)
class Count:
    """A little-endian number of four bytes, in so many `units` each (seconds of an hour); whole ones only."""

    units: int = 1
    signed: bool = False

    pattern = f"{WORD} {WORD} {WORD} {WORD}"
    size = 11

    def read(self, text: str) -> int:
        wire = int.from_bytes(bytes.fromhex(text), "little", signed=self.signed)
        return int(wire / self.units)

    def write(self, value: Value) -> str:
        wire = int(number(value) * self.units)
        try:
            return wire.to_bytes(4, "little", signed=self.signed).hex(" ").upper()
        except OverflowError:
            raise ValueError(f"{value!r} does not fit") from None

    def samples(self) -> tuple[Value, ...]:
        return (50, 1)


@dataclass(frozen=True)
class Chars:
    """A text up to its first NUL, filled up to `width` bytes; at the end of a line (`last`) heard at any."""

    width: int
    last: bool = True

    @cached_property
    def pattern(self) -> str:
        """So many bytes."""
        return f"{WORD}(?: {WORD}){{0,127}}" if self.last else " ".join([WORD] * self.width)

    def read(self, text: str) -> str:
        said = bytes.fromhex(text).partition(b"\0")[0].decode("latin-1").strip()
        if not said:
            raise ValueError("nothing is said")
        return plain(said)

    def write(self, value: Value) -> str:
        text = plain(str(value)).encode("latin-1", "replace")
        if not text:
            raise ValueError("there is nothing to say")
        return text[: self.width - 1].ljust(self.width, b"\0").hex(" ").upper()

    def samples(self) -> tuple[Value, ...]:
        return ("PA804UL", "X1")


class Running:
    """Power, cooling, processing and operation (bytes 3 to 6 of the running status) as one state.

    Cooling may be told by either of two bytes. What is processed while the power is still on is its end.
    """

    pattern = " ".join([WORD] * 4)
    size = 11
    _said: Mapping[Value, str] = {
        OFF: "00 00 00 00", WARMING: "00 00 01 00", ON: "01 00 00 04", COOLING: "00 01 00 05",
    }  # fmt: skip

    def read(self, text: str) -> Value:
        power, cooling, processing, operation = text.split(" ")
        if text == "FF FF FF FF":
            raise ValueError("the device tells nothing of this")
        if cooling == "01" or operation == "05":
            return COOLING
        if processing == "01":
            return COOLING if power == "01" else WARMING
        return ON if power == "01" or operation == "04" else OFF

    def write(self, value: Value) -> str:
        try:
            return self._said[value]
        except KeyError:
            raise ValueError(f"{value!r} is no power state") from None

    def samples(self) -> tuple[Value, ...]:
        return (OFF, ON)


class Sense:
    """The one byte of the old running sense: bit 1 power, bit 5 cooling, bit 7 processing."""

    pattern = WORD
    size = 2
    _said: Mapping[Value, str] = {OFF: "00", WARMING: "80", ON: "02", COOLING: "20"}

    def read(self, text: str) -> Value:
        bits = int(text, 16)
        if bits & 0x20:
            return COOLING
        if bits & 0x80:
            return COOLING if bits & 0x02 else WARMING
        return ON if bits & 0x02 else OFF

    def write(self, value: Value) -> str:
        try:
            return self._said[value]
        except KeyError:
            raise ValueError(f"{value!r} is no power state") from None

    def samples(self) -> tuple[Value, ...]:
        return (OFF, ON)


class Operation:
    """The operation status of the basic information; it has no word for warming, which looks like on."""

    pattern = WORD
    size = 2
    _read: Mapping[str, Value] = {"00": OFF, "04": ON, "05": COOLING, "06": OFF, "0F": OFF, "10": OFF}
    _said: Mapping[Value, str] = {OFF: "00", WARMING: "04", ON: "04", COOLING: "05"}

    def read(self, text: str) -> Value:
        if text not in self._read:
            raise ValueError(f"{text} is no operation status")
        return self._read[text]

    def write(self, value: Value) -> str:
        try:
            return self._said[value]
        except KeyError:
            raise ValueError(f"{value!r} is no power state") from None

    def samples(self) -> tuple[Value, ...]:
        return (OFF, ON)


@dataclass(frozen=True)
class Shown:
    """The input that shows, as terminal number and kind of signal; a pair nobody listed is its own name."""

    names: Mapping[str, Value]

    pattern = f"{WORD} {WORD}"
    size = 5

    def read(self, text: str) -> Value:
        return None if text in ("00 00", "FF FF") else self.names.get(text, text)

    def write(self, value: Value) -> str:
        for pair, name in self.names.items():
            if name == value:
                return pair
        if isinstance(value, str) and re.fullmatch(self.pattern, value):
            return value
        raise ValueError(f"{value!r} is no input that can be shown")

    def samples(self) -> tuple[Value, ...]:
        return tuple(dict.fromkeys(self.names.values()))


ILLS: Mapping[int, tuple[str, Health]] = {
    0: ("cover", FAILED), 1: ("temperature", FAILED), 3: ("fan", FAILED), 4: ("fan", FAILED),
    5: ("power", FAILED), 6: ("lamp", FAILED), 7: ("lamp", WARNING),
    8: ("lamp", FAILED), 9: ("formatter", FAILED), 10: ("lamp_2", FAILED),
    17: ("fpga", FAILED), 18: ("sensor", FAILED), 19: ("lamp", FAILED), 20: ("lamp", FAILED),
    21: ("cover", FAILED), 22: ("lamp_2", WARNING), 23: ("lamp_2", FAILED),
    24: ("lamp_2", FAILED), 25: ("lamp_2", FAILED), 26: ("filter", WARNING), 27: ("sensor", FAILED),
}  # fmt: skip
"""What each bit of the error status says of which part; bit 0 is the lowest of the first byte (009)."""

PARTS = tuple(dict.fromkeys(part for part, _ in ILLS.values()))


@dataclass(frozen=True)
class Errors:
    """The error status: the health of each part, and the bytes as they are, for the bits nobody explained."""

    bytes: int = 12
    raw: str = "error_bits"
    ills: Mapping[int, tuple[str, Health]] = field(default_factory=lambda: ILLS)

    pattern = f"{WORD}(?: {WORD}){{3,31}}"

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The health of each part, and the raw bytes."""
        return (*(f"health[{part}]" for part in PARTS), self.raw)

    def read_all(self, text: str) -> Mapping[str, Value]:
        """Each part's worst; what no bit speaks of is good."""
        wire = int.from_bytes(bytes.fromhex(text), "little")
        found: dict[str, Value] = dict.fromkeys((f"health[{part}]" for part in PARTS), GOOD)
        for bit, (part, ill) in self.ills.items():
            if wire >> bit & 1 and found[f"health[{part}]"] != FAILED:
                found[f"health[{part}]"] = ill
        return {**found, self.raw: text}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        """The bytes as they are where they agree with what the parts say, else made from the parts."""
        raw = values.get(self.raw)
        if isinstance(raw, str) and re.fullmatch(self.pattern, raw):
            told = self.read_all(raw)
            if all(values.get(name, told[name]) == told[name] for name in self.fields):
                return raw, self.fields
        wire, done = 0, set[str]()
        for bit, (part, ill) in self.ills.items():
            if part not in done and values.get(f"health[{part}]", GOOD) == ill:
                wire |= 1 << bit
                done.add(part)
        return wire.to_bytes(self.bytes, "little").hex(" ").upper(), self.fields[:-1]
