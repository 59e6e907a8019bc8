"""Shared by these tests: moments, and ticket lines told as a story."""

from datetime import UTC, datetime, timedelta
from typing import Any

from controller.record.lines import Line, written
from controller.record.tickets import Ticket, fold

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes past noon."""
    return NOON + timedelta(minutes=minutes)


def stamp(minutes: float) -> str:
    """The same, as the record spells it."""
    return written(at(minutes))


class Story:
    """Collects the lines of one ticket; each is said so many minutes past noon."""

    def __init__(self, minutes: float = 0, **data: Any) -> None:
        self.lines = [
            Line(1, at(minutes), "ticket.opened", "7", "system", {"class": 2, "via": "phone", **data})
        ]

    def then(self, minutes: float, entry: str, actor: str = "chen", **data: Any) -> "Story":
        said = {"entry": entry, **data}
        self.lines.append(Line(len(self.lines) + 1, at(minutes), "ticket.entry", "7", actor, said))
        return self

    def state(self, minutes: float, to: str, actor: str = "chen", **data: Any) -> "Story":
        return self.then(minutes, "state", actor, to=to, **data)

    def wait(self, minutes: float, reason: str, until: float | None = None, **data: Any) -> "Story":
        end = {} if until is None else {"until": stamp(until)}
        return self.state(minutes, "waiting_customer", reason=reason, asked_by="Ms Li", **end, **data)

    @property
    def ticket(self) -> Ticket:
        return fold(self.lines)
