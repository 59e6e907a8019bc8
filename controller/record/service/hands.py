"""Who had a hand in a repair: whoever worked on a ticket does not ask the customer how it was (REQ-63)."""

from controller.record import failpoints
from controller.record.states import AT_WORK, State
from controller.record.tickets import Entry, Ticket

WORKED = frozenset({
    *("work", "restored", "relapsed", "workaround", "workaround_over", "answered", "plan", "part_used"),
    *("visit_departed", "visit_arrived", "visit_left", "team_decision", "team_cause", "team_measure"),
    *("team_measure_done", "team_review"),
})  # fmt: skip
"""Entries that are work, whatever the role of whoever makes them."""
NAMES = frozenset({"visit_planned", "visit_departed", "visit_arrived", "team_member", "plan", "expert"})
"""Entries that name others who work: the engineer of a visit, a member of the team, an expert."""
STEPS = (AT_WORK | {State.VERIFYING, State.RESOLVED}) - {State.CONTACTED, State.DISPATCHED}
"""States that somebody brings about who works on it; to send somebody is the desk's."""
SYSTEM = "system"


def hands(ticket: Ticket) -> frozenset[str]:
    """The accounts and names of all who worked on it, in every cycle, in small letters."""
    found: set[str] = set()
    for entry in ticket.entries:
        if entry.lawful and (_is_work(entry) or entry.data.get("role") == "engineer"):
            found.add(entry.actor)
        if entry.lawful and entry.kind in NAMES:
            found.update(str(entry.data[name]) for name in ("person", "who") if entry.data.get(name))
    return frozenset(one.casefold() for one in found - {SYSTEM})


def _is_work(entry: Entry) -> bool:
    if failpoints.planted("only_engineers_have_hands"):
        return False
    by_phone = entry.kind == "contact_made" and entry.data.get("outcome") in ("solved", "remote")
    moved = entry.kind == "state" and entry.data.get("to") in STEPS
    return entry.kind in WORKED or moved or by_phone
