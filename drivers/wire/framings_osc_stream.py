"""OSC over TCP: packets with their length before them (OSC 1.0), or between SLIP's end bytes (OSC 1.1)."""

from dataclasses import dataclass, field

from drivers.wire.framing import LIMIT, Buffer, Frame
from drivers.wire.framing_osc import Osc

END, ESCAPE = b"\xc0", b"\xdb"
SPELLED = ((b"\xdb", b"\xdb\xdd"), (b"\xc0", b"\xdb\xdc"))


@dataclass(frozen=True)
class OscStream:
    """The messages of `osc`, one packet after another; `slip` chooses between the two ways."""

    slip: bool = False
    osc: Osc = field(default_factory=Osc)

    def wrap(self, text: str, tag: str = "") -> bytes:
        packet = self.osc.wrap(text)
        if not packet:
            return b""
        if not self.slip:
            return len(packet).to_bytes(4, "big") + packet
        for plain, spelled in SPELLED:
            packet = packet.replace(plain, spelled)
        return END + packet + END

    def cut(self, buffer: Buffer) -> list[Frame]:
        packets = self._slipped(buffer) if self.slip else self._counted(buffer)
        return [frame for packet in packets for frame in self.osc.cut(Buffer(packet))]

    def _counted(self, buffer: Buffer) -> list[bytes]:
        """Whole packets; where a length cannot be one, nothing that follows can be told apart."""
        packets = []
        while len(buffer) >= 4:
            size = int.from_bytes(buffer[:4], "big")
            if size > LIMIT - 4 or size % 4:
                buffer.clear()
            if len(buffer) < 4 + size or not buffer:
                break
            packets.append(bytes(buffer[4 : 4 + size]))
            del buffer[: 4 + size]
        return packets

    def _slipped(self, buffer: Buffer) -> list[bytes]:
        whole, end, rest = bytes(buffer).rpartition(END)
        buffer[:] = rest if len(rest) < LIMIT else b""
        packets = whole.split(END) if end else []
        for plain, spelled in reversed(SPELLED):
            packets = [packet.replace(spelled, plain) for packet in packets]
        return [packet for packet in packets if packet]
