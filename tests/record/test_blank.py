"""Requirements 0.5 and 0.7: what has to be said is not said by blank words."""

from typing import Any

import pytest

from controller.record import failpoints
from controller.record.blank import blank
from controller.record.lawful import NotLawful, check
from tests.record.desk import Story, at, stamp

BLANK = ("", "  ", "\t\n", "\u3000", "\u200b \u00a0", "\ufeff")
WAIT = {"entry": "state", "to": "waiting_customer", "reason": "waiting_customer_access", "asked_by": "Li",
        "until": stamp(600), "evidence": "call 12:00"}  # fmt: skip
CLOSE = {"entry": "state", "to": "closed", "resolution": "new lamp", "cause_code": "lamp", "parts": "none",
         "evidence": "seen", "device": "lamp"}  # fmt: skip
TALK = {"entry": "contact_made", "person": "Li", "phone": "1", "began": stamp(1), "ended": stamp(2),
        "outcome": "remote"}  # fmt: skip


def done() -> Story:
    story = Story().then(1, "restored").state(2, "resolved", actor="system").state(3, "callback_due")
    return story.then(4, "survey", solved=True)


def refused(story: Story, data: dict[str, Any], role: str) -> bool:
    try:
        check(story.ticket, data, "wu", role, at(5))
    except NotLawful:
        return True
    return False


CASES = [
    *((Story(), WAIT, name, "engineer") for name in ("reason", "asked_by", "evidence")),
    *((done(), CLOSE, name, "clerk") for name in sorted(CLOSE.keys() - {"entry", "to"})),
    *((Story(), TALK, name, "engineer") for name in ("person", "phone", "outcome")),
    (Story(), {"entry": "note", "text": "x"}, "text", "engineer"),
    (Story(), {"entry": "approval_asked", "to": "cancelled", "reason": "x"}, "reason", "engineer"),
]


@pytest.mark.parametrize(("story", "data", "name", "role"), CASES)
def test_req_0_5_and_0_7_blank_words_are_not_words(
    story: Story, data: dict[str, Any], name: str, role: str
) -> None:
    assert not refused(story, data, role)
    assert all(refused(story, {**data, name: one}, role) for one in BLANK)


def test_req_26_a_work_around_is_reviewed_in_time_to_come() -> None:
    said = {"entry": "workaround", "what": "B", "accepted_by": "Li"}
    story = Story().then(1, "contact_made", person="Li")
    assert not refused(story, {**said, "review": stamp(600)}, "engineer")
    assert refused(story, {**said, "review": stamp(-600)}, "engineer")
    assert refused(story, {**said, "review": stamp(8 * 1440)}, "engineer")


def test_what_can_be_read_is_a_word() -> None:
    assert not [one for one in ("x", " 无 ", "-", "0", 0, None, True) if blank(one)]


def test_the_planted_bug_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"blank_words_are_words"}))
    assert not refused(Story(), {**WAIT, "evidence": "  "}, "engineer")
