"""Another working calendar, or another contract, comes into force, and every ticket that it moves says so."""

from collections.abc import Mapping
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.calendar import Hours
from controller.record.calendars import ADOPTED, said
from controller.record.contract import Contract
from controller.record.contracts import AGREED, version
from controller.record.contracts import said as agreed
from controller.record.lines import Appended

Moved = Mapping[int, dict[str, dict[str, Any]]]


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> Appended:
        """Say that something happened."""


def adopt(
    journal: Journal,
    hours: Hours,
    moved: Moved,
    actor: str,
    source: str = "",
    file: Mapping[str, Any] | None = None,
) -> Appended:
    """Say it in one turn, so that one commit holds all of it; `moved` are the deadlines by ticket, `file` is
    what the hall's file says, where it is the reason.
    """
    data = said(hours) | {"source": source} | ({} if file is None else {"file": dict(file)})
    line = journal.append(ADOPTED, hours.version, data, actor)
    failpoints.hit("calendar.adopted")
    for no, clocks in moved.items():
        data = {"entry": "recomputed", "calendar": hours.version, "clocks": clocks}
        journal.append("ticket.entry", str(no), data)
    return line


def agree(journal: Journal, contract: Contract, moved: Moved, actor: str = "system") -> Appended:
    """Say under which contract the service runs from now on, in one turn; open tickets say what it moved."""
    name = version(contract)
    line = journal.append(AGREED, name, agreed(contract), actor)
    failpoints.hit("contract.agreed")
    for no, clocks in moved.items():
        data = {"entry": "recomputed", "contract": name, "clocks": clocks, "text": _held_to(name)}
        journal.append("ticket.entry", str(no), data)
    return line


def _held_to(name: str) -> dict[str, str]:
    return {
        "zh": f"合同改为 {name}，期限已重算",
        "en": f"Contract {name} is in force: deadlines recomputed",
    }
