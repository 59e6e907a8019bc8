"""What was known at the end of a month, and what came to be known in it: so each thing is told in one month.

A month is read from the lines that were written by its end, under the contract and the calendar of that time.
What is in it and was not in the month before is its news: a ticket that was entered, a clock that was
decided, a promise that was broken, also where the ticket is from another month or was entered late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from controller.desk.reports import sealed
from controller.record import failpoints
from controller.record.audience import outside
from controller.record.calendars import Calendars
from controller.record.clocks import readings
from controller.record.contracts import Terms
from controller.record.states import OVER
from controller.record.stopwatch import Reading
from controller.record.tickets import Entry, Ticket

CLOCKS = ("C1", "C2", "C3", "C4", "C8")
DECIDED = ("met", "breached")
Key = tuple[str, int]
"""A clock and its cycle."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to `until`; `name` is the month; `final`: it is over, and sealed."""

    name: str
    since: datetime
    until: datetime
    final: bool = True


@dataclass(slots=True)
class View:
    """What was known at the end of a period: the lines up to `upto`, and under what they are read. `whole`:
    it tells of all that became known in it, and not only of the tickets received in it (as those months do
    that were sealed before this was so). `full`: with all the figures that a report has by now, where it was
    not sealed before they were there. `leniently`: it was sealed when a talk before the receipt still was a
    call-back.
    """

    period: Period
    contract: Terms
    office: Calendars
    upto: int = 2**62
    whole: bool = True
    full: bool = True
    leniently: bool = False
    _known: dict[int, tuple[Ticket | None, dict[Key, Reading]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.full = self.full and self.whole

    def ticket(self, one: Ticket) -> Ticket | None:
        """A ticket as it was known; None where it was not, or is not told of."""
        return self._read(one)[0]

    def clocks(self, one: Ticket) -> dict[Key, Reading]:
        """The clocks that the month tells of, as they stood."""
        return self._read(one)[1]

    def _read(self, one: Ticket) -> tuple[Ticket | None, dict[Key, Reading]]:
        if one.no not in self._known:
            then = sealed.as_of(one, self.period.until, self.upto)
            whole = self.whole and not failpoints.planted("months_tell_of_their_own_only")
            mine = then is not None and (whole or self.period.since <= then.received < self.period.until)
            self._known[one.no] = (outside(then), self._clocks(then)) if then and mine else (None, {})
        return self._known[one.no]

    def _clocks(self, then: Ticket) -> dict[Key, Reading]:
        found = readings(then, self.period.until, self.contract, self.office, self.leniently)
        return {(one.name, one.cycle): one for one in found if one.name in CLOCKS}


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket of which a month has something to tell. `before` is how it was known a month ago, `news` are
    its entries since; `fresh` are the clocks that were not settled by then, `late` those whose breach no
    earlier month has told of, `undone` those it has told of and that are none any more.
    """

    ticket: Ticket
    before: Ticket | None
    news: tuple[Entry, ...]
    fresh: tuple[Reading, ...]
    late: tuple[Reading, ...]
    undone: tuple[Reading, ...]


def cases(view: View, tickets: Iterable[Ticket], earlier: Sequence[View]) -> list[Case]:
    """All that a month has to tell of; `earlier` are the months before, the last one first."""
    found = (_case(view, one, earlier) for one in sorted(tickets, key=lambda one: one.no))
    return [one for one in found if one is not None]


def _case(view: View, one: Ticket, earlier: Sequence[View]) -> Case | None:
    now, before = view.ticket(one), earlier[0].ticket(one) if earlier else None
    if now is None or (
        before is not None and before.state in OVER and len(before.entries) == len(now.entries)
    ):
        return None
    had = 0 if before is None else before.entries[-1].seq
    was = earlier[0].clocks(one) if earlier else {}
    clocks = view.clocks(one)
    return Case(
        now,
        before,
        tuple(entry for entry in now.entries if entry.seq > had),
        tuple(each for key, each in clocks.items() if not _settled(was.get(key), each, before)),
        tuple(
            each for key, each in clocks.items() if each.state == "breached" and not _told(one, key, earlier)
        ),
        tuple(each for key, each in clocks.items() if each.state != "breached" and _breached(was.get(key))),
    )


def starts(ticket: Ticket, cycle: int) -> int:
    """The line with which a cycle began."""
    return next(one.seq for one in ticket.entries if one.cycle == cycle)


def _settled(was: Reading | None, now: Reading, before: Ticket | None) -> bool:
    """Whether a month before has told how it ended, and it ended so."""
    if was is None or before is None or was.state != now.state:
        return False
    return was.state in DECIDED or before.state in OVER or was.cycle < before.cycle


def _told(one: Ticket, key: Key, earlier: Sequence[View]) -> bool:
    if failpoints.planted("breaches_are_told_again"):
        return False
    return any(_breached(view.clocks(one).get(key)) for view in earlier)


def _breached(was: Reading | None) -> bool:
    return was is not None and was.state == "breached"
