"""MIDI as text: NRPN parameters and scenes, whatever the running status; real-time bytes and SysEx are
skipped.

nrpn 4F00 = 765C     B0 63 4F B0 62 00 B0 06 76 B0 26 5C
nrpn? 4F00           B0 63 4F B0 62 00 B0 60 7F
nrpn+ 0000           B0 63 00 B0 62 00 B0 60 00      one step up, or the other way; nrpn- is one step down
scene 200            B0 00 01 C0 47
key 3                90 32 7F 80 32 00               a soft key pressed and released
"""

import re
from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame

SET = re.compile(r"nrpn ([0-7][0-9A-F])([0-7][0-9A-F]) = ([0-7][0-9A-F])([0-7][0-9A-F])")
GET = re.compile(r"nrpn\? ([0-7][0-9A-F])([0-7][0-9A-F])")
STEP = re.compile(r"nrpn([+-]) ([0-7][0-9A-F])([0-7][0-9A-F])")
SCENE = re.compile(r"scene ([0-9]{1,5})")
KEY = re.compile(r"key ([0-9]{1,2})")
FIRST_KEY, KEYS, PRESSED = 0x30, 32, 0x7F
RELEASE, PRESS, CONTROL, PROGRAM, REALTIME = 0x80, 0x90, 0xB0, 0xC0, 0xF8
BANK, COARSE, FINE, UP, DOWN, LOW, HIGH = 0x00, 0x06, 0x26, 0x60, 0x61, 0x62, 0x63
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
            pairs = zip((HIGH, LOW, UP), words, strict=True)
        elif found := STEP.fullmatch(text):
            words = (int(found[2], 16), int(found[3], 16), 0)
            pairs = zip((HIGH, LOW, UP if found[1] == "+" else DOWN), words, strict=True)
        elif (found := KEY.fullmatch(text)) and 1 <= int(found[1]) <= KEYS:
            note, n = FIRST_KEY + int(found[1]) - 1, self.channel - 1
            return bytes([PRESS + n, note, PRESSED, RELEASE + n, note, 0])
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
        elif heard.first < 0:
            heard.first = byte
        else:
            number, heard.first = heard.first, -1
            self._pair(number, byte, heard, frames)

    def _pair(self, number: int, value: int, heard: _Heard, frames: list[Frame]) -> None:
        """Two bytes of a message of this channel; a release says nothing that its press has not said."""
        if heard.status == CONTROL + self.channel - 1:
            self._control(number, value, heard, frames)
        elif heard.status == PRESS + self.channel - 1 and value and FIRST_KEY <= number < FIRST_KEY + KEYS:
            frames.append(Frame(f"key {number - FIRST_KEY + 1}"))

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
            case 0x60 | 0x61:
                frames.append(Frame(f"nrpn{'+' if number == UP else '-'} {name}"))
