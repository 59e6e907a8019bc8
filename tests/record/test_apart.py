"""REQ 0.3 and 0.7: merged tickets taken apart again, classes raised by urgency, work-arounds in force."""

import pytest

from controller.record.classing import TABLE, grade_of, impact_of, stepped
from controller.record.clocks import readings
from controller.record.lawful import NotLawful, check
from controller.record.states import State
from tests.record.desk import Story, at, stamp


def clock(story, name, minutes, cycle=1):
    found = readings(story.ticket, at(minutes))
    return next(one for one in found if (one.name, one.cycle) == (name, cycle))


@pytest.mark.parametrize(
    ("road", "back"),
    [
        (Story(), State.NEW),
        (Story().then(1, "contact_made", person="x"), State.CONTACTED),
        (Story().then(1, "contact_made", person="x").state(2, "onsite"), State.ONSITE),
        (Story().wait(1, "waiting_customer_access"), State.DIAGNOSING),
        (Story().then(1, "restored"), State.VERIFYING),
    ],
)
def test_req_0_7_an_unmerged_ticket_goes_back_to_where_it_stood(road, back) -> None:
    story = road.then(5, "merged", into=9).then(9, "unmerged", reason="two things after all")
    ticket = story.ticket
    assert (ticket.state, ticket.merged_into) == (back, None)
    assert all(entry.lawful for entry in ticket.entries)


def test_req_0_7_nothing_else_brings_a_merged_ticket_back() -> None:
    story = Story().then(1, "merged", into=9)
    for kind in ("relapsed", "reopened", "restored", "contact_made"):
        story.then(2, kind, person="x", reason="x")
    story.state(3, "diagnosing")
    assert story.ticket.state == State.MERGED
    assert not Story().then(1, "unmerged", reason="x").ticket.entries[-1].lawful


def test_req_0_7_the_clocks_of_an_unmerged_ticket_have_never_stood() -> None:
    story = Story().then(5, "merged", into=9)
    assert (clock(story, "C4", 60).state, clock(story, "C4", 60).net) == ("stopped", 300)
    story.then(20, "unmerged", reason="x")
    for name in ("C1", "C4", "C6"):
        assert clock(story, name, 60).stopped is None
        assert clock(story, name, 60).gross == clock(story, name, 60).net
    story.then(70, "merged", into=8)
    assert clock(story, "C4", 90).stopped == at(70)


def test_req_0_7_the_parent_gives_back_receipt_and_faults_and_keeps_the_class() -> None:
    claims = {"from": 3, "received": stamp(10), "class": 3, "faults": ["y"]}
    story = Story(30, faults=["x"]).then(40, "absorbed", **claims)
    story.then(41, "absorbed", **{"from": 4, "received": stamp(20), "class": 1, "faults": []})
    assert (story.ticket.received, story.ticket.grade, story.ticket.faults) == (at(10), 3, ("x", "y"))
    story.then(50, "released", **{"from": 3, "faults": ["y"]})
    assert (story.ticket.received, story.ticket.grade, story.ticket.faults) == (at(20), 3, ("x",))
    assert [one.no for one in story.ticket.claims] == [4]
    story.then(51, "released", **{"from": 4})
    assert story.ticket.received == at(30)


def test_req_0_7_what_was_merged_stays_so_after_a_day() -> None:
    ticket = Story().then(1, "merged", into=9).ticket
    said = {"entry": "unmerged", "reason": "x"}
    check(ticket, said, "chen", "lead", at(1 + 1440))
    with pytest.raises(NotLawful, match="stays merged"):
        check(ticket, said, "chen", "lead", at(2 + 1440))
    with pytest.raises(NotLawful, match="Your role"):
        check(ticket, said, "chen", "operator", at(2))


def test_req_0_3_impact_times_urgency_gives_the_class() -> None:
    assert [grade_of("degraded", one) for one in ("low", "normal", "high")] == [1, 1, 2]
    assert [impact_of(grade) for grade in (1, 2, 3, 4)] == list(TABLE)
    assert [stepped(one) for one in ("low", "normal", "high")] == ["normal", "high", "high"]
    for row in TABLE.values():
        assert list(row) == sorted(row)


def test_req_0_3_a_class_raised_by_urgency_never_gets_a_later_promise() -> None:
    story = Story().then(5, "class", **{"class": 3, "raised_from": 2, "urgency": "high", "event": "gala"})
    ticket = story.ticket
    assert (ticket.grade, ticket.raised, ticket.urgency, ticket.pressed) == (3, 2, "high", {"gala"})
    assert (clock(story, "C4", 10).target, clock(story, "C4", 10).plan) == (7200, None)
    assert clock(story, "C4", 10).started == at(0)
    story.then(6, "class", **{"class": 3}, reason="hardware must be replaced")
    assert (clock(story, "C4", 10).target, clock(story, "C4", 10).plan) == (72 * 3600, 24 * 3600)


def test_req_26_a_workaround_holds_until_removed_and_stops_c3_only() -> None:
    story = Story().then(1, "contact_made", person="x")
    story.then(30, "workaround", what="projector B", accepted_by="Ms Li", scene="lecture-b")
    assert story.ticket.workaround["scene"] == "lecture-b"
    assert (clock(story, "C3", 60).state, clock(story, "C4", 60).state) == ("met", "running")
    story.then(40, "restored").state(50, "resolved", actor="system")
    assert story.ticket.workaround is not None
    story.then(60, "workaround_over", reason="projector A is back")
    assert story.ticket.workaround is None


def test_req_26_a_workaround_is_reviewed_within_seven_days() -> None:
    ticket = Story().then(1, "contact_made", person="x").ticket
    said = {"entry": "workaround", "what": "projector B", "accepted_by": "Ms Li"}
    check(ticket, said | {"review": stamp(7 * 1440)}, "chen", "engineer", at(2))
    with pytest.raises(NotLawful, match="seven days"):
        check(ticket, said | {"review": stamp(8 * 1440)}, "chen", "engineer", at(2))
    with pytest.raises(NotLawful, match="no work-around"):
        check(ticket, {"entry": "workaround_over", "reason": "x"}, "chen", "engineer", at(2))


def test_req_63_whoever_mended_does_not_make_the_call() -> None:
    story = Story().then(1, "restored", actor="wu", role="engineer").state(2, "resolved", actor="system")
    said = {"entry": "survey", "solved": True, "score": 5}
    check(story.ticket, said, "chen", "helpdesk", at(5))
    with pytest.raises(NotLawful, match="Whoever worked"):
        check(story.ticket, said, "wu", "lead", at(5))
