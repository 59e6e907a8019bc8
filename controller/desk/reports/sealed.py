"""What a past month is read from, fixed when it is first asked for: so it reads the same for good.

The line `report.sealed` says up to which line of the journal the report looks, and the contract that was in
force. A clock that is set back later, another calendar or another contract do not reach it any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from controller.record.calendars import Calendars, Edition
from controller.record.contract import Contract
from controller.record.contracts import read, said
from controller.record.lines import Line
from controller.record.tickets import Ticket, apply, opened

__all__ = ["SEALED", "Seal", "Seals", "as_of", "calendars", "read", "said"]
SEALED = "report.sealed"


@dataclass(frozen=True, slots=True)
class Seal:
    """Up to which line, under which contract, and what more was so then; `seq` is its own line."""

    upto: int
    contract: Contract
    final: bool = True
    seq: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


class Seals:
    """Those that were made, by the name of their period; hears the journal's lines."""

    def __init__(self) -> None:
        self.by_period: dict[str, Seal] = {}

    def hear(self, line: Line) -> None:
        """Take one line in; other kinds change nothing. The first seal of a period holds."""
        if line.kind == SEALED:
            more = line.data.get("more", {})
            made = Seal(int(line.data["upto"]), read(line.data["contract"]), more=more, seq=line.seq)
            self.by_period.setdefault(line.subject, made)


def as_of(ticket: Ticket, until: datetime, upto: int) -> Ticket | None:
    """A ticket as it was known then; None where it did not exist."""
    known = [one for one in ticket.entries if one.seq <= upto and one.at < until]
    if not known or known[0].kind != "opened":
        return None
    if len(known) == len(ticket.entries):
        return ticket
    lines = [
        Line(one.seq, one.at, "ticket.entry", str(ticket.no), one.actor, dict(one.data)) for one in known
    ]
    found = opened(lines[0])
    for line in lines[1:]:
        found = apply(found, line)
    return found


def calendars(all: Calendars, upto: int) -> Calendars:
    """The editions of the working calendar that were known at a line."""
    known: list[Edition] = [one for one in all.editions if one.seq <= upto]
    found = Calendars(known[0].calendar)
    found.editions = known
    return found
