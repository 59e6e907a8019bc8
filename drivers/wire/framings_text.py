"""Cuts of protocols whose messages are several lines: Videohub's blocks, Lightware's signed and braced
replies.
"""

import re
from dataclasses import dataclass

from drivers.wire.framing import LIMIT, Buffer, Frame

BLANK = re.compile(rb"\n\r?\n")
SIGNED = re.compile(r"([0-9A-Fa-f]{1,4})#(.*)", re.DOTALL)


@dataclass(frozen=True)
class Blocks:
    """Lines up to an empty one; the frame is the lines, joined by newlines."""

    charset: str = "utf-8"

    def wrap(self, text: str, tag: str = "") -> bytes:
        return f"{text}\n\n".encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames, start = [], 0
        while found := BLANK.search(buffer, max(start, buffer.searched)):
            text = self._text(buffer[start : found.start()])
            frames += [Frame(text)] if text else []
            start = buffer.searched = found.end()
        del buffer[:start]
        buffer.searched = max(0, len(buffer) - 2)
        if len(buffer) > LIMIT:
            buffer.clear()
            buffer.searched = 0
        return frames

    def _text(self, data: bytearray) -> str:
        return data.decode(self.charset, "replace").replace("\r", "").replace("\0", "").strip("\n")


@dataclass(frozen=True)
class Signed:
    """Lightware LW3, what the controller says: "1103#GET /.ProductName"; the tag is the signature."""

    def turn(self, number: int) -> str:
        """Four digits."""
        return f"{number:04d}"

    def wrap(self, text: str, tag: str = "") -> bytes:
        return f"{tag}#{text}\r\n".encode() if tag else f"{text}\r\n".encode()

    def cut(self, buffer: Buffer) -> list[Frame]:
        return [self._frame(line) for line in _lines(buffer) if line]

    def _frame(self, line: str) -> Frame:
        signed = SIGNED.fullmatch(line)
        return Frame(signed[2], signed[1]) if signed else Frame(line)


@dataclass(frozen=True)
class Braced:
    """Lightware LW3, what the device says: "{1103", the lines of the reply, "}"; other lines are news."""

    def wrap(self, text: str, tag: str = "") -> bytes:
        lines = text.replace("\n", "\r\n") + "\r\n" if text else ""
        return f"{{{tag}\r\n{lines}}}\r\n".encode() if tag else lines.encode()

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        for line in _lines(buffer):
            self._line(line, buffer, frames)
        return frames

    def _line(self, line: str, buffer: Buffer, frames: list[Frame]) -> None:
        """One more line; `buffer.state` holds an open reply: its tag and its lines so far."""
        if line.startswith("{"):
            buffer.state = (line[1:].strip(), [])
        elif line == "}" and buffer.state:
            tag, lines = buffer.state
            buffer.state = None
            frames += [Frame("\n".join(lines), tag)] if lines else []
        elif buffer.state and not line.startswith("CHG "):
            if sum(map(len, buffer.state[1])) < LIMIT:
                buffer.state[1].append(line)
        elif line:
            frames.append(Frame(line))


def _lines(buffer: Buffer) -> list[str]:
    """The whole lines in `buffer`, which keeps the rest."""
    end = buffer.rfind(b"\n", buffer.searched) + 1
    buffer.searched = 0 if end else len(buffer)
    text = bytes(buffer[:end]).decode("utf-8", "replace").replace("\0", "")
    del buffer[:end]
    if len(buffer) > LIMIT:
        buffer.clear()
        buffer.searched = 0
    return [line.strip("\r") for line in text.split("\n")[:-1]]
