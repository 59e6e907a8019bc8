"""A low score in a satisfaction call is a complaint (REQ-63): what was said, and what was done about it.

A fold of all entries: a complaint is there until somebody answered it, whatever becomes of the ticket
meanwhile, and whatever else the customer says later. What is not solved is opened again besides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from controller.record import failpoints
from controller.record.calendars import Calendars
from controller.record.service.workdays import Office, end_of_workday
from controller.record.states import State
from controller.record.tickets import Entry, Ticket

POOR = 2
"""So much or less in all is a complaint."""
ANSWERED = "complaint_answered"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was said in the call of a cycle, by the entry `seq`; `answer` is empty until somebody did
    something, and `by` is the entry that says so.
    """

    seq: int
    at: datetime
    score: int
    text: str
    cycle: int = 1
    answer: str = ""
    person: str = ""
    answered: datetime | None = None
    by: int | None = None


def is_poor(score: Any) -> bool:
    """Whether this is the score of a complaint."""
    return isinstance(score, int) and score <= POOR and not failpoints.planted("no_score_is_a_complaint")


def last_word(entries: Iterable[Entry]) -> Entry | None:
    """What counts of several calls about one repair: what the customer said last."""
    said = [one for one in entries if one.lawful and one.kind == "survey"]
    return said[0 if failpoints.planted("the_first_word_counts") else -1] if said else None


def complaints(ticket: Ticket) -> list[Complaint]:
    """All of them, in order. An answer is one to what stood open when it was given, and to nothing later."""
    found: list[Complaint] = []
    for one in ticket.entries:
        if one.lawful and one.kind == "survey" and is_poor(one.data.get("score")):
            found.append(Complaint(one.seq, one.at, int(one.data["score"]), _said(one), one.cycle))
        elif one.lawful and one.kind == ANSWERED:
            found = [each if each.answered else _answered(each, one) for each in found]
    if failpoints.planted("a_complaint_ends_with_its_cycle"):
        return [one for one in found if one.cycle == ticket.cycle]
    return found


def complaint(ticket: Ticket) -> Complaint | None:
    """The one to be shown: the last that is not answered, else the last."""
    found = complaints(ticket)
    return next((one for one in reversed(found) if one.answered is None), found[-1] if found else None)


def open_ones(ticket: Ticket) -> list[Complaint]:
    """Those that still have to be answered."""
    over = ticket.state in (State.CLOSED, State.CANCELLED)
    return [] if over else [one for one in complaints(ticket) if one.answered is None]


def overdue(ticket: Ticket) -> set[int]:
    """Those of which it was told that nobody answered them in time, by their entries."""
    told = (one.data for one in ticket.entries if one.kind == "overdue")
    return {int(one.get("of", 0)) for one in told if one.get("what") == "complaint"}


def answer_due(found: Complaint, office: Office, days: int) -> datetime:
    """By when it is answered: by the end of so many workdays after the day of the call, as the calendar said
    at the call. Another one that comes into force later moves it no more.
    """
    hours = office.under(found.seq) if isinstance(office, Calendars) else office
    return end_of_workday(hours, found.at, days)


def _answered(found: Complaint, entry: Entry) -> Complaint:
    said = str(entry.data["text"]), str(entry.data.get("person", ""))
    return replace(found, answer=said[0], person=said[1], answered=entry.at, by=entry.seq)


def _said(entry: Entry) -> str:
    words = (str(entry.data.get(name) or "") for name in ("text", "further"))
    return " ".join(filter(None, words))
