"""SNMP versions 1 and 2c on the wire (RFC 1157, RFC 3416): messages to bytes and back.

Written by hand because of its cost: pysnmp and its codec need milliseconds for what takes tens of
microseconds here (docs/decisions/0010). Only what these two versions use, read liberally: lengths in any
form, unsigned numbers without their leading zero. Version 3 is left to the library. What is not a message
raises NotAMessage and nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address

from drivers.transport.snmp_text import EXCEPTIONS, TRAP_OID, UP_TIME, Value, Varbind

KINDS = {"get": 0xA0, "next": 0xA1, "response": 0xA2, "set": 0xA3, "bulk": 0xA5, "inform": 0xA6, "trap": 0xA7}
_KIND_OF = {tag: kind for kind, tag in KINDS.items()}
_TRAP_OF_VERSION_1 = 0xA4
_GENERIC_TRAPS = "1.3.6.1.6.3.1.1.5."

Read = Callable[[bytes], Value]


class NotAMessage(ValueError):
    """The bytes are no SNMP message of version 1 or 2c."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `status` and `index` are a bulk's non-repeaters and repetitions; `version` is 0 or 1."""

    version: int
    community: bytes
    kind: str
    request_id: int
    varbinds: tuple[Varbind, ...]
    status: int = 0
    index: int = 0


def encode(message: Message) -> bytes:
    """The bytes of a message; a trap goes out in the form of version 2c."""
    numbers = b"".join(map(_integer, (message.request_id, message.status, message.index)))
    varbinds = _wrapped(0x30, b"".join(map(_varbind, message.varbinds)))
    pdu = _wrapped(KINDS[message.kind], numbers + varbinds)
    return _wrapped(0x30, _integer(message.version) + _wrapped(0x04, message.community) + pdu)


def decode(data: bytes) -> Message:
    """The message in these bytes; raises NotAMessage. A trap of version 1 comes out as one of 2c."""
    try:
        return _message(data)
    except (LookupError, ValueError) as trouble:
        raise NotAMessage(str(trouble)) from None


def reply(to: Message, varbinds: Iterable[Varbind], status: int = 0, index: int = 0) -> Message:
    """The response to a request or an inform."""
    return Message(to.version, to.community, "response", to.request_id, tuple(varbinds), status, index)


def version_of(data: bytes) -> int:
    """The version field alone (0, 1, 3), -1 where there is none."""
    try:
        _, at, end = _head(data, 0)
        _, start, stop = _head(data, at)
        return int.from_bytes(data[start:stop]) if stop <= end else -1
    except (IndexError, ValueError):
        return -1


def _message(data: bytes) -> Message:
    at, end = _inside(data, 0, 0x30)
    version, at = _number(data, at)
    start, at = _inside(data, at, 0x04)
    community = data[start:at]
    tag, at, stop = _head(data, at)
    if version not in (0, 1) or stop > end:
        raise ValueError("not of version 1 or 2c")
    if tag == _TRAP_OF_VERSION_1:
        return Message(version, community, "trap", 0, _trap_of_version_1(data, at))
    request_id, at = _number(data, at)
    status, at = _number(data, at)
    index, at = _number(data, at)
    return Message(version, community, _KIND_OF[tag], request_id, _varbinds(data, at), status, index)


def _varbinds(data: bytes, at: int) -> tuple[Varbind, ...]:
    at, end = _inside(data, at, 0x30)
    found = []
    while at < end:
        start, stop = _inside(data, at, 0x30)
        start, at = _inside(data, start, 0x06)
        tag, begin, finish = _head(data, at)
        if finish > stop or stop > end:
            raise ValueError("a varbind longer than its list")
        letter, read = _READERS.get(tag, _UNKNOWN)
        found.append((_oid_of(data[start:at]), letter, read(data[begin:finish])))
        at = stop
    return tuple(found)


def _trap_of_version_1(data: bytes, at: int) -> tuple[Varbind, ...]:
    """RFC 3584, 3.1: the six generic traps have names of their own, the others their maker's."""
    start, at = _inside(data, at, 0x06)
    enterprise = _oid_of(data[start:at])
    _, at = _inside(data, at, 0x40)  # the agent's address: the datagram has a better one
    generic, at = _number(data, at)
    specific, at = _number(data, at)
    start, at = _inside(data, at, 0x43)
    name = f"{_GENERIC_TRAPS}{generic + 1}" if 0 <= generic <= 5 else f"{enterprise}.0.{specific}"
    since = int.from_bytes(data[start:at])
    return (UP_TIME, "t", since), (TRAP_OID, "o", name), *_varbinds(data, at)


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start and end of the contents at this place."""
    tag, length = data[at], data[at + 1]
    at += 2
    if length & 0x80:
        octets = length & 0x7F
        if not 1 <= octets <= 4:
            raise ValueError("a length in no known form")
        length = int.from_bytes(data[at : at + octets])
        at += octets
    if at + length > len(data):
        raise ValueError("cut off")
    return tag, at, at + length


def _inside(data: bytes, at: int, tag: int) -> tuple[int, int]:
    found, start, stop = _head(data, at)
    if found != tag:
        raise ValueError(f"{found:02X} where {tag:02X} belongs")
    return start, stop


def _number(data: bytes, at: int) -> tuple[int, int]:
    start, stop = _inside(data, at, 0x02)
    return int.from_bytes(data[start:stop], signed=True), stop


def _signed(octets: bytes) -> int:
    return int.from_bytes(octets, signed=True)


def _unsigned(octets: bytes) -> int:
    return int.from_bytes(octets)


def _address_of(octets: bytes) -> str:
    return str(IPv4Address(octets))


def _nothing(octets: bytes) -> None:
    return None


@lru_cache(maxsize=16384)  # a hall's objects are few and asked for again and again
def _oid_of(octets: bytes) -> str:
    arcs, arc = list[int](), 0
    for octet in octets:
        arc = arc << 7 | octet & 0x7F
        if octet < 0x80:
            arcs.append(arc)
            arc = 0
    if not octets or octets[-1] & 0x80:
        raise ValueError("an object identifier without its end")
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


@lru_cache(maxsize=16384)
def _oid(text: str) -> bytes:
    first, second, *others = map(int, text.split("."))
    return _wrapped(0x06, b"".join(map(_arc, (40 * first + second, *others))))


def _arc(arc: int) -> bytes:
    octets = [arc & 0x7F]
    while arc := arc >> 7:
        octets.append(arc & 0x7F | 0x80)
    return bytes(reversed(octets))


def _wrapped(tag: int, contents: bytes) -> bytes:
    size = len(contents)
    if size < 0x80:
        return bytes((tag, size)) + contents
    octets = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(octets))) + octets + contents


def _integer(value: int, tag: int = 0x02) -> bytes:
    return _wrapped(tag, value.to_bytes((value + (value < 0)).bit_length() // 8 + 1, signed=True))


def _varbind(varbind: Varbind) -> bytes:
    oid, letter, value = varbind
    match value:
        case int():
            octets = _integer(value, _TAGS[letter])
        case bytes():
            octets = _wrapped(_TAGS[letter], value)
        case None:
            octets = b"\x05\x00"
        case str() if letter == "o":
            octets = _oid(value)
        case str() if letter == "a":
            octets = _wrapped(0x40, IPv4Address(value).packed)
        case _:
            octets = bytes((0x80 + EXCEPTIONS.index(value), 0))
    return _wrapped(0x30, _oid(oid) + octets)


_READERS: dict[int, tuple[str, Read]] = {
    0x02: ("i", _signed),
    0x04: ("s", bytes),
    0x05: ("n", _nothing),
    0x06: ("o", _oid_of),
    0x40: ("a", _address_of),
    0x41: ("c", _unsigned),
    0x42: ("g", _unsigned),
    0x43: ("t", _unsigned),
    0x44: ("p", bytes),
    0x46: ("C", _unsigned),
    0x80: ("!", lambda octets: "noSuchObject"),
    0x81: ("!", lambda octets: "noSuchInstance"),
    0x82: ("!", lambda octets: "endOfMibView"),
}
_UNKNOWN: tuple[str, Read] = ("p", bytes)
_TAGS = {"i": 0x02, "s": 0x04, "c": 0x41, "g": 0x42, "t": 0x43, "p": 0x44, "C": 0x46}
