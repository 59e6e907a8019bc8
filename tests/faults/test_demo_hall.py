"""The stories of the sample hall: a tripped outlet, a pulled cable, a deaf projector, a dead switch."""

import pytest

from .stage import SCENE, Stage
from .things import Thing, pdu, projector


@pytest.fixture
def hall():
    """Two PDUs on one board, a switch, a projector on one outlet, one on two, a matrix on a serial line."""
    others = [Thing("mixer"), Thing("matrix")]
    stage = Stage(
        "mains > pdu-a pdu-b switch",
        "switch ~ pdu-a pdu-b main side mixer",
        "pdu-a/outlet/1 > main",
        "pdu-a/outlet/2 > matrix",
        "pdu-a/outlet/3|pdu-b/outlet/3 > side",
        "pdu-b/outlet/1 > mixer",
        things=[pdu("pdu-a"), pdu("pdu-b"), projector("main"), projector("side"), *others],
    ).start()
    return stage.pass_(5)


def trip(hall):
    hall.flip("pdu-a/outlet/1", False)
    return hall.pass_(40)


def test_a_quiet_hall_has_no_faults(hall):
    hall.pass_(300)
    assert [line.kind for line in hall.journal.lines] == ["contract.agreed"]


def test_a_tripped_outlet_is_one_ticket_with_the_silence_inside(hall):
    trip(hall)
    assert hall.standing() == ["main/link_lost", "pdu-a/outlet/1/outlet_lost"]
    assert hall.watch.fault("main/link_lost").cause == "pdu-a/outlet/1/outlet_lost"
    assert hall.tickets() == [
        ("pdu-a/outlet/1/outlet_lost", "new", ["main/link_lost", "pdu-a/outlet/1/outlet_lost"])
    ]


def test_it_closes_and_is_restored_by_itself_dated_back(hall):
    trip(hall)
    hall.flip("pdu-a/outlet/1", True)
    back = hall.clock.now()
    hall.pass_(70)
    assert hall.standing(("soft", "active", "clearing")) == []
    (ticket,) = hall.board.tickets()
    assert ticket.state == "restored_verifying"
    assert 0 <= (ticket.restored - back).total_seconds() < 25
    hall.pass_(610)
    assert hall.board.ticket(1).state == "resolved"


def test_what_is_still_ill_afterwards_gets_its_own(hall):
    trip(hall)
    hall.things["main"].ill = True
    hall.flip("pdu-a/outlet/1", True)
    hall.pass_(90)
    assert [cause for cause, _, _ in hall.tickets()] == ["pdu-a/outlet/1/outlet_lost", "main/link_lost"]
    assert hall.tickets()[0][1:] == ("restored_verifying", ["pdu-a/outlet/1/outlet_lost"])
    assert "main" in hall.probed


def test_a_pulled_cable_is_lost_after_the_hold(hall):
    hall.things["main"].ill = True
    hall.pass_(9)
    assert hall.standing() == ["main/link_lost"]
    assert hall.tickets() == []
    hall.pass_(25)
    assert hall.tickets() == [("main/link_lost", "new", ["main/link_lost"])]


def test_a_cable_that_is_put_back_at_once_is_nothing(hall):
    hall.things["main"].ill = True
    hall.pass_(5)
    hall.things["main"].ill = False
    hall.pass_(120)
    assert hall.tickets() == []
    assert hall.standing(("soft", "active", "clearing")) == []


def test_a_deaf_projector_did_not_reach_its_state(hall):
    hall.things["main"].deaf = True
    hall.set("main/power", "on", actor=SCENE, within=20)
    hall.pass_(22)
    assert hall.standing() == ["main/power/did_not_reach_state"]
    fault = hall.watch.fault("main/power/did_not_reach_state")
    assert fault.evidence["wanted"] == "on"
    assert fault.evidence["by"] == "film"
    hall.pass_(30)
    assert [cause for cause, _, _ in hall.tickets()] == ["main/power/did_not_reach_state"]
    hall.things["main"].deaf = False
    hall.set("main/power", "on")
    hall.pass_(60)
    assert hall.standing(("soft", "active", "clearing")) == []
    assert hall.tickets()[0][1] == "restored_verifying"


def test_a_dead_switch_is_found_though_nobody_can_ask_it(hall):
    hall.dead.add("switch")
    hall.pass_(45)
    assert [cause for cause, _, _ in hall.tickets()] == ["switch/common_cause"]
    assert len(hall.watch.behind("switch/common_cause")) == 5
    hall.dead.clear()
    hall.pass_(120)
    assert hall.standing(("soft", "active", "clearing")) == []
    assert hall.tickets()[0][1] == "restored_verifying"


def test_dark_mains_are_the_board_and_not_the_switch(hall):
    hall.dead.add("mains")
    hall.pass_(45)
    assert [cause for cause, _, _ in hall.tickets()] == ["mains/common_cause"]
    assert len(hall.board.ticket(1).faults) == 7


def test_one_of_two_feeds_lost_is_a_minor_fault_of_its_own(hall):
    hall.flip("pdu-b/outlet/3", False)
    hall.pass_(40)
    assert [str(fault.severity) for fault in hall.watch.standing()] == ["minor"]
    assert [one.grade for one in hall.board.tickets()] == [1]


def test_an_outlet_cut_by_order_is_nothing(hall):
    hall.set("pdu-a/outlet/1", False)
    hall.pass_(600)
    assert hall.standing(("soft", "active")) == []
    hall.set("pdu-a/outlet/1", True)
    hall.pass_(60)
    assert hall.tickets() == []


def test_an_outlet_that_is_off_and_feeds_something_that_answers_is_the_wrong_one():
    hall = Stage("pdu/outlet/1 > lamp", truth=["pdu/outlet/2 > lamp"], things=[pdu("pdu"), projector("lamp")])
    hall.start().pass_(5)
    hall.set("pdu/outlet/1", False)
    hall.pass_(60)
    assert hall.standing() == ["pdu/outlet/1/outlet_mismatch"]
    assert hall.watch.standing()[0].evidence == {"feeds": ["lamp"]}
    hall.set("pdu/outlet/1", True)
    hall.pass_(60)
    assert hall.standing(("soft", "active", "clearing")) == []
