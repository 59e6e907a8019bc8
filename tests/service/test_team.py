"""The emergency team of a disaster (REQ-22), up to the closing review that the ticket waits for."""

from datetime import UTC, datetime

from controller.record.calendar import Always
from controller.record.service.team import review_due, team
from controller.record.service.workdays import end_of_workday
from controller.record.shipped import WEEK, begun
from tests.record.desk import Story, at, stamp
from tests.service.test_visits import may

CHINA = begun("Asia/Shanghai", WEEK, "CN")


def called() -> Story:
    story = Story(**{"class": 4}).then(1, "team_opened", "system").then(2, "contact_made", person="Li")
    story.then(3, "team_member", person="Wang", duty="leader").then(4, "team_member", person="Chen")
    return story


def analysed() -> Story:
    story = called().then(5, "team_decision", text="restore from last night")
    story.then(6, "team_cause", text="the disk was full").then(
        7, "team_measure", text="watch it", person="Chen"
    )
    return story


def test_req_22_leader_members_decisions_cause_and_measures_are_on_record() -> None:
    found = team(analysed().then(9, "team_measure_done", number=1).ticket)
    assert found is not None
    assert (found.opened, found.leader, found.members) == (at(1), "Wang", ("Chen",))
    assert [(one.by, one.text) for one in found.decisions] == [("chen", "restore from last night")]
    assert found.cause is not None
    assert (found.cause.text, found.cause.at) == ("the disk was full", at(6))
    assert [(one.person, one.done) for one in found.measures] == [("Chen", at(9))]


def test_req_22_another_leader_leaves_the_first_a_member_and_people_leave() -> None:
    story = called().then(5, "team_member", person="Chen", duty="leader")
    found = team(story.ticket)
    assert found is not None
    assert (found.leader, found.members) == ("Chen", ("Wang",))
    story.then(6, "team_member", person="Chen", duty="left").then(7, "team_member", person="Wang")
    found = team(story.ticket)
    assert found is not None
    assert (found.leader, found.members) == ("", ("Wang",))
    assert "duty" in may(story, "team_member", person="x", duty="boss")


def test_req_22_without_a_team_nothing_is_said_for_one() -> None:
    story = Story()
    for kind in ("team_member", "team_decision", "team_cause", "team_measure", "team_review"):
        assert "place" in may(story, kind, "lead", text="x", person="x")
    assert team(story.then(1, "team_decision", text="x").ticket) is None
    assert may(story, "team_opened", "lead") == ""
    assert "place" in may(called(), "team_opened", "lead")


def test_req_22_the_review_closes_what_is_complete_and_the_ticket_waits_for_it() -> None:
    story = called().then(10, "restored")
    assert "leader" not in may(story, "team_review", "lead", text="x")
    assert "cause, measures" in may(story, "team_review", "lead", text="x")
    story = analysed()
    assert "place" in may(story, "team_review", "lead", text="too early")
    story.then(10, "restored").state(20, "resolved").state(21, "callback_due").then(22, "survey", "lin")
    closing = {"to": "closed", "resolution": "x", "cause_code": "x", "parts": "x", "evidence": "x"}
    closing["device"] = "none"
    assert "closing review" in may(story, "state", "helpdesk", **closing)
    assert "role" in may(story, "team_review", "engineer", text="x")
    assert may(story, "team_review", "lead", text="x") == ""
    story.then(30, "team_review", text="we learned to look at disks")
    assert may(story, "state", "helpdesk", **closing) == ""
    assert "place" in may(story, "team_decision", text="one more")


def test_req_22_a_measure_is_done_once() -> None:
    story = analysed()
    assert "no such measure" in may(story, "team_measure_done", number=2)
    story.then(9, "team_measure_done", number=1)
    assert "place" in may(story, "team_measure_done", number=1)


def test_req_22_the_review_is_due_on_the_fifth_workday_after_the_resolution() -> None:
    story = called().then(10, "restored").state(20, "resolved")
    assert review_due(called().ticket, CHINA, 5) is None
    due = review_due(story.ticket, CHINA, 5)
    # resolved on Monday 2 March 2026; the fifth workday after is Monday the 9th, until 18:00 in China
    assert due == datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert review_due(story.ticket, Always(), 5) == at(20 + 5 * 1440)


def test_req_22_holidays_are_no_workdays_and_make_up_days_are() -> None:
    before = datetime(2026, 9, 30, 4, tzinfo=UTC)
    # 1 to 7 October 2026 are holidays, Saturday the 10th is worked
    days = [end_of_workday(CHINA, before, n).date().day for n in (1, 2, 3, 4)]
    assert days == [8, 9, 10, 12]


def test_a_reopened_disaster_has_a_team_of_its_own() -> None:
    story = analysed().then(10, "restored").state(20, "resolved").then(30, "reopened", reason="again")
    assert team(story.ticket) is None
    assert stamp(1)
