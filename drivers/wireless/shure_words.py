"""How Shure receivers spell names and numbers."""

import re
from dataclasses import dataclass

from drivers.points import Value
from drivers.wire.spelling import Real, Whole, Words, plain

ON_OFF = Words({"ON": True, "OFF": False})
ON_OFF_UNKNOWN = Words({"ON": True, "OFF": False, "UNKN": None, "UNKNOWN": None})
"""What a transmitter tells, while it is on."""

BYTE = ("255",)
WORD = ("65535", "65534", "65533")
"""Unknown; of minutes also: still being calculated, and a communication warning."""


@dataclass(frozen=True)
class Named:
    """A text in braces, padded to `longest`; heard without padding, and without braces."""

    longest: int = 8

    pattern = r"\{[^{}]*\}|[^{} ]+"

    def read(self, text: str) -> str:
        text = (text[1:-1] if text[:1] == "{" else text).strip(" ")
        if len(text) > self.longest:
            raise ValueError("longer than it can be")
        return text

    def write(self, value: Value) -> str:
        text = plain(value) if isinstance(value, str) else "{"
        if len(text) > self.longest or re.search("[{}]", text):
            raise ValueError(f"{value!r} is not a text of at most {self.longest} characters without braces")
        return "{" + text.ljust(self.longest) + "}"

    def samples(self) -> tuple[Value, ...]:
        return ("Lectern"[: self.longest], "B")


@dataclass(frozen=True)
class Word:
    """One word without blanks; some words mean that there is no value."""

    absent: tuple[str, ...] = ()

    pattern = r"[^<>{} ]+"

    def read(self, text: str) -> str | None:
        return None if text.upper() in self.absent else text

    def write(self, value: Value) -> str:
        if value is None and self.absent:
            return self.absent[0]
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ValueError(f"{value!r} is no word")
        return value

    def samples(self) -> tuple[Value, ...]:
        return ("ULXD2", "ULXD1")


def counted(width: int, low: int, high: int, absent: tuple[str, ...] = BYTE) -> Whole:
    """A whole number with its own word for "unknown"."""
    return Whole(width, low=low, high=high, absent=absent)


def shifted(width: int, offset: int, low: int, high: int, absent: tuple[str, ...] = ()) -> Real:
    """A level: the number on the wire plus `offset`, in dB, dBFS or dBm."""
    return Real(0, offset=offset, low=low, high=high, width=width, absent=absent)


UNKNOWN = ("UNKN", "UNKNOWN")
MEGAHERTZ = Real(0, scale=0.001, low=1, high=9999.999, width=6)
MINUTES = counted(5, 0, 65532, WORD)
