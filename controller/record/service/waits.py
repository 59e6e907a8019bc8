"""The wait of a ticket and what is asked to be approved, as a page reads them: who, why, by what evidence."""

from typing import Any

from controller.record import asking
from controller.record.lines import moment
from controller.record.states import OVER, State
from controller.record.tickets import Entry, Ticket
from controller.record.waiting import wait

SAID = ("reason", "asked_by", "evidence", "file")


def waits(ticket: Ticket) -> dict[str, Any] | None:
    """Why it waits now, since when, by whose word; None while it does not."""
    found = wait(ticket)
    if found is None or ticket.state != State.WAITING:
        return None
    one = found.last
    two = one.kind == asking.GIVEN
    by = one.data.get("requested_by") if two else one.actor
    told = any(each.kind == "long_wait" and each.data.get("of") == found.first.seq for each in ticket.entries)
    return _said(one) | {
        "by": by,
        "approved_by": one.actor if two else one.data.get("approved_by"),
        "began": found.first.at,
        "since": one.at,
        "long": told,
    }


def asked(ticket: Ticket) -> dict[str, Any] | None:
    """What waits for a second person; None where nothing does."""
    one = asking.pending(ticket.entries)
    if one is None or ticket.state in OVER:
        return None
    return _said(one) | {"seq": one.seq, "to": one.data.get("to"), "by": one.actor, "at": one.at}


def _said(one: Entry) -> dict[str, Any]:
    until = one.data.get("until")
    return {name: one.data.get(name) for name in SAID} | {"until": moment(until) if until else None}
