"""Schedules as the journal keeps them, and what of it a schedule is after a restart.

`schedule.taken` says that a moment is handled and how (`upto`: with what came due meanwhile),
`schedule.waits` that one has come due and waits, or asks until a moment, `schedule.held` that a person lets
one rest.
"""

from datetime import datetime
from typing import Any

from controller.hall.sentences import Sentence
from controller.record.failpoints import planted
from scenes.known import KNOWN
from scenes.plans import Standing
from scenes.reasons import kept, told
from scenes.record import Line

TAKEN, HELD, WAITS = "schedule.taken", "schedule.held", "schedule.waits"
KINDS = (TAKEN, HELD, WAITS, KNOWN)
CLOCK = "schedule"
"""Who acts where no person does."""


def reason(why: Sentence | None) -> dict[str, Any]:
    """Why it waits, or never ran, as a part of a line."""
    return {} if why is None else {"why": kept(why)}


def recalled(standing: Standing, line: Line, now: datetime) -> None:
    """A line of its own."""
    said = line.data
    match line.kind:
        case "schedule.taken":
            why = told(said.get("why"))
            standing.last = {"due": said["due"], "outcome": said["outcome"], "why": why}
            standing.rest()
        case "schedule.waits":
            standing.due, standing.asks_until = datetime.fromisoformat(said["due"]), _promised(line, now)
            standing.waits = standing.asks_until is None
        case "schedule.known":
            standing.rest()
        case "schedule.held":
            standing.held = said["held"]


def _promised(line: Line, now: datetime) -> datetime | None:
    """The moment until which a person put it off, if it still lies ahead. One that only asked is asked again
    for its whole time: nobody could answer meanwhile.
    """
    until = datetime.fromisoformat(line.data["until"]) if line.data.get("until") else None
    if until is None or until <= now or planted("what_was_put_off_is_forgotten"):
        return None
    return until if line.data.get("put_off", line.actor != CLOCK) else None
