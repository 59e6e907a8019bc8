"""The cuts that most protocols need: lines, commands that carry their own end, datagrams."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from drivers.wire.framing import LIMIT, Buffer, Frame


@dataclass(frozen=True)
class Ends:
    """Frames closed by `end`; `also` are other ends understood; `prompts` are frames that need no end
    ("Password:").

    `charset` is latin-1 or utf-8. Empty frames are skipped, the characters of `drop` around a frame and NULs
    are dropped. A frame that finds no end within `limit` bytes is thrown away.
    """

    end: str = "\r\n"
    also: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    drop: str = "\r\n"
    charset: str = "latin-1"
    limit: int = LIMIT

    @cached_property
    def _ends(self) -> tuple[bytes, ...]:
        return tuple(each.encode() for each in dict.fromkeys((self.end, *self.also)))

    @cached_property
    def _prompts(self) -> tuple[str, ...]:
        return tuple(self.prompts)

    def wrap(self, text: str, tag: str = "") -> bytes:
        return (text + self.end).encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        start, searched = 0, buffer.searched
        while (found := self._next(buffer, max(start, searched))) is not None:
            at, size = found
            self._add(frames, buffer[start:at])
            start = searched = at + size
        del buffer[:start]
        buffer.searched = max(0, len(buffer) - max(map(len, self._ends)) + 1)
        if self._prompts and len(buffer) < 256 and self._prompted(buffer):
            self._add(frames, buffer)
            buffer.clear()
            buffer.searched = 0
        if len(buffer) > self.limit:
            buffer.clear()
            buffer.searched = 0
        return frames

    def _next(self, buffer: Buffer, start: int) -> tuple[int, int] | None:
        """The nearest end, and its length; of two that begin at one place the longer."""
        if len(self._ends) == 1:
            at = buffer.find(self._ends[0], start)
            return None if at < 0 else (at, len(self._ends[0]))
        found = [(at, -len(end)) for end in self._ends if (at := buffer.find(end, start)) >= 0]
        return (min(found)[0], -min(found)[1]) if found else None

    def _prompted(self, buffer: Buffer) -> bool:
        return self._text(buffer) in self._prompts

    def _add(self, frames: list[Frame], data: bytes | bytearray) -> None:
        if text := self._text(data):
            frames.append(Frame(text))

    def _text(self, data: bytes | bytearray) -> str:
        return data.decode(self.charset, "replace").replace("\0", "").strip(self.drop)


@dataclass(frozen=True)
class Pattern:
    """Frames that carry their own end, told by a linear pattern: "1*2!", "<...>"; `drop` characters in
    between.

    No frame may be a proper beginning of a longer one. `end` is said after each frame. `alike` are first or
    last characters read as others: {"W": "\\x1b", "|": "\\r"}. What cannot begin a frame, or is still
    unfinished after `partial` characters, is one frame of noise up to the end of its line.
    """

    regex: str
    drop: str = "\r\n"
    end: str = ""
    partial: int = 256
    charset: str = "latin-1"
    alike: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _regex(self) -> "re.Pattern[str]":
        return re.compile(self.regex, re.DOTALL)

    def wrap(self, text: str, tag: str = "") -> bytes:
        return (text + self.end).encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        text = buffer.decode(self.charset, "replace").replace("\0", "")
        frames: list[Frame] = []
        at = 0
        while at < len(text):
            if text[at] in self.drop:
                at += 1
                continue
            match = self._regex.match(text, at, at + self.partial)
            if match is not None and match.end() > at:
                frames.append(Frame(self._read(match[0])))
                at = match.end()
            elif len(text) - at <= self.partial and not self._lost(text, at):
                break
            else:
                at = self._noise(frames, text, at)
        buffer[:] = text[at:].encode(self.charset, "replace")
        return frames

    def _read(self, frame: str) -> str:
        first, last = self.alike.get(frame[0], frame[0]), self.alike.get(frame[-1], frame[-1])
        return first + frame[1:-1] + last if len(frame) > 1 else first

    def _lost(self, text: str, at: int) -> bool:
        """Whether the line that begins at `at` is over and still is no frame."""
        return any(char in "\r\n" and char in self.drop for char in text[at : at + self.partial])

    def _noise(self, frames: list[Frame], text: str, at: int) -> int:
        ends = [end for char in "\r\n" if (end := text.find(char, at, at + self.partial)) >= 0]
        end = min(ends, default=min(len(text), at + self.partial))
        frames.append(Frame(text[at:end]))
        return end


@dataclass(frozen=True)
class Datagram:
    """One whole message each time (the SNMP transport's text): what is in the buffer is the frame."""

    charset: str = "utf-8"

    def wrap(self, text: str, tag: str = "") -> bytes:
        return text.encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        text = bytes(buffer[:LIMIT]).decode(self.charset, "replace").replace("\0", "")
        buffer.clear()
        return [Frame(text)] if text else []
