"""Words that hold several values: groups of bits, and a number behind a letter."""

import pytest

from drivers.wire.spelling import Whole
from drivers.wire.spelling_packed import Marked, Packed

STATES = Packed({"plugged": 0, "signal": 2}, {2: False, 3: True})
MARKED = Marked({"": {"lock": False}, "L": {"lock": True}}, "tie", Whole(width=2))


def test_two_bits_say_no_yes_or_that_nobody_knows():
    assert STATES.read_all("0B") == {"plugged": True, "signal": False}
    assert STATES.read_all("ac") == {"plugged": None, "signal": True}
    assert STATES.write_all({"plugged": True, "signal": False}) == ("0B", ("plugged", "signal"))
    assert STATES.write_all({"plugged": None}) == ("00", ("plugged", "signal"))


@pytest.mark.parametrize(("text", "lock", "tie"), [("07", False, 7), ("L12", True, 12), ("l3", True, 3)])
def test_a_letter_before_a_number_says_something_else(text, lock, tie):
    assert MARKED.read_all(text) == {"lock": lock, "tie": tie}


def test_what_has_no_mark_cannot_be_said_and_is_not_heard():
    assert MARKED.write_all({"lock": True, "tie": 7}) == ("L07", ("lock", "tie"))
    with pytest.raises(ValueError, match="no mark"):
        MARKED.write_all({"lock": None, "tie": 7})
    with pytest.raises(ValueError, match="X07"):
        MARKED.read_all("X07")
