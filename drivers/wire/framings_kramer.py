"""Kramer's Protocol 3000: the machine's number is part of the framing, and a line may hold several commands.

Said by a controller `#ROUTE 1,2,3`, by a device `ROUTE 1,2,3`: on the wire they are "#01@ROUTE 1,2,3" and
"~01@ROUTE 1,2,3". Lines without their first character (a banner) are frames as they are.
"""

import re
from dataclasses import dataclass

from drivers.wire.framing import LIMIT, Buffer, Frame

ORDER = re.compile(r"#?\s*(?:[0-9]{1,2}@)?\s*(.*)", re.DOTALL)
ANSWER = re.compile(r"~\s*[0-9]{1,2}@\s*(.*)", re.DOTALL)
LISTED = re.compile(r"(?!#?(?:NAME|LOGIN|LABEL))(\S+ )([-\w.*>]+(?:\s*,\s*[-\w.*>]+)+)", re.IGNORECASE)
"""A command with several words behind it; names and passwords are left as they are."""
ENDS = re.compile(rb"[\r\n]")


@dataclass(frozen=True)
class Orders:
    """What the controller says; `machine` is the number it is addressed to, 0: whoever hears it."""

    machine: int = 0
    end: str = "\r"

    def wrap(self, text: str, tag: str = "") -> bytes:
        to = f"#{self.machine:02d}@" if self.machine else "#"
        return f"{to}{text.removeprefix('#')}{self.end}".encode("latin-1", "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        return [frame for line in _lines(buffer) if line.startswith("#") for frame in self._chained(line)]

    def _chained(self, line: str) -> list[Frame]:
        """Each command of a line; "#|" says nothing twice."""
        words = [ORDER.fullmatch(word) for word in line.split("|")]
        return [Frame("#" + _close(_spaced(word[1]))) for word in words if word]


@dataclass(frozen=True)
class Answers:
    """What the device says, as machine number `machine`; heard from any."""

    machine: int = 1
    end: str = "\r\n"

    def wrap(self, text: str, tag: str = "") -> bytes:
        blank = " " if text == "OK" else ""  # the handshake's answer
        return f"~{self.machine:02d}@{blank}{text}{self.end}".encode("latin-1", "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        return [self._frame(line) for line in _lines(buffer)]

    def _frame(self, line: str) -> Frame:
        answer = ANSWER.fullmatch(line)
        return Frame(_spaced(answer[1]) if answer else line)


def _spaced(text: str) -> str:
    """One blank between the command and what follows it, however many there were."""
    command, *rest = text.split(None, 1)[:2] or [""]
    return " ".join([command, *rest]).rstrip()


def _close(text: str) -> str:
    """No blanks around the commas between words: "ROUTE 1, 2, 4" is "ROUTE 1,2,4"."""
    listed = LISTED.fullmatch(text)
    return listed[1] + "".join(listed[2].split()) if listed else text


def _lines(buffer: Buffer) -> list[str]:
    """The whole lines in `buffer`, which keeps the rest."""
    *whole, rest = ENDS.split(bytes(buffer))
    buffer[:] = rest if len(rest) <= LIMIT else b""
    texts = (line.decode("latin-1").replace("\0", "").strip() for line in whole)
    return [text for text in texts if text]
