"""What stands beside a ticket: those of the same trouble, how it ended, and what may be said to it now."""

from collections.abc import Iterator
from typing import Any

from controller.record.audience import outside
from controller.record.service.law import stands
from controller.record.states import CARRIES, ENTRIES, MOVES, State
from controller.record.tickets import Ticket, destination, may_move
from web.shown import plain

MOST = 5
NOT_BY_HAND = frozenset(
    {"state", "joined", "left", "absorbed", "released", "attachment", "mail", "handed_over", "recomputed"}
)
"""Entries that follow from something else that is done; a state is offered as `to:STATE`."""


def line_of(ticket: Ticket) -> dict[str, Any]:
    """Another ticket, in a line."""
    shown = {"no": ticket.no, "title": ticket.title, "state": str(ticket.state), "opened": ticket.opened}
    found: dict[str, Any] = plain(shown)
    return found


def ended(ticket: Ticket) -> dict[str, Any]:
    """How it ended, where somebody said so for all to read."""
    seen = outside(ticket).entries
    closing = (one.data for one in reversed(seen) if one.state == State.CLOSED and one.lawful)
    said = next((data for data in closing if "resolution" in data), {})
    return {name: said.get(name) for name in ("resolution", "cause_code", "parts", "evidence")}


def ways(ticket: Ticket, role: str) -> list[str]:
    """The kinds of entry that a role may add now, and `to:STATE` for the states it may bring about."""
    return [*_kinds(ticket, role), *(f"to:{state}" for state in _states(ticket, role))]


def _kinds(ticket: Ticket, role: str) -> Iterator[str]:
    no_workaround = ticket.workaround is None
    for kind, roles in ENTRIES.items():
        if role in roles and kind not in NOT_BY_HAND and not (kind == "workaround_over" and no_workaround):
            to = destination(ticket, kind, {"entry": kind})
            free = to == ticket.state or kind in CARRIES
            allowed = free or role in MOVES[ticket.state].get(to, ())
            if allowed and may_move(ticket, to, kind) and stands(ticket, kind):
                yield kind


def _states(ticket: Ticket, role: str) -> Iterator[State]:
    for state, roles in MOVES[ticket.state].items():
        if role in roles and may_move(ticket, state, "state"):
            yield state
