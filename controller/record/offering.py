"""What somebody is offered to add to a ticket now: what the law would take from him, were all of it said.

Nothing here knows a law: each kind of entry, and each state, is tried with an example in which nothing is
missing. So what is offered and what is accepted cannot differ.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from controller.record import asking
from controller.record.lawful import REOPEN_WITHIN, NotLawful, check
from controller.record.lines import written
from controller.record.service.parts import SORTS, parts
from controller.record.service.team import team
from controller.record.states import ENTRIES, MOVES, State
from controller.record.tickets import Ticket

NOT_BY_HAND = frozenset(
    {"state", "joined", "left", "absorbed", "released", "attachment", "mail", "handed_over", "recomputed"}
    | {"photo"}
)
"""Entries that follow from something else that is done; a state is offered as `to:STATE`."""
SOMEBODY = "\N{WHITE CIRCLE}"
"""A person whom nobody is called."""
WORDS = (
    *("text", "person", "reason", "accepted_by", "part", "rma", "asked_by", "evidence", "resolution"),
    *("cause_code", "parts", "signed_by", "phone", "measure"),
)
OUTCOMES: Mapping[str, str] = {"visit_left": "appointment", "expert": "advised", "contact_made": "solved"}


def ways(
    ticket: Ticket,
    role: str,
    actor: str,
    at: datetime,
    reopen: float = REOPEN_WITHIN,
    zone: tzinfo = UTC,
) -> list[str]:
    """The kinds of entry that `actor`, as `role`, may add now, and `to:STATE` for the states he may bring
    about.
    """

    def takes(data: Mapping[str, Any]) -> bool:
        try:
            check(ticket, asking.whole(ticket.entries, data), actor, role, at, reopen, zone)
        except NotLawful:
            return False
        return True

    kinds = [kind for kind in ENTRIES if kind not in NOT_BY_HAND and takes(example(ticket, kind, at))]
    states = [to for to in MOVES[ticket.state] if takes(example(ticket, "state", at, to))]
    return [*kinds, *(f"to:{to}" for to in states)]


def example(ticket: Ticket, kind: str, at: datetime, to: State | None = None) -> dict[str, Any]:
    """An entry that says all that its kind has to say."""
    later = written(at + timedelta(hours=1))
    said: dict[str, Any] = {
        "entry": kind,
        **dict.fromkeys(WORDS, SOMEBODY),
        "until": later,
        "at": written(at),
    }
    said |= {"class": ticket.grade, "into": 1, "solved": True, "device": "none", "fault": SOMEBODY}
    said |= {"began": written(at), "ended": written(at), "shipped": f"{at:%Y-%m-%d}"}
    said |= {"number": _number(ticket, kind), "what": "spare" if kind == "plan" else SOMEBODY}
    said |= {"outcome": OUTCOMES.get(kind, ""), "sort": SORTS[0], "duty": "member"}
    if kind in (asking.GIVEN, asking.DENIED):
        asked = asking.pending(ticket.entries)
        said["of"] = 0 if asked is None else asked.seq
    if kind == asking.ASKED:
        said["to"] = str(State.CANCELLED)
    if to is not None:
        said["to"] = str(to)
        said["reason"] = "waiting_customer_access" if to == State.WAITING else SOMEBODY
    return said


def _number(ticket: Ticket, kind: str) -> int:
    """Of the first measure that is still to be done, or of the first part."""
    if kind == "part_returned":
        return next((one.no for one in parts(ticket)), 0)
    found = team(ticket)
    return next((one.no for one in found.measures if one.done is None), 0) if found is not None else 0
