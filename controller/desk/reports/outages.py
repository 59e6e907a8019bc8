"""When which device was down, folded from the lines of faults: the ground of the availability report.

A device is down while a fault of it that matters (major, critical) is believed: from the moment the evidence
was hard until it went away, not from receipt to repair. While the fault stands in announced maintenance, or
an order makes it lawful (the customer switched it off), that time is excused; while another fault explains
it, the time is lost all the same, but is that other one's doing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from controller.record import failpoints
from controller.record.lines import Line, moment

DOWN, EXCUSED, BEHIND = "down", "excused", "behind"
MATTERS = frozenset({"major", "critical"})


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch of one kind; `key` is the fault, `trouble` its code, `seq` the line that began it; `end` is
    None while it lasts. `fresh`: it began a failure, and does not go on with one under another flag.
    """

    key: str
    device: str
    trouble: str
    kind: str
    start: datetime
    end: datetime | None
    seq: int
    fresh: bool = True


class Outages:
    """Hears the lines of faults, in order; `found` are all stretches, those that last still with no end."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._done: list[Outage] = []
        self._open: dict[str, Outage] = {}
        self._facts: dict[str, Mapping[str, Any]] = {}
        for line in lines:
            self.hear(line)

    def hear(self, line: Line) -> None:
        """Take one line in."""
        key = line.subject
        before = self._facts.get(key, {})
        facts = line.data if line.kind == "fault.raised" else {**before, **line.data}
        over = line.kind == "fault.cleared"
        kind = None if over else _kind(facts)
        if (stands := self._open.get(key)) is not None and stands.kind != kind:
            end = line.at if kind else _ended(facts, line.at)
            self._done.append(_closed(self._open.pop(key), end))
        if kind is not None and key not in self._open:
            start = line.at if stands else _began(facts, before, line.at)
            said = str(facts.get("rule", key.rpartition("/")[2]))
            device = str(facts.get("device") or key.partition("/")[0])
            self._open[key] = Outage(key, device, said, kind, start, None, line.seq, stands is None)
        self._facts[key] = {} if over else facts

    @property
    def found(self) -> list[Outage]:
        """All of them, in the order in which they began."""
        return sorted((*self._done, *self._open.values()), key=lambda one: (one.start, one.seq))


def _kind(facts: Mapping[str, Any]) -> str | None:
    if facts.get("phase") != "active" or facts.get("severity") not in MATTERS:
        return None
    if (facts.get("maintenance") or facts.get("expected_by")) and not failpoints.planted("nothing_excuses"):
        return EXCUSED
    return BEHIND if facts.get("cause") else DOWN


def _began(facts: Mapping[str, Any], before: Mapping[str, Any], at: datetime) -> datetime:
    """When its evidence was hard; one that comes again after a better moment begins now."""
    hard = facts.get("hard")
    if not hard or before.get("phase") == "clearing":
        return at
    return min(at, moment(hard))


def _ended(facts: Mapping[str, Any], at: datetime) -> datetime:
    better = facts.get("better")
    return min(at, moment(better)) if better else at


def _closed(one: Outage, end: datetime) -> Outage:
    return replace(one, end=max(one.start, end))
