"""SNMP requests and answers between pysnmp's objects and the text the language of devices speaks."""

from typing import Any

from pysnmp.proto import rfc1902, rfc1905
from pysnmp.proto.api import v2c

from drivers.transport import snmp_text
from drivers.transport.snmp_text import Request, Varbind

Reply = tuple[int, int, list[tuple[Any, Any]]]
"""Error status, error index, varbinds."""
MOST = 200
"""The most varbinds of one answer: what fits a datagram."""
KINDS = {
    "i": rfc1902.Integer32,
    "s": rfc1902.OctetString,
    "c": rfc1902.Counter32,
    "C": rfc1902.Counter64,
    "g": rfc1902.Gauge32,
    "t": rfc1902.TimeTicks,
    "a": rfc1902.IpAddress,
    "o": rfc1902.ObjectIdentifier,
    "p": rfc1902.Opaque,
}
SETTING = {2: 17, 3: 10, 4: 17}
"""The refusals of a set that only version 1 has, in the words of version 2c (RFC 3584, 4.3: noSuchName and
readOnly are notWritable, badValue is wrongValue); the engine turns them back for a client of version 1.
"""
NOTHING = {
    "noSuchObject": rfc1905.noSuchObject,
    "noSuchInstance": rfc1905.noSuchInstance,
    "endOfMibView": rfc1905.endOfMibView,
}


def requests(pdu: Any) -> list[str]:
    """What was asked, as text: one request, or two for a GETBULK with non-repeaters."""
    binds = tuple(_varbind(name, value) for name, value in v2c.apiPDU.get_varbinds(pdu))
    kinds = {rfc1905.SetRequestPDU.tagSet: "set", rfc1905.GetNextRequestPDU.tagSet: "next"}
    if pdu.tagSet == rfc1905.GetBulkRequestPDU.tagSet:
        return [snmp_text.write_request(request) for request in _bulk(pdu, binds)]
    return [snmp_text.write_request(Request(kinds.get(pdu.tagSet, "get"), binds))] if binds else []


def is_set(pdu: Any) -> bool:
    """Whether the request changes something."""
    return bool(pdu.tagSet == rfc1905.SetRequestPDU.tagSet)


def asked(pdu: Any) -> list[tuple[Any, Any]]:
    """The varbinds of the request."""
    return list(v2c.apiPDU.get_varbinds(pdu))


def reply(pdu: Any, texts: list[str]) -> Reply:
    """The answer given as text; an error repeats the request's varbinds, as the standard wants."""
    found: list[tuple[Any, Any]] = []
    for text in texts:
        varbinds, status, index = snmp_text.read_reply(text)
        if status:
            return SETTING.get(status, status) if is_set(pdu) else status, index, asked(pdu)
        found += map(_object, varbinds)
    return 0, 0, found


def event(text: str, uptime: int) -> list[tuple[Any, Any]]:
    """The varbinds of a trap given as text, its uptime (1/100 s) first."""
    return [_object((snmp_text.UP_TIME, "t", uptime)), *map(_object, snmp_text.read_trap(text))]


def _bulk(pdu: Any, binds: tuple[Varbind, ...]) -> list[Request]:
    once = max(0, min(int(v2c.apiBulkPDU.get_non_repeaters(pdu)), len(binds)))
    times = max(0, int(v2c.apiBulkPDU.get_max_repetitions(pdu)))
    found = [Request("next", binds[:once])] if once else []
    if (rest := binds[once:]) and times:
        found.append(Request("bulk", rest, min(times, max(1, MOST // len(rest)))))
    return found


def _object(varbind: Varbind) -> tuple[Any, Any]:
    name, kind, value = varbind
    if kind == "n":
        return rfc1902.ObjectName(name), rfc1905.unSpecified
    return rfc1902.ObjectName(name), NOTHING[str(value)] if kind == "!" else KINDS[kind](value)


def _varbind(name: Any, value: Any) -> Varbind:
    kind = next((kind for kind, one in KINDS.items() if value.tagSet == one.tagSet), "n")
    match kind:
        case "n":
            return str(name), "n", None
        case "s" | "p":
            return str(name), kind, value.asOctets()
        case "a":
            return str(name), "a", value.prettyPrint()
        case "o":
            return str(name), "o", str(value)
    return str(name), kind, int(value)
