"""From the hall's lines to tickets: one a cause, joined, restored, reopened, merged."""

import pytest

from tests.faults.paper import now_of

from .desks import TITLE, Desk, cancel


@pytest.fixture
def desk():
    """A desk at work, with nothing on it."""
    return Desk().start()


def test_a_fault_that_is_not_due_has_no_ticket(desk):
    desk.raised("lamp/x")
    assert desk.tickets() == []


def test_one_ticket_with_its_title_class_and_device(desk):
    desk.fail("lamp/x")
    ticket = desk.board.ticket(1)
    assert (ticket.title, ticket.grade, ticket.device, ticket.via) == (TITLE, 2, "lamp", "auto")
    assert desk.board.for_fault("lamp/x") == 1
    assert desk.told == [1]


def test_due_again_is_not_another_one(desk):
    desk.fail("lamp/x")
    desk.due("lamp/x")
    assert len(desk.tickets()) == 1


def test_those_behind_a_cause_are_in_it_from_the_start_or_join(desk):
    desk.raised("lamp/x")
    desk.behind("lamp/x", "pdu/y")
    desk.fail("pdu/y")
    desk.raised("side/x")
    desk.behind("side/x", "pdu/y")
    desk.behind("side/x", "pdu/y")
    assert desk.tickets() == [(1, "pdu/y", "new", ("pdu/y", "lamp/x", "side/x"))]
    assert desk.kinds(1) == ["opened", "joined"]


def test_behind_a_cause_that_has_no_ticket_waits(desk):
    desk.raised("lamp/x")
    desk.behind("lamp/x", "pdu/y")
    assert desk.tickets() == []


def test_restored_when_the_last_is_over_dated_back_to_when_it_was(desk):
    desk.raised("lamp/x")
    desk.behind("lamp/x", "pdu/y")
    desk.fail("pdu/y")
    desk.clock.advance(60)
    better = desk.clock.now()
    desk.clock.advance(30)
    desk.cleared("pdu/y", better="2026-01-01T12:00:50.000000Z")
    assert desk.tickets()[0][2] == "new"
    desk.cleared("lamp/x", better=better.isoformat())
    ticket = desk.board.ticket(1)
    assert (str(ticket.state), ticket.restored) == ("restored_verifying", better)


def test_without_a_moment_of_its_own_it_is_restored_when_it_cleared(desk):
    desk.fail("lamp/x")
    desk.clock.advance(30)
    desk.cleared("lamp/x")
    assert desk.board.ticket(1).restored == desk.clock.now()


def test_it_is_resolved_after_ten_minutes_and_not_before(desk):
    desk.fail("lamp/x")
    desk.cleared("lamp/x")
    desk.clock.advance(590)
    assert desk.tickets()[0][2] == "restored_verifying"
    desk.clock.advance(20)
    assert desk.tickets()[0][2] == "resolved"
    desk.clock.advance(3600)
    assert desk.kinds(1) == ["opened", "restored", "state"]


def test_what_a_person_restored_a_person_resolves(desk):
    number, _ = desk.board.open_by_hand("chen", "phone", {"zh": "无声", "en": "no sound"}, text="since noon")
    desk.board.add_entry(number, {"entry": "restored"}, "wang", "engineer")
    desk.clock.advance(3600)
    assert desk.tickets()[0][2] == "restored_verifying"


def test_a_restoration_that_does_not_last_relapses(desk):
    desk.fail("lamp/x")
    desk.cleared("lamp/x")
    desk.clock.advance(60)
    desk.fail("lamp/x")
    assert desk.tickets() == [(1, "lamp/x", "new", ("lamp/x",))]
    assert desk.kinds(1) == ["opened", "restored", "relapsed"]


def test_others_behind_it_join_when_it_comes_again(desk):
    desk.fail("pdu/y")
    desk.cleared("pdu/y")
    desk.raised("lamp/x")
    desk.raised("pdu/y")
    desk.behind("lamp/x", "pdu/y")
    desk.due("pdu/y")
    assert desk.board.ticket(1).faults == ("pdu/y", "lamp/x")


def test_within_a_day_it_is_reopened_and_later_it_is_a_new_one(desk):
    desk.fail("lamp/x")
    desk.cleared("lamp/x")
    desk.clock.advance(900)
    desk.fail("lamp/x")
    assert [one[:3] for one in desk.tickets()] == [(1, "lamp/x", "new")]
    assert desk.board.ticket(1).cycle == 2
    desk.cleared("lamp/x")
    desk.clock.advance(900 + 25 * 3600)
    desk.fail("lamp/x")
    assert [one[0] for one in desk.tickets()] == [1, 2]
    assert desk.board.ticket(2).entries[0].data["recurrence_of"] == 1


def test_one_that_was_cancelled_comes_back_as_a_new_one(desk):
    desk.fail("lamp/x")
    cancel(desk.board, 1)
    desk.cleared("lamp/x")
    desk.fail("lamp/x")
    assert [one[:3] for one in desk.tickets()] == [(1, "lamp/x", "cancelled"), (2, "lamp/x", "new")]


def test_a_ticket_whose_fault_has_a_cause_after_all_is_merged(desk):
    desk.fail("lamp/x")
    desk.fail("pdu/y")
    desk.behind("lamp/x", "pdu/y")
    assert [one[:3] for one in desk.tickets()] == [(1, "lamp/x", "merged"), (2, "pdu/y", "new")]
    assert set(desk.board.ticket(2).faults) == {"pdu/y", "lamp/x"}
    assert desk.board.ticket(2).received == desk.board.ticket(1).received


def test_and_when_the_cause_is_due_only_afterwards(desk):
    desk.fail("lamp/x")
    desk.raised("pdu/y")
    desk.behind("lamp/x", "pdu/y")
    desk.due("pdu/y")
    assert [one[2] for one in desk.tickets()] == ["merged", "new"]
    assert desk.board.ticket(2).faults == ("pdu/y", "lamp/x")


def test_one_that_comes_out_from_behind_leaves_for_its_own(desk):
    desk.raised("lamp/x")
    desk.behind("lamp/x", "pdu/y")
    desk.fail("pdu/y")
    desk.cleared("pdu/y")
    desk.journal.append("fault.flag", "lamp/x", {"cause": None})
    desk.due("lamp/x")
    assert desk.tickets()[1] == (2, "lamp/x", "new", ("lamp/x",))
    assert desk.board.ticket(1).faults == ("pdu/y",)


def test_what_only_waited_for_the_one_that_left_is_restored(desk):
    desk.fail("outlet")
    desk.raised("lamp/link_lost", cause="outlet")
    desk.behind("lamp/link_lost", "outlet")
    desk.cleared("outlet")
    assert "restored" not in desk.kinds(1)
    desk.due("lamp/link_lost", cause=None)
    assert "restored" in desk.kinds(1)
    assert desk.tickets()[-1][1] == "lamp/link_lost"


def test_the_frames_come_with_it(desk):
    from controller.record.lines import Attachment

    desk.raised("lamp/x")
    frames = [{"at": "2026-01-01T12:00:00Z", "dir": ">", "text": "POWR ?", "device": "lamp"}]
    data = {"due": True, "title": TITLE}
    desk.journal.append("fault.flag", "lamp/x", data, "system", Attachment("trace", {"frames": frames}))
    assert desk.board.ticket(1).has_trace
    assert now_of(desk.board.trace(1)) == frames
    desk.journal.attached.clear()
    assert now_of(desk.board.trace(1)) == []
    with pytest.raises(KeyError):
        now_of(desk.board.trace(9))


def test_req11_what_a_person_took_back_is_not_restored_again_by_itself(desk):
    desk.fail("lamp/x")
    desk.cleared("lamp/x")
    desk.clock.advance(10)
    desk.board.add_entry(1, {"entry": "relapsed", "reason": "still dark"}, "wang", "engineer")
    state = desk.tickets()[0][2]
    desk.clock.advance(120)
    assert (desk.tickets()[0][2], state) == (state, "new")
    assert desk.kinds(1)[-1] == "relapsed"


def test_req11_a_victim_that_waits_for_another_cause_leaves_and_is_in_the_ticket_of_that_when_it_opens(desk):
    desk.fail("switch/y")
    desk.raised("lamp/x")
    desk.behind("lamp/x", "switch/y")
    desk.raised("pdu/z")
    desk.behind("lamp/x", "pdu/z")  # which is not due yet
    assert desk.tickets()[0][2:] == ("new", ("switch/y", "lamp/x"))
    desk.cleared("switch/y")
    assert desk.tickets()[0][2:] == ("restored_verifying", ("switch/y",))
    desk.due("pdu/z")
    assert desk.tickets()[1] == (2, "pdu/z", "new", ("pdu/z", "lamp/x"))


def test_req11_killed_between_a_fault_that_goes_behind_another_and_what_follows_from_it(desk):
    desk.fail("switch/y")
    desk.raised("lamp/x")
    desk.behind("lamp/x", "switch/y")
    desk.fail("pdu/z")
    desk.cleared("switch/y")
    desk.board.stop()
    desk.behind("lamp/x", "pdu/z")
    again = desk.crash()
    assert again.tickets() == [
        (1, "switch/y", "restored_verifying", ("switch/y",)),
        (2, "pdu/z", "new", ("pdu/z", "lamp/x")),
    ]


def test_req11_tickets_that_a_person_merged_stay_together(desk):
    desk.fail("switch/y")
    desk.fail("pdu/z")
    desk.board.merge(2, 1, "li", "lead")
    desk.raised("lamp/x")
    desk.behind("lamp/x", "pdu/z")
    desk.cleared("switch/y")
    desk.clock.advance(300)
    assert desk.tickets()[0][2] == "new"
    assert set(desk.board.ticket(1).faults) == {"switch/y", "pdu/z", "lamp/x"}
