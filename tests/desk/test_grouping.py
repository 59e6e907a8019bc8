"""REQ-21: what is urgent is told at once, however much that can wait stands in line before it."""

from datetime import timedelta

import pytest

from controller.desk.notify.grouping import MOST, Rhythm, Step, steps
from controller.record import failpoints
from controller.record.lines import Line
from controller.record.outbox import Outbox
from tests.desk.post import MONDAY

MORNING = MONDAY + timedelta(hours=9)
NOW = MONDAY + timedelta(hours=1)


def queued(seq: int, urgent: bool) -> Line:
    """Of one robot, which has one group for all tickets."""
    said = {"channel": "robot", "to": "", "who": "li", "lang": "zh", "group": "robot", "urgent": urgent}
    news = {"what": "opened", "class": 4 if urgent else 2, "ticket": seq}
    return Line(seq, MONDAY, "outbox.queued", str(seq), "system", {**said, "news": news, "cause": seq})


def told(calm: int, urgent: int) -> Step:
    lines = [queued(seq, seq > calm) for seq in range(1, calm + urgent + 1)]
    (step,) = steps(Outbox(lines), "robot", Rhythm(), lambda who, at: MORNING, NOW)
    return step


@pytest.mark.parametrize("calm", [0, 1, MOST - 1, MOST, MOST + 5, 10 * MOST])
def test_req_21_what_is_urgent_leaves_at_once_whatever_stands_before_it(calm: int) -> None:
    step = told(calm, 1)
    assert step.at == NOW
    assert any(one.urgent for one in step.intents)
    assert len(step.intents) == (calm + 1 if calm < MOST else 1)


def test_req_21_many_urgent_ones_go_by_the_letter() -> None:
    step = told(5, MOST + 3)
    assert (len(step.intents), all(one.urgent for one in step.intents)) == (MOST, True)


def test_what_is_calm_waits_until_morning() -> None:
    step = told(MOST + 5, 0)
    assert (step.at, len(step.intents)) == (MORNING, MOST)


def test_a_line_in_which_the_urgent_wait_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"the_urgent_wait_in_line"}))
    with pytest.raises(AssertionError):
        test_req_21_what_is_urgent_leaves_at_once_whatever_stands_before_it(MOST)
