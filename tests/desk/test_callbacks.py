"""The clocks' thresholds: each once, whatever restarts; one that was missed comes late and says so."""

import pytest

from .desks import Desk


@pytest.fixture
def desk():
    """A ticket of class 2 that nobody has answered."""
    desk = Desk().start()
    desk.fail("lamp/x")
    return desk


def fired(desk, clock="C1", no=1):
    lines = [line for line in desk.journal.lines if line.kind == "ticket.threshold"]
    mine = [line.data for line in lines if line.subject == str(no) and line.data["clock"] == clock]
    return [(one["percent"], one["late_s"]) for one in mine]


def test_the_ten_minutes_of_the_call_back(desk):
    desk.clock.advance(299)
    assert fired(desk) == []
    desk.clock.advance(6)
    assert fired(desk) == [(50, 0)]
    desk.clock.advance(600)
    assert fired(desk) == [(50, 0), (80, 0), (100, 0), (150, 0)]
    assert desk.told.count(1) >= 5


def test_contact_in_time_fires_no_more(desk):
    desk.clock.advance(310)
    desk.board.add_entry(1, {"entry": "contact_made", "person": "Mr Li"}, "chen", "operator")
    desk.clock.advance(3000)
    assert fired(desk) == [(50, 0)]


def test_a_restart_fires_none_twice_and_none_is_forgotten(desk):
    desk.clock.advance(400)
    desk.board.stop()
    desk.clock.advance(300)
    again = desk.restart()
    assert fired(again) == [(50, 0), (80, 220), (100, 100)]
    again = again.restart()
    again.clock.advance(60)
    assert fired(again) == [(50, 0), (80, 220), (100, 100)]
    shown = again.board.detail(again.board.ticket(1))
    assert [one["percent"] for one in shown["thresholds"] if one["clock"] == "C1"] == [50, 80, 100]


def test_a_word_to_the_customer_starts_the_progress_clock_anew(desk):
    desk.clock.advance(1900)
    assert fired(desk, "C6") == [(50, 0)]
    desk.board.add_entry(1, {"entry": "progress", "text": "on our way"}, "chen", "engineer")
    desk.clock.advance(1900)
    assert fired(desk, "C6") == [(50, 0), (50, 0)]


def test_what_is_over_fires_nothing(desk):
    said = {"entry": "state", "to": "cancelled", "reason": "test", "approved_by": "li"}
    desk.board.add_entry(1, said, "li", "lead")
    desk.clock.advance(5000)
    assert fired(desk) == []
