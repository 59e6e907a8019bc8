"""What a fault is: one thing that is wrong with one subject, as it stands at a moment.

Identity is `rule` and `subject` and nothing else; text, value and time are no part of it, so that the same
trouble is the same fault however often it is seen. `phase` says how sure we are (*soft*: seen, not yet
believed; *active*; *clearing*: not seen any more, resting; *cleared*); the flags beside it are independent of
it and of each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from controller.record.lines import Line, moment, written


class Phase(StrEnum):
    """How sure we are of a fault."""

    SOFT = "soft"
    ACTIVE = "active"
    CLEARING = "clearing"
    CLEARED = "cleared"


class Severity(StrEnum):
    """How much it matters to the hall; `info` never opens a ticket."""

    INFO = "info"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `since` is the first evidence, `hard` when it was believed, `better` when last it went away.

    `cause` is the key of the fault that explains it (it then has no ticket of its own), `grace` until when
    it stays excused after that one was over; `alone` once it came out from behind one. `due`: it wants a
    ticket. `acked_by` until `acked_until`, `silenced_until` with `silenced_why`; `maintenance` is the window
    it stands in, `expected_by` the order that makes it lawful for now. `stale`: its evidence can no longer be
    vouched for. `turns` are its last risings and clearings, `seen` all its changes, for `flapping`.
    """

    rule: str
    subject: str
    device: str
    severity: Severity
    phase: Phase
    since: datetime
    evidence: Mapping[str, Any] = field(default_factory=dict)
    hard: datetime | None = None
    better: datetime | None = None
    cause: str | None = None
    grace: datetime | None = None
    due: bool = False
    acked_by: str | None = None
    acked_until: datetime | None = None
    silenced_until: datetime | None = None
    silenced_why: str = ""
    flapping: bool = False
    turns: tuple[datetime, ...] = ()
    seen: tuple[datetime, ...] = ()
    stale: bool = False
    expected_by: str | None = None
    maintenance: str | None = None
    alone: bool = False

    @property
    def key(self) -> str:
        """Its name: one open fault a key. `main-projector/link_lost`, `pdu-a/outlet/1/outlet_lost`."""
        return f"{self.subject}/{self.rule}"

    @property
    def calls(self) -> bool:
        """Whether it calls for a person: active, more than news, explained by nothing, lawful in no way.

        What flaps does so in its good moments, too.
        """
        lawful = self.cause or self.expected_by or self.maintenance
        stands = self.phase is Phase.ACTIVE or (self.phase is Phase.CLEARING and self.flapping)
        return stands and self.severity is not Severity.INFO and not lawful


_OWN = frozenset({"since", "hard", "better", "grace"})
_MOMENTS = _OWN | {"acked_until", "silenced_until"}


def as_data(fault: Fault) -> dict[str, Any]:
    """A fault as the journal keeps it."""
    return {one.name: _plain(getattr(fault, one.name)) for one in fields(Fault)}


def changes(was: Fault, now: Fault) -> dict[str, Any]:
    """What a flag line says: the fields that are not as they were."""
    before, after = as_data(was), as_data(now)
    return {name: value for name, value in after.items() if before[name] != value}


def from_data(facts: Mapping[str, Any]) -> Fault:
    """The inverse of `as_data`; what a newer edition may have added is left aside."""
    known = {one.name for one in fields(Fault)}
    said = {name: _read(name, value) for name, value in facts.items() if name in known}
    return Fault(**said)


def shifted(fault: Fault, by: timedelta) -> Fault:
    """A fault as the clock that is set now would have written it; what people said of it moves by itself."""
    moments = {name: at + by for name in _OWN if (at := getattr(fault, name)) is not None}
    turns, seen = (tuple(at + by for at in some) for some in (fault.turns, fault.seen))
    return replace(fault, turns=turns, seen=seen, **moments)


class FaultBook:
    """The standing faults by key, folded from the journal's lines; `past` are cleared ones."""

    def __init__(self) -> None:
        self.standing: dict[str, Fault] = {}
        self.past: dict[str, Fault] = {}

    def hear(self, line: Line) -> None:
        """Take one line in, in order; a line of another kind changes nothing."""
        if line.kind == "fault.raised":
            self.standing[line.subject] = from_data(line.data)
        elif line.kind in ("fault.flag", "fault.cleared") and line.subject in self.standing:
            fault = overlaid(self.standing[line.subject], line.data)
            self.standing[line.subject] = fault
            if line.kind == "fault.cleared":
                self.past[line.subject] = replace(self.standing.pop(line.subject), phase=Phase.CLEARED)

    def shift(self, by: timedelta) -> None:
        """The wall clock was set: moments that are on record stay comparable with those to come."""
        for book in (self.standing, self.past):
            book.update({key: shifted(fault, by) for key, fault in book.items()})

    def behind(self, key: str) -> tuple[str, ...]:
        """The faults that this one explains."""
        return tuple(other for other, fault in self.standing.items() if fault.cause == key)


def overlaid(fault: Fault, data: Mapping[str, Any]) -> Fault:
    """The fault with what a flag line says."""
    return from_data({**as_data(fault), **data})


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return written(value)
        case StrEnum():
            return str(value)
        case tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _read(name: str, value: Any) -> Any:
    match name:
        case "turns" | "seen":
            return tuple(moment(one) for one in value)
        case "phase":
            return Phase(value)
        case "severity":
            return Severity(value)
        case _:
            return moment(value) if name in _MOMENTS and value is not None else value
