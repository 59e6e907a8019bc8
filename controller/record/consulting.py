"""Questions about use (REQ-14): tickets of the type `consultation`. They are called back in time and answered
within a working day; nobody comes, nothing is mended, no satisfaction call is due.

One that turns out to be a fault is converted: from then on all clocks of a fault run, from the first receipt.
"""

from typing import Protocol

from controller.record.states import AT_WORK, ENDED, State

S = State
FAULT, CONSULTATION = "fault", "consultation"
TYPES = (FAULT, CONSULTATION)
_UNANSWERED = AT_WORK | {S.NEW, S.WAITING}


class Sorted(Protocol):
    """What is asked of a ticket here."""

    @property
    def type(self) -> str:
        """What it is about, as it stands."""

    @property
    def state(self) -> State:
        """Where it stands."""


class Said(Protocol):
    """An entry, as far as it matters here."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def lawful(self) -> bool:
        """Whether it counts."""

    @property
    def cycle(self) -> int:
        """When it was made."""


def is_way(ticket: Sorted, to: State, kind: str) -> bool:
    """Whether this is a way for a ticket of its type: an answer settles a question, and nothing else."""
    asked = ticket.type == CONSULTATION
    if kind == "answered":
        return asked and to == S.RESOLVED and ticket.state in _UNANSWERED
    quick = (to == S.RESOLVED and ticket.state in _UNANSWERED) or (ticket.state, to) == (S.RESOLVED, S.CLOSED)
    return not quick or (asked and to == S.CLOSED)


def may_convert(ticket: Sorted) -> bool:
    """Whether it can become a fault: while it is a question that is open."""
    return ticket.type == CONSULTATION and ticket.state not in ENDED


def converted(ticket: Sorted) -> dict[str, str]:
    """What of the ticket is another one then. Raises ValueError where there is no open question."""
    if not may_convert(ticket):
        raise ValueError("there is no open question to convert")
    return {"type": FAULT}


def closes(ticket: Sorted, to: State) -> bool:
    """Whether this is the end of a question: neither cause nor parts nor a call are asked for."""
    return ticket.type == CONSULTATION and to == S.CLOSED


def asked_in(began: str, entries: tuple[Said, ...], cycle: int) -> bool:
    """Whether a ticket of the type `began` was still a question in this cycle."""
    turned = (one.cycle for one in entries if one.kind == "converted" and one.lawful)
    return began == CONSULTATION and not any(turn <= cycle for turn in turned)
