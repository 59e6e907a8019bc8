"""REQ-13, REQ-20, requirements 0.2 to 0.6, acceptance check 1: 200 tickets through 2026, every clock to the
second.

The oracle walks minute by minute through the year, over a story that the law book tells; the planted bugs
show that it would tell.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from controller.record import failpoints
from controller.record.clocks import readings
from controller.record.stopwatch import Reading
from tests.record.lawbook import held, over, walk
from tests.record.oracle import Oracle
from tests.record.oracle import Told as Clock
from tests.record.year import CHANNELS, MADE_UP, ZONE, Sample, samples, starts

NAMES = ("C1", "C2", "C3", "C4", "C5", "C6")
YEAR = list(samples())


def differing() -> Iterator[str]:
    """Where we and the oracle do not say the same."""
    for sample in YEAR:
        ticket, story = sample.ticket, walk(sample.lines)
        for ours, theirs in zip(ticket.entries, story.entries, strict=True):
            mine = (ours.state, ours.grade, ours.raised, ours.cycle, ours.lawful)
            if mine != (theirs.state, theirs.grade, theirs.raised, theirs.cycle, theirs.lawful):
                yield f"{sample.name}: entry {ours.seq} is {theirs.state}"
        found = readings(ticket, sample.now, sample.contracts, sample.calendars)
        clocks = {(one.name, one.cycle): one for one in found}
        for cycle in range(1, story.cycle + 1):
            seq = over(story, cycle)
            contract, office = held(sample.terms, seq), held(sample.editions, seq)
            oracle = Oracle(story, cycle, sample.now, contract, office, timedelta(minutes=1))
            for clock in NAMES:
                one, other = _ours(clocks.get((clock, cycle))), _theirs(oracle.clock(clock))
                if one != other:
                    yield f"{sample.name} {clock} cycle {cycle}: {one} is {other}"


def _ours(one: Reading | None) -> tuple[object, ...] | None:
    if one is None:
        return None
    return one.started, one.stopped, one.net, one.due, one.state, one.gross, one.plan, one.provisional


def _theirs(one: Clock | None) -> tuple[object, ...] | None:
    if one is None:
        return None
    return one.start, one.stop, one.net, one.due, one.state, one.gross, one.plan, one.provisional


def test_there_are_200_and_every_block_and_make_up_day_is_among_them() -> None:
    assert len(YEAR) == len({one.name for one in YEAR}) == 200
    days = {f"{at.astimezone(ZONE):%m-%d}" for at in starts()}
    assert set(MADE_UP) <= days


def test_no_trait_of_theirs_hangs_on_another() -> None:
    """Both profiles with all four classes, every life and every channel with both."""
    pairs = Counter((one.terms[0][1].name, one.ticket.entries[0].grade) for one in YEAR)
    assert len(pairs) == 8
    assert set(pairs.values()) == {25}
    for trait in (_life, _via, _edition):
        met = {(one.terms[0][1].name, trait(one)) for one in YEAR}
        assert len(met) == 2 * len({trait(one) for one in YEAR}), trait
    assert {_via(one) for one in YEAR} == set(CHANNELS)
    states = Counter(one.ticket.state for one in YEAR)
    assert all(states[state] >= 5 for state in ("closed", "merged", "cancelled")), states
    assert Counter(one.ticket.cycle for one in YEAR)[2] >= 10
    assert sum(bool(one.ticket.claims) for one in YEAR) >= 5
    assert sum(len(one.terms) > 1 for one in YEAR) >= 40
    assert sum(any(line.at.second for line in one.lines) for one in YEAR) >= 190
    assert (
        sum(clock.provisional for one in YEAR for clock in readings(one.ticket, one.now, *_under(one))) >= 1
    )


def _life(one: Sample) -> object:
    return one.name.rpartition("-")[2]


def _via(one: Sample) -> object:
    return one.ticket.via


def _edition(one: Sample) -> object:
    return len(one.editions)


def _under(one: Sample) -> tuple[Any, Any]:
    return one.contracts, one.calendars


def test_every_clock_of_every_ticket_equals_the_minute_by_minute_oracle() -> None:
    assert list(differing()) == []


BUGS = (
    *("any_reason_pauses", "make_up_days_are_weekends", "urgency_gives_more_time"),
    *("what_was_merged_stays_stopped", "what_is_closed_takes_the_new_calendar"),
    "what_is_closed_takes_the_new_contract",
)


@pytest.mark.parametrize("bug", BUGS)
def test_the_oracle_tells(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    assert next(differing(), None)
