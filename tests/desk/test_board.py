"""The board: what people add to a ticket, what they see of it, and what a restart leaves of it."""

from datetime import timedelta

import pytest

from controller.record.lawful import NotLawful
from tests.faults.paper import now_of

from .desks import Desk, cancel


@pytest.fixture
def desk():
    """A desk at work, with nothing on it."""
    return Desk().start()


# ------------------------------------------------------------ people


def test_people_add_to_a_ticket_within_the_law(desk):
    desk.fail("lamp/x")
    desk.board.add_entry(1, {"entry": "contact_made", "way": "here", "person": "Mr Li"}, "chen", "operator")
    assert desk.tickets()[0][2] == "contacted"
    with pytest.raises(NotLawful):
        desk.board.add_entry(1, {"entry": "class", "class": 3, "reason": "x"}, "chen", "operator")
    with pytest.raises(KeyError):
        desk.board.add_entry(7, {"entry": "note", "text": "x"}, "chen", "operator")


def test_a_ticket_by_hand_counts_from_when_we_first_heard(desk):
    at = desk.clock.now() - timedelta(minutes=4)
    number, line = desk.board.open_by_hand("chen", "phone", "no sound", device="mixer", received=at)
    assert (number, line.actor) == (1, "chen")
    ticket = desk.board.ticket(1)
    assert (ticket.received, ticket.device, ticket.by, ticket.via) == (at, "mixer", "chen", "phone")
    clocks = {clock["name"]: clock for clock in desk.board.summary(ticket)["clocks"]}
    assert clocks["C1"]["elapsed_gross_s"] == 240


def test_nobody_sees_a_ticket_that_is_not_on_disk(desk):
    desk.journal.slow = True
    desk.fail("lamp/x")
    assert desk.tickets() == []
    assert desk.told == []
    desk.journal.catch_up()
    assert len(desk.tickets()) == 1
    assert desk.told == [1]


# ------------------------------------------------------------ restarts


def test_a_restart_shows_the_same_board(desk):
    desk.fail("lamp/x")
    desk.fail("pdu/y")
    desk.cleared("pdu/y")
    again = desk.restart()
    assert again.tickets() == desk.tickets()
    assert len(again.journal.lines) == len(desk.journal.lines)


def test_what_a_crash_left_undone_is_done_at_the_next_start(desk):
    desk.board.stop()
    desk.fail("lamp/x")
    desk.fail("pdu/y")
    later = desk.crash()
    assert [one[:3] for one in later.tickets()] == [(1, "lamp/x", "new"), (2, "pdu/y", "new")]
    later.board.stop()
    later.cleared("lamp/x")
    last = later.crash()
    assert [one[2] for one in last.tickets()] == ["restored_verifying", "new"]
    assert last.crash().tickets() == last.tickets()


def test_one_that_the_desk_cancelled_is_not_opened_again_by_a_restart(desk):
    desk.fail("lamp/x")
    cancel(desk.board, 1)
    assert [one[2] for one in desk.restart().tickets()] == ["cancelled"]


def test_lines_said_while_the_record_is_read_are_heard_after_it():
    desk = Desk()
    desk.fail("lamp/x")
    desk.start()
    assert len(desk.tickets()) == 1
    desk = Desk()
    lines = desk.journal.read

    def read(kinds=()):
        found = lines(kinds)
        desk.fail("lamp/y")
        return found

    desk.journal.read = read
    desk.start()
    assert [one[1] for one in desk.tickets()] == ["lamp/y"]


def test_a_line_that_the_record_refused_is_told_to_nobody(desk):
    class Refused:
        def cancelled(self):
            return False

        def exception(self):
            return ValueError("refused")

    desk.board._on_disk(Refused())
    assert desk.told == []


def test_those_that_came_behind_it_while_the_desk_was_away_join_later():
    desk = Desk().start()
    desk.fail("pdu/y")
    desk.board.stop()
    desk.raised("lamp/x")
    desk.behind("lamp/x", "pdu/y")
    later = desk.crash()
    later.due("pdu/y")
    assert later.board.ticket(1).faults == ("pdu/y", "lamp/x")


def test_a_flicker_while_it_is_being_verified_changes_nothing(desk):
    desk.fail("lamp/x")
    desk.cleared("lamp/x")
    desk.raised("lamp/x")
    desk.cleared("lamp/x")
    assert desk.kinds(1) == ["opened", "restored"]


def test_a_board_that_never_started_stops():
    Desk().board.stop()


def test_only_the_service_itself_says_where_frames_are(desk):
    number, _ = desk.board.open_by_hand("chen", "phone", "no sound")
    desk.journal.attached[1] = {"frames": [{"text": "secret"}]}
    desk.board.add_entry(
        number, {"entry": "comment", "text": "x", "attachment": {"line": 1}}, "chen", "operator"
    )
    assert now_of(desk.board.trace(number)) == []
