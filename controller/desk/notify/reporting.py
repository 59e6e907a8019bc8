"""Whether whoever reported something can be written to: only a mail address is one.

Another help desk says in its own words who reported (`by`): these are shown, and are no address of ours to
write to, unless the hall's own contacts have it. Else whoever holds that desk's secret could let us write to
anybody.
"""

import re

from controller.desk.notify.directory import Directory
from controller.record import failpoints
from controller.record.tickets import Ticket

LINK = "link"
ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


def answerable(ticket: Ticket, directory: Directory) -> bool:
    """Whether news of this ticket may go to its reporter by mail."""
    if failpoints.planted("whoever_is_named_is_written_to"):
        return True
    said = str(ticket.entries[0].data.get("reporter") or "")
    if not ADDRESS.fullmatch(said):
        return False
    return ticket.via != LINK or said.casefold() in _known(directory)


def _known(directory: Directory) -> set[str]:
    """The mail addresses of the hall's contacts."""
    ways = (way.to.casefold() for one in directory.contacts.values() for way in one.reach)
    return {to for to in ways if ADDRESS.fullmatch(to)}
