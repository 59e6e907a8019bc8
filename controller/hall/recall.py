"""What the fault engine remembers across a restart: a fold of the journal's lines."""

from collections.abc import Iterable

from controller.hall import upkeep
from controller.hall.afterwards import Afterwards
from controller.hall.boots import TOOK
from controller.hall.cases import Now
from controller.hall.consequences import from_data
from controller.hall.expectations import Expectation
from controller.hall.faults import FaultBook
from controller.hall.healing import TRIED
from controller.hall.knowledge import Knowledge
from controller.hall.quiet import SILENCE, Quiet
from controller.hall.rules_wishes import MISSED
from controller.hall.switched import ORDERED
from controller.record.lines import FAULTS, VERIFIED, Line

EXPECTATION = "expectation"
KINDS = (*FAULTS, ORDERED, SILENCE, EXPECTATION, TOOK, VERIFIED, TRIED, *upkeep.KINDS)


def recall(
    know: Knowledge,
    quiet: Quiet,
    windows: upkeep.Upkeep,
    after: Afterwards,
    lines: Iterable[Line],
    now: Now,
) -> None:
    """Stand where the service stood when it ended."""
    book, expected = FaultBook(), dict[object, Expectation]()
    for line in lines:
        book.hear(line)
        know.sight.remember(line)
        after.recall(line, now, book.past.get(line.subject))
        if line.kind == ORDERED:
            know.switched.recall(line)
        elif line.kind == SILENCE:
            quiet.recall(line)
        elif line.kind in upkeep.KINDS:
            windows.recall(line, now)
        elif line.kind == EXPECTATION:
            one = from_data(line.subject, line.data)
            expected[one.device, one.key, one.index, one.silence] = one
    know.ledger.recall(book, now)
    quiet.awake(now.at)
    for fault in book.standing.values():
        if fault.rule == MISSED:
            know.disobeyed.recall(fault)
    _expect(know, expected.values(), now)


def _expect(know: Knowledge, expected: Iterable[Expectation], now: Now) -> None:
    """What was lawful then still is, unless it has ended, or something newer is expected already.

    One that would begin in the future was written before the clock was set back: nobody knows when it ended.
    """
    expectations = know.sight.state.expectations
    for one in expected:
        newer = any(other.since >= one.since for other in expectations.of(one.device) if other.key == one.key)
        if not newer and (one.until is None or one.since <= now.at < one.until):
            know.sight.state.expect(one)
