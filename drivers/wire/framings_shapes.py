"""Frames of bytes that are told by their own shape, where neither an end nor a length parts them; and lines
by datagram, which may or may not carry an end.

Most screen motors and relay boards have a handful of messages of a few bytes, "FF 01 {relay}", and no more.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.wire.framing import LIMIT, Buffer, Frame

Shape = tuple[frozenset[int] | None, ...]
"""For each byte of a message what it may be; None is any."""
NOISE = 64
"""So many bytes that fit nothing are one frame of noise, for the trace."""


@dataclass(frozen=True)
class Shapes:
    """Messages of these shapes, shown as hex words; behind each the byte of a `seal` over it, and a `tail`.

    No shape may be a proper beginning of another. What fits none is shown as noise, byte by byte, until
    something does.
    """

    shapes: tuple[Shape, ...]
    seal: Callable[[bytes], int] | None = None
    tail: bytes = b""

    def wrap(self, text: str, tag: str = "") -> bytes:
        """The bytes of one message; b"" for a text that is none."""
        try:
            body = bytes.fromhex(text)
        except ValueError:
            return b""
        return body + (bytes([self.seal(body)]) if self.seal and body else b"") + self.tail

    def cut(self, buffer: Buffer) -> list[Frame]:
        """Every whole message; between them, what fits none."""
        frames: list[Frame] = []
        at = odd = 0
        while at < len(buffer):
            size = self._size(buffer, at)
            if size is None:
                break
            if size or at - odd >= NOISE:
                _noise(frames, buffer, odd, at)
                odd = at
            if size:
                frames.append(Frame(_shown(buffer[at : at + size])))
                at += size + self._more
                odd = at
            else:
                at += 1
        _noise(frames, buffer, odd, at)
        del buffer[:at]
        return frames

    @property
    def _more(self) -> int:
        return (self.seal is not None) + len(self.tail)

    def _size(self, buffer: Buffer, at: int) -> int | None:
        """The size of the message at `at`; 0 where there is none, None where more has to come."""
        unfinished = False
        for shape in self.shapes:
            have = buffer[at : at + len(shape) + self._more]
            if not all(kind is None or byte in kind for byte, kind in zip(have, shape, strict=False)):
                continue
            if len(have) < len(shape) + self._more:
                unfinished = True
            elif self._closed(bytes(have), len(shape)):
                return len(shape)
        return None if unfinished else 0

    def _closed(self, data: bytes, size: int) -> bool:
        """Whether the check byte and the end are as they should be."""
        body = data[:size]
        return data[size:] == (bytes([self.seal(body)]) if self.seal else b"") + self.tail


@dataclass(frozen=True)
class Packets:
    """Lines by datagram: said with `end`, heard with or without it; more where an end parts them."""

    end: str = ""
    charset: str = "utf-8"

    def wrap(self, text: str, tag: str = "") -> bytes:
        """One line."""
        return (text + self.end).encode(self.charset, "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        """Every line of the datagram."""
        text = bytes(buffer[:LIMIT]).decode(self.charset, "replace").replace("\0", "")
        buffer.clear()
        parts = text.split(self.end) if self.end.strip() else text.splitlines()
        lines = (line.strip("\r\n") for line in parts)
        return [Frame(line) for line in lines if line]


def _noise(frames: list[Frame], buffer: Buffer, start: int, end: int) -> None:
    if start < end:
        frames.append(Frame(f"? {_shown(buffer[start:end])}"))


def _shown(data: bytes | bytearray) -> str:
    return bytes(data).hex(" ").upper()
