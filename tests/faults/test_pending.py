"""REQ-11: a wish outlives the service that was told it; and an old one is given up for a new one."""

import pytest

from controller.record import failpoints

from .stage import Stage
from .things import projector

MISSED = "main/power/did_not_reach_state"
EVERY = ("soft", "active", "clearing")


def hall(**more):
    stage = Stage(things=[projector("main", **more)]).start().pass_(3)
    stage.reads_back = True
    return stage


def told(stage, value="on", seconds=10, away=3):
    """Told, and killed before anybody could say what became of it."""
    stage.set("main/power", value, within=30)
    return stage.pass_(seconds).restart(away=away)


@pytest.mark.parametrize("away", [3, 120])
def test_req11_a_deaf_device_is_found_though_the_service_died_over_the_order(away):
    stage = hall()
    stage.things["main"].deaf = True
    assert told(stage, away=away).pass_(60).standing() == [MISSED]
    stage.things["main"].deaf = False
    stage.set("main/power", "on")
    assert stage.pass_(60).standing(EVERY) == []


@pytest.mark.parametrize("seconds", [10, 60])
def test_req11_one_that_warms_for_ever_is_found_too(seconds):
    stage = told(hall(warm=10**6), seconds=seconds).pass_(200)
    assert stage.standing() == []
    assert stage.pass_(200).standing() == [MISSED]


@pytest.mark.parametrize("warm", [5, 20, 100])
def test_req11_one_that_obeys_while_nobody_looks_has_no_fault(warm):
    assert told(hall(warm=warm), seconds=2).pass_(500).standing(EVERY) == []


def test_req11_one_that_was_seen_to_obey_and_was_switched_back_at_the_device_has_none():
    stage = hall(warm=3, cool=3)
    stage.set("main/power", "on", within=30)
    stage.pass_(6)
    stage.flip("main/power", "off")
    stage.pass_(5).restart(away=2)
    assert stage.pass_(500).standing(EVERY) == []


def test_req11_what_was_kept_before_the_end_is_kept():
    stage = hall(warm=3)
    stage.set("main/power", "on", within=30)
    stage.pass_(10)
    stage.restart(away=5)
    stage.flip("main/power", "off")
    assert stage.pass_(500).standing(EVERY) == []


def test_req11_after_a_long_absence_nobody_can_tell():
    stage = hall()
    stage.things["main"].deaf = True
    assert told(stage, away=1000).pass_(500).standing(EVERY) == []


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_req11_and_so_when_the_clock_is_set_between(jump):
    stage = hall()
    stage.things["main"].deaf = True
    stage.set("main/power", "on", within=60)
    stage.pass_(5)
    stage.clock.jump(jump)
    stage.pass_(5).restart(away=3)
    assert stage.pass_(30).standing() == []
    assert stage.pass_(60).standing() == [MISSED]


@pytest.mark.parametrize("killed", [False, True])
def test_req11_a_newer_wish_ends_what_was_late(killed):
    """It warmed for long, and is told off at last: that it is not on any more is what was wanted."""
    stage = hall(warm=400, cool=60)
    stage.set("main/power", "on", within=30)
    stage.pass_(300)
    stage.set("main/power", "off", within=90)
    stage.pass_(5)
    if killed:
        stage.restart(away=2)
    for _ in range(60):
        assert stage.pass_(10).standing(EVERY) == []


@pytest.mark.parametrize(
    ("bug", "story"),
    [
        (
            "a_wish_dies_with_the_service",
            lambda: test_req11_a_deaf_device_is_found_though_the_service_died_over_the_order(3),
        ),
        ("an_old_wish_is_never_given_up", lambda: test_req11_a_newer_wish_ends_what_was_late(killed=False)),
    ],
)
def test_a_known_bug_is_seen(bug, story, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        story()
