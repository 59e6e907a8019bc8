"""The nine offices that the contract names (REQ-55), and the role that each has here."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """An office; `role` is the account's, None where there is none yet, and then `why` says so."""

    role: str | None
    why: str = ""


OFFICES: Mapping[str, Office] = {
    "customer viewer": Office("viewer"),
    "stage technician": Office("operator"),
    "customer administrator": Office("lead"),
    "desk agent": Office("helpdesk"),
    "engineer": Office("engineer"),
    "call-back clerk": Office("clerk"),
    "quality reviewer": Office(None, "reviews inspections, and there are none on record yet (REQ-61)"),
    "service manager": Office(
        None, "is told by the contact directory (head, management) and has no rights of her own"
    ),
    "system administrator": Office("admin"),
}
