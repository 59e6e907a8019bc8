"""A node is blamed for what nothing else explains: not for what its board, an outlet or a gateway did, nor
because something else broke an hour later.
"""

from datetime import timedelta

import pytest

from controller.record import failpoints

from .stage import CHEN, Stage
from .things import Thing, pdu


def hall(*feeds, things="abcx", more=()):
    return Stage(*feeds, things=[*map(Thing, things), *more]).start().pass_(3)


def causes(stage):
    return [cause for cause, state, _ in stage.tickets() if state == "new"]


def behind(stage, key):
    return {one.partition("/")[0] for one in stage.watch.behind(key)}


# ------------------------------------------------------------ what breaks later


def prove_that_it_stays_dead(stage):
    stage.dead.add("switch")
    stage.pass_(900)
    assert causes(stage) == ["switch/common_cause"]
    stage.things["x"].ill = True
    stage.pass_(600)
    assert causes(stage) == ["switch/common_cause", "x/link_lost"]
    assert behind(stage, "switch/common_cause") == set("abc")
    stage.things["x"].ill = False
    stage.pass_(300)
    assert causes(stage) == ["switch/common_cause"]


def test_a_switch_stays_dead_when_something_else_on_its_board_breaks():
    prove_that_it_stays_dead(hall("board > switch x", "switch ~ a b c"))


def test_so_it_does_when_that_only_blips():
    stage = hall("board > switch x", "switch ~ a b c")
    stage.dead.add("switch")
    stage.pass_(900)
    for _ in range(6):
        stage.things["x"].ill = True
        stage.pass_(6)
        stage.things["x"].ill = False
        stage.pass_(84)
    assert [cause for cause, _, _ in stage.tickets() if cause != "x/link_lost"] == ["switch/common_cause"]


def test_a_board_that_dies_an_hour_after_its_switch_has_a_ticket_of_its_own():
    stage = hall("board > switch x y z", "switch ~ a b c", things="abcxyz")
    stage.dead.add("switch")
    stage.pass_(3600)
    stage.dead.add("board")
    stage.pass_(120)
    assert causes(stage) == ["switch/common_cause", "board/common_cause"]
    stage.dead.discard("board")
    stage.pass_(300)
    assert causes(stage) == ["switch/common_cause"]
    stage.dead.clear()
    stage.pass_(300)
    assert causes(stage) == []
    assert stage.standing(("soft", "active", "clearing")) == []


def test_a_pair_stays_dead_when_something_else_on_its_board_breaks():
    stage = hall("ups > one two x", "one|two ~ a b c")
    stage.dead |= {"one", "two"}
    stage.pass_(900)
    stage.things["x"].ill = True
    stage.pass_(300)
    assert causes(stage) == ["one/common_cause", "x/link_lost"]


# ------------------------------------------------------------ what is explained already


OUTLET = ("pdu/outlet/1 > a", "pdu/outlet/1 > b", "pdu/outlet/1 > c")


@pytest.mark.parametrize("network", ["switch ~ a b c", "one|two ~ a b c"])
def test_an_outlet_that_is_lost_accuses_no_switch(network):
    stage = hall(*OUTLET, network, things="abc", more=[pdu("pdu")])
    stage.flip("pdu/outlet/1", False)
    stage.pass_(300)
    assert causes(stage) == ["pdu/outlet/1/outlet_lost"]
    assert behind(stage, "pdu/outlet/1/outlet_lost") == set("abc")


def test_a_gateway_that_can_be_asked_accuses_no_switch():
    stage = hall("gate : a b c", "switch ~ a b c", things="abc", more=[Thing("gate")])
    stage.things["gate"].ill = True
    stage.pass_(300)
    assert causes(stage) == ["gate/link_lost"]


@pytest.mark.parametrize(
    "feeds",
    [
        ("board > a b c x", "switch ~ a b c"),
        ("board > switch a b c x", "switch|other ~ a b c x"),
        ("board > a b c x", "one|two ~ a b c x"),
    ],
)
def test_of_a_board_and_a_switch_the_one_that_explains_more_is_named(feeds):
    stage = hall(*feeds)
    stage.dead.add("board")
    stage.pass_(300)
    assert causes(stage) == ["board/common_cause"]
    assert behind(stage, "board/common_cause") == set("abcx")


def test_what_can_be_asked_and_its_board_die_together_and_the_board_is_named():
    stage = hall("board > pdu x y", "pdu/outlet/1 > a", "pdu/outlet/2 > b", things="abxy", more=[pdu("pdu")])
    stage.dead.add("board")
    stage.pass_(300)
    assert causes(stage) == ["board/common_cause"]


# ------------------------------------------------------------ what backs each other up


@pytest.mark.parametrize(
    ("goes", "before"),
    [
        (lambda stage: stage.set("pdu/outlet/1", False), []),
        (lambda stage: stage.flip("pdu/outlet/1", False), ["pdu/outlet/1/outlet_lost"]),
    ],
    ids=["off by order", "lost"],
)
def test_the_backup_is_dark_and_the_board_dies(goes, before):
    stage = hall("pdu/outlet/1|board > a b c", things="abc", more=[pdu("pdu")])
    goes(stage)
    stage.pass_(120)
    stage.dead.add("board")
    stage.pass_(120)
    assert causes(stage) == [*before, "board/common_cause"]


def prove_that_what_is_off_carries_nothing():
    more = [pdu("pdu"), Thing("first", boot=60)]
    stage = hall("pdu/outlet/1 > first", "first|second ~ a b c", things="abc", more=more)
    stage.set("pdu/outlet/1", False)
    stage.pass_(300)
    stage.dead.add("second")
    stage.pass_(120)
    assert causes(stage) == ["second/common_cause"]


def test_a_switch_that_can_be_asked_is_off_by_order_and_the_other_dies():
    prove_that_what_is_off_carries_nothing()


def test_a_node_that_is_off_by_order_is_not_named():
    stage = hall("pdu/outlet/1 > one", "one|two ~ a b c", things="abc", more=[pdu("pdu")])
    stage.set("pdu/outlet/1", False)
    stage.pass_(300)
    stage.dead.add("two")
    stage.pass_(120)
    assert causes(stage) == ["two/common_cause"]
    (fault,) = (one for one in stage.watch.standing() if one.rule == "common_cause")
    assert "beside" not in fault.evidence


def test_one_that_can_be_asked_and_one_that_cannot_die_together():
    stage = hall("first|second ~ a b c", things="abc", more=[Thing("first", boot=60)])
    stage.things["first"].ill = True
    stage.dead.add("second")
    stage.pass_(120)
    assert causes(stage) == ["first/link_lost"]
    assert "second" in behind(stage, "first/link_lost")


def test_one_that_can_be_asked_was_dead_for_an_hour():
    stage = hall("first|second ~ a b c", things="abc", more=[Thing("first", boot=60)])
    stage.things["first"].ill = True
    stage.pass_(3600)
    stage.dead.add("second")
    stage.pass_(120)
    assert causes(stage) == ["first/link_lost", "second/common_cause"]


def test_the_second_of_a_pair_goes_on_when_the_first_is_back():
    stage = hall("one|two ~ a b c", "two ~ d e", things="abcde")
    stage.dead |= {"one", "two"}
    stage.pass_(300)
    assert causes(stage) == ["one/common_cause"]
    stage.dead.discard("one")
    stage.pass_(300)
    assert causes(stage) == ["two/common_cause"]
    assert behind(stage, "two/common_cause") == set("de")


def test_a_pair_that_comes_and_goes_is_one_ticket():
    stage = hall("one|two ~ a b c d", things="abcd")
    for _ in range(6):
        stage.dead |= {"one", "two"}
        stage.pass_(40)
        stage.dead.clear()
        stage.pass_(40)
    assert len({cause for cause, _, _ in stage.tickets()}) == 1


# ------------------------------------------------------------ somebody works at one of them


def prove_that_work_at_one_hides_no_other():
    stage = hall("one|two ~ a b c x")
    now = stage.clock.now()
    window = {"what": "one", "kind": "fixed", "start": now.isoformat(), "lasts": 0.0, "at": "", "reason": "x"}
    stage.watch.maintain(CHEN, window | {"end": (now + timedelta(hours=2)).isoformat()})
    stage.pass_(30)
    stage.dead.add("one")
    stage.pass_(300)
    assert causes(stage) == []
    stage.dead.add("two")
    stage.pass_(300)
    assert causes(stage) == ["two/common_cause"]


def test_work_at_one_of_a_pair_does_not_hide_that_the_other_died():
    prove_that_work_at_one_hides_no_other()


def test_a_silence_on_one_of_a_pair_does_not_hide_the_other():
    stage = hall("one|two ~ a b c x")
    stage.dead |= {"one", "two"}
    stage.pass_(8)
    stage.watch.silence("one/common_cause", CHEN, 3600.0, "known")
    stage.pass_(300)
    assert causes(stage) == ["two/common_cause"]


PROOFS = {
    "all_that_is_silent_accuses": lambda: test_an_outlet_that_is_lost_accuses_no_switch("switch ~ a b c"),
    "what_is_off_carries_on": prove_that_what_is_off_carries_nothing,
    "one_at_work_hides_the_other": prove_that_work_at_one_hides_no_other,
}


@pytest.mark.parametrize("bug", PROOFS)
def test_a_planted_misreading_is_found(monkeypatch, bug):
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        PROOFS[bug]()
