"""REQ-11: one that is silent for a moment, or is only not asked, hides nobody who is dead behind it."""

import pytest

from controller.record import failpoints

from .stage import Stage
from .things import Thing, pdu

KINDS = {"gateway": "gw : one two three", "switch": "gw ~ one two three"}
BEHIND = ("one", "two", "three")
LOST = "one/link_lost"


def hall(feeds, carries=True):
    """`gw` and who is behind it; whether it carries the others while it is silent itself."""
    things = [Thing("gw"), *(Thing(name, boot=90) for name in BEHIND)]
    return Stage(feeds, truth=["x ~ y"] if carries else None, things=things).start().pass_(5)


def opened(stage):
    """All tickets there ever were, in order."""
    return [cause for cause, _, _ in stage.tickets()]


def plant(monkeypatch, bug):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))


# ------------------------------------------------------------ silent, and carrying on


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asleep", [60, 10_000])
def test_req11_one_dies_behind_a_silent_one_that_carries_the_others(kind, asleep):
    stage = hall(KINDS[kind])
    stage.things["gw"].ill = True
    stage.pass_(asleep)
    assert opened(stage) == ["gw/link_lost"]
    stage.things["one"].ill = True
    stage.pass_(45)
    assert opened(stage) == ["gw/link_lost", LOST]
    assert stage.watch.fault(LOST).cause is None


@pytest.mark.parametrize("kind", KINDS)
def test_req11_one_that_was_dead_before_keeps_its_ticket(kind):
    stage = hall(KINDS[kind])
    stage.things["one"].ill = True
    stage.pass_(60)
    stage.things["gw"].ill = True
    stage.pass_(60)
    assert stage.tickets() == [(LOST, "new", [LOST]), ("gw/link_lost", "new", ["gw/link_lost"])]


@pytest.mark.parametrize("kind", KINDS)
def test_req11_all_behind_it_silent_is_one_ticket_and_each_may_boot_after(kind):
    stage = hall(KINDS[kind])
    for name in ("gw", *BEHIND):
        stage.things[name].ill = True
    stage.pass_(120)
    assert opened(stage) == ["gw/link_lost"]
    for n, name in enumerate(("two", "gw", "three", "one")):
        stage.things[name].ill = False
        stage.pass_(20 * n)
    stage.pass_(60)
    assert opened(stage) == ["gw/link_lost"]


def test_req11_who_believes_that_a_silent_switch_carries_nothing_is_caught(monkeypatch):
    plant(monkeypatch, "a_silent_switch_carries_nothing")
    with pytest.raises(AssertionError):
        test_req11_one_dies_behind_a_silent_one_that_carries_the_others("switch", 60)


# ------------------------------------------------------------ gone for a moment, again and again


def blips(stage, name, every, lasts=4, seconds=1800):
    for _ in range(seconds // every):
        stage.things[name].ill = True
        stage.pass_(lasts)
        stage.things[name].ill = False
        stage.pass_(every - lasts)


def test_req11_one_blip_just_after_a_death_does_not_hold_its_ticket_up():
    stage = hall("gw : one")
    stage.code["gw"] = "closed"
    stage.things["one"].ill = True
    stage.pass_(5)
    blips(stage, "gw", 40, seconds=40)
    assert opened(stage) == [LOST]


@pytest.mark.parametrize("every", [20, 34, 52, 60, 84, 114])
@pytest.mark.parametrize("lasts", [4, 12])
def test_req11_a_gateway_that_blips_hides_no_dead_one(every, lasts):
    """It has its ticket soon, and for good: a blip later it is nobody else's consequence."""
    stage = hall(KINDS["gateway"], carries=False)
    stage.code["gw"] = "closed"
    stage.things["one"].ill = True
    blips(stage, "gw", every, lasts, seconds=4 * every)
    stage.pass_(120)
    assert LOST in stage.standing()
    assert [state for cause, state, _ in stage.tickets() if cause == LOST][-1:] == ["new"]
    before = opened(stage).count(LOST)
    blips(stage, "gw", every, lasts)
    assert opened(stage).count(LOST) == before <= 2
    assert stage.watch.fault(LOST).cause is None


def test_req11_a_pdu_that_blips_hides_no_dead_one():
    stage = Stage("pdu/outlet/1 > amp", truth=["x ~ y"], things=[pdu("pdu"), Thing("amp", boot=90)])
    stage.start().pass_(5)
    stage.code["pdu"], stage.things["amp"].ill = "closed", True
    blips(stage, "pdu", 60, seconds=120)
    assert opened(stage) == ["amp/link_lost"]


def test_req11_a_blip_within_the_time_to_boot_does_not_begin_it_anew():
    stage = hall(KINDS["gateway"], carries=False)
    stage.code["gw"] = "closed"
    for name in ("gw", *BEHIND):
        stage.things[name].ill = True
    stage.pass_(100)
    stage.things["gw"].ill = stage.things["two"].ill = stage.things["three"].ill = False
    stage.pass_(20)
    blips(stage, "gw", 50, seconds=100)
    assert opened(stage) == ["gw/link_lost", LOST]


def test_req11_whoever_starts_the_time_anew_is_caught(monkeypatch):
    plant(monkeypatch, "a_blip_takes_all")
    with pytest.raises(AssertionError):
        test_req11_one_blip_just_after_a_death_does_not_hold_its_ticket_up()
    with pytest.raises(AssertionError):
        test_req11_a_gateway_that_blips_hides_no_dead_one(60, 4)
    with pytest.raises(AssertionError):
        test_req11_a_pdu_that_blips_hides_no_dead_one()
    with pytest.raises(AssertionError):
        test_req11_a_blip_within_the_time_to_boot_does_not_begin_it_anew()
