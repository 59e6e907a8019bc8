"""Who reads what of a ticket (REQ-51): what the desk notes for itself is another kind of entry than what it
tells the customer, and never a flag on the same text.

Whatever leaves the desk (pages, lists, searches, prints, tables, reports, other desks) is made from the
ticket as `seen_by` gives it. A kind that nobody has declared open is for the desk only.
"""

from dataclasses import replace

from controller.record import failpoints
from controller.record.states import CUSTOMER
from controller.record.tickets import Entry, Ticket

OPEN = frozenset({
    *("opened", "progress", "comment", "mail", "attachment", "class", "confirmed", "answered", "converted"),
    *("handed_over", "photo", "approval_asked", "approval_given", "approval_refused"),
    *("resumed", "long_wait", "explained", "gone"),
    *("contact_attempt", "contact_made", "state", "restored", "relapsed", "reopened", "recomputed"),
    *("workaround", "workaround_over", "joined", "left", "merged", "absorbed", "unmerged", "released"),
    *("survey_attempt", "survey_later", "survey", "work", "tested", "plan", "part_used", "part_returned"),
    *("visit_planned", "visit_departed", "visit_arrived", "visit_left", "visit_called_off"),
    *("team_opened", "team_member", "team_decision", "team_cause", "team_measure", "team_measure_done"),
    *("team_review", "plan_demanded", "overdue", "complaint_answered"),
})  # fmt: skip
"""What everybody reads who may read the ticket. All other kinds are the desk's own: notes, which expert was
proposed, and whatever is added one day and not declared here.
"""


def is_inside(entry: Entry) -> bool:
    """Whether an entry is for the desk only."""
    if failpoints.planted("notes_are_for_all"):
        return False
    return entry.kind not in OPEN


def outside(ticket: Ticket) -> Ticket:
    """The ticket without what the desk wrote for itself; its clocks are the same."""
    if not any(map(is_inside, ticket.entries)):
        return ticket
    return replace(ticket, entries=tuple(one for one in ticket.entries if not is_inside(one)))


def seen_by(ticket: Ticket, role: str | None) -> Ticket:
    """The ticket as somebody of this role may read it; a stranger reads what a customer may."""
    return outside(ticket) if role is None or role in CUSTOMER else ticket
