"""Visits: how far they have come, and when an engineer may leave (REQ-23, REQ-24)."""

import pytest

from controller.record import failpoints
from controller.record.clocks import readings
from controller.record.lawful import NotLawful, check
from controller.record.service.visits import Stage, here, unfinished, visits
from controller.record.states import State
from tests.record.desk import Story, at, stamp


def called() -> Story:
    """Somebody was reached, and a visit is agreed for an hour past noon."""
    story = Story(device="lamp").then(2, "contact_made", person="Ms Li")
    return story.then(3, "visit_planned", person="Chen", at=stamp(60))


def on_site() -> Story:
    return called().then(20, "visit_departed", person="Chen").then(55, "visit_arrived", via="tablet")


def tried(story: Story, minutes: float, passed: bool | None = True) -> Story:
    """The hall tries the device: its line comes first, then the entry."""
    return story.then(minutes, "tested", "system", passed=passed, of=len(story.lines) + 1)


def may(story: Story, entry: str, role: str = "engineer", minutes: float = 400, **data: object) -> str:
    """Empty if it may be added, else why not."""
    try:
        check(story.ticket, {"entry": entry, **data}, "chen", role, at(minutes))
    except NotLawful as why:
        return str(why)
    return ""


def test_req_23_a_visit_goes_from_plan_to_leaving_and_takes_the_ticket_along() -> None:
    story = on_site()
    assert [entry.state for entry in story.ticket.entries[1:]] == [
        "contacted", "contacted", "dispatched", "onsite",
    ]  # fmt: skip
    (visit,) = visits(story.ticket)
    assert (visit.stage, visit.person, visit.via) == (Stage.ARRIVED, "Chen", "tablet")
    assert (visit.planned, visit.departed, visit.arrived) == (at(60), at(20), at(55))
    tried(story, 80).then(90, "visit_left", outcome="done")
    (visit,) = visits(story.ticket)
    assert (visit.stage, visit.left, visit.outcome) == (Stage.LEFT, at(90), "done")
    assert visit.test is not None
    assert visit.test.passed
    assert unfinished(story.ticket) == here(story.ticket) == ()


def test_req_23_the_check_in_stops_the_clock_of_the_visit_wherever_the_ticket_stands() -> None:
    for story in (called(), Story(device="lamp"), Story().wait(1, "waiting_customer_access")):
        story.then(55, "visit_arrived", person="Chen")
        (c2,) = (one for one in readings(story.ticket, at(500)) if one.name == "C2")
        assert (c2.state, c2.stopped) == ("met", at(55))
    late = Story().then(361, "visit_arrived", person="Chen")
    (c2,) = (one for one in readings(late.ticket, at(500)) if one.name == "C2")
    assert c2.state == "breached"


def test_req_23_an_arrival_that_nobody_planned_is_a_visit_and_nobody_checks_in_twice() -> None:
    story = Story().then(2, "contact_made", person="Li")
    assert "who has arrived" in may(story, "visit_arrived")
    assert may(story, "visit_arrived", "operator", person="Chen") == ""
    story.then(5, "visit_arrived", person="Chen")
    assert "already" in may(story, "visit_arrived", person="Chen")
    assert may(story, "visit_arrived", person="Wang") == ""
    story.then(6, "visit_arrived", person="Wang")
    assert [one.person for one in here(story.ticket)] == ["Chen", "Wang"]


def test_req_23_a_named_visit_has_to_be_there() -> None:
    story = called()
    assert "set out" in may(story, "visit_departed", visit=9)
    assert "expected" in may(story, "visit_arrived", visit=9)
    assert "expected" in may(story, "visit_called_off", visit=9, reason="x")
    assert "place" in may(story, "visit_left", outcome="done")
    assert may(story, "visit_called_off", visit=1, reason="x") == ""
    story.then(9, "visit_called_off", reason="rain")
    assert visits(story.ticket)[0].stage == Stage.CALLED_OFF
    assert "place" in may(story, "visit_called_off", reason="x")


def prove_that_nobody_leaves_untested() -> None:
    story = on_site()
    assert "Nothing was tested" in may(story, "visit_left", outcome="done")
    tried(story, 60)
    assert may(story, "visit_left", outcome="done") == ""
    story.then(70, "work", text="changed the lamp")
    assert "Nothing was tested" in may(story, "visit_left", outcome="done", signed_by="Ms Li")
    tried(story, 75, passed=False)
    assert "failed" in may(story, "visit_left", outcome="done", signed_by="Ms Li")
    tried(story, 80)
    assert may(story, "visit_left", outcome="done") == ""
    story.then(81, "part_used", part="lamp")
    assert "Nothing was tested" in may(story, "visit_left", outcome="done")


def test_req_24_done_needs_a_test_that_passed_after_the_last_work() -> None:
    prove_that_nobody_leaves_untested()


def test_req_24_the_proof_finds_a_test_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_test_before_the_work_will_do"}))
    with pytest.raises(AssertionError):
        prove_that_nobody_leaves_untested()


def test_req_24_a_test_counts_from_when_the_hall_made_it_not_from_when_it_was_told() -> None:
    story = on_site()
    made = len(story.lines)
    story.then(70, "work", text="one more thing").then(71, "tested", "system", passed=True, of=made)
    assert "Nothing was tested" in may(story, "visit_left", outcome="done")


def test_req_24_a_test_before_the_arrival_and_one_that_a_person_claims_count_nothing() -> None:
    story = tried(called(), 10).then(55, "visit_arrived")
    assert "Nothing was tested" in may(story, "visit_left", outcome="done")
    assert "role" in may(story, "tested", "admin", passed=True)
    story.then(60, "progress", "chen", text="x", passed=True, of=99)
    assert "Nothing was tested" in may(story, "visit_left", outcome="done")


def test_req_24_the_customer_signs_for_a_workaround_or_an_appointment() -> None:
    story = on_site()
    assert "no work-around" in may(story, "visit_left", outcome="workaround", signed_by="Ms Li")
    story.then(60, "workaround", what="the other projector", accepted_by="Ms Li")
    assert "customer signs" in may(story, "visit_left", outcome="workaround")
    assert "not the engineer" in may(story, "visit_left", outcome="workaround", signed_by="Chen")
    assert may(story, "visit_left", outcome="workaround", signed_by="Ms Li") == ""
    again = {"outcome": "appointment", "signed_by": "Ms Li"}
    assert "comes again" in may(story, "visit_left", **again)
    assert "comes again" in may(story, "visit_left", **again, until=stamp(300))
    assert may(story, "visit_left", **again, until=stamp(2000)) == ""
    assert "does not end" in may(story, "visit_left", outcome="lunch", signed_by="Ms Li")


def test_req_24_who_leaves_for_another_day_has_the_ticket_sent_for() -> None:
    story = on_site().then(60, "visit_left", outcome="appointment", signed_by="Ms Li", until=stamp(2000))
    (visit,) = visits(story.ticket)
    assert (story.ticket.state, visit.again) == (State.DISPATCHED, at(2000))


def test_req_24_where_the_hall_cannot_tell_the_customer_signs() -> None:
    story = tried(on_site(), 60, passed=None)
    assert "cannot test" in may(story, "visit_left", outcome="done")
    assert may(story, "visit_left", outcome="done", signed_by="Ms Li") == ""
    without = Story().then(5, "visit_arrived", person="Chen")
    assert "customer signs" in may(without, "visit_left", outcome="done")
    assert may(without, "visit_left", outcome="done", signed_by="Ms Li") == ""


def test_a_ticket_is_not_closed_while_somebody_is_expected_or_there() -> None:
    story = on_site().then(60, "restored").state(70, "resolved").state(71, "callback_due")
    story.then(72, "survey", "lin")
    closing = {"to": "closed", "resolution": "x", "cause_code": "x", "parts": "x", "evidence": "x"}
    assert "visit" in may(story, "state", "helpdesk", **closing)
    tried(story, 80).then(81, "visit_left", outcome="done")
    assert may(story, "state", "helpdesk", **closing) == ""


def test_visits_of_before_a_reopening_are_kept_and_are_not_meant() -> None:
    story = tried(on_site(), 60).then(65, "visit_left", outcome="done")
    story.then(66, "restored").state(70, "resolved").then(80, "reopened", reason="red again")
    story.then(90, "visit_planned", person="Chen", at=stamp(120))
    assert [(one.cycle, one.stage) for one in visits(story.ticket)] == [(1, "left"), (2, "planned")]
    assert "place" in may(story, "visit_left", outcome="done")
