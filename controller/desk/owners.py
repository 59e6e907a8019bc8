"""Whose a ticket is: whoever worked on it last, or to whom it was handed over. Read from its entries.

What somebody asked for and nobody has answered is hers, too, whosever the ticket is.
"""

from collections.abc import Iterable

from controller.record import asking
from controller.record.states import ENDED, WORKERS
from controller.record.tickets import Ticket

HANDED = asking.HANDED
REQUEST = "approval"
"""What is handed over where the ticket itself is somebody else's."""
WORK = frozenset(
    {"contact_made", "confirmed", "state", "progress", "answered", "converted", "workaround", "work", "plan"}
    | {"restored", "visit_planned", "visit_departed", "visit_arrived", "visit_left", "team_opened"}
)
"""Entries by which somebody of the desk takes a ticket to heart."""


def owner(ticket: Ticket) -> str | None:
    """The account; None while nobody has done anything with it. What the service itself does owns nothing."""
    for entry in reversed(ticket.entries):
        if not entry.lawful:
            continue
        if entry.kind == HANDED and entry.data.get("what") != REQUEST:
            return str(entry.data["to"])
        if entry.kind in WORK and entry.data.get("role") in WORKERS:
            return entry.actor
    return None


def owned(tickets: Iterable[Ticket], name: str) -> list[Ticket]:
    """What is open and hers, or waits for an answer to her."""
    return [one for one in tickets if one.state not in ENDED and name in (owner(one), asker(one))]


def asker(ticket: Ticket) -> str | None:
    """Who waits for somebody's approval."""
    found = asking.askers(ticket.entries)
    return found[-1] if found else None


def handing(ticket: Ticket, old: str, new: str) -> dict[str, str]:
    """The entry by which it goes from one to the other: all of it, or only what was asked for."""
    said = {"entry": HANDED, "from": old, "to": new}
    return said if owner(ticket) == old else said | {"what": REQUEST}
