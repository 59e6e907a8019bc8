"""Epson's stream: orders closed by a carriage return, answers by the prompt ":", and a binary handshake
before them on a network, shown as its name and hex words ("ESC/VP.net 10 03 00 00 20 00").
"""

from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame

NAME = b"ESC/VP.net"
HEAD, EXTRA = 16, 18
"""Bytes of a handshake, and of each header that follows it; the sixteenth byte counts those."""
LONGEST = 4096


def spelled(text: str) -> bytes:
    """The bytes of a handshake."""
    return NAME + bytes.fromhex(text[len(NAME) :])


def whole(buffer: Buffer) -> list[Frame]:
    """A handshake taken off the beginning, where all of it is there. It begins with NAME."""
    size = HEAD + EXTRA * buffer[HEAD - 1] if len(buffer) >= HEAD else HEAD
    if len(buffer) < size:
        return []
    data = bytes(buffer[len(NAME) : size])
    del buffer[:size]
    return [Frame(f"{NAME.decode()} {data.hex(' ').upper()}")]


def begins(buffer: Buffer) -> bool:
    """Whether what is there is a handshake, or may become one."""
    start = bytes(buffer[: len(NAME)])
    return bool(start) and NAME.startswith(start)


@dataclass(frozen=True)
class Prompt:
    """What an Epson says: each line before the prompt is a frame; a prompt alone is an empty frame."""

    def wrap(self, text: str, tag: str = "") -> bytes:
        if text.startswith(NAME.decode()):
            return spelled(text)
        return f"{text}\r:".encode("latin-1", "replace") if text else b":"

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        while found := self._next(buffer):
            frames += found
        if len(buffer) > LONGEST:
            buffer.clear()
        return frames

    def _next(self, buffer: Buffer) -> list[Frame]:
        while buffer and buffer[0] in b"\r\n\0 ":
            del buffer[0]
        if begins(buffer) and (len(buffer) >= len(NAME) or buffer.find(b":") < 0):
            return whole(buffer)
        end = buffer.find(b":")
        if end < 0:
            return []
        lines = buffer[:end].decode("latin-1").replace("\0", "").replace("\n", "\r").split("\r")
        del buffer[: end + 1]
        return [Frame(line) for each in lines if (line := each.strip())] or [Frame("")]


@dataclass(frozen=True)
class Knock:
    """What is said to an Epson before it lets us in: handshakes; anything else by sixteen bytes."""

    def wrap(self, text: str, tag: str = "") -> bytes:
        return spelled(text) if text.startswith(NAME.decode()) else text.encode("latin-1", "replace")

    def cut(self, buffer: Buffer) -> list[Frame]:
        """One frame at a time: what stands behind a handshake is no handshake."""
        if begins(buffer):
            return whole(buffer)
        if len(buffer) < HEAD:
            return []
        text = buffer[:HEAD].hex(" ").upper()
        del buffer[:HEAD]
        return [Frame(text)]
