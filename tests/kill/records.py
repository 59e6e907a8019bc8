"""What a record lacks of what was acknowledged, or has twice; read from the file of a dead service."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.kill.load import Told
from tests.record.checker import broken_promises

Line = tuple[str, str, dict[str, Any]]  # kind, subject, data


class Reading:
    """Reads what was added since it last read."""

    def __init__(self, database: Path) -> None:
        self._database, self._seen = database, 0
        self._tickets: set[int] = set()

    def wrong(self, told: Told) -> list[str]:
        """Everything that is wrong with the record, in sentences."""
        with closing(sqlite3.connect(self._database)) as raw:
            query = "SELECT seq, kind, subject, data FROM journal WHERE seq > ? ORDER BY seq"
            rows = raw.execute(query, (self._seen,)).fetchall()
        self._seen = rows[-1][0] if rows else self._seen
        lines = [(kind, subject, json.loads(data)) for _, kind, subject, data in rows]
        found = [*orders(told, lines), *runs(told, lines), *self._lost_tickets(told, lines)]
        return [*found, *broken_promises(self._database, [])]

    def _lost_tickets(self, told: Told, lines: list[Line]) -> Iterator[str]:
        numbers = [int(subject) for kind, subject, _ in lines if kind == "ticket.opened"]
        for no in told.tickets:
            if no not in numbers:
                yield f"ticket {no} was acknowledged and is lost"
        if len({*numbers, *self._tickets}) != len(numbers) + len(self._tickets):
            yield "two tickets have one number"
        self._tickets |= set(numbers)


def orders(told: Told, lines: list[Line]) -> Iterator[str]:
    """Orders that were acknowledged and are not on record exactly once."""
    asked = [
        (subject, data.get("value", data.get("args")))
        for kind, subject, data in lines
        if kind == "order.asked" and data["role"] != "scene"
    ]
    for order in told.orders:
        if (times := asked.count(order)) != 1:
            yield f"order {order} was acknowledged and is on record {times} times"


def runs(told: Told, lines: list[Line]) -> Iterator[str]:
    """Runs that a page was shown and that are not on record."""
    known = {data["run"] for kind, _, data in lines if kind in ("scene.started", "scene.ended")}
    yield from (f"run {run} was shown and is lost" for run in sorted(told.runs - known))
