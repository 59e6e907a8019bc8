"""The states of a ticket, which may follow which, and who may say so: requirements 0.7 as data.

``` new > contacted > diagnosing > dispatched > onsite > restored_verifying > resolved > callback_due >
closed ``` with `waiting_customer` (the only one that pauses clocks), `workaround` and `awaiting_parts` on
the way, `cancelled` and `merged` at the side. A device that comes back by itself may be
`restored_verifying` from anywhere on the way.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    CONTACTED = "contacted"
    DIAGNOSING = "diagnosing"
    DISPATCHED = "dispatched"
    ONSITE = "onsite"
    WAITING = "waiting_customer"
    WORKAROUND = "workaround"
    PARTS = "awaiting_parts"
    VERIFYING = "restored_verifying"
    RESOLVED = "resolved"
    CALLBACK = "callback_due"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


S = State
DESK = frozenset({"helpdesk", "lead", "admin"})
WORKERS = DESK | {"engineer"}
HALL = WORKERS | {"operator"}
CUSTOMER = frozenset({"viewer", "operator", "lead"})
"""The hall's own people: viewer, stage technician, customer administrator (REQ-55)."""
INSIDERS = WORKERS - CUSTOMER
CALLERS = DESK | {"clerk"}
"""Who makes satisfaction calls: a dedicated clerk, or the desk."""
APPROVERS = frozenset({"lead", "admin"})
"""Who may be the second person that some things need."""
SYSTEM = frozenset({"system"})

ENDED = frozenset({S.RESOLVED, S.CALLBACK, S.CLOSED, S.CANCELLED, S.MERGED})
"""No longer open: the same cause, arising again, reopens the ticket or gets a new one."""

OVER = frozenset({S.CLOSED, S.CANCELLED, S.MERGED})
"""Nothing is done any more."""

SERVED = frozenset({S.RESOLVED, S.CALLBACK, S.CLOSED})
"""The restoration was verified."""

AT_WORK = frozenset({S.CONTACTED, S.DIAGNOSING, S.DISPATCHED, S.ONSITE, S.WORKAROUND, S.PARTS})

LAWFUL_PAUSES = frozenset(
    {
        "waiting_customer_access",
        "waiting_customer_authorisation",
        "waiting_customer_decision",
        "customer_appointment",
        "force_majeure",
    }
)
"""Why the repair clocks may stand still (requirements 0.5): nothing else stops them."""


def _moves() -> Mapping[State, Mapping[State, frozenset[str]]]:
    moves: dict[State, dict[State, frozenset[str]]] = {
        S.NEW: {S.CONTACTED: HALL, S.WAITING: WORKERS},
        S.WAITING: {state: HALL | SYSTEM for state in AT_WORK} | {S.WAITING: WORKERS, S.NEW: SYSTEM},
        S.VERIFYING: {state: WORKERS | SYSTEM for state in (AT_WORK | {S.NEW})}
        | {S.RESOLVED: WORKERS | SYSTEM},
        S.RESOLVED: {S.CALLBACK: CALLERS | SYSTEM, S.CLOSED: DESK, S.NEW: HALL | SYSTEM},
        S.CALLBACK: {S.CLOSED: CALLERS, S.NEW: HALL | SYSTEM},
        S.CLOSED: {S.NEW: HALL | SYSTEM},
        S.CANCELLED: {},
        S.MERGED: {state: DESK for state in (AT_WORK | {S.NEW, S.VERIFYING})},
    }
    for state in AT_WORK:
        moves[state] = {to: WORKERS for to in AT_WORK - {S.CONTACTED, state}} | {S.WAITING: WORKERS}
    for state in AT_WORK | {S.NEW, S.WAITING}:
        moves[state] |= {S.RESOLVED: WORKERS}  # a question that is answered: see consulting
        moves[state] |= {S.VERIFYING: HALL | SYSTEM, S.CANCELLED: DESK}
    for state in AT_WORK | {S.NEW, S.WAITING, S.VERIFYING}:
        moves[state] |= {S.MERGED: DESK | SYSTEM}
    return moves


MOVES = _moves()
"""From, to, and the roles that may: a move that is not here is not lawful."""

CARRIES: Mapping[str, frozenset[State]] = {
    "visit_departed": frozenset({S.CONTACTED, S.DIAGNOSING, S.PARTS}),
    "visit_arrived": AT_WORK | {S.WAITING},
    "visit_left": frozenset({S.ONSITE}),
}
"""Entries of a visit that take the ticket along from these states: who may make one may move it so."""

TARGETS: Mapping[str, State] = {
    "contact_made": S.CONTACTED,
    "restored": S.VERIFYING,
    "answered": State.RESOLVED,
    "workaround": S.WORKAROUND,
    "reopened": S.NEW,
    "merged": S.MERGED,
}
"""Entries that bring a ticket to a state of their own; `state` names its own, and so does what was
asked for and is approved; `relapsed` and `resumed` go back."""

ENTRIES: Mapping[str, frozenset[str]] = {
    "joined": WORKERS | SYSTEM,
    "left": WORKERS | SYSTEM,
    "note": INSIDERS | SYSTEM | {"clerk"},
    "progress": INSIDERS | SYSTEM,
    "comment": HALL | SYSTEM,
    "answered": WORKERS,
    "converted": WORKERS,
    "handed_over": DESK | SYSTEM,
    "photo": HALL | SYSTEM,
    "confirmed": HALL,
    "contact_attempt": HALL,
    "contact_made": HALL,
    "state": HALL | SYSTEM | {"clerk"},
    "class": WORKERS | SYSTEM,
    "workaround": WORKERS,
    "workaround_over": WORKERS,
    "restored": HALL | SYSTEM,
    "relapsed": WORKERS | SYSTEM,
    "resumed": SYSTEM,
    "long_wait": SYSTEM,
    "gone": SYSTEM,
    "explained": WORKERS,
    "approval_asked": WORKERS,
    "approval_given": APPROVERS,
    "approval_refused": WORKERS,
    "reopened": HALL | SYSTEM,
    "merged": DESK | SYSTEM,
    "absorbed": DESK | SYSTEM,
    "unmerged": DESK,
    "released": DESK | SYSTEM,
    "attachment": HALL | SYSTEM,
    "mail": HALL | SYSTEM,
    "recomputed": SYSTEM,
    "survey_attempt": CALLERS,
    "survey_later": CALLERS,
    "survey": CALLERS,
    "work": HALL,
    "tested": SYSTEM,
    "visit_planned": WORKERS,
    "visit_departed": WORKERS,
    "visit_arrived": HALL,
    "visit_left": HALL,
    "visit_called_off": WORKERS,
    "team_opened": DESK | SYSTEM,
    "team_member": WORKERS,
    "team_decision": WORKERS,
    "team_cause": WORKERS,
    "team_measure": WORKERS,
    "team_measure_done": WORKERS,
    "team_review": DESK,
    "plan": WORKERS,
    "plan_demanded": SYSTEM,
    "expert": INSIDERS,
    "expert_proposed": SYSTEM,
    "overdue": SYSTEM,
    "part_used": WORKERS,
    "part_returned": WORKERS,
    "complaint_answered": DESK,
}
"""Every kind of entry, and the roles that may add it."""


def target(data: Mapping[str, Any]) -> State | None:
    """The state an entry leads to, if it names one."""
    kind = data.get("entry")
    if kind in ("state", "approval_given"):
        return State(data["to"])
    return TARGETS.get(str(kind))
