"""Anything may happen to a desk, in any order, and its promises hold (requirements 0.5 to 0.7, acceptance 3).

`-m slow` walks 10,000 steps; the default suite some hundred. Planted bugs are each found.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from controller.desk import board
from controller.record import failpoints
from tests.desk.machine import DeskMachine

QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "report_multiple_bugs": False}
BUGS = [
    "thresholds_are_forgotten",
    "deadlines_are_not_renewed",
    "what_is_closed_takes_the_new_calendar",
    "what_is_closed_takes_the_new_contract",
    "surveys_at_any_time",
    "a_merged_receipt_silences",
    "what_was_merged_stays_stopped",
    "who_asks_may_approve",
    "only_engineers_have_hands",
    "days_are_those_of_utc",
    "what_is_resolved_is_not_recomputed",
    "no_score_is_a_complaint",
]


def test_whatever_happens_the_desk_keeps_its_promises() -> None:
    run_state_machine_as_test(
        DeskMachine, settings=settings(max_examples=15, stateful_step_count=40, **QUIET)
    )


@pytest.mark.slow
def test_ten_thousand_steps() -> None:
    run_state_machine_as_test(
        DeskMachine, settings=settings(max_examples=200, stateful_step_count=50, **QUIET)
    )


@pytest.mark.slow
@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    found_wanting()


@pytest.mark.slow
def test_a_desk_without_its_law_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "check", lambda *_: None)
    found_wanting()


def found_wanting() -> None:
    more = {"phases": [Phase.generate], "max_examples": 600, "stateful_step_count": 50, "database": None}
    with pytest.raises(AssertionError):
        run_state_machine_as_test(DeskMachine, settings=settings(**more, **QUIET))
