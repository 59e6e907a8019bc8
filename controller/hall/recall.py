"""What the fault engine remembers across a restart: a fold of the journal's lines."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from controller.hall import upkeep
from controller.hall.afterwards import Afterwards
from controller.hall.asleep import ASLEEP
from controller.hall.boots import TOOK
from controller.hall.cases import Now
from controller.hall.checked import CHECKED, Missing
from controller.hall.consequences import from_data
from controller.hall.expectations import Expectation
from controller.hall.faults import FaultBook
from controller.hall.healing import FAILED, TRIED
from controller.hall.knowledge import Knowledge
from controller.hall.pending import EXPECTATION, WISH, Wishes
from controller.hall.quiet import SILENCE, Quiet
from controller.hall.switched import ORDERED
from controller.record.lines import FAULTS, LEFT, VERIFIED, Line
from controller.record.set_clock import JUMPED, jump_of, noticed

KINDS = (
    *(*FAULTS, VERIFIED, LEFT, CHECKED, WISH, ORDERED, ASLEEP, SILENCE, EXPECTATION, TOOK),
    *(TRIED, FAILED, JUMPED),
    *upkeep.KINDS,
)


def as_set_now(lines: Iterable[Line]) -> list[Line]:
    """The lines with the moments at which the clock that is set now would have written them."""
    found, by, next = list[Line](), timedelta(0), None
    for line in reversed(list(lines)):
        fresh = next is not None and next.at - noticed(next) <= line.at <= next.at
        moved = by - jump_of(next) if fresh and next is not None else by
        found.append(replace(line, at=line.at + moved) if moved else line)
        if line.kind == JUMPED:
            by, next = by + jump_of(line), line
    return found[::-1]


def recall(
    know: Knowledge,
    quiet: Quiet,
    windows: upkeep.Upkeep,
    after: Afterwards,
    lines: Iterable[Line],
    now: Now,
) -> None:
    """Stand where the service stood when it ended."""
    book, missing, wishes, expected = FaultBook(), Missing(), Wishes(), dict[object, Expectation]()
    for line in lines:
        book.hear(line)
        missing.hear(line)
        wishes.hear(line)
        know.sight.remember(line)
        after.recall(line, now, book.past.get(line.subject))
        if line.kind == ORDERED:
            know.switched.recall(line)
        elif line.kind == ASLEEP:
            know.asleep.recall(line)
        elif line.kind == JUMPED:
            book.shift(jump_of(line))
            expected = {key: one.shifted(jump_of(line)) for key, one in expected.items()}
        elif line.kind == SILENCE:
            quiet.recall(line)
        elif line.kind in upkeep.KINDS:
            windows.recall(line, now)
        elif line.kind == EXPECTATION:
            one = from_data(line.subject, line.data)
            expected[one.device, one.key, one.index, one.silence] = one
    know.ledger.recall(book, now)
    quiet.awake(now.at)
    missing.recall(know, book)
    wishes.resume(know, now)
    _expect(know, expected.values(), now)


def _expect(know: Knowledge, expected: Iterable[Expectation], now: Now) -> None:
    """What was lawful then still is, unless it has ended, or something newer is expected already.

    One that would begin in the future was written before the clock was set back: nobody knows when it ended.
    A silence without an end was of an older edition: now the outlet itself is asked.
    """
    expectations = know.sight.state.expectations
    for one in expected:
        newer = any(other.since >= one.since for other in expectations.of(one.device) if other.key == one.key)
        endless = one.until is None and not one.silence
        if not newer and (endless or (one.until is not None and one.since <= now.at < one.until)):
            know.sight.state.expect(one)
