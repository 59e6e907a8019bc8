"""SNMP as text: one message, one varbind a line; pure, and the same for versions 1, 2c and 3.

    get 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.5.0         1.3.6.1.2.1.1.3.0 = t 8123
                                                    1.3.6.1.2.1.1.5.0 = s "pdu-a"
    next OID ...       bulk 10 OID ...              1.3.6.1.2.1.99.1 = ! endOfMibView
    set 1.3.6.1.4.1.318.1.1.26.9.2.4.1.5.4 = i 2    error notWritable 1
                                                    trap 1.3.6.1.6.3.1.1.5.1, then varbinds

Types: i INTEGER, s OCTET STRING as a JSON string, x the same as hex where it is no printable UTF-8, o OID,
c Counter32, C Counter64, g Gauge32, t TimeTicks, a IpAddress, p Opaque (hex), n NULL, ! an exception.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address

Value = int | bytes | str | None
Varbind = tuple[str, str, Value]  # OID, type letter (s for any octet string), value

ERRORS = (
    "noError",
    "tooBig",
    "noSuchName",
    "badValue",
    "readOnly",
    "genErr",
    "noAccess",
    "wrongType",
    "wrongLength",
    "wrongEncoding",
    "wrongValue",
    "noCreation",
    "inconsistentValue",
    "resourceUnavailable",
    "commitFailed",
    "undoFailed",
    "authorizationError",
    "notWritable",
    "inconsistentName",
)  # by their number (RFC 3416)
EXCEPTIONS = ("noSuchObject", "noSuchInstance", "endOfMibView")
TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"  # snmpTrapOID.0, the varbind that names a notification
UP_TIME = "1.3.6.1.2.1.1.3.0"  # sysUpTime.0

_RANGES = {
    "i": (-(2**31), 2**31 - 1),
    "c": (0, 2**32 - 1),
    "g": (0, 2**32 - 1),
    "t": (0, 2**32 - 1),
    "C": (0, 2**64 - 1),
}
_OID = re.compile(r"[0-2](?:\.(?:0|[1-9][0-9]{0,9})){1,127}")
_WHOLE = re.compile(r"-?[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: `kind` is get, next, bulk or set; `repeats` are a bulk's repetitions."""

    kind: str
    varbinds: tuple[Varbind, ...]
    repeats: int = 0


def read_request(text: str) -> Request:
    """A request from its text. Raises ValueError saying what is wrong with it."""
    kind, _, rest = text.strip().partition(" ")
    match kind:
        case "get" | "next":
            return Request(kind, _named(rest))
        case "bulk":
            repeats, _, rest = rest.strip().partition(" ")
            if not repeats.isdecimal() or not 1 <= int(repeats) <= 1000:
                raise ValueError(f"bulk needs a number of repetitions from 1 to 1000, not {repeats!r}")
            return Request(kind, _named(rest), int(repeats))
        case "set":
            lines = [line.removeprefix("set ") for line in text.strip().split("\n")]
            return Request(kind, tuple(map(read_varbind, lines)))
    raise ValueError(f"an SNMP request begins with get, next, bulk or set, not {kind!r}")


def write_request(request: Request) -> str:
    """The text of a request."""
    if request.kind == "set":
        return "set " + "\n".join(map(write_varbind, request.varbinds))
    words = [request.kind, *([str(request.repeats)] if request.kind == "bulk" else [])]
    return " ".join([*words, *(oid for oid, _, _ in request.varbinds)])


def write_varbind(varbind: Varbind) -> str:
    """One line."""
    oid, kind, value = varbind
    match value:
        case None:
            return f"{oid} = {kind}"
        case bytes() if kind == "s" and (printed := _printed(value)) is not None:
            return f"{oid} = s {printed}"
        case bytes():
            return f"{oid} = {'x' if kind == 's' else kind} {value.hex(' ').upper()}".rstrip()
    return f"{oid} = {kind} {value}"


def read_varbind(line: str) -> Varbind:
    """A varbind from its line. Raises ValueError."""
    oid, equals, rest = line.strip().partition(" = ")
    kind, _, text = rest.partition(" ")
    if not equals or not is_oid(oid):
        raise ValueError(f"a varbind is `OID = type value`, not {line!r}")
    match kind:
        case "i" | "c" | "g" | "t" | "C":
            return oid, kind, _whole(kind, text)
        case "s":
            return oid, "s", _string(text)
        case "x" | "p":
            return oid, "s" if kind == "x" else "p", bytes.fromhex(text)
        case "a":
            return oid, "a", str(IPv4Address(text))
        case "o" if is_oid(text):
            return oid, "o", text
        case "n" if not text:
            return oid, "n", None
        case "!" if text in EXCEPTIONS:
            return oid, "!", text
    raise ValueError(f"{rest!r} is no SNMP value; types are i s x o c C g t a p n !")


def write_reply(varbinds: Iterable[Varbind], status: int = 0, index: int = 0) -> str:
    """The text of a response; an error's index counts from 1."""
    if status:
        return f"error {ERRORS[status] if status < len(ERRORS) else 'genErr'} {index}"
    return "\n".join(map(write_varbind, varbinds))


def read_reply(text: str) -> tuple[tuple[Varbind, ...], int, int]:
    """Varbinds, error status and index from the text of a response. Raises ValueError."""
    if not text.startswith("error "):
        return tuple(read_varbind(line) for line in text.split("\n") if line), 0, 0
    _, name, index = text.split(" ")
    return (), ERRORS.index(name), int(index)


def write_trap(varbinds: Iterable[Varbind]) -> str:
    """The text of a trap or inform: its name first, then what it carries, sysUpTime too."""
    name, lines = "0.0", []
    for varbind in varbinds:
        if varbind[0] == TRAP_OID and varbind[1] == "o":
            name = str(varbind[2])
        else:
            lines.append(write_varbind(varbind))
    return "\n".join([f"trap {name}", *lines])


def read_trap(text: str) -> tuple[Varbind, ...]:
    """The varbinds of a trap from its text, its name among them. Raises ValueError."""
    first, *lines = text.split("\n")
    name = first.removeprefix("trap ")
    if name == first or not is_oid(name):
        raise ValueError(f"a trap begins with `trap OID`, not {first!r}")
    return (TRAP_OID, "o", name), *map(read_varbind, lines)


@lru_cache(maxsize=16384)  # a hall's objects are few and asked for again and again
def is_oid(text: str) -> bool:
    """Whether this is an object identifier that can go over the wire."""
    if _OID.fullmatch(text) is None:
        return False
    first, second, *others = map(int, text.split("."))
    return (first == 2 or second < 40) and all(arc < 2**32 for arc in (second + 80, *others))


def _named(text: str) -> tuple[Varbind, ...]:
    oids = text.split()
    for oid in oids:
        if not is_oid(oid):
            raise ValueError(f"{oid!r} is no object identifier")
    if not oids:
        raise ValueError("the request names no object")
    return tuple((oid, "n", None) for oid in oids)


def _printed(octets: bytes) -> str | None:
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        return None
    plain = text.isprintable() or all(sign.isprintable() or sign in "\t\r\n" for sign in text)
    return json.dumps(text, ensure_ascii=False) if plain else None


def _string(text: str) -> bytes:
    value = json.loads(text)  # a JSONDecodeError is a ValueError
    if not isinstance(value, str):
        raise ValueError(f"s takes a JSON string, not {text!r}")
    return value.encode()  # a lone surrogate is a UnicodeEncodeError, a ValueError too


def _whole(kind: str, text: str) -> int:
    low, high = _RANGES[kind]
    if _WHOLE.fullmatch(text) is None or not low <= int(text) <= high:
        raise ValueError(f"{kind} takes a whole number from {low} to {high}, not {text!r}")
    return int(text)
