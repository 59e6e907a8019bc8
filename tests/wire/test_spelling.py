"""Values and their text: what is written is read back, what is not known is refused, nothing is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.vocabulary import OFF, ON
from drivers.wire.spelling import ONE_ZERO, Real, Secret, Spelling, Text, Whole, Words
from drivers.wire.spelling_inner import Echoed, Raw
from drivers.wire.spelling_more import Bits, Either, Grid, Hex, Joint, Law, Wide

POWER = Words({"0": OFF, "1": ON}, heard={"on": ON})
LAW = Law(lambda wire: wire * 100 - 90, lambda decibels: (decibels + 90) / 100, step=1 / 1023)


@pytest.mark.parametrize(
    ("spelling", "value", "text"),
    [
        (POWER, ON, "1"),
        (ONE_ZERO, False, "0"),
        (Whole(2), 5, "05"),
        (Whole(first=0), 1, "0"),
        (Whole(prefix="I"), 4, "I4"),
        (Whole(2, after="AB"), 3, "03"),
        (Whole(absent=("--",)), None, "--"),
        (Real(2), -3.5, "-3.50"),
        (Real(0, scale=0.1), 1.2, "12"),
        (Real(0, offset=-18, width=3), 12.0, "030"),
        (Real(1, low=-120, high=10, zero="-inf"), -120, "-inf"),
        (Real(absent=("-1",)), None, "-1"),
        (Text(), "Hall 1", "Hall 1"),
        (Text(pad=6), "Hall", "Hall  "),
        (Text(quote='"'), 'a "b" \\c', '"a \\"b\\" \\\\c"'),
        (Text(escape={"(": "\\("}), "a(b", "a\\(b"),
        (Hex(), 161, "A1"),
        (Hex(4, little=True), 300, "2C 01 00 00"),
        (Either(Words({"0": 0}), Whole(prefix="I")), 0, "0"),
        (Either(Words({"0": 0}), Whole(prefix="I")), 7, "I7"),
    ],
)
def test_a_value_is_said_in_one_way_and_read_back(spelling, value, text):
    assert spelling.write(value) == text
    assert spelling.read(text) == value


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        (POWER, "2"),
        (Whole(), "1_0"),
        (Whole(), "٣"),
        (Whole(high=9), "10"),
        (Real(), "nan"),
        (Real(), "1_0"),
        (Real(high=1), "2"),
        (Text(longest=3), "four"),
        (Hex(2), "A1"),
        (LAW, "1.5"),
        (Either(Words({"0": 0}), Whole(prefix="I")), "7"),
    ],
)
def test_what_is_not_known_is_not_read(spelling, text):
    with pytest.raises(ValueError):  # noqa: PT011
        spelling.read(text)


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        (POWER, "warming"),
        (POWER, ["on"]),
        (ONE_ZERO, 1),
        (Whole(), True),
        (Whole(), 1.5),
        (Whole(), "1"),
        (Whole(), None),
        (Whole(low=1), 0),
        (Real(), "x"),
        (Real(), float("nan")),
        (Real(), float("inf")),
        (Real(low=0), -1),
        (Text(), "a\rb"),
        (Text(), None),
        (Text(longest=2), "abc"),
        (Hex(), 256),
        (LAW, 11.0),
        (Either(Words({"0": 0}), Whole(prefix="I")), "x"),
    ],
)
def test_what_cannot_be_said_is_not(spelling, value):
    with pytest.raises(ValueError):  # noqa: PT011
        spelling.write(value)


def test_a_letter_behind_a_number_may_mean_nothing():
    assert Whole(after="AB").read("3B") == 3


def test_words_are_heard_in_any_case_and_said_in_their_own():
    words = Words({"ON": True, "OFF": False})
    assert words.read("on") is True
    assert words.write(True) == "ON"


def test_words_know_what_an_unlisted_text_means():
    words = Words({"0": "good"}, other="odd")
    assert words.read("17") == "odd"
    assert words.pattern == ".*"
    assert words.size is None


def test_a_law_says_only_steps_of_the_wire():
    assert LAW.write(0.0) == f"{round(0.9 * 1023) / 1023:.4f}"
    assert LAW.samples()[1:] == (-90.0, 10.0)


def test_one_text_means_several_points_and_the_widest_true_one_is_said():
    mutes = Joint(
        {"1": {"video": True}, "0": {"video": False}, "3": {"video": True, "audio": True}},
        {"x": {"video": True}},
    )
    assert isinstance(mutes, Wide)
    assert not isinstance(mutes, Spelling)
    assert mutes.read_all("3") == {"video": True, "audio": True}
    assert mutes.read_all("X") == {"video": True}
    assert mutes.write_all({"video": True, "audio": True}) == ("3", ("video", "audio"))
    assert mutes.write_all({"video": True, "audio": False}) == ("1", ("video",))
    with pytest.raises(ValueError, match="no word"):
        mutes.write_all({"audio": False})
    with pytest.raises(ValueError, match="9"):
        mutes.read_all("9")


def test_bits_tell_each_part_and_any_set_bit_is_bad():
    bits = Bits({0: "cover", 3: "fan", 8: "fan"}, one="failed", none="good", bytes=2)
    assert bits.read_all("00 01") == {"cover": "good", "fan": "failed"}
    assert bits.write_all({"cover": "good", "fan": "failed"}) == ("08 00", ("cover", "fan"))
    assert bits.size == 5
    with pytest.raises(ValueError, match="xx"):
        bits.read_all("xx")


def test_a_number_that_is_a_place_on_several_axes():
    sends = Grid({"channel": (48, 12), "mix": (12, 1)}, base=0x40 * 128 + 0x44)
    assert sends.write_all({"channel": 1, "mix": 1})[0] == "4044"
    assert sends.read_all("4050") == {"channel": 2, "mix": 1}
    assert Grid({"x": (4, 2)}, seven=False).read_all("0002") == {"x": 2}
    for outside in ("4000", "7F7F"):
        with pytest.raises(ValueError, match=outside):
            sends.read_all(outside)
    with pytest.raises(ValueError, match="0001"):
        Grid({"x": (4, 2)}, seven=False).read_all("0001")


def test_the_spellings_of_the_language_itself():
    assert Echoed(6).write("%1POWR ?") == "%1POWR"
    assert Echoed().write("get level") == "get"
    assert Echoed().samples() == Raw().samples() == ()
    assert Raw().read(Raw().write("a\nb")) == "a\nb"
    assert Secret().secret


@given(st.integers(-(10**17), 10**17))
def test_every_whole_number_comes_back(value):
    assert Whole().read(Whole().write(value)) == value


@given(st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=("Cs",))))
def test_every_text_comes_back_through_quotes(value):
    quoted = Text(quote='"')
    assert quoted.read(quoted.write(value)) == value


@given(st.floats(-1000, 1000))
def test_a_decimal_comes_back_within_its_places(value):
    assert abs(Real(2).read(Real(2).write(value)) - value) <= 0.0051


@pytest.mark.parametrize(
    "spelling", [POWER, ONE_ZERO, Whole(), Whole(low=3, high=3), Real(high=4), Text(), LAW, Hex(scale=2)]
)
def test_samples_can_be_said(spelling):
    assert spelling.samples()
    for sample in spelling.samples():
        assert spelling.read(spelling.write(sample)) == pytest.approx(sample, abs=0.1) or isinstance(
            sample, str
        )
