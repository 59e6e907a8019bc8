"""Which clock of which ticket has passed which part of its promise: each threshold fires once, and survives.

A threshold that passed while the service was down fires at the next start, and says how late it is. The
journal line `ticket.threshold` is the memory; whoever pages people follows the journal.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from controller.record.calendar import Calendar
from controller.record.clocks import readings
from controller.record.contract import Contract
from controller.record.lines import Line, written
from controller.record.states import State
from controller.record.stopwatch import Reading
from controller.record.tickets import Ticket

THRESHOLD = "ticket.threshold"
PARTS = (50, 80, 100, 150)
"""Note to the assignee, note to the team's lead, breach, management: percent of the promise."""
LATE = 15.0
"""Seconds within which a threshold fires while the service runs."""
OVER = frozenset({State.CLOSED, State.CANCELLED, State.MERGED})
Mark = tuple[str, int, int, str]


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""


class Callbacks:
    """The thresholds that have fired, and those that should."""

    def __init__(self, journal: Journal, contract: Contract, office: Calendar) -> None:
        self._journal, self._contract, self._office = journal, contract, office
        self._fired: dict[int, dict[Mark, dict[str, Any]]] = defaultdict(dict)

    def hear(self, line: Line) -> None:
        """Remember one that fired."""
        if line.kind == THRESHOLD:
            self._fired[int(line.subject)][_mark_said(line.data)] = dict(line.data)

    def fired(self, no: int) -> list[dict[str, Any]]:
        """The thresholds that a ticket has passed, in order."""
        return list(self._fired[no].values())

    def sweep(self, ticket: Ticket, now: datetime) -> None:
        """Fire what has passed."""
        if ticket.state in OVER:
            return
        for reading in readings(ticket, now, self._contract, self._office):
            for part, late in self._passed(reading):
                if _mark(reading, part) not in self._fired[ticket.no]:
                    self._fire(ticket.no, reading, part, late)

    def _passed(self, reading: Reading) -> Iterator[tuple[int, float]]:
        for part in PARTS:
            late = reading.net - reading.target * part / 100
            if late >= 0:
                yield part, late

    def _fire(self, no: int, reading: Reading, part: int, late: float) -> None:
        data = {"clock": reading.name, "cycle": reading.cycle, "percent": part}
        data |= {"started": written(reading.started), "late_s": round(late) if late > LATE else 0}
        self._journal.append(THRESHOLD, str(no), data)


def _mark(reading: Reading, part: int) -> Mark:
    """What makes it the same: C6 starts anew with every word to the customer."""
    lap = written(reading.started) if reading.name == "C6" else ""
    return reading.name, reading.cycle, part, lap


def _mark_said(data: dict[str, Any]) -> Mark:
    lap = data["started"] if data["clock"] == "C6" else ""
    return data["clock"], data["cycle"], data["percent"], lap
