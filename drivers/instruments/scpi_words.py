"""How instruments spell numbers, names and spectra, and how their commands are brought to one form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from drivers.points import Value
from drivers.wire.framing import Buffer, Frame
from drivers.wire.framings import Ends
from drivers.wire.joining import MORE
from drivers.wire.spelling import Text, between, number

NAN, INFINITE = 9.91e37, 9.9e37
UNITS = {"": 1.0, "HZ": 1.0, "KHZ": 1e3, "MHZ": 1e6, "GHZ": 1e9, "V": 1.0, "S": 1.0, "DB": 1.0, "DBM": 1.0}
NUMBER = "[-+]?[0-9]{0,18}(?:[.][0-9]{0,18})?(?:[eE][-+]?[0-9]{1,3})?"


@dataclass(frozen=True)
class Number:
    """A number in any of the standard's three forms, with a unit behind it or none; 9.91E+37 is none at all.

    Said with `places` decimals. `units`: a unit may be heard. `low` and `high` bound it.
    """

    places: int = 3
    units: bool = False
    low: float = 0.0
    high: float = 1e12

    @cached_property
    def pattern(self) -> str:
        """Digits, and a unit where there may be one."""
        dashes = "-{1,8}(?:[.]-{1,8})?|nan|NAN"
        return f"{dashes}|{NUMBER}{' ?[a-zA-Z]{0,3}' if self.units else ''}"

    def read(self, text: str) -> float | int | None:
        match = re.fullmatch(f"({NUMBER}) ?([a-zA-Z]*)", text)
        if match is None or not match[1] or match[2].upper() not in UNITS:
            _nothing(text)
            return None
        value = float(match[1]) * UNITS[match[2].upper()]
        if abs(value) >= INFINITE * 0.999:
            return None
        between(value, self.low, self.high)
        return int(value) if self.places == 0 and value == int(value) else round(value, 9)

    def write(self, value: Value) -> str:
        if value is None:
            return "9.91E+37"
        real = number(value)
        between(real, self.low, self.high)
        return f"{real:.{self.places}f}"

    def samples(self) -> tuple[Value, ...]:
        low = max(self.low, -1e6)
        high = min(self.high, low + 100)
        return (low + (high - low) / 2, low) if self.places else (int(low) + 1, int(low))


@dataclass(frozen=True)
class Name(Text):
    """One field of an identity; some put blanks around it."""

    def read(self, text: str) -> str:
        return super().read(text.strip())


def _nothing(text: str) -> None:
    if (text and not text.strip("-.")) or text.lower() == "nan":
        return
    raise ValueError(text)


# ---------------------------------------------------------------- commands in one form

WORDS = re.compile(r"([A-Za-z_]+)([0-9]*)")
KEPT_WHOLE = ("INTEG",)
"""Short forms that do not follow the rule."""
ALIKE = {"SYST:ERR:NEXT?": "SYST:ERR?"}
"""Words at the end of a header that may be left out."""
UNDER_SENSE = ("FREQ", "BAND", "SWE")
"""Words that SENSe may be left out in front of."""
TOGETHER = ("SYST:ERR?", "*OPC?")
"""Questions that belong to the order before them."""


def short(word: str) -> str:
    """The short form of one word of a header: four letters, or three where the fourth is a vowel."""
    name = word.upper()
    match = WORDS.fullmatch(name)
    if match is None:
        return name
    letters, digits = match.groups()
    whole = next((each for each in KEPT_WHOLE if letters.startswith(each)), "")
    if whole or len(letters) <= 4:
        return (whole or letters) + digits
    return letters[: 3 if letters[3] in "AEIOU" else 4] + digits


@dataclass(frozen=True)
class Scpi(Ends):
    """Lines as an instrument hears them: in any case, long or short, several parted by semicolons.

    Each command becomes a frame in its short form with its whole path; an order and the question behind it
    that only asks whether it went well stay together.
    """

    end: str = "\n"
    also: tuple[str, ...] = ("\r\n", "\r")
    drop: str = "\r\n "

    def wrap(self, text: str, tag: str = "") -> bytes:
        return super().wrap(text.replace(";SYST:", ";:SYST:"), tag)  # from the root, wherever we are

    def cut(self, buffer: Buffer) -> list[Frame]:
        return [frame for line in super().cut(buffer) for frame in _tagged(list(_orders(line.text)))]


@dataclass(frozen=True)
class Answers(Ends):
    """Lines as an instrument says them: what was asked in one message is answered in one, by semicolons."""

    end: str = "\n"
    also: tuple[str, ...] = ("\r\n",)
    drop: str = "\r\n "

    def joined(self, answers: list[bytes]) -> bytes:
        """One message of several."""
        end = self.end.encode()
        return b";".join(each.removesuffix(end) for each in answers) + (end if answers else b"")


def _tagged(units: list[str]) -> list[Frame]:
    """Where several are asked in one message, each knows whether more follow."""
    several = sum("?" in unit for unit in units) > 1
    return [Frame(unit, MORE if several and at < len(units) else "") for at, unit in enumerate(units, 1)]


def _orders(line: str) -> Iterator[str]:
    path: list[str] = []
    units: list[str] = []
    for unit in _split(line):
        header, space, rest = unit.partition(" ")
        if header.startswith("*"):
            units.append(f"{header.upper()}{space}{rest.strip()}")
            continue
        words = [
            short(word.rstrip("?")) + ("?" if word.endswith("?") else "")
            for word in header.strip(":").split(":")
        ]
        whole = words if header.startswith(":") else [*path, *words]
        path = whole[:-1]
        spelled = ":".join(["SENS", *whole] if whole[0] in UNDER_SENSE else whole)
        units.append(ALIKE.get(spelled, spelled) + (f" {rest.strip()}" if rest.strip() else ""))
    if len(units) == 2 and units[1] in TOGETHER and not units[0].endswith("?"):
        units = [";".join(units)]
    yield from units


def _split(line: str) -> Iterator[str]:
    """The commands of a message; a semicolon in quotes parts nothing."""
    for unit in re.findall(r"""(?:[^;"']|"[^"]*"|'[^']*'|["'])+""", line):
        if unit.strip():
            yield unit.strip()
