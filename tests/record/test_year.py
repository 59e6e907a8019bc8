"""REQ-13, REQ-20, requirements 0.2 to 0.6, acceptance check 1: 200 tickets through 2026, every clock to the
second.

The oracle walks minute by minute through the year; the planted bugs show that it would tell.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from controller.record import failpoints
from controller.record.clocks import readings
from tests.record.oracle import Oracle
from tests.record.year import CN, MADE_UP, ZONE, starts, year

NAMES = ("C1", "C2", "C3", "C4", "C5", "C6")
YEAR = list(year())


def differing() -> Iterator[str]:
    """Where we and the oracle do not say the same."""
    for name, ticket, now, contract in YEAR:
        ours = {(one.name, one.cycle): one for one in readings(ticket, now, contract, CN)}
        for cycle in range(1, ticket.cycle + 1):
            oracle = Oracle(ticket, cycle, now, contract, CN, timedelta(minutes=1))
            for clock in NAMES:
                one, other = ours.get((clock, cycle)), oracle.clock(clock)
                said = one and (one.started, one.stopped, one.net, one.due, one.state)
                told = other and (other.start, other.stop, other.net, other.due, other.state)
                if said != told:
                    yield f"{name} {clock} cycle {cycle}: {said} is {told}"


def test_there_are_200_and_every_block_and_make_up_day_is_among_them() -> None:
    assert len(YEAR) == len({name for name, *_ in YEAR}) == 200
    days = {f"{at.astimezone(ZONE):%m-%d}" for at in starts()}
    assert set(MADE_UP) <= days
    assert Counter(contract.name for *_, contract in YEAR).keys() == {"strict-24x7", "office-resolution"}


def test_every_clock_of_every_ticket_equals_the_minute_by_minute_oracle() -> None:
    assert list(differing()) == []


@pytest.mark.parametrize("bug", ["any_reason_pauses", "make_up_days_are_weekends"])
def test_the_oracle_tells(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    assert next(differing(), None)
