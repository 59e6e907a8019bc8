"""What was promised: the targets of the clocks, and the hours in which they run (requirements 0.2 to 0.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from controller.record.classing import TABLE, Table

HOUR = 3600.0


def _repair() -> Mapping[int, float]:
    return {1: 1 * HOUR, 2: 2 * HOUR, 3: 72 * HOUR, 4: 72 * HOUR}


def _progress() -> Mapping[int, float]:
    return {1: 1 * HOUR, 2: 1 * HOUR, 3: 24 * HOUR, 4: 24 * HOUR}


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract profile: seconds by clock, and by fault class where they differ.

    `answer` is for questions, a working day of office hours. `office_classes` are the classes whose repair
    clocks count office hours only. `grace` is how long an automatic ticket of class 1 waits for a person, or
    for the device to come back, before its call-back clock starts. `classes` are the fault classes by impact
    and urgency. `remote` is when help from afar begins, at the latest. A ticket of class 3 or 4 that is open
    for `plan_after` needs a plan within `plan_within`, and an expert is proposed at `expert_at` percent of
    the repair's promise; an emergency team reviews within `review_days` workdays, a
    complaint is answered within `complaint_days`. A restoration has to last
    for `verify` before the ticket resolves by itself; the same cause within `again` is the same ticket's, and
    a closed ticket may be reopened for `reopen`.
    """

    name: str
    call_back: float = 600.0
    on_site: float = 6 * HOUR
    repair: Mapping[int, float] = field(default_factory=_repair)
    plan: Mapping[int, float] = field(default_factory=lambda: {3: 24 * HOUR})
    survey: float = 8 * HOUR
    progress: Mapping[int, float] = field(default_factory=_progress)
    office_classes: frozenset[int] = frozenset()
    grace: float = 900.0
    classes: Table = field(default_factory=lambda: TABLE)
    answer: float = 8 * HOUR
    remote: float = 1800.0
    plan_after: float = 48 * HOUR
    plan_within: float = 4 * HOUR
    expert_at: int = 50
    review_days: int = 5
    complaint_days: int = 5
    verify: float = 600.0
    again: float = 24 * HOUR
    reopen: float = 7 * 24 * HOUR


STRICT = Contract("strict-24x7")
"""Profile A, the default: every clock but the satisfaction call runs day and night."""

OFFICE = Contract("office-resolution", office_classes=frozenset({1, 2}))
"""Profile B: the repair clocks of classes 1 and 2 count office hours only."""
