"""Thousands of tickets in which anything happens: every clock against an oracle that only counts."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from controller.record import failpoints
from controller.record.calendar import Hours
from controller.record.clocks import readings
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.states import State
from controller.record.tickets import Ticket, destination, may_move
from tests.record.desk import Story, stamp
from tests.record.hours import BROKEN_DAY, SHANGHAI
from tests.record.lawbook import walk
from tests.record.oracle import Oracle

QUIET = ["contact_made", "progress", "class", "survey", "survey_attempt", "survey_later"]
MOVES = [
    ("workaround", ""), ("restored", ""), ("relapsed", ""), ("reopened", ""), ("reopened", ""),
    ("merged", ""), ("unmerged", ""), ("unmerged", ""), ("state", "resolved"), ("state", "resolved"),
    ("state", "diagnosing"), ("state", "dispatched"), ("state", "onsite"), ("state", "awaiting_parts"),
    ("state", "resolved"), ("state", "resolved"), ("state", "callback_due"), ("state", "closed"),
    ("state", "cancelled"), ("wait", "waiting_customer"), ("wait", "waiting_customer"),
]  # fmt: skip
REASONS = [
    "waiting_customer_access", "customer_appointment", "waiting_customer_decision", "force_majeure", "parts",
]  # fmt: skip
STEPS = st.lists(
    st.tuples(st.integers(0, 999), st.integers(0, 90), st.integers(0, 200), st.integers(0, 20)), max_size=14
)
Steps = list[tuple[int, int, int, int]]


def chosen(ticket: Ticket, pick: int) -> tuple[str, str]:
    """What happens next: mostly something lawful, now and then a thing that no law allows."""
    if pick % 3 == 0:
        return QUIET[pick // 3 % len(QUIET)], ""
    ways = [
        way for way in MOVES if may_move(ticket, to(ticket, way), "state" if way[0] == "wait" else way[0])
    ]
    ways = MOVES if pick % 11 == 0 else ways or MOVES
    ways = [way for way in ways if pick % 7 == 0 or not {"merged", "cancelled"} & set(way)] or ways
    return ways[pick // 3 % len(ways)]


def to(ticket: Ticket, way: tuple[str, str]) -> State:
    return State(way[1]) if way[1] else destination(ticket, way[0], {"entry": way[0]})


def told(start: int, grade: int, steps: Steps, unit: float) -> Story:
    """A ticket in which anything happens, on a grid of `unit` minutes; `start` is in minutes."""
    minutes = float(start)
    story = Story(minutes, **{"class": grade})
    for pick, gap, length, extra in steps:
        minutes += gap * unit
        until = stamp(minutes + length * unit)
        match chosen(story.ticket, pick):
            case ("wait", _):
                reason, approved = REASONS[extra % 5], "wang" if extra % 2 else "chen"
                end = None if extra > 15 else minutes + length * unit
                story.wait(minutes, reason, until=end, approved_by=approved)
            case ("state", state):
                story.state(minutes, state)
            case ("restored", _):
                story.then(minutes, "restored", at=stamp(minutes - extra * unit))
            case ("class", _):
                raised = {"raised_from": 1 + extra % 3} if extra > 12 else {}
                story.then(minutes, "class", **{"class": 1 + extra % 4, **raised})
            case ("contact_made", _) if pick % 2:
                began = minutes - length * unit / 4
                talk = {"began": stamp(began), "ended": stamp(began + extra * unit)}
                story.then(minutes, "contact_made", person="x", **talk)
            case (kind, _):
                story.then(minutes, kind, until=until, person="x", text="x", into=1)
    return story


def compare(story: Story, now: datetime, contract: Contract, office: Hours, step: timedelta) -> None:
    ticket = story.ticket
    found = readings(ticket, now, contract, office)
    assert ticket.restored == walk(story.lines).back
    for cycle in range(1, ticket.cycle + 1):
        oracle = Oracle(ticket, cycle, now, contract, office, step)
        for name in ("C1", "C2", "C3", "C4", "C5", "C6"):
            ours = next((one for one in found if (one.name, one.cycle) == (name, cycle)), None)
            theirs = oracle.clock(name)
            assert (ours is None) == (theirs is None), name
            if ours is not None and theirs is not None:
                told = (ours.started, ours.stopped, ours.net, ours.due, ours.state)
                assert told == (theirs.start, theirs.stop, theirs.net, theirs.due, theirs.state), name
                assert 0 <= ours.net <= ours.gross


@settings(max_examples=150, deadline=None)
@given(
    st.integers(-30000, 10000),
    st.integers(1, 4),
    STEPS,
    st.integers(0, 300),
    st.sampled_from([STRICT, OFFICE]),
)
def test_every_clock_equals_the_minute_by_minute_oracle(
    start: int, grade: int, steps: Steps, later: int, contract: Contract
) -> None:
    story = told(start, grade, steps, 1)
    compare(story, story.lines[-1].at + timedelta(minutes=later), contract, SHANGHAI, timedelta(minutes=1))


def test_a_clock_that_takes_an_early_talk_for_a_call_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story().then(30, "contact_made", person="x", began=stamp(-5), ended=stamp(2))
    story.then(40, "restored").state(45, "resolved").then(50, "reopened", reason="x")
    story.then(60, "contact_made", person="x", began=stamp(48), ended=stamp(58))
    now = story.lines[-1].at + timedelta(minutes=5)
    compare(story, now, STRICT, SHANGHAI, timedelta(minutes=1))
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_talk_before_the_receipt"}))
    with pytest.raises(AssertionError):
        compare(story, now, STRICT, SHANGHAI, timedelta(minutes=1))


HURRIED = Contract(
    "hurried",
    10,
    360,
    {1: 60, 2: 120, 3: 4320, 4: 4320},
    {},
    480,
    {1: 60, 2: 60, 3: 99, 4: 99},
    frozenset({1, 2}),
)


@settings(max_examples=150, deadline=None)
@given(st.integers(-30000, 10000), st.integers(1, 4), STEPS, st.integers(0, 300))
def test_every_clock_equals_the_oracle_to_the_second(
    start: int, grade: int, steps: Steps, later: int
) -> None:
    story = told(start, grade, steps, 1 / 60)
    compare(story, story.lines[-1].at + timedelta(seconds=later), HURRIED, BROKEN_DAY, timedelta(seconds=1))


@settings(max_examples=200, deadline=None)
@given(st.integers(-30000, 10000), STEPS, st.integers(0, 5000), st.integers(0, 5000))
def test_time_only_adds_and_a_deadline_without_a_pause_never_moves(
    start: int, steps: Steps, first: int, second: int
) -> None:
    ticket = told(start, 2, steps, 1).ticket
    assume(not any(entry.kind == "survey_later" or "reason" in entry.data for entry in ticket.entries))
    end = ticket.entries[-1].at
    early = readings(ticket, end + timedelta(minutes=first), STRICT, SHANGHAI)
    late = readings(ticket, end + timedelta(minutes=first + second), STRICT, SHANGHAI)
    for one, two in zip(early, late, strict=True):
        assert one.net <= two.net
        assert (one.started, one.due) == (two.started, two.due)
