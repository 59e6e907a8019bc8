"""REQ-11: after a lawful outage one that is reached through a slow booter is expected when that is up."""

import pytest

from controller.record import failpoints

from .stage import Stage
from .things import Thing, pdu

OUTLET = "pdu/outlet/1"


def gateway(cams=3, boot=120):
    """Cameras behind a gateway that boots for two minutes."""
    names = [f"cam{n}" for n in range(cams)]
    things = [pdu("pdu"), Thing("gw", boot=boot), *(Thing(name, boot=20) for name in names)]
    return Stage(f"{OUTLET} > gw", "gw ~ " + " ".join(names), things=things).start().pass_(5)


def off_and_on(stage, dark=30, how="order"):
    if how == "cycle":
        stage.cycle("pdu", 1, dark)
        return stage.pass_(dark)
    stage.set(OUTLET, False)
    stage.pass_(dark)
    stage.set(OUTLET, True)
    return stage


def opened(stage):
    return [line.data["cause"] for line in stage.journal.lines if line.kind == "ticket.opened"]


@pytest.mark.parametrize("cams", [1, 3])
@pytest.mark.parametrize("how", ["order", "cycle"])
@pytest.mark.parametrize("killed", [False, True])
def test_req11_who_is_reached_through_one_that_boots_is_not_lost(cams, how, killed):
    stage = off_and_on(gateway(cams), dark=8, how=how).pass_(40)
    if killed:
        stage.restart(away=5)
    stage.pass_(200)
    assert opened(stage) == []
    assert stage.standing(("soft", "active", "clearing")) == []


def test_req11_a_chain_of_three():
    things = [pdu("pdu"), Thing("gw", boot=60), Thing("hub", boot=60), Thing("cam")]
    stage = Stage(f"{OUTLET} > gw hub cam", "gw ~ hub", "hub : cam", things=things).start().pass_(5)
    stage = off_and_on(stage).pass_(50)
    stage.things["hub"].since = 0.0  # it boots once more when its network is there
    assert opened(stage.pass_(200)) == []


def test_req11_who_really_died_meanwhile_is_found_after_that_and_no_later():
    stage = gateway()
    stage.set(OUTLET, False)
    stage.things["cam0"].ill = True
    stage = off_and_on(stage)
    stage.pass_(135)
    assert "cam0/link_lost" not in stage.standing()
    stage.pass_(30)
    assert stage.standing() == ["cam0/link_lost"]


@pytest.mark.parametrize(("stated", "truly", "tickets"), [(None, 80, 0), (150, 145, 0), (20, 145, 1)])
def test_req11_a_switch_that_nobody_can_ask_boots_too(stated, truly, tickets):
    """As its file says; where that says nothing, as long as anything may."""
    cams = [Thing(f"cam{n}", boot=20) for n in range(3)]
    stage = Stage(f"{OUTLET} > switch", "switch ~ cam0 cam1 cam2", things=[pdu("pdu"), *cams]).start()
    stage.slow["switch"] = truly
    stage.believed_slow = {} if stated is None else {"switch": stated}
    off_and_on(stage.pass_(5)).pass_(250)
    assert len(opened(stage)) == tickets


def test_req11_power_comes_through_a_strip_that_boots_slowly():
    things = [pdu("pdu"), pdu("strip"), Thing("amp", boot=20)]
    things[1].boot = things[1].believed = 60
    stage = Stage(f"{OUTLET} > strip", "strip/outlet/1 > amp", things=things).start().pass_(5)
    stage.set(OUTLET, False)
    stage.pass_(20)
    stage.set(OUTLET, True)
    stage.things["amp"].ill = True  # the strip gives power when it is up
    stage.pass_(60)
    stage.things["amp"].ill = False
    assert opened(stage.pass_(60)) == []


def test_req11_nobody_learns_from_whoever_had_to_wait_for_another():
    stage = gateway(cams=1)
    for _ in range(6):
        off_and_on(stage).pass_(200)
    assert stage.boots.took.learned("cam0", "boot") is None
    assert stage.boots.took.learned("gw", "boot") > 100


def test_a_known_bug_is_seen(monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"each_boots_alone"}))
    with pytest.raises(AssertionError):
        test_req11_who_is_reached_through_one_that_boots_is_not_lost(3, "order", killed=False)
