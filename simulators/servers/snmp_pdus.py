"""SNMP requests and answers between pysnmp's objects and the text the language of devices speaks."""

import json
from collections.abc import Iterable
from typing import Any

from pysnmp.proto import rfc1902, rfc1905
from pysnmp.proto.api import v2c

Varbinds = list[tuple[Any, Any]]
Reply = tuple[int, int, Varbinds]
"""Error status, error index, varbinds."""
MOST = 200
"""The most varbinds of one answer: what fits a datagram."""
TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"
UPTIME = "1.3.6.1.2.1.1.3.0"
WRITTEN = {
    "i": rfc1902.Integer32, "c": rfc1902.Counter32, "C": rfc1902.Counter64, "g": rfc1902.Gauge32,
    "t": rfc1902.TimeTicks, "a": rfc1902.IpAddress, "o": rfc1902.ObjectIdentifier,
}  # fmt: skip
LETTERS = {
    rfc1902.Integer32: "i", rfc1902.Counter32: "c", rfc1902.Counter64: "C", rfc1902.Gauge32: "g",
    rfc1902.Unsigned32: "g", rfc1902.TimeTicks: "t", rfc1902.ObjectIdentifier: "o",
}  # fmt: skip
NOTHING = {
    "noSuchObject": rfc1905.noSuchObject,
    "noSuchInstance": rfc1905.noSuchInstance,
    "endOfMibView": rfc1905.endOfMibView,
}


def requests(pdu: Any) -> list[str]:
    """What was asked, as text: one request, or two for a GETBULK with non-repeaters."""
    binds = v2c.apiPDU.get_varbinds(pdu)
    names = [str(name) for name, _ in binds]
    match pdu.tagSet:
        case rfc1905.SetRequestPDU.tagSet:
            return ["set " + "\n".join(f"{name} = {_value(value)}" for name, value in binds)]
        case rfc1905.GetNextRequestPDU.tagSet:
            return ["next " + " ".join(names)]
        case rfc1905.GetBulkRequestPDU.tagSet:
            return _bulk(pdu, names)
    return ["get " + " ".join(names)]


def is_set(pdu: Any) -> bool:
    """Whether the request changes something."""
    return bool(pdu.tagSet == rfc1905.SetRequestPDU.tagSet)


def asked(pdu: Any) -> Varbinds:
    """The varbinds of the request."""
    return list(v2c.apiPDU.get_varbinds(pdu))


def reply(pdu: Any, lines: Iterable[str]) -> Reply:
    """Error status, error index and varbinds of an answer given as text."""
    binds: Varbinds = []
    for line in lines:
        if line.startswith("error "):
            _, name, index = (*line.split(), "0")[:3]
            status = v2c.apiPDU.get_error_status(pdu).namedValues.getValue(name)
            return int(status or 5), int(index), v2c.apiPDU.get_varbinds(pdu)
        binds.append(varbind(line))
    return 0, 0, binds


def varbind(line: str) -> tuple[Any, Any]:
    """One line `OID = i 1` as pysnmp has it."""
    name, _, said = line.partition(" = ")
    letter, _, text = said.partition(" ")
    return rfc1902.ObjectName(name), _object(letter, text)


def event(lines: list[str], uptime: int) -> Varbinds:
    """The varbinds of a trap given as text: its uptime (1/100 s) and its name first."""
    name = lines[0].removeprefix("trap ").strip()
    return [
        (rfc1902.ObjectName(UPTIME), rfc1902.TimeTicks(uptime)),
        (rfc1902.ObjectName(TRAP_OID), rfc1902.ObjectIdentifier(name)),
        *map(varbind, lines[1:]),
    ]


def _bulk(pdu: Any, names: list[str]) -> list[str]:
    once = max(0, min(int(v2c.apiBulkPDU.get_non_repeaters(pdu)), len(names)))
    times = max(0, int(v2c.apiBulkPDU.get_max_repetitions(pdu)))
    found = ["next " + " ".join(names[:once])] if once else []
    if rest := names[once:]:
        times = min(times, max(1, MOST // len(rest)))
        found += [f"bulk {times} " + " ".join(rest)] if times else []
    return found


def _object(letter: str, text: str) -> Any:
    match letter:
        case "s":
            return rfc1902.OctetString(json.loads(text).encode("utf-8"))
        case "x":
            return rfc1902.OctetString(bytes.fromhex(text))
        case "n":
            return rfc1905.Null("")
        case "!":
            return NOTHING[text]
    return WRITTEN[letter](int(text) if letter in "icCgt" else text)


def _value(value: Any) -> str:
    for kind, letter in LETTERS.items():
        if value.tagSet == kind.tagSet:
            return f"{letter} {value if letter == 'o' else int(value)}"
    if value.tagSet == rfc1902.IpAddress.tagSet:
        return f"a {value.prettyPrint()}"
    if value.tagSet != rfc1902.OctetString.tagSet:
        return "n"
    octets = value.asOctets()
    try:
        return f"s {json.dumps(octets.decode(), ensure_ascii=False)}"
    except UnicodeDecodeError:
        return f"x {octets.hex(' ')}"
