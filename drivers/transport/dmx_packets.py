"""The packets that carry lighting levels: sACN (ANSI E1.31) and Art-Net 4, made and read; pure."""

from typing import NamedTuple

CHANNELS = 512
ACN = b"\x00\x10\x00\x00ASC-E1.17\0\0\0"
E131_DATA, E131_EXTENDED, DATA, DISCOVERY = 4, 8, 2, 1
ART = b"Art-Net\0"
POLL, POLL_REPLY, DMX = 0x2000, 0x2100, 0x5000
PREVIEW, TERMINATED = 0x80, 0x40
VERSION = b"\x00\x0e"


class Levels(NamedTuple):
    """One packet of levels. `source` tells senders apart; `ended`: there will be no more."""

    universe: int
    data: bytes
    source: str
    priority: int = 100
    sequence: int = 0
    ended: bool = False
    preview: bool = False


class Node(NamedTuple):
    """What a node tells of itself when it is polled."""

    name: str
    description: str


# ---------------------------------------------------------------- sACN


def sacn(levels: Levels, cid: bytes) -> bytes:
    """A data packet; `levels.source` is the name that people read."""
    dmp = b"\x02\xa1\0\0\0\1" + (len(levels.data) + 1).to_bytes(2, "big") + b"\0" + levels.data
    options = TERMINATED * levels.ended | PREVIEW * levels.preview
    how = bytes([levels.priority, 0, 0, levels.sequence, options])
    framing = (
        DATA.to_bytes(4, "big") + _name(levels.source) + how
        + levels.universe.to_bytes(2, "big") + _counted(dmp)
    )  # fmt: skip
    return ACN + _counted(E131_DATA.to_bytes(4, "big") + cid + _counted(framing))


def sacn_discovery(universe: int, source: str, cid: bytes) -> bytes:
    """Which universe this source sends (E1.31, 8)."""
    listed = DISCOVERY.to_bytes(4, "big") + b"\0\0" + universe.to_bytes(2, "big")
    framing = DISCOVERY_FRAMING + _name(source) + bytes(4) + _counted(listed)
    return ACN + _counted(E131_EXTENDED.to_bytes(4, "big") + cid + _counted(framing))


DISCOVERY_FRAMING = (2).to_bytes(4, "big")
DISCOVERY_GROUP = "239.255.250.214"


def sacn_group(universe: int) -> str:
    """The multicast group of a universe."""
    return f"239.255.{universe >> 8}.{universe & 0xFF}"


def read_sacn(packet: bytes) -> Levels | None:
    """The levels of a data packet; None for anything else, other start codes included."""
    if len(packet) < 126 or not packet.startswith(ACN) or packet[125] != 0:
        return None
    vectors = [int.from_bytes(packet[at : at + 4], "big") for at in (18, 40)]
    if vectors != [E131_DATA, DATA] or packet[117:119] != b"\x02\xa1":
        return None
    count = int.from_bytes(packet[123:125], "big") - 1
    options = packet[112]
    return Levels(
        int.from_bytes(packet[113:115], "big"), packet[126 : 126 + max(0, count)], packet[22:38].hex(),
        packet[108], packet[111], bool(options & TERMINATED), bool(options & PREVIEW),
    )  # fmt: skip


def _name(text: str) -> bytes:
    """A name in 64 bytes; the last is NUL."""
    return text.encode()[:63].decode("utf-8", "ignore").encode().ljust(64, b"\0")


def _counted(body: bytes) -> bytes:
    """A layer with its flags and length."""
    return (0x7000 | len(body) + 2).to_bytes(2, "big") + body


# ---------------------------------------------------------------- Art-Net


def artdmx(levels: Levels) -> bytes:
    """A packet of levels; their number is even."""
    data = levels.data + bytes(len(levels.data) % 2)
    head = bytes([levels.sequence, 0]) + levels.universe.to_bytes(2, "little") + len(data).to_bytes(2, "big")
    return ART + DMX.to_bytes(2, "little") + VERSION + head + data


def artpoll() -> bytes:
    """The question who is there; an answer is wanted each time it is asked."""
    return ART + POLL.to_bytes(2, "little") + VERSION + bytes(2)


def artpoll_reply(node: Node, host: bytes, universe: int) -> bytes:
    """A node with one output."""
    ids = bytes([universe >> 8 & 0x7F, universe >> 4 & 0xF])
    short, long = (_padded(text, size) for text, size in ((node.name, 18), (node.description, 64)))
    ports = b"\0\1" + b"\x80\0\0\0" + bytes(4) + b"\x80\0\0\0" + bytes(4) + bytes([universe & 0xF, 0, 0, 0])
    body = (
        host + b"\x36\x19" + b"\0\1" + ids + bytes(6) + short + long + _padded("#0001 [0000] ok", 64) + ports
    )
    return (ART + POLL_REPLY.to_bytes(2, "little") + body).ljust(239, b"\0")


def opcode(packet: bytes) -> int:
    """What kind of Art-Net packet it is; 0 for anything else."""
    return int.from_bytes(packet[8:10], "little") if packet.startswith(ART) and len(packet) >= 10 else 0


def read_artdmx(packet: bytes, source: str) -> Levels | None:
    """The levels of a packet that came from `source`; None for anything else."""
    if opcode(packet) != DMX or len(packet) < 20:
        return None
    size = min(int.from_bytes(packet[16:18], "big"), CHANNELS)
    universe = int.from_bytes(packet[14:16], "little") & 0x7FFF
    return Levels(universe, packet[18 : 18 + size], source, sequence=packet[12])


def read_artpoll_reply(packet: bytes) -> Node | None:
    """Who answered; None for anything else."""
    if opcode(packet) != POLL_REPLY or len(packet) < 108:
        return None
    return Node(*(part.split(b"\0")[0].decode("latin-1") for part in (packet[26:44], packet[44:108])))


def _padded(text: str, size: int) -> bytes:
    return text.encode("latin-1", "replace")[: size - 1].ljust(size, b"\0")
