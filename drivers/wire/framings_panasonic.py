"""Panasonic's commands: with an identity in front that a device of many may be called by, "ADZZ;QPW"."""

import re
from dataclasses import dataclass, replace

from drivers.wire.framing import Buffer, Frame
from drivers.wire.framings import Ends

CALLED = re.compile(r"((?:[0-9A-Fa-f]{32}){0,2}[0-9]{2})AD[0-9A-Z]{2};", re.IGNORECASE)
"""A digest or none, the two characters of the header, and the identity."""
NAMED = re.compile(r"AD([0-9A-Z]{2});(.*)", re.IGNORECASE | re.DOTALL)
STX, ETX = 0x02, 0x03
LONGEST = 512
ALL = "ZZ"


@dataclass(frozen=True)
class Called(Ends):
    """What is said to a projector on a network: lines; an identity behind the header means nothing."""

    def cut(self, buffer: Buffer) -> list[Frame]:
        return [Frame(CALLED.sub(r"\1", frame.text, count=1)) for frame in super().cut(buffer)]


@dataclass(frozen=True)
class Between:
    """Frames between STX and ETX. `name` is how the device is called: all are, where it is empty; a command
    for another is not heard. `calls`: whether the name is said.
    """

    name: str = ""
    calls: bool = False

    def wrap(self, text: str, tag: str = "") -> bytes:
        called = f"AD{self.name};" if self.calls and self.name else ""
        return bytes([STX]) + f"{called}{text}".encode("latin-1", "replace") + bytes([ETX])

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        while (end := buffer.find(ETX)) >= 0:
            start = buffer.rfind(STX, 0, end)
            frames += self._heard(buffer[start + 1 : end]) if start >= 0 else []
            del buffer[: end + 1]
        if len(buffer) > LONGEST:
            buffer.clear()
        return frames

    def _heard(self, data: bytearray) -> list[Frame]:
        text = data.decode("latin-1").replace("\0", "").strip("\r\n ")
        called = NAMED.fullmatch(text)
        if called is None:
            return [Frame(text)]
        ours = not self.name or called[1].upper() in (self.name.upper(), ALL)
        return [Frame(called[2])] if ours else []

    def named(self, name: str) -> "Between":
        """The same, of the device with this name."""
        return replace(self, name=name)
