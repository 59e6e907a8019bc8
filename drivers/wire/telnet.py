"""Telnet option negotiation, stripped from a stream and refused (RFC 854): DO is answered WONT, WILL DONT."""

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
REFUSAL = {DO: WONT, WILL: DONT}


class Telnet:
    """One direction of a telnet connection; remembers a negotiation that was cut in two."""

    def __init__(self) -> None:
        self._rest = b""
        self._inside = False

    def strip(self, data: bytes) -> tuple[bytes, bytes]:
        """The text in `data`, and the refusals that are owed for it."""
        if not self._rest and not self._inside and IAC not in data:
            return data, b""
        data, self._rest = self._rest + data, b""
        text, owed, at = bytearray(), bytearray(), 0
        while at < len(data):
            byte = data[at]
            if byte != IAC:
                at += 1
                if not self._inside:
                    text.append(byte)
                continue
            size = self._size(data, at)
            if at + size > len(data):
                self._rest = data[at:]
                break
            self._obey(data[at : at + size], text, owed)
            at += size
        return bytes(text), bytes(owed)

    def _size(self, data: bytes, at: int) -> int:
        """How many bytes the command at `at` takes."""
        verb = data[at + 1] if at + 1 < len(data) else None
        return 2 if verb is None or verb not in (DO, DONT, WILL, WONT) or self._inside else 3

    def _obey(self, command: bytes, text: bytearray, owed: bytearray) -> None:
        verb = command[1]
        if verb == SB:
            self._inside = True
        elif verb == SE:
            self._inside = False
        elif self._inside:
            return
        elif verb == IAC:
            text.append(IAC)
        elif verb in REFUSAL:
            owed += bytes((IAC, REFUSAL[verb], command[2]))
