"""What was changed in a device (REQ-30): parts and software, by number, and what became of the old part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from controller.record.tickets import Entry, Ticket

SORTS = ("part", "software")


@dataclass(frozen=True, slots=True)
class Part:
    """A part, or software, that was put in: `out` and `into` are the serial numbers (of software: the
    versions). `rma` is the number under which the old one goes back; `shipped` and `back` are days.
    """

    no: int
    at: datetime
    by: str
    sort: str
    name: str
    count: int = 1
    out: str = ""
    into: str = ""
    rma: str = ""
    shipped: str = ""
    back: str = ""


def parts(ticket: Ticket) -> tuple[Part, ...]:
    """All of them, of all cycles, by their number."""
    found: dict[int, Part] = {}
    for entry in ticket.entries:
        if entry.lawful and entry.kind == "part_used":
            found[len(found) + 1] = _used(len(found) + 1, entry)
        elif entry.lawful and entry.kind == "part_returned" and entry.data.get("number") in found:
            found[entry.data["number"]] = _returned(found[entry.data["number"]], entry.data)
    return tuple(found.values())


def summed(ticket: Ticket) -> str:
    """The parts in a line, as the closing entry names them."""
    return ", ".join(f"{one.count} x {one.name}" if one.count > 1 else one.name for one in parts(ticket))


def _used(no: int, entry: Entry) -> Part:
    data = entry.data
    sort = data.get("sort") if data.get("sort") in SORTS else SORTS[0]
    serials = str(data.get("serial_out", "")), str(data.get("serial_in", ""))
    return Part(no, entry.at, entry.actor, str(sort), str(data["part"]), int(data.get("count", 1)), *serials)


def _returned(part: Part, data: Mapping[str, Any]) -> Part:
    """Each day is said when it is known; what was said before stays."""
    rma, shipped, back = (str(data.get(name) or "") for name in ("rma", "shipped", "back"))
    return replace(part, rma=rma or part.rma, shipped=shipped or part.shipped, back=back or part.back)
