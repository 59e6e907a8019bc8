"""Printed lines: read is the inverse of write, and what is unsound is told when the table is compiled."""

import pytest

from drivers.wire.fields import parse, split_name
from drivers.wire.spelling import Secret, Text, Whole, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.template import MASK, Slot, Template
from drivers.wire.trouble import TableError

SPELLINGS = {
    "power": Words({"0": "off", "1": "on"}),
    "mutes": Joint({"31": {"video": True, "audio": True}}),
    "name": Text(),
    "pass": Secret(),
}


def spelled(field):
    if field.kind != "value":
        return Text()
    return SPELLINGS.get(field.names[0], Whole())


def template(text, fold=False):
    parts = [each if isinstance(each, str) else Slot(each, spelled(each)) for each in parse(text)]
    return Template(parts, fold, "here")


@pytest.mark.parametrize(
    ("text", "frame", "fields"),
    [
        ("%1POWR={power}", "%1POWR=1", {"power": "on"}),
        ("Out{output} In{tie} Vid", "Out05 In03 Vid", {"output": 5, "tie": 3}),
        ("Out{output} In{a+b} All", "Out5 In3 All", {"output": 5, "a": 3, "b": 3}),
        ("AVMT={mutes}", "AVMT=31", {"video": True, "audio": True}),
        ("{{{a}}}", "{7}", {"a": 7}),
        ('"{name}"', '"a "quoted" name"', {"name": 'a "quoted" name'}),
        ("{name}, V{a}", "Hall, one, V2", {"name": "Hall, one", "a": 2}),
        ("{name}, V{a}", "Hall, V1, V2", None),
        ("{name}, V{a}", "Hall, V2", {"name": "Hall", "a": 2}),
        ("{_} = {a}", "whatever = 4", {"a": 4}),
        ("{a} {a}", "4 5", None),
        ("%1POWR={power}", "%1POWR=9", None),
        ("%1POWR={power}", "%1POWR=1 ", None),
    ],
)
def test_a_line_is_read(text, frame, fields):
    assert template(text).read(frame) == fields


def test_a_line_is_written_and_says_which_fields_it_told():
    written = template("Out{output} In{a+b} {_:x}").write({"output": 5, "a": 3, "b": 3}.__getitem__)
    assert (written.text, written.names) == ("Out5 In3 x", ("output", "a", "b"))


def test_one_text_for_two_points_is_said_only_where_they_agree():
    with pytest.raises(ValueError, match="not equal"):
        template("In{a+b}").write({"a": 1, "b": 2}.__getitem__)


def test_secrets_are_masked_where_they_are_shown():
    written = template("login {user} {secret} {pass}").write(lambda name: "hush")
    assert written.text == "login hush hush hush"
    assert written.shown == f"login {MASK} {MASK} {MASK}"


def test_literals_are_heard_in_any_case_where_the_driver_folds():
    assert template("%1POWR={power}", fold=True).read("%1powr=1") == {"power": "on"}


@pytest.mark.parametrize("text", ["{name}{a}", "{a}{a}", "{", "a}b", "{no field!}", "{health[}", "{a:b:c}x{"])
def test_an_unsound_line_is_told(text):
    with pytest.raises(TableError):
        template(text)


def test_names_of_fields():
    assert split_name("health[fan]") == ("health", ("fan",))
    assert split_name("send[1,two]") == ("send", (1, "two"))
    assert split_name("power") == ("power", None)
    assert [each.kind for each in parse("{echo:6}{reason}{#output}{user}{_}")] == [
        "echo", "reason", "size", "login", "any",
    ]  # fmt: skip


def test_a_long_frame_that_nearly_fits_costs_no_more_than_its_length():
    """Given lines with several free texts, when a frame fits almost to its end, then no text is tried twice.

    The steps of the expression engine cannot be counted; that no group may be entered again can be seen.
    """
    regex = template("{name} is {name} and {_} or {name}!").regex.pattern
    assert regex.count("(?>") == 3
