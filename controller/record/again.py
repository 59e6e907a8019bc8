"""What is over may come back: until when it is the same ticket, and from when on it is another (0.7).

A ticket that is not closed is still the desk's, however long the calls take: its window begins when it is
closed. The same cause is another matter: it is the same ticket's as long as its repair is fresh, and what
somebody writes into a ticket afterwards makes no repair younger.
"""

from datetime import datetime, timedelta

from controller.record import failpoints
from controller.record.states import SERVED, State
from controller.record.tickets import Ticket


def may_reopen(ticket: Ticket, at: datetime, within: float) -> bool:
    """Whether somebody may still reopen it, so many seconds after its closing."""
    closed = _since(ticket, State.CLOSED)
    return ticket.state != State.CLOSED or closed is None or at - closed <= timedelta(seconds=within)


def is_fresh(ticket: Ticket, at: datetime, within: float) -> bool:
    """Whether the cause that comes back now is the same ticket's: it was repaired so short a time ago."""
    if ticket.state not in SERVED:
        return False
    repaired = _since(ticket, *SERVED)
    if failpoints.planted("a_note_makes_a_repair_fresh"):
        repaired = ticket.entries[-1].at
    return repaired is not None and at - repaired <= timedelta(seconds=within)


def _since(ticket: Ticket, *states: State) -> datetime | None:
    """When it first stood in one of these states in this cycle."""
    stood = (one.at for one in ticket.entries if one.cycle == ticket.cycle and one.state in states)
    return next(stood, None)
