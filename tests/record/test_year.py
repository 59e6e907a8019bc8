"""REQ-13, REQ-20, requirements 0.2 to 0.6, acceptance check 1: 200 tickets through 2026, every clock to the
second.

The oracle walks minute by minute through the year, over a story that the law book tells; the planted bugs
show that it would tell.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from controller.record import failpoints
from controller.record.calendar import Hours
from controller.record.clocks import VISIBLE, readings
from controller.record.states import LAWFUL_PAUSES
from controller.record.stopwatch import Reading
from tests.record.lawbook import Told as Story
from tests.record.lawbook import held, over, walk
from tests.record.oracle import Oracle
from tests.record.oracle import Told as Clock
from tests.record.year import BLOCKS, CHANNELS, CN, ENDS, MADE_UP, ZONE, Sample, samples, starts

NAMES = ("C1", "C2", "C3", "C4", "C5", "C6")
YEAR = list(samples())
Face = tuple[object, ...]
DAYS = sorted(
    day
    for day, spans in CN.exceptions.items()
    if day.year == 2026 and spans != CN.weekly.get(day.weekday(), ())
)
"""The days of 2026 on which the published holidays and make-up days make a difference to the week."""


@cache
def opinions() -> list[dict[tuple[str, int], Face]]:
    """What the oracle says of every clock of every ticket, and what the law book says of its entries: said
    once, for it knows nothing of ours that could change.
    """
    return [dict(_opinion(sample, walk(sample.lines))) for sample in YEAR]


def _opinion(sample: Sample, story: Story) -> Iterator[tuple[tuple[str, int], Face]]:
    for one in story.entries:
        yield ("entry", one.seq), (one.state, one.grade, one.raised, one.cycle, one.lawful)
    for cycle in range(1, story.cycle + 1):
        seq = over(story, cycle)
        contract, office = held(sample.terms, seq), held(sample.editions, seq)
        oracle = Oracle(story, cycle, sample.now, contract, office, timedelta(minutes=1))
        for name in NAMES:
            if (clock := oracle.clock(name)) is not None:
                yield (name, cycle), _theirs(clock)


def differing(without: date | None = None) -> Iterator[str]:
    """Where we and the oracle do not say the same; `without`: our calendar lacks a day."""
    for sample, theirs in zip(YEAR, opinions(), strict=True):
        ours = dict(_our_opinion(sample, without))
        for key in sorted({*ours, *theirs}):
            if ours.get(key) != theirs.get(key):
                yield f"{sample.name} {key}: {ours.get(key)} is {theirs.get(key)}"


def _our_opinion(sample: Sample, without: date | None) -> Iterator[tuple[tuple[str, int], Face]]:
    ticket = sample.ticket
    for one in ticket.entries:
        yield ("entry", one.seq), (one.state, one.grade, one.raised, one.cycle, one.lawful)
    editions = tuple((seq, lacking(hours, without)) for seq, hours in sample.editions)
    office = replace(sample, editions=editions).calendars
    for found in readings(ticket, sample.now, sample.contracts, office):
        yield (found.name, found.cycle), _ours(found)


def lacking(hours: Hours, day: date | None) -> Hours:
    """A calendar that does not know of a day what the first one knows."""
    if day is None or hours.exceptions.get(day) != CN.exceptions[day]:
        return hours
    return replace(hours, exceptions={at: one for at, one in hours.exceptions.items() if at != day})


def _ours(one: Reading) -> Face:
    return one.started, one.stopped, one.net, one.due, one.state, one.gross, one.plan, one.provisional


def _theirs(one: Clock) -> Face:
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


def test_req_0_4_the_days_are_those_that_were_published() -> None:
    """Every working day of a block is free, every make-up day is worked, and there are no others."""
    blocks = [
        (date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"))
        for first, last in zip(BLOCKS, ENDS, strict=True)
    ]
    free = {first + timedelta(days=n) for first, last in blocks for n in range((last - first).days + 1)}
    worked = {date.fromisoformat(f"2026-{day}") for day in MADE_UP}
    assert set(DAYS) == {day for day in free if day.weekday() < 5} | worked
    assert [day for day in DAYS if CN.works(day)] == sorted(worked)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_req_0_4_a_calendar_that_lacks_one_day_is_found(day: date) -> None:
    """Ours lacks it and the oracle's does not: some ticket reads otherwise."""
    assert next(differing(day), None)


BUGS = (
    *("any_reason_pauses", "make_up_days_are_weekends", "urgency_gives_more_time"),
    *("what_was_merged_stays_stopped", "what_is_closed_takes_the_new_calendar"),
    *("what_is_closed_takes_the_new_contract", "the_next_word_never_pauses", "only_the_state_is_a_visit"),
    *("a_talk_counts_when_filed", "a_talk_counts_whenever_filed"),
    *(f"{reason}_does_not_pause" for reason in sorted(LAWFUL_PAUSES)),
    *(f"{kind}_is_no_word" for kind in sorted(VISIBLE - {"reopened"})),  # a cycle begins with that one anyway
)


@pytest.mark.parametrize("bug", BUGS)
def test_the_oracle_tells(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    assert next(differing(), None)
