"""What people say of a fault: seen, silenced, and how that ends."""

import pytest

from .stage import CHEN, Stage
from .things import pdu, projector

ALL = ("soft", "active", "clearing")
LOST = "lamp/link_lost"


@pytest.fixture
def hall():
    """A projector on a PDU."""
    return Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)


def ill(hall, seconds):
    hall.things["lamp"].ill = True
    return hall.pass_(seconds)


def well(hall, seconds):
    hall.things["lamp"].ill = False
    return hall.pass_(seconds)


def test_seen_for_eight_hours_at_most(hall):
    ill(hall, 15)
    hall.watch.ack(LOST, CHEN, hours=100)
    assert hall.watch.fault(LOST).acked_by == "chen"
    hall.pass_(60)
    assert len(hall.tickets()) == 1  # seen is not silenced
    hall.clock.advance(8 * 3600)
    hall.pass_(2)
    assert hall.watch.fault(LOST).acked_by is None
    with pytest.raises(KeyError):
        hall.watch.ack("lamp/nothing", CHEN)


def test_silenced_it_has_no_ticket_until_that_ends(hall):
    ill(hall, 15)
    hall.watch.silence(LOST, CHEN, 600, "rehearsal")
    hall.pass_(300)
    assert hall.tickets() == []
    hall.pass_(310)
    assert len(hall.tickets()) == 1
    assert hall.probed == ["lamp"]


def test_a_silence_outlives_the_fault_and_a_restart(hall):
    ill(hall, 15)
    hall.watch.silence(LOST, CHEN, 3600, "it comes and goes")
    hall.things["lamp"].ill = False
    hall.pass_(120)
    assert hall.standing() == []
    ill(hall, 120).restart(away=1).pass_(60)
    assert hall.standing() == [LOST]
    assert hall.tickets() == []
    hall.watch.unsilence(LOST, CHEN)
    hall.pass_(2)
    assert len(hall.tickets()) == 1


def test_a_silenced_device_and_the_end_of_it_by_hand(hall):
    hall.watch.silence("lamp", CHEN, 3600, "lamp is being changed")
    ill(hall, 60).restart(away=1).pass_(30)
    assert hall.tickets() == []
    assert hall.standing() == [LOST]
    hall.watch.unsilence("lamp", CHEN)
    hall.pass_(2)
    assert len(hall.tickets()) == 1
    with pytest.raises(KeyError):
        hall.watch.silence("nobody", CHEN, 60, "?")


def test_silencing_what_had_a_ticket_and_ending_it_again(hall):
    ill(hall, 60)
    hall.watch.silence(LOST, CHEN, 60, "known")
    assert not hall.watch.fault(LOST).due
    hall.watch.unsilence(LOST, CHEN)
    hall.pass_(2)
    assert hall.watch.fault(LOST).due
    assert len(hall.tickets()) == 1


def test_a_device_silence_runs_out_by_itself(hall):
    hall.watch.silence("lamp", CHEN, 30, "short")
    ill(hall, 60)
    assert len(hall.tickets()) == 1


def test_an_ended_silence_stays_ended_across_a_restart(hall):
    hall.watch.silence("lamp", CHEN, 3600, "x")
    hall.watch.unsilence("lamp", CHEN)
    hall.restart()
    ill(hall, 60)
    assert len(hall.tickets()) == 1
