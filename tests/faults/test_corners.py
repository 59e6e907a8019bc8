"""What happens once in ten years: chains deeper than any, devices that leave in the middle."""

from itertools import pairwise

from .stage import CHEN, Stage
from .storm import hall
from .things import Thing, pdu, projector

ALL = ("soft", "active", "clearing")


def test_a_chain_deeper_than_any_hall_ends_somewhere():
    names = [f"g{n}" for n in range(20)]
    feeds = [f"{one}/1 : {other}" for one, other in pairwise(names)]
    hall = Stage(*feeds, things=[Thing(name) for name in names]).start().pass_(3)
    for name in names:
        hall.things[name].ill = True
    hall.pass_(60)
    assert hall.watch.fault("g15/link_lost").cause == "g0/link_lost"
    assert hall.watch.fault("g19/link_lost").cause == "g3/link_lost"


def test_a_deaf_device_leaves_the_hall():
    hall = Stage(things=[projector("lamp")]).start().pass_(3)
    hall.things["lamp"].deaf = True
    hall.set("lamp/input", "hdmi 2", within=5)
    hall.pass_(8)
    assert hall.standing() == ["lamp/input/did_not_reach_state"]
    lamp = hall.things.pop("lamp")
    hall.pass_(3)
    hall.things["lamp"] = lamp
    hall.pass_(30)
    assert hall.standing(ALL) == []


def test_off_by_a_delayed_action_stays_lawful():
    hall = Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)
    hall.cycle("pdu", 1, seconds=10_000, action="off_delayed")
    hall.pass_(300)
    assert hall.standing(ALL) == []


def test_a_cycle_before_a_restart_is_no_excuse_for_ever():
    hall = Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)
    hall.cycle("pdu", 1)
    hall.pass_(100).restart(away=1).pass_(10)
    hall.things["lamp"].ill = True
    hall.pass_(12)
    assert hall.standing() == ["lamp/link_lost"]


def test_an_outlet_may_feed_a_switch():
    things = [pdu("pdu"), Thing("a"), Thing("b"), Thing("c")]
    hall = Stage("pdu/outlet/1 > switch", "switch ~ a b c", things=things).start().pass_(3)
    hall.set("pdu/outlet/1", False)
    hall.pass_(8)
    hall.set("pdu/outlet/1", True)
    hall.pass_(60)
    assert hall.tickets() == []
    hall.flip("pdu/outlet/1", False)
    hall.pass_(60)
    assert [cause for cause, _, _ in hall.tickets()] == ["pdu/outlet/1/outlet_lost"]
    assert len(hall.board.ticket(1).faults) == 4


def test_a_silenced_node_is_audible_again():
    hall = Stage("switch ~ a b c", things=[Thing("a"), Thing("b"), Thing("c")]).start().pass_(3)
    hall.dead.add("switch")
    hall.pass_(12)
    hall.watch.silence("switch/common_cause", CHEN, 60, "being changed")
    hall.pass_(50)
    assert hall.tickets() == []
    hall.pass_(20)
    assert [cause for cause, _, _ in hall.tickets()] == ["switch/common_cause"]


def test_an_outlet_that_is_on_again_and_not_yet_read_so_excuses_nobody_for_ever():
    feeds = ("pdu/outlet/1 > lamp", "pdu/outlet/2 > side")
    hall = Stage(*feeds, things=[pdu("pdu"), projector("lamp"), projector("side")]).start().pass_(3)
    hall.set("pdu/outlet/1", False)
    hall.pass_(60)
    hall.set("pdu/outlet/1", True)
    hall.set("pdu/outlet/2", False)  # in the same breath, while the first still reads dark
    hall.pass_(120)
    hall.things["lamp"].ill = True
    hall.pass_(40)
    assert hall.standing() == ["lamp/link_lost"]


def test_while_it_warms_out_of_sight_nobody_says_that_it_did_not_obey():
    stage = hall()
    stage.things["main"].warm = 250
    stage.set("main/power", "on", within=30)
    stage.pass_(150)
    stage.things["main"].ill = True
    stage.pass_(200)
    assert "main/power/did_not_reach_state" not in stage.standing()
    stage.things["main"].ill = False
    stage.pass_(90)
    assert stage.standing() == []
