"""What an entry says when nobody wrote a text for it."""

from datetime import UTC, datetime

import pytest

from controller.record.states import LAWFUL_PAUSES, State
from controller.record.tickets import Entry
from controller.record.words import PAUSES, text

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


def said(kind, state=State.NEW, **data):
    return text(Entry(1, NOON, "chen", kind, data, state, grade=2, cycle=1))


def test_a_fault_that_left_for_a_ticket_of_its_own_is_not_called_cleared():
    assert (
        said("left", fault="amp/link_lost", into=3)["en"]
        == "Fault amp/link_lost stands, and goes on in ticket 3"
    )
    behind = {"stands": True, "behind": "switch/common_cause"}
    assert "because of switch/common_cause" in said("left", fault="amp/link_lost", **behind)["en"]
    assert "reason of its own" in said("left", fault="amp/link_lost", stands=True)["en"]
    assert said("left", fault="amp/link_lost")["en"] == "Fault amp/link_lost cleared"


@pytest.mark.parametrize("reason", sorted(LAWFUL_PAUSES))
def test_why_the_clocks_stand_still_is_said_with_who_asked_and_until_when(reason):
    until = "2026-11-26T01:30:00.000000Z"
    told = said("state", State.WAITING, to=State.WAITING, reason=reason, asked_by="Wang", until=until)
    assert PAUSES[reason][1] in told["en"]
    assert "Wang" in told["en"]
    assert "2026-11-26 01:30 UTC" in told["en"]
    assert PAUSES[reason][0] in told["zh"]


def test_other_states_and_missing_words_are_readable():
    assert said("state", State.ONSITE)["zh"] == "状态：已到场"
    assert said("survey_later", until="2030-01-01T00:00:00Z")["en"].endswith("at 2030-01-01 00:00 UTC")
    assert said("contact_made")["en"] == "chen spoke with —"
