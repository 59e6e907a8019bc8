"""Clock steps, from a second to ten years, both ways, make no breach and hide none (promise 8, proved by
4).

Two desks live through the same: one's wall clock is set now and then, as the hall notices and writes down,
the other's never is. At the end their clocks show the same times, and the same thresholds have fired.
"""

import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.events import Bus
from controller.record import failpoints
from controller.record.lawful import NotLawful
from controller.record.lines import written
from controller.record.set_clock import JUMPED
from tests.desk.desks import cancel
from tests.desk.post import MONDAY, Sheet, timedelta
from tests.faults.paper import now_of

JUMPS = [-315_360_000, -86400, -3600, -300, -60, -2, 2, 60, 300, 3600, 86400, 315_360_000]
SAYS: list[dict[str, Any]] = [
    {"entry": "contact_made", "way": "here", "person": "Ms Li"}, {"entry": "progress", "text": "x"},
    {"entry": "state", "to": "diagnosing"}, {"entry": "restored", "at": -100},
    {"entry": "state", "to": "resolved"}, {"entry": "relapsed"},
    {"entry": "state", "to": "waiting_customer", "reason": "customer_appointment", "asked_by": "x",
     "until": 7200, "evidence": "x"},
    {"entry": "class", "class": 1, "reason": "x"},
]  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 7), st.sampled_from([30, 250, 900, 4000, 40000])), max_size=14)


class Twin:
    """A desk."""

    def __init__(self) -> None:
        self.clock = ManualClock(MONDAY)
        self.journal = Sheet(self.clock)
        self.start()

    def start(self) -> None:
        self.board = Board(self.journal, self.clock, Bus())  # type: ignore[arg-type]
        now_of(self.board.load())
        self.board.start()

    def say(self, step: int) -> None:
        data = dict(SAYS[step])
        for name in ("at", "until"):
            if name in data:
                data[name] = written(self.clock.now() + timedelta(seconds=data[name]))
        with contextlib.suppress(NotLawful):
            self.board.add_entry(1, data, "chen", "lead")

    def set_clock(self, seconds: float) -> None:
        """As the hall does: noticed, and written down, but not before the desk has looked once."""
        self.clock.jump(seconds)
        self.clock.advance(4.99)
        self.journal.append(JUMPED, "clock", {"seconds": seconds})

    def shown(self) -> tuple[list[Any], list[Any], str]:
        ticket = self.board.ticket(1)
        clocks = [
            (one.name, one.cycle, round(one.net), round(one.gross), one.state)
            for one in self.board.readings(ticket)
        ]
        fired = [
            (one["clock"], one["cycle"], one["percent"], one["late_s"])
            for one in self.board.detail(ticket)["thresholds"]
        ]
        return clocks, sorted(fired), str(ticket.state)


def both(steps: Sequence[tuple[int, float]], jumps: dict[int, int], restart: bool) -> tuple[Twin, Twin]:
    set_now_and_then, never = Twin(), Twin()
    for twin in (set_now_and_then, never):
        twin.board.open_by_hand("guest", "phone", "x")
        twin.clock.advance(20)
        for number, (step, gap) in enumerate(steps):
            if number in jumps:
                twin.clock.advance(4.5)  # nothing is just as old as the clock is put back
                twin.set_clock(jumps[number]) if twin is set_now_and_then else twin.clock.advance(4.99)
                twin.clock.advance(20)
            twin.say(step)
            twin.clock.advance(gap)
        if restart:
            twin.board.stop()
            twin.start()
    return set_now_and_then, never


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.dictionaries(st.integers(0, 13), st.sampled_from(JUMPS), max_size=4), st.booleans())
def test_clock_steps_create_and_hide_nothing(
    steps: list[tuple[int, int]], jumps: dict[int, int], restart: bool
) -> None:
    one, other = both(steps, jumps, restart)
    assert one.shown() == other.shown()
    assert one.board.said(1) == one.board.ticket(1)


def test_what_is_as_old_as_the_clock_was_put_back_is_told_apart_by_its_order() -> None:
    one, other = both([(0, 30), (0, 25.5), (0, 30)], {2: -60}, restart=True)
    assert one.shown() == other.shown()


@pytest.mark.parametrize("jump", JUMPS)
def test_each_step_alone(jump: int) -> None:
    one, other = both([(0, 250), (1, 4000), (6, 900), (3, 900), (4, 40000)], {1: jump, 3: jump}, restart=True)
    assert one.shown() == other.shown()


def test_without_it_a_set_clock_makes_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_set_clock_moves_nothing"}))
    one, other = both([(2, 250), (2, 250)], {1: 86400}, restart=False)
    assert one.shown() != other.shown()


def test_what_is_closed_stays_as_it_was() -> None:
    twin = Twin()
    twin.board.open_by_hand("guest", "phone", "x")
    cancel(twin.board, 1)
    before = twin.board.ticket(1)
    twin.set_clock(86400)
    assert twin.board.ticket(1) == before
