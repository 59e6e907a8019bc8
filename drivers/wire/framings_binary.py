"""Binary frames with a length and a checksum, shown as hex words without either, as manuals print them."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame


def sum8(data: bytes) -> int:
    """The low byte of the sum."""
    return sum(data) & 0xFF


def xor8(data: bytes) -> int:
    """The exclusive or of all bytes."""
    value = 0
    for byte in data:
        value ^= byte
    return value


@dataclass(frozen=True)
class Checked:
    """A header, a length byte at `length_at`, data, a check byte: a frame is `extra` bytes longer than its
    length says.

    `starts` are the bytes a frame may begin with. After noise the cut drops byte by byte until a frame is
    sound. A wrong length waits for bytes that never come: it is noise as soon as sound frames lie behind it.
    """

    starts: bytes
    length_at: int = 4
    extra: int = 6
    check: Callable[[bytes], int] = sum8

    def wrap(self, text: str, tag: str = "") -> bytes:
        try:
            words = bytes.fromhex(text)
            length = len(words) + 2 - self.extra
            body = words[: self.length_at] + bytes([length]) + words[self.length_at :]
        except ValueError:
            return b""
        return body + bytes([self.check(body)])

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        at = 0
        while at < len(buffer):
            size = self._size(buffer, at)
            if size is None:
                later = self._sound_behind(buffer, at)
                if later is None:
                    break
                at = later
                continue
            if size:
                body = bytes(buffer[at : at + size - 1])
                shown = body[: self.length_at] + body[self.length_at + 1 :]
                frames.append(Frame(shown.hex(" ").upper()))
            at += size or 1
        del buffer[:at]
        return frames

    def _sound_behind(self, buffer: Buffer, at: int) -> int | None:
        """Where sound frames begin that go on to the very end of what was heard; None where none do."""
        for start in range(at + 1, len(buffer)):
            end = start
            while end < len(buffer) and (size := self._size(buffer, end)):
                end += size
            if end == len(buffer):
                return start
        return None

    def _size(self, buffer: Buffer, at: int) -> int | None:
        """The size of the sound frame at `at`; 0 where there is none, None where more has to come."""
        if buffer[at] not in self.starts:
            return 0
        if at + self.length_at >= len(buffer):
            return None
        size = buffer[at + self.length_at] + self.extra
        if at + size > len(buffer):
            return None
        return size if self.check(bytes(buffer[at : at + size - 1])) == buffer[at + size - 1] else 0
