"""Messages between parentheses, "(PWR!001 \"On\")": any number in a row, with line ends or none between."""

import re
from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame

LONGEST = 2048
"""The most characters of an unfinished message that are kept."""

_INSIDE = r'(?>[^()"\\\r\n]+|\\[^\r\n]|"(?>[^"\\\r\n]+|\\[^\r\n])*")*'
WHOLE = re.compile(rf"\({_INSIDE}\)")
UNFINISHED = re.compile(rf'\({_INSIDE}(?:\\|"(?>[^"\\\r\n]+|\\[^\r\n])*\\?)?\Z')


@dataclass(frozen=True)
class Parens:
    """Frames from "(" to ")"; a "(" outside of quotes begins anew, and `alone` are characters that are a
    frame by themselves ("$"). What lies between frames is dropped.
    """

    alone: str = ""
    end: str = ""

    def wrap(self, text: str, tag: str = "") -> bytes:
        return (text + self.end).encode("utf-8", "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        text = buffer.decode("latin-1").replace("\0", "")
        frames: list[Frame] = []
        at = 0
        while at < len(text) and not (text[at] == "(" and self._waits(text, at)):
            at += self._take(text, at, frames)
        buffer[:] = text[at:].encode("latin-1")
        return frames

    def _waits(self, text: str, at: int) -> bool:
        """Whether the message that begins here is not over yet, and may still become one."""
        return len(text) - at <= LONGEST and UNFINISHED.match(text, at) is not None

    def _take(self, text: str, at: int, frames: list[Frame]) -> int:
        """How many characters are done with."""
        match = WHOLE.match(text, at)
        if match is not None:
            frames.append(Frame(match[0].encode("latin-1").decode("utf-8", "replace")))
            return len(match[0])
        if self.alone and text[at] in self.alone:
            frames.append(Frame(text[at]))
        return 1
