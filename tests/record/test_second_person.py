"""REQ 0.5 and 0.7: what nobody does alone. One asks, another account approves, and nothing moves before."""

import pytest

from controller.record import asking, failpoints
from controller.record.clocks import readings
from controller.record.cycles import cycles, pauses
from controller.record.lawful import NotLawful, check
from controller.record.lines import Line
from controller.record.states import State
from controller.record.tickets import Ticket, fold
from tests.record.desk import Story, at, stamp

FLOOD = {"to": "waiting_customer", "reason": "force_majeure", "asked_by": "Ms Li", "evidence": "a flood"}


def may(ticket: Ticket, minutes: float, actor: str = "wang", role: str = "lead", **data: object) -> str:
    """Empty if it may be added, else why not."""
    try:
        check(ticket, asking.whole(ticket.entries, data), actor, role, at(minutes))
    except NotLawful as refused:
        return refused.sentence["en"]
    return ""


def asked(**more: object) -> Story:
    story = Story().then(5, "contact_made", person="Li")
    return story.then(10, "approval_asked", **{**FLOOD, "until": stamp(100), **more})


def given(story: Story, minutes: float, actor: str = "wang") -> Story:
    data = asking.whole(story.ticket.entries, {"entry": "approval_given", "of": 3})
    return story.then(minutes, actor=actor, **data)  # type: ignore[arg-type]


def net(story: Story, minutes: float) -> float:
    return next(one.net for one in readings(story.ticket, at(minutes)) if one.name == "C4")


def test_req_0_5_the_clock_stands_from_the_approval_to_the_expected_end() -> None:
    story = asked()
    assert story.ticket.state == State.CONTACTED
    assert net(story, 40) == 2400
    given(story, 40)
    ticket = story.ticket
    assert (ticket.state, ticket.entries[-1].lawful) == (State.WAITING, True)
    assert ticket.entries[-1].data["requested_by"] == "chen"
    assert net(story, 90) == 2400
    assert net(story, 130) == 2400 + 1800
    (pause,) = pauses(cycles(ticket)[0])
    assert (pause.start, pause.end, pause.reason) == (at(40), at(100), "force_majeure")


def test_req_0_5_who_asks_does_not_approve_and_not_every_role_may() -> None:
    ticket = asked().ticket
    yes = {"entry": "approval_given", "of": 3}
    assert may(ticket, 20, **yes) == ""
    assert "second person" in may(ticket, 20, actor="chen", **yes)
    for role in ("helpdesk", "engineer", "operator", "clerk", "viewer"):
        assert "Your role" in may(ticket, 20, role=role, **yes)
    assert "Nothing is asked" in may(ticket, 20, **{**yes, "of": 2})
    assert "is past" in may(ticket, 101, **yes)
    assert not given(asked(), 20, actor="chen").ticket.entries[-1].lawful, "not even where it is on record"


def test_the_tests_of_the_second_person_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"who_asks_may_approve"}))
    with pytest.raises(AssertionError):
        test_req_0_5_who_asks_does_not_approve_and_not_every_role_may()


def who_takes_over_is_no_second_person() -> None:
    """Nor who takes over from that one, nor the same account in other letters."""
    story = asked().then(5, "handed_over", "system", **{"from": "chen", "to": "wang"})
    story.then(6, "handed_over", "system", **{"from": "wang", "to": "zhou"})
    of = next(one.seq for one in story.lines if one.data.get("entry") == "approval_asked")
    for actor in ("chen", "wang", "zhou", "Zhou"):
        assert "second person" in may(story.ticket, 7, actor, entry="approval_given", of=of), actor
        assert may(story.ticket, 7, actor, "engineer", entry="approval_refused", of=of, reason="x") == ""
    assert may(story.ticket, 7, "qian", entry="approval_given", of=of) == ""


def test_req_53_who_takes_over_what_was_asked_for_is_no_second_person() -> None:
    who_takes_over_is_no_second_person()


def test_the_test_of_who_takes_over_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"who_takes_over_may_approve"}))
    with pytest.raises(AssertionError):
        who_takes_over_is_no_second_person()


def test_req_0_5_an_approval_is_of_the_very_thing_that_was_asked_for() -> None:
    story = asked()
    longer = {**FLOOD, "until": stamp(9000), "of": 3, "requested_by": "chen"}
    forged = Line(99, at(20), "ticket.entry", "7", "wang", {"entry": "approval_given", **longer})
    assert not fold([*story.lines, forged]).entries[-1].lawful
    story.then(12, "approval_asked", to="cancelled", reason="false alarm")
    assert "Nothing is asked" in may(story.ticket, 20, entry="approval_given", of=3), "another took its place"
    assert may(story.ticket, 20, entry="approval_given", of=4) == ""


def test_req_0_5_what_is_refused_or_taken_back_is_gone() -> None:
    no = {"entry": "approval_refused", "of": 3, "reason": "it is only rain"}
    ticket = asked().ticket
    assert may(ticket, 20, **no) == ""
    assert may(ticket, 20, actor="chen", role="helpdesk", **no) == "", "who asked takes it back"
    assert "Only who asked" in may(ticket, 20, actor="wu", role="helpdesk", **no)
    story = asked().then(20, "approval_refused", actor="wang", of=3, reason="rain")
    assert "Nothing is asked" in may(story.ticket, 21, entry="approval_given", of=3)
    assert story.ticket.state == State.CONTACTED


def test_req_0_7_nobody_cancels_alone() -> None:
    ticket = Story().ticket
    alone = {"entry": "state", "to": "cancelled", "reason": "false alarm", "approved_by": "wang"}
    assert "second person" in may(ticket, 5, **alone)
    flood = {"entry": "state", **FLOOD, "until": stamp(90), "approved_by": "wang"}
    assert "second person" in may(ticket, 5, **flood)
    assert "needs nobody" in may(ticket, 5, entry="approval_asked", to="closed", reason="x")
    wait = {**FLOOD, "reason": "waiting_customer_access", "until": stamp(90)}
    assert "needs nobody" in may(ticket, 5, entry="approval_asked", **wait)
    story = Story().then(5, "approval_asked", to="cancelled", reason="false alarm")
    data = asking.whole(story.ticket.entries, {"entry": "approval_given", "of": 2})
    story.then(6, actor="wang", **data)  # type: ignore[arg-type]
    assert story.ticket.state == State.CANCELLED


def test_req_0_5_what_is_asked_for_says_everything() -> None:
    ticket = Story().ticket
    for left_out, why in (("asked_by", "asked_by"), ("evidence", "evidence"), ("until", "until")):
        said = {name: one for name, one in {**FLOOD, "until": stamp(90)}.items() if name != left_out}
        assert why in may(ticket, 5, entry="approval_asked", **said)
    done = Story().then(1, "restored").state(2, "resolved").ticket
    assert "cannot become" in may(done, 5, entry="approval_asked", to="cancelled", reason="x")


def test_req_0_5_lines_from_before_count_as_they_did() -> None:
    story = Story().wait(10, "force_majeure", until=60, approved_by="wang")
    assert net(story, 30) == 600
    assert Story().state(5, "cancelled", reason="x", approved_by="y").ticket.state == State.CANCELLED


def test_req_0_5_a_wait_has_its_evidence_and_ends_ahead() -> None:
    story = Story().then(1, "photo", name="door.jpg")
    wait = {"entry": "state", "to": "waiting_customer", "reason": "waiting_customer_access"}
    wait |= {"asked_by": "Ms Li", "until": stamp(60)}
    assert "evidence" in may(story.ticket, 5, **wait)
    assert may(story.ticket, 5, **wait, evidence="she called at noon") == ""
    assert may(story.ticket, 5, **wait, file=2) == ""
    assert "no such photo" in may(story.ticket, 5, **wait, file=1)
    assert "lies ahead" in may(story.ticket, 60, **wait, file=2)


def test_old_waits_without_the_new_words_fold() -> None:
    story = Story().state(10, "waiting_customer", reason="waiting_customer_access")
    assert (story.ticket.state, net(story, 30)) == (State.WAITING, 600)
