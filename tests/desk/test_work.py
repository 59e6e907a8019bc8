"""Tickets as work: merging, urgency by the hall's events, recurrence, the call that says "not solved"."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from controller.record.lawful import NotLawful

from .desks import Desk, cancel


@dataclass
class Event:
    id: str = "gala"
    title: str = "Gala"


@pytest.fixture
def desk():
    return Desk().start()


def by_hand(desk, **said):
    return desk.board.open_by_hand("chen", "phone", "no sound", **said)[0]


def test_req_0_7_merge_earlier_receipt_and_higher_class_win_and_unmerge_undoes_it(desk):
    early = by_hand(desk, grade=3)
    desk.clock.advance(60)
    late = by_hand(desk, grade=1)
    desk.board.merge(early, late, "li", "lead")
    parent, child = desk.board.ticket(late), desk.board.ticket(early)
    assert (str(child.state), child.merged_into) == ("merged", late)
    assert (parent.received, parent.grade) == (child.received, 3)
    assert desk.board.summary(parent)["merged_from"] == [early]
    desk.clock.advance(60)
    desk.board.unmerge(early, "not the same", "li", "lead")
    parent, child = desk.board.ticket(late), desk.board.ticket(early)
    assert (str(child.state), child.merged_into, parent.claims) == ("new", None, ())
    assert parent.received > child.received
    again = desk.crash()
    assert again.board.ticket(early) == child
    assert again.board.ticket(late) == parent


def test_req_0_7_what_is_over_or_itself_is_not_merged(desk):
    one, two = by_hand(desk), by_hand(desk)
    with pytest.raises(NotLawful, match="itself"):
        desk.board.merge(one, one, "li", "lead")
    cancel(desk.board, two)
    for pair in ((one, two), (two, one)):
        with pytest.raises(NotLawful, match="cancelled"):
            desk.board.merge(*pair, "li", "lead")
    with pytest.raises(KeyError):
        desk.board.merge(one, 99, "li", "lead")
    with pytest.raises(NotLawful, match="role"):
        desk.board.merge(one, by_hand(desk), "li", "operator")


def test_req_0_7_a_chain_of_merged_tickets_is_taken_apart_from_its_end(desk):
    one, two, three = by_hand(desk), by_hand(desk), by_hand(desk)
    desk.board.merge(one, two, "li", "lead")
    desk.board.merge(two, three, "li", "lead")
    with pytest.raises(NotLawful, match="that apart first"):
        desk.board.unmerge(one, "x", "li", "lead")
    desk.board.unmerge(two, "x", "li", "lead")
    desk.board.unmerge(one, "x", "li", "lead")
    assert [str(desk.board.ticket(no).state) for no in (one, two, three)] == ["new"] * 3


def test_one_open_ticket_a_cause_also_after_taking_apart(desk):
    desk.fail("lamp/x")
    other = by_hand(desk)
    desk.board.merge(1, other, "li", "lead")
    desk.cleared("lamp/x")
    desk.fail("lamp/x")
    newest = desk.board.tickets()[0]
    assert newest.cause == "lamp/x"
    with pytest.raises(NotLawful, match="already open"):
        desk.board.unmerge(1, "x", "li", "lead")


def test_req_0_3_an_event_raises_what_is_open_once_and_a_person_may_put_it_back(desk):
    no = by_hand(desk, grade=1)
    start = desk.board.ticket(no).received
    desk.board.pressing = lambda at: Event()
    desk.clock.advance(6)
    ticket = desk.board.ticket(no)
    assert (ticket.grade, ticket.urgency, ticket.raised, ticket.received) == (2, "high", 1, start)
    entry = ticket.entries[-1]
    assert (entry.kind, entry.actor) == ("class", "system")
    assert "Gala" in entry.data["text"]["en"]
    clocks = {one["name"]: one for one in desk.board.summary(ticket)["clocks"]}
    assert clocks["C4"]["target_s"] == 3600
    back = {"entry": "class", "class": 1, "urgency": "normal", "reason": "the gala does without"}
    desk.board.add_entry(no, back, "li", "lead")
    desk.clock.advance(60)
    assert desk.board.ticket(no).grade == 1
    desk.board.pressing = lambda at: Event("concert")
    desk.clock.advance(6)
    assert desk.board.ticket(no).grade == 2


def test_req_0_3_what_comes_while_an_event_presses_is_urgent_from_the_start(desk):
    desk.board.pressing = lambda at: Event()
    desk.fail("lamp/x")
    assert (desk.board.ticket(1).grade, desk.board.ticket(1).raised) == (3, 2)
    no = by_hand(desk, more={"impact": "degraded", "urgency": "low"})
    assert (desk.board.ticket(no).grade, desk.board.ticket(no).urgency) == (1, "normal")
    no = by_hand(desk, grade=4)
    assert (desk.board.ticket(no).grade, desk.board.ticket(no).raised) == (4, None)
    desk.clock.advance(30)
    assert [one.urgency for one in desk.board.tickets()] == ["high", "normal", "high"]


def test_req_0_3_impact_and_urgency_by_hand(desk):
    no = by_hand(desk, more={"impact": "hall", "urgency": "low"})
    assert (desk.board.ticket(no).grade, desk.board.ticket(no).impact) == (3, "hall")


def test_a_recurrence_after_the_window_names_the_ticket_before(desk):
    desk.fail("lamp/x")
    desk.cleared("lamp/x")
    desk.clock.advance(700)
    assert str(desk.board.ticket(1).state) == "resolved"
    desk.clock.advance(timedelta(days=8).total_seconds())
    desk.fail("lamp/x")
    assert desk.board.ticket(2).recurrence_of == 1
    assert desk.board.summary(desk.board.ticket(2))["recurrence_of"] == 1


def test_req_63_not_solved_reopens_the_ticket_in_the_same_turn(desk):
    desk.fail("lamp/x")
    desk.cleared("lamp/x")
    desk.clock.advance(700)
    survey = {"entry": "survey", "solved": False, "score": 2}
    desk.board.add_entry(1, survey, "li", "helpdesk")
    ticket = desk.board.ticket(1)
    assert (str(ticket.state), ticket.cycle) == ("new", 2)
    clocks = [(one.cycle, one.name, one.state) for one in desk.board.readings(ticket)]
    assert (1, "C4", "met") in clocks
    assert (2, "C4", "running") in clocks
