"""REQ 13: a contact names who spoke, with whom, by which number, from when to when, and what came of it."""

import pytest

from controller.record import failpoints
from controller.record.clocks import readings
from controller.record.lawful import NotLawful, check
from controller.record.stopwatch import Reading
from controller.record.words import text
from tests.record.desk import Story, at, stamp

CALL = {"person": "Ms Li", "phone": "8001", "began": stamp(6), "ended": stamp(13), "outcome": "solved"}


def may(role: str = "helpdesk", kind: str = "contact_made", **said: object) -> str:
    try:
        check(Story().ticket, {"entry": kind, **said}, "chen", role, at(14))
    except NotLawful as refused:
        return refused.sentence["en"]
    return ""


def c1(story: Story, minutes: float = 90) -> Reading:
    return next(one for one in readings(story.ticket, at(minutes)) if one.name == "C1")


def test_req_13_a_call_says_all_of_it() -> None:
    assert may(**CALL) == ""
    for name in CALL:
        assert name in may(**{**CALL, name: ""})
    assert "until" in may(**{**CALL, "outcome": "visit"})
    assert may(**{**CALL, "outcome": "visit", "until": stamp(300)}) == ""
    assert "is one of" in may(**{**CALL, "outcome": "tea"})
    assert "ends after it begins" in may(**{**CALL, "ended": stamp(5)})
    assert "not in the future" in may(**{**CALL, "ended": stamp(20)})
    assert "phone" in may(kind="contact_attempt", person="Ms Li")
    assert may(kind="contact_attempt", person="Ms Li", phone="8001") == ""


def refused_before_the_receipt() -> None:
    """Neither before the receipt nor before the reopening; in its minute is after it, as people write."""
    assert "before the ticket was received" in may(**{**CALL, "began": stamp(-1)})
    assert may(**{**CALL, "began": stamp(0)}) == ""
    story = Story(0.5)
    check(story.ticket, {"entry": "contact_made", **CALL, "began": stamp(0)}, "chen", "helpdesk", at(14))
    assert c1(story.then(14, "contact_made", **{**CALL, "began": stamp(0)})).stopped == at(0.5)
    again = Story().then(1, "restored").state(5, "resolved").then(10, "reopened", reason="x")
    with pytest.raises(NotLawful, match="reopened"):
        check(again.ticket, {"entry": "contact_made", **CALL}, "chen", "helpdesk", at(14))


def test_req_13_who_was_spoken_with_before_was_not_called_back() -> None:
    refused_before_the_receipt()


def test_the_test_of_early_talks_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_talk_before_the_receipt"}))
    with pytest.raises(AssertionError):
        refused_before_the_receipt()


def test_req_13_one_line_is_enough_for_who_stands_in_the_hall() -> None:
    for role in ("operator", "engineer", "lead"):
        assert may(role, person="Ms Li", way="here") == ""
    for role in ("helpdesk", "admin"):
        assert "files a call" in may(role, person="Ms Li", way="here")


def test_req_13_the_clock_stops_when_the_talk_began_where_it_is_filed_soon_after() -> None:
    prompt = c1(Story().then(13, "contact_made", **CALL))
    assert (prompt.stopped, prompt.state) == (at(6), "met")
    late = c1(Story().then(74, "contact_made", **CALL))
    assert (late.stopped, late.state) == (at(74), "breached"), "nobody writes an hour later that he called"
    before = {**CALL, "began": stamp(-3), "ended": stamp(2)}
    early = Story().then(13, "contact_made", **before)
    assert (c1(early).stopped, c1(early).state) == (at(13), "breached"), "that is nobody's call-back"
    (then, *_) = readings(early.ticket, at(90), leniently=True)
    assert (then.stopped, then.state) == (at(0), "met"), "as it was once counted"
    bare = c1(Story().then(7, "contact_made", person="Ms Li"))
    assert bare.stopped == at(7), "as it was once written"


def test_the_test_of_late_filing_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_talk_counts_whenever_filed"}))
    with pytest.raises(AssertionError):
        test_req_13_the_clock_stops_when_the_talk_began_where_it_is_filed_soon_after()


def test_req_13_an_attempt_never_stops_it() -> None:
    story = Story().then(2, "contact_attempt", person="Ms Li", phone="8001")
    assert c1(story).state == "breached"


def test_req_13_the_story_shows_who_spoke_with_whom_how_long_and_what_came_of_it() -> None:
    said = text(Story().then(13, "contact_made", **CALL, text="lamp reseated").ticket.entries[-1])
    assert isinstance(said, dict)
    for part in ("chen", "Ms Li", "8001", "12:06", "12:13", "solved by phone", "lamp reseated"):
        assert part in said["en"], said
    assert "电话解决" in said["zh"]
