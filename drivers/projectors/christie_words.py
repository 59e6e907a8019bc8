"""Christie's numbers, padded or not, and its error numbers.

Source: Christie serial protocol, GS series and TruLife serial command guide (020-103316).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from drivers.errors import Reason
from drivers.points import Value
from drivers.vocabulary import FAILED, GOOD, WARNING
from drivers.wire.spelling import ANY, Words, number

ERRORS: Mapping[str, Reason] = {
    "00104": Reason.OUT_OF_RANGE,  # invalid value
    "00003": Reason.OUT_OF_RANGE,  # invalid parameter
    "00004": Reason.OUT_OF_RANGE,  # too many parameters
    "00005": Reason.OUT_OF_RANGE,  # too few parameters
    "00106": Reason.OUT_OF_RANGE,  # invalid language
    "00107": Reason.OUT_OF_RANGE,  # list size
    "00101": Reason.NOT_SUPPORTED,  # control not found
    "00102": Reason.NOT_SUPPORTED,  # subcontrol not found
    "00103": Reason.NOT_SUPPORTED,  # wrong type of control
    "00006": Reason.NOT_SUPPORTED,  # channel not found
    "00009": Reason.NOT_SUPPORTED,  # unknown request
    "00115": Reason.NOT_SUPPORTED,  # not implemented
    "00105": Reason.BUSY,  # disabled control
    "00118": Reason.BUSY,  # busy
    "00007": Reason.BUSY,  # command not executed
    "00110": Reason.BUSY,  # timeout
    "00112": Reason.FAILED,  # hardware
    "00008": Reason.FAILED,  # checksum
    "00010": Reason.FAILED,  # serial communication
    "00111": Reason.FAILED,  # communication failure
    "00113": Reason.FAILED,  # bad file
    "00114": Reason.FAILED,  # memory
    "00116": Reason.NOT_AUTHORISED,  # security
    "00117": Reason.NOT_AUTHORISED,  # access group
    "*": Reason.FAILED,
}


@dataclass(frozen=True)
class Coded(Words):
    """Words whose codes are numbers: understood with any padding, said with `width` digits."""

    width: int = 1
    pattern = "[0-9]{1,6}"
    size = None

    def read(self, text: str) -> Value:
        return super().read(str(int(text)))

    def write(self, value: Value) -> str:
        return f"{int(super().write(value)):0{self.width}d}"


@dataclass(frozen=True)
class Code:
    """What is asked or told: three letters, and perhaps a subcode."""

    pattern = "[A-Za-z]{3}(?:[+][A-Za-z0-9]{1,4})?"

    def read(self, text: str) -> str:
        return text.upper()

    def write(self, value: Value) -> str:
        return str(value)

    def samples(self) -> tuple[Value, ...]:
        return ("PWR",)


@dataclass(frozen=True)
class Level:
    """How bad an item of a status group is: 0 is good, 1 is read as a warning, more as a failure."""

    pattern = "[0-9]{1,6}"
    size = None

    def read(self, text: str) -> Value:
        return (GOOD, WARNING, FAILED)[min(int(text), 2)]

    def write(self, value: Value) -> str:
        return f"{(GOOD, WARNING, FAILED).index(value):03d}"

    def samples(self) -> tuple[Value, ...]:
        return (GOOD, WARNING, FAILED)


@dataclass(frozen=True)
class Measured:
    """A number with whatever unit stands behind it: "45", "45.5 C"."""

    pattern = ANY

    def read(self, text: str) -> Value:
        match = re.match(r" *(-?[0-9]{1,5}(?:[.][0-9]{1,6})?)", text)
        if match is None:
            raise ValueError(text)
        return float(match[1])

    def write(self, value: Value) -> str:
        return f"{number(value):g}"

    def samples(self) -> tuple[Value, ...]:
        return (24.0, 41.5)


@dataclass(frozen=True)
class Version:
    """Three numbers, major, minor and maintenance: "001 000 234" is 1.0.234."""

    pattern = "[0-9]{1,5} [0-9]{1,5} [0-9]{1,5}"

    def read(self, text: str) -> str:
        return ".".join(str(int(part)) for part in text.split())

    def write(self, value: Value) -> str:
        parts = [int(part) for part in str(value).split(".")]
        if len(parts) > 3 or min(parts) < 0:
            raise ValueError(f"{value!r} is no version")
        return " ".join(f"{part:03d}" for part in (*parts, 0, 0)[:3])

    def samples(self) -> tuple[Value, ...]:
        return ("1.0.234", "2.3.0")
