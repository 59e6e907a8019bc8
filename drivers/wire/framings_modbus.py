"""Modbus: a function and its data, as hex words; address, checksum and transaction number are the framing's.

"05 00 00 FF 00" is relay 1 on, over TCP and over RS-485 alike. How long an RTU frame is depends on its
function and on who says it; a frame of an unknown function ends where a checksum is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame

LONGEST = 256
BROADCAST = 0
REGISTERS = ("03", "06")
"""The functions by which a board is asked for its own address, or given one."""


ANSWERED = frozenset((*range(1, 9), 11, 12, *range(15, 18), *range(20, 25), 43))
"""The functions there are; an answer to any other is noise."""


def _shifted(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


STEPS = tuple(map(_shifted, range(256)))


def _remainders(data: bytes) -> Iterator[int]:
    """The checksum behind each byte; 0 behind a frame that is whole and sound."""
    value = 0xFFFF
    for byte in data:
        value = value >> 8 ^ STEPS[(value ^ byte) & 0xFF]
        yield value


def crc(data: bytes) -> bytes:
    """CRC-16 of Modbus RTU, low byte first (Modbus over Serial Line 1.02, 6.2.2)."""
    *_, value = (0xFFFF, *_remainders(data))
    return value.to_bytes(2, "little")


@dataclass(frozen=True)
class Rtu:
    """Over a serial line, or raw through a gateway. `requests`: cuts what a controller says.

    A device hears its own address and the broadcast one, which it does not answer; one that `answers_all`
    does where its registers are meant (what is your address?), under the address that was asked.
    """

    unit: int = 1
    requests: bool = False
    answers_all: bool = False

    def wrap(self, text: str, tag: str = "") -> bytes:
        to_all = tag == f"{BROADCAST:02X}"
        if to_all and not (self.answers_all and text[:2] in REGISTERS):
            return b""
        try:
            body = bytes([BROADCAST if to_all else self.unit]) + bytes.fromhex(text)
        except ValueError:
            return b""
        return body + crc(body)

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        at = 0
        while at < len(buffer):
            size = self._size(buffer, at)
            if size is None and not any(self._size(buffer, later) for later in range(at + 1, len(buffer))):
                break
            if size:
                tag = f"{buffer[at]:02X}" if self.requests else ""
                frames.append(Frame(bytes(buffer[at + 1 : at + size - 2]).hex(" ").upper(), tag))
            at += size or 1
        del buffer[:at]
        return frames

    def _size(self, buffer: Buffer, at: int) -> int | None:
        """The size of the sound frame at `at`; 0 where there is none, None where more has to come."""
        if buffer[at] != self.unit and not (self.requests and buffer[at] == BROADCAST):
            return 0
        left = len(buffer) - at
        known = self._known(buffer, at) if left > 1 else None
        if known == 0:
            if buffer[at] == BROADCAST or not 0 < buffer[at + 1] < 0x80:
                return 0
            return self._searched(bytes(buffer[at : at + LONGEST]))
        if known is None or known > left:
            return None if known is None or known <= LONGEST else 0
        return known if _sound(bytes(buffer[at : at + known])) else 0

    def _known(self, buffer: Buffer, at: int) -> int | None:
        """How long a frame of this function is; 0 where nobody knows, None where more has to come."""
        function, counted = buffer[at + 1], 6 if self.requests else 2
        if function in ((15, 16) if self.requests else (1, 2, 3, 4)):
            return buffer[at + counted] + counted + 3 if len(buffer) > at + counted else None
        if function in (1, 2, 3, 4, 5, 6, 15, 16):
            return 8
        return 5 if function & 0x80 and not self.requests else 0

    def _searched(self, data: bytes) -> int | None:
        sound = (size for size, left in enumerate(_remainders(data), 1) if not left and size >= 4)
        found = next(sound, None)
        return 0 if found is None and len(data) >= LONGEST else found


@dataclass(frozen=True)
class Mbap:
    """Over TCP; the tag is the transaction number and, for a device, the unit that was meant."""

    unit: int = 1
    requests: bool = False

    def turn(self, number: int) -> str:
        """Four digits, and the unit."""
        return f"{number & 0xFFFF:04X}{self.unit:02X}"

    def wrap(self, text: str, tag: str = "") -> bytes:
        try:
            number, unit = bytes.fromhex(tag[:4] or "0000"), bytes.fromhex(tag[4:] or f"{self.unit:02X}")
            body = unit + bytes.fromhex(text)
        except ValueError:
            return b""
        return number + bytes(2) + len(body).to_bytes(2, "big") + body

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames: list[Frame] = []
        at = 0
        while len(buffer) - at >= 6:
            length = int.from_bytes(buffer[at + 4 : at + 6], "big")
            if buffer[at + 2] or buffer[at + 3] or not 2 <= length <= LONGEST or self._foreign(buffer, at):
                at += 1
                continue
            if len(buffer) - at < 6 + length:
                break
            unit = buffer[at + 6] if self.requests else self.unit  # gateways answer with a unit of their own
            tag = f"{bytes(buffer[at : at + 2]).hex().upper()}{unit:02X}"
            frames.append(Frame(bytes(buffer[at + 7 : at + 6 + length]).hex(" ").upper(), tag))
            at += 6 + length
        del buffer[:at]
        return frames

    def _foreign(self, buffer: Buffer, at: int) -> bool:
        """Whether what looks like a header is followed by what cannot be an answer."""
        return not self.requests and len(buffer) - at > 7 and buffer[at + 7] & 0x7F not in ANSWERED


def _sound(data: bytes) -> bool:
    return len(data) >= 4 and crc(data[:-2]) == data[-2:]
