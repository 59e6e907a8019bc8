"""What survives a restart, and a wall clock that is set."""

import pytest

from controller.hall.faults import FaultBook, Phase, as_data, from_data

from .stage import Stage
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


def test_nothing_is_judged_until_every_device_was_asked_but_not_for_ever(hall):
    hall.ready = False
    hall.restart()
    ill(hall, 40)
    assert hall.standing(ALL) == []
    hall.pass_(30)
    assert hall.standing() == [LOST]


@pytest.mark.parametrize("at", [4, 6, 12, 20, 30, 60])
def test_a_restart_at_any_moment_changes_nothing_of_its_times(hall, at):
    ill(hall, at).restart(away=2)
    hall.pass_(max(1, 44 - at))
    assert [cause for cause, _, _ in hall.tickets()] == [LOST]
    since = hall.watch.fault(LOST).since
    well(hall, 10).restart(away=2).pass_(40)
    assert hall.watch.fault(LOST) is None
    assert hall.board.ticket(1).restored is not None
    assert (since - hall.board.ticket(1).opened).total_seconds() > -60


def test_lawful_silence_is_still_lawful_after_a_restart(hall):
    hall.set("pdu/outlet/1", False)
    hall.pass_(20).restart(away=30).pass_(100)
    assert hall.standing(ALL) == []
    hall.set("pdu/outlet/1", True)
    hall.pass_(4).restart(away=1).pass_(60)
    assert hall.standing(ALL) == []


def test_an_outlet_that_became_live_while_we_were_away_is_excused_no_more(hall):
    hall.set("pdu/outlet/1", False)
    hall.pass_(20)
    hall.flip("pdu/outlet/1", True)
    hall.restart().pass_(30)
    assert hall.journal.lines[-1].data == {"off": False, "until": None}
    hall.flip("pdu/outlet/1", False)
    hall.pass_(40)
    assert "pdu/outlet/1/outlet_lost" in hall.standing()


def test_the_book_folds_what_the_engine_wrote(hall):
    ill(hall, 60)
    book = FaultBook()
    for line in hall.journal.lines:
        book.hear(line)
    assert book.standing == {fault.key: fault for fault in hall.watch.standing()}
    assert book.behind(LOST) == ()
    fault = book.standing[LOST]
    assert from_data({**as_data(fault), "of_a_newer_edition": 1}) == fault
    well(hall, 60)
    book = FaultBook()
    for line in hall.journal.lines:
        book.hear(line)
    assert book.standing == {}
    assert book.past[LOST].phase is Phase.CLEARED


@pytest.mark.parametrize("jump", [-86400, -3600, -300, -5, 5, 300, 3600, 86400, 315_360_000])
@pytest.mark.parametrize("at", ["before", "while", "after"])
def test_a_clock_that_is_set_makes_no_fault_and_hides_none(hall, jump, at):
    if at == "before":
        hall.clock.jump(jump)
    hall.cycle("pdu", 1, seconds=8)
    hall.pass_(6)
    if at == "while":
        hall.clock.jump(jump)
    hall.pass_(80)
    if at == "after":
        hall.clock.jump(jump)
    assert hall.standing(ALL) == []
    assert hall.tickets() == []
    ill(hall, 45)
    assert hall.standing() == [LOST]
    assert len(hall.tickets()) == 1
    assert [line.data["seconds"] for line in hall.journal.kinds("clock.")] == [float(jump)]


def test_what_was_expected_before_the_clock_went_back_excuses_nothing_after_a_restart(hall):
    hall.cycle("pdu", 1, seconds=8)
    hall.pass_(100)
    hall.clock.jump(-95)
    hall.restart(away=1).pass_(2)
    ill(hall, 45)
    assert hall.standing() == [LOST]
