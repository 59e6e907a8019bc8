"""A ticket's life, as its entries tell it."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from controller.record.again import is_fresh
from controller.record.lawful import NotLawful, check, survey_done
from controller.record.lines import Line
from controller.record.states import ENTRIES, MOVES, State
from controller.record.tickets import Ticket, fold
from tests.record.desk import NOON, Story, at, stamp


def whole_life() -> Story:
    story = Story(
        cause="pdu/outlet/4", device="pdu", faults=["trip:pdu/outlet/4"], title={"zh": "跳闸", "en": "Trip"}
    )
    story.then(2, "contact_made", person="Ms Li").state(5, "diagnosing").state(30, "dispatched")
    story.state(90, "onsite").then(100, "restored", at=stamp(98)).state(110, "resolved", actor="system")
    return story.state(111, "callback_due", actor="system").then(200, "survey", overall=5)


def test_req_0_7_a_ticket_goes_its_whole_way() -> None:
    story = whole_life().state(210, "closed", resolution="repaired", cause_code="overload")
    ticket = story.ticket
    assert [entry.state for entry in ticket.entries] == [
        "new", "contacted", "diagnosing", "dispatched", "onsite", "restored_verifying", "resolved",
        "callback_due", "callback_due", "closed",
    ]  # fmt: skip
    assert all(entry.lawful for entry in ticket.entries)
    assert (ticket.no, ticket.cause, ticket.device, ticket.restored) == (7, "pdu/outlet/4", "pdu", at(98))


def test_faults_join_and_leave() -> None:
    story = (
        Story(faults=["a"])
        .then(1, "joined", fault="b")
        .then(2, "joined", fault="c")
        .then(3, "left", fault="a")
    )
    assert story.ticket.faults == ("b", "c")


def test_a_device_that_comes_back_by_itself_is_verified_and_one_that_fails_again_goes_back() -> None:
    story = Story().then(1, "contact_made", person="Li").state(2, "awaiting_parts").then(3, "restored")
    assert story.ticket.state == State.VERIFYING
    story.then(4, "relapsed")
    assert (story.ticket.state, story.ticket.restored) == (State.PARTS, None)


def test_a_failed_verification_never_goes_back_into_a_pause() -> None:
    story = Story().wait(1, "waiting_customer_access").then(2, "restored").then(3, "relapsed")
    assert story.ticket.state == State.DIAGNOSING


def test_a_relapse_of_something_never_restored_moves_nothing() -> None:
    story = Story().then(1, "relapsed")
    assert (story.ticket.state, story.ticket.entries[-1].lawful) == (State.NEW, False)


def test_a_restoration_is_back_dated_no_further_than_the_ticket_and_never_into_the_future() -> None:
    assert Story(10).then(20, "restored", at=stamp(5)).ticket.restored == at(10)
    assert Story(10).then(20, "restored", at=stamp(25)).ticket.restored == at(20)
    assert Story(10).then(20, "restored").ticket.restored == at(20)


def test_a_reopened_ticket_keeps_its_number_and_starts_its_next_cycle() -> None:
    story = whole_life().then(300, "reopened", reason="not solved", faults=["x"])
    ticket = story.ticket
    assert (ticket.no, ticket.cycle, ticket.state, ticket.restored) == (7, 2, State.NEW, None)
    assert (ticket.start, ticket.faults) == (at(300), ("x",))
    assert whole_life().ticket.start == NOON


def test_a_receipt_before_the_entry_starts_the_clocks_and_one_after_it_does_not() -> None:
    assert Story(10, received=stamp(4)).ticket.received == at(4)
    assert Story(10, received=stamp(40)).ticket.received == at(10)


def test_a_merged_ticket_leaves_its_claims_to_its_parent() -> None:
    child = Story().then(1, "merged", into=9).ticket
    assert (child.state, child.merged_into) == (State.MERGED, 9)
    claim = {"from": 8, "received": stamp(2), "class": 3, "faults": ["y"]}
    parent = Story(5, faults=["x"]).then(6, "absorbed", **claim).ticket
    assert (parent.received, parent.grade, parent.faults) == (at(2), 3, ("x", "y"))


def test_a_class_change_an_attachment_and_a_note() -> None:
    story = Story().then(1, "class", **{"class": 4}, reason="data lost").then(2, "attachment", name="trace")
    ticket = story.then(3, "note", text="hm").ticket
    assert (ticket.grade, ticket.has_trace, ticket.state) == (4, True, State.NEW)


def test_an_unlawful_entry_is_told_and_moves_nothing() -> None:
    story = (
        Story().state(1, "closed").state(2, "nowhere").then(3, "joined").then(4, "class", **{"class": "x"})
    )
    ticket = story.then(5, "reopened").ticket
    assert (ticket.state, ticket.grade, ticket.cycle, len(ticket.entries)) == (State.NEW, 2, 1, 6)
    assert [entry.lawful for entry in ticket.entries] == [True] + [False] * 5


def test_nothing_moves_a_ticket_to_where_it_stands_but_a_new_reason_to_wait() -> None:
    story = Story().then(1, "contact_made", person="Li").state(2, "contacted")
    assert not story.ticket.entries[-1].lawful
    story.wait(3, "waiting_customer_access").wait(4, "waiting_customer_decision").then(5, "note", text="x")
    assert [entry.lawful for entry in story.ticket.entries[3:]] == [True] * 3


def test_only_a_reopening_or_a_relapse_makes_a_ticket_new_again() -> None:
    story = whole_life().state(300, "new")
    assert story.ticket.state == State.CALLBACK
    story = Story().then(1, "restored").state(2, "new").then(3, "relapsed")
    assert [entry.lawful for entry in story.ticket.entries] == [True, True, False, True]


def test_the_order_in_which_lines_arrive_does_not_matter() -> None:
    lines = whole_life().lines
    told = fold(lines)
    dice = random.Random(7)
    for _ in range(1000):
        assert fold(dice.sample(lines, len(lines))) == told


@pytest.mark.parametrize("lines", [[], Story().then(1, "note", text="x").lines[1:]])
def test_a_story_without_a_beginning_is_no_ticket(lines: list[Line]) -> None:
    with pytest.raises(ValueError, match=r"ticket\.opened"):
        fold(lines)


# ---------------------------------------------------------------- what may be added


CLOSING = {
    "resolution": "repaired",
    "cause_code": "x",
    "parts": "none",
    "evidence": "picture seen",
    "device": "none",
}


def may(
    ticket: Ticket, role: str = "helpdesk", actor: str = "chen", minutes: float = 500, **data: object
) -> str:
    """Empty if it may be added, else why not."""
    with suppress(NotLawful):
        check(ticket, data, actor, role, at(minutes))
        return ""
    with pytest.raises(NotLawful) as refused:
        check(ticket, data, actor, role, at(minutes))
    assert refused.value.sentence["zh"]
    return refused.value.sentence["en"]


def test_a_viewer_adds_nothing_and_an_operator_no_class() -> None:
    ticket = Story().ticket
    assert "Your role may not add" in may(ticket, "viewer", entry="note", text="x")
    assert "Your role may not add" in may(ticket, "operator", entry="class", **{"class": 3}, reason="x")
    assert "Your role may not add" in may(ticket, "admin", entry="spell")
    assert "Your role may not add" in may(ticket, "operator", entry="note", text="x")
    assert may(ticket, "operator", entry="comment", text="x") == ""


def test_an_operator_on_the_spot_makes_contact_but_closes_nothing() -> None:
    assert may(Story().ticket, "operator", entry="contact_made", way="here", person="me") == ""
    closing = {"entry": "state", "to": "closed", **CLOSING}
    assert "Your role may not make a ticket closed" in may(whole_life().ticket, "operator", **closing)
    assert may(whole_life().ticket, "helpdesk", **closing) == ""


def test_what_an_entry_must_say() -> None:
    ticket = Story().ticket
    assert "person" in may(ticket, entry="contact_made")
    assert may(ticket, entry="state", to="waiting_customer") == "Still to be said: reason, asked_by, until."
    assert may(ticket, entry="state", to="cancelled") == "Still to be said: reason."
    assert may(ticket, entry="approval_asked") == "Still to be said: to, reason."
    assert "Nothing is asked for" in may(ticket, "lead", entry="approval_given", of=1)
    assert "no such state" in may(ticket, entry="state", to="nowhere")
    assert "no such state" in may(ticket, entry="state")


def test_req_0_5_only_lawful_reasons_pause() -> None:
    ticket = Story().ticket
    wait = {"entry": "state", "to": "waiting_customer", "asked_by": "Ms Li", "until": stamp(600)}
    wait |= {"evidence": "she called at noon"}
    assert "does not pause" in may(ticket, **wait, reason="awaiting_parts")
    assert may(ticket, **wait, reason="customer_appointment") == ""
    waiting = Story().wait(1, "waiting_customer_access").ticket
    assert may(waiting, entry="note", text="still waiting") == ""


def test_req_63_a_ticket_is_not_closed_before_its_call() -> None:
    story = Story().then(1, "restored").state(2, "resolved", actor="system").state(3, "callback_due")
    closing = {"entry": "state", "to": "closed", **CLOSING}
    assert "satisfaction call" in may(story.ticket, **closing)
    for day in range(3):
        assert not survey_done(story.ticket)
        story.then(10 + day * 1440, "survey_attempt")
    assert survey_done(story.ticket)
    assert may(story.ticket, **closing, minutes=9000) == ""


def test_req_63_the_call_is_about_what_is_resolved_and_says_whether_it_is() -> None:
    story = Story().then(1, "contact_made", person="x")
    for kind in ("survey", "survey_attempt", "survey_later"):
        said = {"entry": kind, "solved": False, "until": stamp(99)}
        assert "once the ticket is resolved" in may(story.ticket, **said)
    story.then(2, "restored").state(3, "resolved", actor="system")
    assert "whether it is solved" in may(story.ticket, entry="survey", overall=5, actor="li")
    assert may(story.ticket, entry="survey", solved=False, actor="li") == ""
    closing = {"entry": "state", "to": "closed", **CLOSING}
    story.state(4, "callback_due").then(5, "survey", solved=False)
    assert "satisfaction call" in may(story.ticket, **closing), "a No closes nothing"
    assert may(story.then(6, "survey", solved=True).ticket, **closing) == ""


def test_req_0_7_a_reopening_within_seven_days_of_the_closing_and_no_later() -> None:
    story = whole_life()  # resolved at 110; the calls took eight days
    again = {"entry": "reopened", "reason": "again"}
    assert may(story.ticket, **again, minutes=111 + 8 * 1440) == "", "what is not closed is still the desk's"
    story.state(9 * 1440, "closed", resolution="repaired", cause_code="overload", parts="none", evidence="x")
    story.then(20 * 1440, "note", text="seen again")
    assert may(story.ticket, **again, minutes=16 * 1440) == ""
    assert "open a new ticket" in may(story.ticket, **again, minutes=16 * 1440 + 1)
    assert "cannot become" in may(Story().ticket, entry="reopened", reason="again")


def test_req_0_7_the_same_cause_within_a_day_of_its_repair_and_a_note_makes_no_repair_younger() -> None:
    story = whole_life()
    for minutes, fresh in ((111, True), (110 + 1440, True), (111 + 1440, False)):
        assert is_fresh(story.ticket, at(minutes), 86400.0) == fresh
    story.then(2000, "note", text="all quiet")
    assert not is_fresh(story.ticket, at(2001), 86400.0)
    assert not is_fresh(Story().ticket, at(1), 86400.0)


def test_what_the_law_allows_is_what_the_fold_does() -> None:
    """From every state, by every entry and to every state: check and fold agree, and no move is outside the
    law.
    """
    roads = {
        State.NEW: Story(),
        State.CONTACTED: Story().then(1, "contact_made", person="x"),
        State.WAITING: Story().wait(1, "waiting_customer_access"),
        State.VERIFYING: Story().then(1, "restored"),
        State.RESOLVED: Story().then(1, "restored").state(2, "resolved"),
        State.CALLBACK: Story().then(1, "restored").state(2, "resolved").state(3, "callback_due"),
        State.CLOSED: whole_life().state(210, "closed"),
        State.CANCELLED: Story().state(1, "cancelled"),
        State.MERGED: Story().then(1, "merged", into=1),
    }
    for state in (State.DIAGNOSING, State.DISPATCHED, State.ONSITE, State.WORKAROUND, State.PARTS):
        roads[state] = Story().then(1, "contact_made", person="x").state(2, state)
    assert set(roads) == set(State)
    words = {
        "text": "x",
        "fault": "f",
        "person": "p",
        "class": 2,
        "reason": "customer_appointment",
        "what": "w",
    }
    words |= {
        "accepted_by": "a",
        "into": 1,
        "from": 1,
        "received": stamp(0),
        "until": stamp(900),
        "asked_by": "q",
    }
    words |= {"of": 2, "phone": "1", "began": stamp(1), "ended": stamp(2), "outcome": "solved", **CLOSING}
    for state, story in roads.items():
        assert story.ticket.state == state
        for kind in ENTRIES:
            for to in State if kind == "state" else ("",):
                data = {"entry": kind, **words, "to": to}
                allowed = not may(
                    story.ticket, "system" if kind == "resumed" else "admin", minutes=220, **data
                )
                after = fold([*story.lines, Line(99, at(220), "ticket.entry", "7", "chen", data)])
                moved = after.state != state
                assert not moved or after.state in MOVES[state]
                if moved and not allowed:
                    # the fold does not ask again for the satisfaction call, nor for old cancellations' second
                    assert after.state in (State.CLOSED, State.CANCELLED)
                if allowed:
                    assert after.entries[-1].lawful


def test_a_moment_of_the_reopening_law_is_in_days() -> None:
    assert whole_life().ticket.entries[6].at + timedelta(days=7) == at(110 + 7 * 1440)
