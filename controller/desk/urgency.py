"""An event that runs, or begins within two hours, makes what is open more urgent by one step (requirements
0.3).

Each event does so once to a ticket: when a person has put the class back, it stays there. The start of the
clocks is kept; they are read anew from the class that now holds.
"""

from datetime import datetime
from typing import Any, Protocol

from controller.record.classing import Table, grade_of, stepped
from controller.record.states import ENDED, State
from controller.record.tickets import Ticket

REASON = {
    "zh": "两小时内有活动，紧急程度上调一级",
    "en": "an event runs or begins within two hours: one step more urgent",
}


class Occasion(Protocol):
    """An event of the hall."""

    @property
    def id(self) -> str:
        """Its name in the agenda."""

    @property
    def title(self) -> str:
        """What people call it."""


class Occasions(Protocol):
    """The part of the agenda that is needed here."""

    def __call__(self, at: datetime) -> Occasion | None:
        """The event that presses at this moment."""


def opened_under(event: Occasion | None, impact: str, urgency: str, table: Table) -> dict[str, Any]:
    """What the first entry of a ticket says of its class: `event` presses while it is opened."""
    plain = grade_of(impact, urgency, table)
    said: dict[str, Any] = {"class": plain, "impact": impact, "urgency": urgency}
    if event is None:
        return said
    higher = stepped(urgency)
    grade = grade_of(impact, higher, table)
    said |= {"class": grade, "urgency": higher, "event": event.id, "why": _why(event)}
    return said | ({"raised_from": plain} if grade != plain else {})


def raised_by(event: Occasion, ticket: Ticket, table: Table) -> dict[str, Any] | None:
    """The entry with which an event makes an open ticket more urgent; None where it does not."""
    done = event.id in ticket.pressed or ticket.urgency == stepped(ticket.urgency)
    if done or ticket.state in ENDED or ticket.state == State.VERIFYING:
        return None
    higher = stepped(ticket.urgency)
    grade = max(ticket.grade, grade_of(ticket.impact, higher, table))
    said = {"class": grade, "impact": ticket.impact, "urgency": higher, "event": event.id}
    raised = {"raised_from": ticket.grade} if grade != ticket.grade else {}
    return {"entry": "class", **said, **raised, "reason": REASON, "text": _text(event, grade)}


def _why(event: Occasion) -> dict[str, str]:
    return {"zh": f"{REASON['zh']}（{event.title}）", "en": f"{REASON['en']} ({event.title})"}


def _text(event: Occasion, grade: int) -> dict[str, str]:
    why = _why(event)
    return {"zh": f"故障等级 {grade}：{why['zh']}", "en": f"Fault class {grade}: {why['en']}"}
