"""A ticket that restored by itself, and stayed so, is resolved: how long it has to, the contract says."""

from datetime import datetime
from typing import Any

from controller.record.folds import Faults
from controller.record.states import State
from controller.record.tickets import Ticket


def proven(ticket: Ticket, now: datetime, verify: float, faults: Faults) -> dict[str, Any] | None:
    """The entry that says so; None while it is not so, or a person has to say it."""
    if ticket.state != State.VERIFYING:
        return None
    restored = [entry for entry in ticket.entries if entry.kind in ("restored", "state")][-1]
    stable = (now - restored.at).total_seconds() >= verify and restored.actor == "system"
    if not stable or faults.left(ticket.cause) or not faults.over(ticket.faults):
        return None
    return {"entry": "state", "to": str(State.RESOLVED), "verified_s": verify}
