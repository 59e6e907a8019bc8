"""Another working calendar comes into force, and every open ticket whose deadlines it moves says so."""

from collections.abc import Mapping
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.calendar import Hours
from controller.record.calendars import ADOPTED, said
from controller.record.lines import Appended

Moved = Mapping[int, dict[str, dict[str, Any]]]


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> Appended:
        """Say that something happened."""


def adopt(journal: Journal, hours: Hours, moved: Moved, actor: str, source: str = "") -> Appended:
    """Say it in one turn, so that one commit holds all of it; `moved` are the deadlines by ticket."""
    line = journal.append(ADOPTED, hours.version, said(hours) | {"source": source}, actor)
    failpoints.hit("calendar.adopted")
    for no, clocks in moved.items():
        data = {"entry": "recomputed", "calendar": hours.version, "clocks": clocks}
        journal.append("ticket.entry", str(no), data)
    return line
