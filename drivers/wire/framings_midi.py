"""MIDI as text: NRPN parameters and scenes, whatever the running status; real-time bytes and SysEx are
skipped.

nrpn 4F00 = 765C     B0 63 4F B0 62 00 B0 06 76 B0 26 5C
nrpn? 4F00           B0 63 4F B0 62 00 B0 60 7F
scene 200            B0 00 01 C0 47
"""

import re
from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame

SET = re.compile(r"nrpn ([0-7][0-9A-F])([0-7][0-9A-F]) = ([0-7][0-9A-F])([0-7][0-9A-F])")
GET = re.compile(r"nrpn\? ([0-7][0-9A-F])([0-7][0-9A-F])")
SCENE = re.compile(r"scene ([0-9]{1,5})")
CONTROL, PROGRAM, SYSEX, REALTIME = 0xB0, 0xC0, 0xF0, 0xF8
BANK, COARSE, FINE, STEP, LOW, HIGH = 0x00, 0x06, 0x26, 0x60, 0x62, 0x63
ASK = 0x7F


@dataclass
class _Heard:
    """What the bytes so far have said: running status, half a message, and the parameter they are about."""

    status: int = 0
    first: int = -1
    high: int = 0
    low: int = 0
    coarse: int = 0
    bank: int = 0


@dataclass(frozen=True)
class Midi:
    """NRPN and scene changes on one channel (1 to 16)."""

    channel: int = 1

    def wrap(self, text: str, tag: str = "") -> bytes:
        control = CONTROL + self.channel - 1
        if found := SET.fullmatch(text):
            pairs = zip((HIGH, LOW, COARSE, FINE), (int(word, 16) for word in found.groups()), strict=True)
        elif found := GET.fullmatch(text):
            words = (*(int(word, 16) for word in found.groups()), ASK)
            pairs = zip((HIGH, LOW, STEP), words, strict=True)
        elif (found := SCENE.fullmatch(text)) and 1 <= int(found[1]) <= 128 * 128:
            bank, program = divmod(int(found[1]) - 1, 128)
            return bytes([control, BANK, bank, PROGRAM + self.channel - 1, program])
        else:
            return b""
        return b"".join(bytes([control, number, value]) for number, value in pairs)

    def cut(self, buffer: Buffer) -> list[Frame]:
        heard: _Heard = buffer.state or _Heard()
        frames: list[Frame] = []
        for byte in bytes(buffer):
            self._byte(byte, heard, frames)
        buffer.clear()
        buffer.state = heard
        return frames

    def _byte(self, byte: int, heard: _Heard, frames: list[Frame]) -> None:
        if byte >= REALTIME:
            return
        if byte >= 0x80:
            heard.status, heard.first = byte, -1
        elif heard.status == PROGRAM + self.channel - 1:
            frames.append(Frame(f"scene {heard.bank * 128 + byte + 1}"))
        elif heard.status != CONTROL + self.channel - 1:
            return
        elif heard.first < 0:
            heard.first = byte
        else:
            number, heard.first = heard.first, -1
            self._control(number, byte, heard, frames)

    def _control(self, number: int, value: int, heard: _Heard, frames: list[Frame]) -> None:
        name = f"{heard.high:02X}{heard.low:02X}"
        match number:
            case 0x00:
                heard.bank = value
            case 0x63:
                heard.high = value
            case 0x62:
                heard.low = value
            case 0x06:
                heard.coarse = value
            case 0x26:
                frames.append(Frame(f"nrpn {name} = {heard.coarse:02X}{value:02X}"))
            case 0x60 if value == ASK:
                frames.append(Frame(f"nrpn? {name}"))
