"""What follows a fault: ten minutes of quiet and a test that only reads; and floods of them."""

from datetime import timedelta

import pytest

from controller.record.lines import written

from .stage import CHEN, Stage
from .things import Thing, pdu, projector

LOST = "lamp/link_lost"
NAMES = [f"d{n}" for n in range(30)]


@pytest.fixture
def hall():
    """A projector on a PDU, whose fault had a ticket and is over."""
    stage = Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)
    stage.things["lamp"].ill = True
    stage.pass_(60)
    stage.things["lamp"].ill = False
    stage.pass_(40)
    assert stage.watch.fault(LOST) is None
    return stage


def verified(stage):
    return [line.subject for line in stage.journal.kinds("fault.verified")]


def test_ten_quiet_minutes_and_an_answer_verify_it(hall):
    hall.pass_(590)
    assert verified(hall) == []
    assert hall.probed == []
    hall.pass_(20)
    assert hall.probed == ["lamp"]
    assert verified(hall) == [LOST]
    assert hall.tickets()[0][1] == "resolved"
    assert (hall.board.ticket(1).restored - hall.board.ticket(1).opened).total_seconds() < 100  # dated back


def test_who_does_not_answer_is_asked_again(hall):
    hall.pass_(560)
    heard = hall.heard_at
    hall.heard_at = lambda device: 0.0
    hall.pass_(100)
    assert hall.probed == ["lamp", "lamp"]
    assert verified(hall) == []
    hall.heard_at = heard
    hall.pass_(5)
    assert verified(hall) == [LOST]


def test_one_that_comes_back_meanwhile_is_not_verified(hall):
    hall.things["lamp"].ill = True
    hall.pass_(30)
    hall.things["lamp"].ill = False
    hall.pass_(500)
    assert verified(hall) == []


def test_a_restart_forgets_none(hall):
    hall.pass_(300).restart(away=10).pass_(330)
    assert verified(hall) == [LOST]


def test_a_suspicion_needs_no_verifying():
    stage = Stage(things=[projector("lamp")]).start().pass_(3)
    stage.things["lamp"].ill = True
    stage.pass_(5)
    stage.things["lamp"].ill = False
    stage.pass_(700)
    assert verified(stage) == []


# ------------------------------------------------------------ floods


def fall(stage, names, apart=15):
    for name in names:
        stage.things[name].ill = True
        stage.pass_(apart)
    return stage


def test_more_than_ten_new_ones_in_ten_minutes_are_a_flood_and_none_is_dropped():
    stage = Stage(things=[Thing(name) for name in NAMES]).start().pass_(3)
    told = []
    stage.watch.flooded = lambda: told.append(stage.watch.flood.on)
    fall(stage, NAMES[:10]).pass_(30)
    assert not stage.watch.flood.on
    fall(stage, NAMES[10:12]).pass_(30)
    assert stage.watch.flood.on
    assert len(stage.standing()) == len(stage.tickets()) == 12
    stage.restart().pass_(5)
    assert stage.watch.flood.on
    stage.pass_(600)
    assert not stage.watch.flood.on
    assert len(stage.standing()) == 12


def test_what_a_window_held_back_is_a_flood_when_it_ends():
    stage = Stage(things=[Thing(name) for name in NAMES]).start().pass_(3)
    now = stage.clock.now()
    said = {"what": "", "kind": "fixed", "start": written(now), "end": written(now + timedelta(seconds=900))}
    stage.watch.maintain(CHEN, said | {"lasts": 0})
    fall(stage, NAMES[:15], apart=10)
    stage.pass_(720)
    assert stage.tickets() == []
    assert not stage.watch.flood.on
    stage.pass_(100)
    assert len(stage.tickets()) == 15
    assert stage.watch.flood.on


def test_eighty_behind_one_cause_are_none():
    names = [f"x{n}" for n in range(80)]
    feeds = "switch ~ " + " ".join(names)
    stage = Stage(feeds, things=[Thing(name) for name in names]).start().pass_(3)
    stage.dead.add("switch")
    stage.pass_(60)
    assert not stage.watch.flood.on
    assert len(stage.tickets()) == 1


@pytest.mark.parametrize("jump", [-86_400, 3600, 315_360_000])
def test_a_clock_that_is_set_resolves_nothing_early(hall, jump):
    hall.clock.jump(jump)
    hall.pass_(100)
    assert hall.tickets()[0][1] == "restored_verifying"
    hall.pass_(500)
    assert verified(hall) == [LOST]
    if jump > 0:
        assert hall.tickets()[0][1] == "resolved"


def test_a_ticket_waits_for_the_answer(hall):
    hall.heard_at = lambda device: 0.0
    hall.pass_(900)
    assert hall.tickets()[0][1] == "restored_verifying"


def test_one_that_left_the_hall_is_verified_by_nobody(hall):
    hall.pass_(300)
    del hall.things["lamp"]
    hall.pass_(900)
    assert verified(hall) == []
    assert hall.tickets()[0][1] == "restored_verifying"
