"""Whose a ticket is: whoever worked on it last, or to whom it was handed over. Read from its entries."""

from collections.abc import Iterable

from controller.record.states import ENDED, WORKERS
from controller.record.tickets import Ticket

HANDED = "handed_over"
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
        if entry.kind == HANDED:
            return str(entry.data["to"])
        if entry.kind in WORK and entry.data.get("role") in WORKERS:
            return entry.actor
    return None


def owned(tickets: Iterable[Ticket], name: str) -> list[Ticket]:
    """What is open and hers."""
    return [one for one in tickets if one.state not in ENDED and owner(one) == name]
