"""A low score in a satisfaction call is a complaint (REQ-63): what was said, and what was done about it.

A fold of the entries of the present cycle: what is not solved is opened again, and asked about anew.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from controller.record import failpoints
from controller.record.service.plans import of_cycle
from controller.record.service.workdays import Office, end_of_workday
from controller.record.states import OVER
from controller.record.tickets import Entry, Ticket

POOR = 2
"""So much or less in all is a complaint."""
ANSWERED = "complaint_answered"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was said in the call, by the entry `seq`; `answer` is empty until somebody did something."""

    seq: int
    at: datetime
    score: int
    text: str
    answer: str = ""
    person: str = ""
    answered: datetime | None = None


def is_poor(score: Any) -> bool:
    """Whether this is the score of a complaint."""
    return isinstance(score, int) and score <= POOR and not failpoints.planted("no_score_is_a_complaint")


def complaint(ticket: Ticket) -> Complaint | None:
    """The last one of this cycle, and its answer."""
    found: Complaint | None = None
    for one in of_cycle(ticket):
        if one.kind == "survey" and is_poor(one.data.get("score")):
            found = Complaint(one.seq, one.at, int(one.data["score"]), _said(one))
        elif one.kind == ANSWERED and found is not None:
            said = str(one.data["text"]), str(one.data.get("person", ""))
            found = Complaint(found.seq, found.at, found.score, found.text, *said, one.at)
    return found


def open_one(ticket: Ticket) -> Complaint | None:
    """The one that still has to be answered."""
    found = None if ticket.state in OVER else complaint(ticket)
    return found if found is not None and found.answered is None else None


def answer_due(found: Complaint, office: Office, days: int) -> datetime:
    """By when it is answered: by the end of so many workdays after the day of the call."""
    return end_of_workday(office, found.at, days)


def _said(entry: Entry) -> str:
    words = (str(entry.data.get(name) or "") for name in ("text", "further"))
    return " ".join(filter(None, words))
