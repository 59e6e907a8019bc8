"""Values of SNMP in pysnmp's types, and back."""

from typing import Any

from pysnmp.proto import rfc1902, rfc1905

from drivers.transport.snmp_text import EXCEPTIONS, Value, Varbind

_MAKE = {
    "i": rfc1902.Integer32,
    "s": rfc1902.OctetString,
    "p": rfc1902.Opaque,
    "o": rfc1902.ObjectIdentifier,
    "a": rfc1902.IpAddress,
    "c": rfc1902.Counter32,
    "g": rfc1902.Gauge32,
    "t": rfc1902.TimeTicks,
    "C": rfc1902.Counter64,
}
_LETTERS = {made.__name__: letter for letter, made in _MAKE.items()} | {
    "Integer": "i",
    "Unsigned32": "g",
    "ObjectName": "o",
    "Null": "n",
    "UnSpecified": "n",
}


def made(varbind: Varbind) -> tuple[Any, Any]:
    """A varbind as the library takes it."""
    oid, letter, value = varbind
    return rfc1902.ObjectName(oid), rfc1905.unSpecified if value is None else _MAKE[letter](value)


def read(name: Any, value: Any) -> Varbind:
    """A varbind as the library gives it."""
    kind = type(value).__name__
    letter = _LETTERS.get(kind, "!")
    plain: Value
    match letter:
        case "!":
            plain = kind[0].lower() + kind[1:]
            plain = plain if plain in EXCEPTIONS else EXCEPTIONS[0]
        case "n":
            plain = None
        case "s" | "p":
            plain = bytes(value)
        case "o":
            plain = str(value)
        case "a":
            plain = ".".join(map(str, bytes(value)))
        case _:
            plain = int(value)
    return str(name), letter, plain
