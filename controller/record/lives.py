"""A ticket in a line, as reports of years take it: what its row says, without its entries.

How it ended is what was said of that last, by what everybody may read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from controller.record.audience import outside
from controller.record.breakdowns import took
from controller.record.lines import moment
from controller.record.states import State
from controller.record.tickets import Ticket

ENDING = ("cause_code", "resolution", "parts")
COLUMNS = (
    "no", "first", "title", "state", "grade", "device", "cause", "faults", "received", "restored", "ending",
)  # fmt: skip
_STATES = {str(state): state for state in State}


@dataclass(frozen=True, slots=True)
class Life:
    """`first` is the line that opened it."""

    no: int
    first: int
    title: Any
    state: State
    grade: int
    device: str | None
    cause: str | None
    faults: tuple[str, ...]
    received: datetime
    restored: datetime | None
    ending: dict[str, Any]

    @property
    def took(self) -> float | None:
        """For how many seconds it was broken, in all its cycles; None while it is."""
        found: float | None = self.ending["took"]
        return found


def life_of(ticket: Ticket) -> Life:
    """The line of a ticket."""
    return Life(
        ticket.no,
        ticket.entries[0].seq,
        ticket.title,
        ticket.state,
        ticket.grade,
        ticket.device,
        ticket.cause,
        ticket.faults,
        ticket.received,
        ticket.restored,
        ending(ticket),
    )


def ending(ticket: Ticket) -> dict[str, Any]:
    """How it ended, None for what nobody said; and how long it took."""
    found: dict[str, Any] = dict.fromkeys(ENDING) | {"took": took(ticket)}
    for entry in outside(ticket).entries:
        found |= {name: entry.data[name] for name in ENDING if name in entry.data}
    return found


def life_in(row: Sequence[Any]) -> Life:
    """The line that a row holds: the columns `COLUMNS`, in this order."""
    no, first, title, state, grade, device, cause, faults, received, restored, ended = row
    keys = tuple(faults[1:-1].split("\n")) if len(faults) > 1 else ()
    began, over = moment(received), None if restored is None else moment(restored)
    title, ended = json.loads(title), json.loads(ended)
    return Life(no, first, title, _STATES[state], grade, device, cause, keys, began, over, ended)
