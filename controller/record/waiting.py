"""A ticket that waits for its customer: since when it does, from where it came, and what ends it (0.5).

A wait is told in entries; one that says why anew while it waits is an extension, and so is one that begins
within a day after the last one ended: nobody makes a long wait young by letting it lapse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from controller.record import failpoints
from controller.record.lines import moment
from controller.record.states import CUSTOMER, State

if TYPE_CHECKING:
    from controller.record.tickets import Entry, Ticket

LONG = timedelta(hours=72)
"""A wait that is open for longer is told to the contacts, once."""
AGAIN = timedelta(days=1)
RESUMED = "resumed"
ENDED_BY_WORDS = frozenset(
    {"waiting_customer_access", "waiting_customer_authorisation", "waiting_customer_decision"}
)
"""The reasons that are gone once the customer says something; an appointment or a flood is not."""
WORDS = frozenset({"comment", "mail", "confirmed", "photo"})


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait with its extensions: the entry that began it, the last that said why, when it was left."""

    first: "Entry"
    last: "Entry"
    left: datetime | None

    @property
    def until(self) -> datetime | None:
        """The end that is expected; None where nobody said one."""
        said = self.last.data.get("until")
        return moment(said) if said else None

    @property
    def end(self) -> datetime | None:
        """When it is over, as far as is known: at the latest where it was expected to be."""
        return min((at for at in (self.left, self.until) if at is not None), default=None)

    @property
    def long(self) -> datetime | None:
        """When it had been, or will have been, open for long; None where it ends before."""
        at = self.first.at + LONG
        return at if self.end is None or self.end > at else None


def says_why(entry: "Entry") -> bool:
    """Whether it says, or says anew, why the ticket waits."""
    kinds = ("state", "approval_given")
    return entry.lawful and entry.kind in kinds and entry.state == State.WAITING


def came_from(entries: Sequence["Entry"]) -> State:
    """Where a ticket that waits goes on afterwards: where it was before."""
    return next((one.state for one in reversed(entries) if one.state != State.WAITING), State.NEW)


def wait(ticket: "Ticket") -> Wait | None:
    """The last wait of this cycle, with all its extensions."""
    found: Wait | None = None
    for entry in (one for one in ticket.entries if one.cycle == ticket.cycle):
        if says_why(entry):
            found = Wait(_began(found, entry), entry, None)
        elif found is not None and found.left is None and entry.state != State.WAITING:
            found = Wait(found.first, found.last, entry.at)
    return found


def _began(before: Wait | None, entry: "Entry") -> "Entry":
    if before is None or failpoints.planted("extensions_begin_anew"):
        return entry
    ended = before.end or entry.at
    return before.first if entry.at - ended < AGAIN else entry


def is_over_for(ticket: "Ticket", data: Mapping[str, Any], role: str) -> bool:
    """Whether with this entry the customer acts, and what was waited for is there. A mail on a ticket is the
    customer's, whoever took it in.
    """
    now = wait(ticket)
    if ticket.state != State.WAITING or now is None or now.last.data.get("reason") not in ENDED_BY_WORDS:
        return False
    kind = data.get("entry")
    return kind in WORDS and (kind == "mail" or role in CUSTOMER)
