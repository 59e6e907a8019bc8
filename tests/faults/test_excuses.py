"""REQ-11: an excuse ends when the world shows otherwise, and never hides a death; nor is it a recovery."""

import pytest

from controller.record import failpoints

from .stage import Stage
from .things import Thing, pdu, projector

LOST = "amp/link_lost"
STRIP = ("pdu/outlet/1 > strip", "strip/outlet/1 > amp")
RACK = ("pdu/outlet/1 > rack", "rack > amp")


def hall(*feeds):
    things = [pdu("pdu"), Thing("amp"), *([pdu("strip")] if feeds == STRIP else [])]
    return Stage(*(feeds or ("pdu/outlet/1 > amp",)), things=things).start().pass_(3)


def dies(stage, seconds=60):
    """It dies, and what is found then."""
    stage.things["amp"].ill = True
    return stage.pass_(seconds).standing()


def off(stage, seconds=20, within=10):
    stage.set("pdu/outlet/1", False, within=within)
    return stage.pass_(seconds)


def tickets(stage):
    return [(cause, state) for cause, state, _ in stage.tickets()]


# ------------------------------------------------------------ outlets


def test_off_by_order_and_on_again_at_the_pdu_itself():
    stage = off(hall())
    stage.flip("pdu/outlet/1", True)
    assert dies(stage.pass_(60)) == [LOST]


@pytest.mark.parametrize("feeds", [STRIP, RACK])
@pytest.mark.parametrize("killed", [False, True])
def test_a_chain_wakes_as_a_whole(feeds, killed):
    stage = off(hall(*feeds))
    stage.set("pdu/outlet/1", True)
    stage.pass_(60)
    if killed:
        stage.restart(away=5).pass_(40)
    assert dies(stage) == [LOST]


def test_an_order_that_the_pdu_refused():
    stage = hall()
    stage.things["pdu"].refuses = True
    assert dies(off(stage)) == [LOST]


def test_an_order_that_never_came_to_the_pdu():
    stage = hall()
    stage.things["pdu"].ill = True
    off(stage.pass_(10), seconds=5)
    stage.things["pdu"].ill = False
    assert dies(stage.pass_(60)) == [LOST]


def test_an_order_that_the_pdu_did_not_obey():
    stage = hall()
    stage.things["pdu"].deaf = True
    assert dies(off(stage)) == [LOST, "pdu/outlet/1/did_not_reach_state"]


def test_an_order_that_came_through_after_all_is_lawful():
    """Nobody heard the answer, and the outlet is off when the PDU is heard again."""
    stage = hall()
    stage.things["pdu"].ill = True
    off(stage, seconds=2)
    stage.flip("pdu/outlet/1", False)
    stage.things["pdu"].ill = False
    assert stage.pass_(120).standing() == []


def test_the_second_of_two_orders_keeps_the_outlet_lawful():
    stage = hall()
    stage.set("pdu/outlet/1", False)
    off(stage)
    assert stage.pass_(200).standing() == []


def test_dead_together_with_its_pdu_and_ordered_off_meanwhile():
    stage = hall()
    stage.things["pdu"].ill = stage.things["amp"].ill = True
    off(stage.pass_(60))
    stage.things["pdu"].ill = False
    stage.pass_(120)
    assert stage.standing() == [LOST]
    assert (LOST, "new") in tickets(stage)


def test_a_delayed_off_is_lawful_when_it_comes_and_no_excuse_before():
    stage = hall()
    stage.cycle("pdu", 1, seconds=10**6, action="off_delayed")
    stage.flip("pdu/outlet/1", True)
    stage.pass_(300)
    stage.flip("pdu/outlet/1", False)
    assert stage.pass_(300).standing() == []
    stage.set("pdu/outlet/1", True)
    stage.pass_(60)
    stage.cycle("pdu", 1, seconds=10**6, action="off_delayed")
    stage.flip("pdu/outlet/1", True)
    assert dies(stage.pass_(60)) == [LOST]


def test_a_cycle_that_nobody_saw_excuses_its_boot_and_no_more():
    stage = hall()
    stage.things["pdu"].poll = 100
    stage.cycle("pdu", 1, seconds=2)
    assert stage.pass_(60).standing() == []
    assert dies(stage) == [LOST]


# ------------------------------------------------------------ an excuse is no recovery


@pytest.mark.parametrize("killed", [False, True])
def test_whoever_is_ill_is_ill_behind_a_dark_outlet(killed):
    stage = hall()
    dies(stage)
    off(stage, seconds=600)
    if killed:
        stage.restart(away=10).pass_(10)
    assert tickets(stage) == [(LOST, "new")]
    assert stage.watch.fault(LOST).expected_by == "outlet"
    stage.set("pdu/outlet/1", True)
    stage.pass_(60)
    assert stage.watch.fault(LOST).calls
    stage.things["amp"].ill = False
    stage.pass_(60)
    assert tickets(stage) == [(LOST, "restored_verifying")]


# ------------------------------------------------------------ asleep


def sleeper(**more):
    lamp = projector("amp", **more)
    lamp.sleeps, lamp.says["power", ()] = True, "on"
    return Stage("pdu/outlet/1 > amp", things=[pdu("pdu"), lamp]).start().pass_(3)


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("by", ["order", "remote"])
def test_asleep_it_may_be_silent_until_it_is_on_again(by, killed):
    stage = sleeper()
    stage.set("amp/power", "off") if by == "order" else stage.flip("amp/power", "off")
    assert stage.pass_(200).standing(("soft", "active", "clearing")) == []
    if killed:
        stage.restart(away=10)
        assert stage.pass_(100).standing(("soft", "active", "clearing")) == []
    stage.flip("amp/power", "on")
    stage.pass_(40)
    assert dies(stage) == [LOST]


def test_so_fast_asleep_that_it_could_not_say_so():
    stage = sleeper(cool=1)
    stage.set("amp/power", "off")
    assert stage.pass_(200).standing() == []


def test_deaf_and_then_dead_it_is_not_asleep():
    stage = sleeper()
    stage.things["amp"].deaf = True
    stage.set("amp/power", "off", within=20)
    stage.pass_(60)
    assert LOST in dies(stage)


def test_deaf_and_dead_before_the_order_is_over():
    stage = sleeper()
    stage.things["amp"].deaf = True
    stage.set("amp/power", "off", within=30)
    stage.pass_(15)
    assert LOST in dies(stage)


def test_an_order_that_did_not_reach_it_puts_nothing_to_sleep():
    stage = sleeper()
    dies(stage)
    stage.set("amp/power", "off")
    stage.pass_(600)
    assert stage.watch.fault(LOST).calls
    assert tickets(stage) == [(LOST, "new")]


def test_power_that_comes_back_finds_it_asleep():
    stage = sleeper()
    stage.flip("pdu/outlet/1", False)
    stage.pass_(60)
    stage.flip("pdu/outlet/1", True)
    assert stage.pass_(300).standing(("soft", "active", "clearing")) == []
    assert tickets(stage) == [("pdu/outlet/1/outlet_lost", "restored_verifying")]


# ------------------------------------------------------------ a record of before


def test_an_endless_silence_of_an_older_edition_is_not_believed():
    stage = hall()
    at = stage.clock.now().isoformat()
    said = {"key": "link", "index": [], "allowed": ["lost"], "since": at, "until": None, "order": "o"}
    stage.journal.append("expectation", "amp", said | {"silence": True})
    stage.journal.append("outlet.ordered", "pdu/outlet/1", {"off": True, "until": None, "order": "o"}, "chen")
    stage.restart(away=5).pass_(60)
    assert dies(stage) == [LOST]


def test_a_cycle_of_long_ago_excuses_nothing_after_the_clock_was_set_back_and_a_restart():
    stage = hall()
    stage.things["pdu"].poll = 10
    stage.cycle("pdu", 1, seconds=2)
    stage.pass_(120)
    stage.clock.jump(-3600)
    stage.pass_(5)
    stage.flip("pdu/outlet/1", False)
    stage.pass_(5).restart(away=0).pass_(15)
    assert stage.standing() == [LOST, "pdu/outlet/1/outlet_lost"]


def test_a_clock_that_was_set_before_a_restart_moves_what_is_recalled():
    stage = hall()
    for _ in range(3):
        dies(stage, 25)
        stage.things["amp"].ill = False
        stage.pass_(60)
    stage.clock.jump(-7200)
    stage.pass_(5).restart(away=5).pass_(5)
    dies(stage, 25)
    assert stage.watch.fault(LOST).flapping


@pytest.mark.parametrize(
    ("bug", "story"),
    [
        ("what_was_ordered_is_believed", test_an_order_that_the_pdu_refused),
        ("what_was_ordered_is_believed", test_an_order_that_never_came_to_the_pdu),
        ("what_was_ordered_is_believed", test_an_order_that_the_pdu_did_not_obey),
        ("what_was_ordered_is_believed", test_deaf_and_dead_before_the_order_is_over),
        ("an_excuse_is_a_recovery", lambda: test_whoever_is_ill_is_ill_behind_a_dark_outlet(killed=False)),
    ],
)
def test_a_known_bug_is_seen(bug, story, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        story()
