"""What a ticket shows on a page and over the API: its fields, its entries in words, and every clock of its
cycle.
"""

from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from controller.record.clocks import Office, readings
from controller.record.contract import STRICT
from controller.record.contracts import Terms
from controller.record.service.view import demands
from controller.record.stopwatch import DAY_AND_NIGHT, Reading
from controller.record.tickets import Entry, Ticket
from controller.record.words import text


def summary(
    ticket: Ticket, now: datetime, contract: Terms = STRICT, office: Office = DAY_AND_NIGHT
) -> dict[str, Any]:
    """A ticket without its entries, as lists and live frames carry it; moments are RFC 3339, clocks in
    whole seconds.
    """
    return {
        "no": ticket.no,
        "type": ticket.type,
        "title": ticket.title,
        "state": str(ticket.state),
        "class": ticket.grade,
        "cause": ticket.cause,
        "device": ticket.device,
        "faults": list(ticket.faults),
        "opened": stamp(ticket.opened),
        "received": stamp(ticket.received),
        "by": ticket.by,
        "via": ticket.via,
        "restored": stamp(ticket.restored),
        "cycle": ticket.cycle,
        "merged_into": ticket.merged_into,
        "merged_from": [one.no for one in ticket.claims],
        "impact": ticket.impact,
        "urgency": ticket.urgency,
        "raised_from": ticket.raised,
        "recurrence_of": ticket.recurrence_of,
        "workaround": workaround(ticket),
        "has_trace": ticket.has_trace,
        "last_entry": ticket.entries[-1].seq,
        "demands": [{**one, "until": stamp(one["until"])} for one in demands(ticket)],
        "clocks": [
            clock(one) for one in readings(ticket, now, contract, office) if one.cycle == ticket.cycle
        ],
    }


def detail(
    ticket: Ticket, now: datetime, contract: Terms = STRICT, office: Office = DAY_AND_NIGHT
) -> dict[str, Any]:
    """The same with all entries."""
    return summary(ticket, now, contract, office) | {
        "entries": [entry(one, _zone(office)) for one in ticket.entries]
    }


def workaround(ticket: Ticket) -> dict[str, Any] | None:
    """The work-around in force: what, who accepted it, until when it is looked at, the scene it advises."""
    found = ticket.workaround
    if found is None:
        return None
    names = ("what", "limits", "accepted_by", "review", "scene", "by")
    return {name: found.get(name) for name in names} | {"since": stamp(found["since"])}


def entry(one: Entry, zone: tzinfo = UTC) -> dict[str, Any]:
    """One entry; what it says has its moments in `zone`."""
    shown = {"seq": one.seq, "at": stamp(one.at), "actor": one.actor, "kind": one.kind}
    return shown | {
        "text": text(one, zone),
        "data": dict(one.data),
        "state": str(one.state),
        "lawful": one.lawful,
    }


def _zone(office: Office) -> tzinfo:
    """That of the hall, as its calendar says it."""
    name = getattr(getattr(office, "now", office), "zone", None)
    return UTC if name is None else ZoneInfo(name)


def clock(one: Reading) -> dict[str, Any]:
    """One clock; elapsed seconds are whole seconds that have passed."""
    return {
        "name": one.name,
        "cycle": one.cycle,
        "target_s": round(one.target),
        "plan_s": None if one.plan is None else round(one.plan),
        "started": stamp(one.started),
        "due": stamp(one.due),
        "elapsed_gross_s": int(one.gross),
        "elapsed_net_s": int(one.net),
        "paused_by": one.paused_by,
        "state": one.state,
        "stopped": stamp(one.stopped),
        "provisional": one.provisional,
    }


def stamp(at: datetime | None) -> str | None:
    """A moment as pages read it: RFC 3339, UTC, to the millisecond."""
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
