"""MIDI of Allen & Heath Qu mixers as text: parameters, mutes that are notes, system exclusive messages.

nrpn 2017 = 6207     B0 63 20 B0 62 17 B0 06 62 B0 26 07
mute 20 = on         90 20 7F 90 20 00
state? 00            F0 00 00 1A 50 11 01 00 7F 10 00 F7      to any MIDI channel
state 01 01 09       F0 00 00 1A 50 11 01 00 00 11 01 01 09 F7
synced               F0 00 00 1A 50 11 01 00 00 14 F7
name? 20             ... 01 20 F7        name 20 = Podium     ... 02 20 (letters) F7
name! 20 = Podium    ... 03 20 (letters) F7
alive                FE
"""

import re
from dataclasses import dataclass, field

from drivers.wire.framing import Buffer, Frame
from drivers.wire.framings_midi import Midi

HEADER = bytes.fromhex("00 00 1A 50 11 01 00")
ANYBODY, BEGIN, END, ALIVE = 0x7F, 0xF0, 0xF7, 0xFE
NOTE, ON, OFF, MUTED = 0x90, 0x7F, 0x3F, 0x40
MUTE = re.compile(r"mute ([0-7][0-9A-F]) = (on|off)")
STATE = re.compile(r"state(\??)((?: [0-7][0-9A-F]){1,4})")
NAME = re.compile(r"name([?!]?) ([0-7][0-9A-F])(?: = ([\x20-\x7E]{0,8}))?")
VERBS = {"?": 0x01, "": 0x02, "!": 0x03}
MARKS = {code: mark for mark, code in VERBS.items()}
LONGEST = 64


@dataclass
class _More:
    """An exclusive message that has begun, and a note whose velocity is still to come."""

    message: bytearray | None = None
    note: int = -1
    playing: bool = False
    rest: object = field(default=None)


@dataclass(frozen=True)
class QuMidi(Midi):
    """What is said to a mixer (`asks`) goes to whatever channel it is on."""

    asks: bool = False

    def wrap(self, text: str, tag: str = "") -> bytes:
        """The bytes of one message."""
        if text == "alive":
            return bytes([ALIVE])
        if found := MUTE.fullmatch(text):
            note, channel = int(found[1], 16), NOTE + self.channel - 1
            return bytes([channel, note, ON if found[2] == "on" else OFF, channel, note, 0])
        if text == "synced":
            return self._exclusive(b"\x14")
        if found := STATE.fullmatch(text):
            return self._exclusive((b"\x10" if found[1] else b"\x11") + bytes.fromhex(found[2]))
        if found := NAME.fullmatch(text):
            letters = (found[3] or "").encode("ascii", "replace")
            return self._exclusive(bytes([VERBS[found[1]], int(found[2], 16)]) + letters)
        return super().wrap(text, tag)

    def _exclusive(self, data: bytes) -> bytes:
        channel = ANYBODY if self.asks else self.channel - 1
        return bytes([BEGIN]) + HEADER + bytes([channel]) + data + bytes([END])

    def cut(self, buffer: Buffer) -> list[Frame]:
        """Every whole message; real-time bytes may stand anywhere."""
        more: _More = buffer.state if isinstance(buffer.state, _More) else _More()
        frames: list[Frame] = []
        plain = bytearray()
        for byte in bytes(buffer):
            self._one(byte, more, plain, frames)
            if plain:
                frames += self._plain(plain, more)
        buffer.clear()
        buffer.state = more
        return frames

    def _plain(self, plain: bytearray, more: _More) -> list[Frame]:
        """What is neither a note nor exclusive, as with the other mixers."""
        inner = Buffer(plain)
        inner.state = more.rest
        found = super().cut(inner)
        more.rest = inner.state
        plain.clear()
        return found

    def _one(self, byte: int, more: _More, plain: bytearray, frames: list[Frame]) -> None:
        if byte > END:
            if byte == ALIVE and self.asks:
                frames.append(Frame("alive"))
        elif byte == BEGIN:
            more.message, more.playing = bytearray(), False
        elif more.message is not None and byte < 0x80:
            more.message = more.message + bytes([byte]) if len(more.message) < LONGEST else None
        elif byte >= 0x80:
            frames += self._ended(more, byte)
            more.message, more.note = None, -1
            more.playing = byte == NOTE + self.channel - 1
            plain.append(byte)
        elif more.playing:
            self._played(byte, more, frames)
        else:
            plain.append(byte)

    def _played(self, byte: int, more: _More, frames: list[Frame]) -> None:
        if more.note < 0:
            more.note = byte
            return
        if byte:
            frames.append(Frame(f"mute {more.note:02X} = {'on' if byte >= MUTED else 'off'}"))
        more.note = -1

    def _ended(self, more: _More, byte: int) -> list[Frame]:
        """The exclusive message that this byte ends, if it is one of these mixers'."""
        message = bytes(more.message or b"")
        head, data = message[: len(HEADER)], message[len(HEADER) + 1 :]
        if byte != END or head != HEADER or not data:
            return []
        code, rest = data[0], data[1:]
        if code in MARKS and rest:
            letters = rest[1:].decode("ascii", "replace").replace("\0", "")
            name = f" = {letters}" if code != VERBS["?"] else ""
            return [Frame(f"name{MARKS[code]} {rest[0]:02X}{name}")]
        if code in (0x10, 0x11) and rest:
            return [Frame(f"state{'?' if code == 0x10 else ''} {rest.hex(' ').upper()}")]
        return [Frame("synced")] if code == 0x14 else []
