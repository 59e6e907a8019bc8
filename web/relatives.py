"""What stands beside a ticket: those of the same trouble, and how it ended."""

from typing import Any

from controller.desk.board import Board
from controller.record import asking
from controller.record.audience import outside
from controller.record.states import State
from controller.record.tickets import Ticket
from web.roles import Identity
from web.shown import plain

MOST = 5


def line_of(ticket: Ticket) -> dict[str, Any]:
    """Another ticket, in a line."""
    shown = {"no": ticket.no, "title": ticket.title, "state": str(ticket.state), "opened": ticket.opened}
    found: dict[str, Any] = plain(shown)
    return found


def may(board: Board, ticket: Ticket, who: Identity) -> list[str]:
    """What somebody may add now; a program is nobody's second person."""
    found = board.may(ticket, who.role, who.name)
    return [one for one in found if one != asking.GIVEN or who.via == "tablet"]


def ended(ticket: Ticket) -> dict[str, Any]:
    """How it ended, where somebody said so for all to read."""
    seen = outside(ticket).entries
    closing = (one.data for one in reversed(seen) if one.state == State.CLOSED and one.lawful)
    said = next((data for data in closing if "resolution" in data), {})
    return {name: said.get(name) for name in ("resolution", "cause_code", "parts", "evidence")}
