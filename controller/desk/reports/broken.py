"""When a ticket says that something was broken, as the availability report counts it: each breakdown from
when it began, as its fault tells, or the person who reported it, or at receipt where nobody said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from controller.desk.reports.outages import Outage
from controller.desk.reports.sheet import Ref
from controller.desk.reports.stretches import Stretch
from controller.record.breakdowns import Breakdown, breakdowns
from controller.record.lines import moment
from controller.record.states import State
from controller.record.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Spell:
    """A breakdown: `told` by a device itself, or not."""

    stretch: Stretch
    ref: Ref
    grade: int
    told: bool


def spells(ticket: Ticket, until: datetime, outages: Iterable[Outage] = ()) -> Iterator[Spell]:
    """All of a ticket; what is not restored lasts `until` the end of the period."""
    before: datetime | None = None
    for one in breakdowns(ticket):
        began = _began(ticket, one, before, outages)
        stretch = began, max(began, one.end or until)
        yield Spell(stretch, (ticket.no, one.seq), one.grade, bool(one.faults))
        before = one.end


def spells_once(ticket: Ticket, until: datetime, outages: Iterable[Outage] = ()) -> Iterator[Spell]:
    """As months read it that were sealed before each cycle was a breakdown of its own: one, from the first
    receipt to the last restoration. They keep their bytes.
    """
    kind = ticket.entries[0].data.get("type", "fault")
    if ticket.state not in (State.CANCELLED, State.MERGED) and kind == "fault":
        first = ticket.entries[0].seq
        whole = Breakdown(1, first, ticket.grade, ticket.faults, ticket.received, ticket.restored)
        began = _began(ticket, whole, None, outages)
        stretch = began, max(began, ticket.restored or until)
        yield Spell(stretch, (ticket.no, first), ticket.grade, bool(ticket.faults))


def _began(ticket: Ticket, one: Breakdown, before: datetime | None, outages: Iterable[Outage]) -> datetime:
    keys = [out.start for out in outages if out.key in one.faults and out.start <= one.start]
    told = [start for start in keys if before is None or start >= before]
    said = ticket.entries[0].data.get("began") if one.cycle == 1 else None
    return min(max(told, default=moment(said) if said else one.start), one.start)
