"""What an entry brings with it: said in the same turn, and so in the same commit, as the entry itself."""

from collections.abc import Mapping
from typing import Any

from controller.record.tickets import Ticket
from controller.record.waiting import RESUMED, is_over_for

NOT_SOLVED = {"zh": "回访：问题未解决", "en": "the customer says that it is not solved"}
Follows = tuple[dict[str, Any], str]
"""What is said, and by whom."""


def follows(ticket: Ticket, data: Mapping[str, Any], actor: str, role: str, seq: int) -> Follows | None:
    """A call that says "not solved" opens the ticket again (REQ-63); a word of the customer ends the wait for
    it (0.5). `ticket` is as it stood before the entry, `seq` is the entry's number.
    """
    if data.get("entry") == "survey" and data.get("solved") is False:
        return {
            "entry": "reopened",
            "reason": NOT_SOLVED,
            "text": NOT_SOLVED,
            "role": role,
            "not_solved": True,
        }, actor
    if is_over_for(ticket, data, role):
        return {"entry": RESUMED, "why": "customer_acted", "of": seq}, "system"
    return None
