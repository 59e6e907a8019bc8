"""Guards in words: what a condition says, and what it holds for."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from controller.hall.wording import Condition


@pytest.mark.parametrize(
    ("said", "so", "not_so"),
    [
        ("projector/power is on", ["on"], ["off", "warming"]),
        ("projector/power is not off", ["on", "cooling"], ["off"]),
        ("projector/power is on, warming or cooling", ["on", "warming", "cooling"], ["off"]),
        ("mixer/mute/1 is true", [True], [False, 1, "true"]),
        ("mixer/mute/1 is not true", [False], [True]),
        ("pdu/load/1 is above 8.5", [8.6, 9], [8.5, 0]),
        ("rack/temperature/intake is below 3", [2, -4.5], [3, 20]),
        ("projector/input is hdmi 1", ["hdmi 1"], ["hdmi 2"]),
    ],
)
def test_what_a_condition_holds_for(said, so, not_so):
    condition = Condition.parse(said)
    assert all(condition.holds(value) for value in so)
    assert not any(condition.holds(value) for value in not_so)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "projector/power",
        "projector is on",
        "a/b is ",
        "a/b is above hot",
        "a/b is above 1 or 2",
        None,
        5,
        "a/b moved less than soon ago",
        "a/b moved less than 20 ago",
        "a/b moved",
    ],
)
def test_what_is_no_condition(said):
    with pytest.raises(Exception, match="condition"):
        Condition.parse(said)


@given(st.sampled_from(["is on", "is not on", "is above 3", "is below 3", "is true or 5"]))
def test_a_value_nobody_knows_always_counts_as_so(words):
    assert Condition.parse(f"a/b {words}").holds(None)


@pytest.mark.parametrize(
    ("ago", "stands"), [(None, True), (0.0, True), (19.9, True), (20.0, False), (500.0, False)]
)
def test_what_moved_less_than_a_while_ago(ago, stands):
    condition = Condition.parse("lift/relay/1 moved less than 20s ago")
    assert (condition.how, condition.values) == ("moved", (20.0,))
    assert condition.stands(lambda ref: None, lambda ref: ago) is stands


@given(st.text(max_size=40))
def test_any_sentence_is_a_condition_or_an_error(text):
    for said in (text, f"a/b is {text}", f"a/{text} is on"):
        with suppress(PydanticCustomError):
            assert Condition.parse(said).values
