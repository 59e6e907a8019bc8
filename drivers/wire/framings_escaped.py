"""Binary frames between two bytes that occur nowhere else, because they are escaped: RackLink."""

from dataclasses import dataclass

from drivers.wire.framing import LIMIT, Buffer, Frame

BEGIN, ESCAPE, END = 0xFE, 0xFD, 0xFF
BAD_CHECKSUM, BAD_LENGTH = "bad checksum", "bad envelope"
"""The frames that stand for one that arrived damaged."""


@dataclass(frozen=True)
class Escaped:
    """FE, the number of bytes, the bytes, a checksum modulo 128, FF; shown as the bytes alone, in hex words.

    Inside, FD, FE and FF are FD and the complement. What lies between frames is dropped.
    """

    def wrap(self, text: str, tag: str = "") -> bytes:
        try:
            envelope = bytes.fromhex(text)
            body = bytes([len(envelope), *envelope, check(envelope)])
        except ValueError:
            return b""
        return bytes([BEGIN]) + b"".join(map(_escaped, body)) + bytes([END])

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        while (end := buffer.find(END)) >= 0:
            begin = buffer.rfind(BEGIN, 0, end)
            if begin >= 0:
                frames.append(Frame(_shown(bytes(buffer[begin + 1 : end]))))
            del buffer[: end + 1]
        begin = buffer.rfind(BEGIN)
        del buffer[: begin if begin >= 0 else len(buffer)]
        if len(buffer) > min(LIMIT, 600):
            buffer.clear()
        return frames


def check(envelope: bytes) -> int:
    """The checksum of an envelope: everything from FE, modulo 128."""
    return (BEGIN + len(envelope) + sum(envelope)) & 0x7F


def _escaped(byte: int) -> bytes:
    return bytes([ESCAPE, byte ^ 0xFF]) if byte >= ESCAPE else bytes([byte])


def _shown(inside: bytes) -> str:
    """The envelope, or what is wrong with it."""
    plain, escaped = bytearray(), False
    for byte in inside:
        if byte == ESCAPE and not escaped:
            escaped = True
        else:
            plain.append(byte ^ 0xFF if escaped else byte)
            escaped = False
    if len(plain) < 2 or escaped or plain[0] != len(plain) - 2:
        return BAD_LENGTH
    envelope = bytes(plain[1:-1])
    return envelope.hex(" ").upper() if check(envelope) == plain[-1] else BAD_CHECKSUM
