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

    `charset` is latin-1 or utf-8. Empty frames are skipped unless `blank` (an acknowledgement may be an end
    alone). The characters of `drop` around a frame and NULs are dropped. A frame that finds no end within
    `limit` bytes is thrown away.
    """

    end: str = "\r\n"
    also: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    drop: str = "\r\n"
    charset: str = "latin-1"
    blank: bool = False
    limit: int = LIMIT

    @cached_property
    def _ends(self) -> tuple[bytes, ...]:
        return tuple(each.encode() for each in sorted({self.end, *self.also}, key=len, reverse=True))

    @cached_property
    def _any_end(self) -> "re.Pattern[bytes]":
        return re.compile(b"|".join(map(re.escape, self._ends)))

    def wrap(self, text: str, tag: str = "") -> bytes:
        end = "" if self.prompts and text.strip(self.drop) in self.prompts else self.end
        return (text + end).encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        start, size = 0, len(self._ends[0])
        while (found := self._next(buffer, max(start, buffer.searched))) is not None:
            self._add(frames, buffer[start : found[0]])
            start = buffer.searched = found[1]
        del buffer[:start]
        buffer.searched = max(0, len(buffer) - size + 1)
        if self.prompts and len(buffer) < 256 and self._text(buffer) in self.prompts:
            self._add(frames, buffer)
            buffer.clear()
        if len(buffer) > self.limit:
            buffer.clear()
        if not buffer:
            buffer.searched = 0
        return frames

    def _next(self, buffer: Buffer, start: int) -> tuple[int, int] | None:
        """Where the nearest end begins and is over."""
        if len(self._ends) == 1:
            at = buffer.find(self._ends[0], start)
            return None if at < 0 else (at, at + len(self._ends[0]))
        match = self._any_end.search(buffer, start)
        return None if match is None else match.span()

    def _add(self, frames: list[Frame], data: bytes | bytearray) -> None:
        text = self._text(data)
        if text or self.blank:
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
        text = buffer.decode(self.charset, "surrogateescape").replace("\0", "")
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
        buffer[:] = text[at:].encode(self.charset, "surrogateescape")
        return frames

    def _read(self, frame: str) -> str:
        if self.charset != "latin-1":  # bytes that are no character were kept until the frame was whole
            frame = frame.encode(self.charset, "surrogateescape").decode(self.charset, "replace")
        first, last = self.alike.get(frame[0], frame[0]), self.alike.get(frame[-1], frame[-1])
        return first + frame[1:-1] + last if len(frame) > 1 else first

    def _lost(self, text: str, at: int) -> bool:
        """Whether the line that begins at `at` is over and still is no frame."""
        return any(char in "\r\n" and char in self.drop for char in text[at : at + self.partial])

    def _noise(self, frames: list[Frame], text: str, at: int) -> int:
        ends = [end for char in "\r\n" if (end := text.find(char, at, at + self.partial)) >= 0]
        end = min(ends, default=min(len(text), at + self.partial))
        frames.append(Frame(self._read(text[at:end])))
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
