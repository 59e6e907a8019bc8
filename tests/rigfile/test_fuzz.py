"""Whatever stands in a file, reading it ends in a rig or in the one error that lists what is wrong."""

import json
import string

from hypothesis import example, given, settings
from hypothesis import strategies as st

from controller.hall.hallfile import HallFile
from drivers.rigfile.compose import compose
from drivers.rigfile.device import Device, Rig
from drivers.rigfile.messages import MESSAGES
from drivers.rigfile.problems import RigFileError
from drivers.rigfile.scalars import scalar
from drivers.rigfile.validate import validate

YAMLISH = st.text(
    alphabet=string.ascii_letters + string.digits + " \n\t:-#&*!|>%@`'\"{}[],?<=~.$\\\x00\u4e2d\ufeff",
    max_size=120,
)
KEYS = st.sampled_from(
    sorted({*Rig.model_fields, *Device.model_fields, "hall", "zh", "en", "all", "above", "a", "1"})
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["30s", "pdu/outlet/1"])
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.integers(0, 9), inner, max_size=5),
    max_leaves=20,
)


def read(text):
    try:
        document = compose(text, "hall.yaml")
        assert json.dumps(document.value, ensure_ascii=False, allow_nan=False).encode()
        return document
    except RigFileError as error:
        found = error.problems
    assert found
    assert all(problem.spot.line >= 1 and problem.spot.col >= 1 for problem in found)
    return None


@settings(max_examples=1500, deadline=None)
@given(st.text(max_size=200) | YAMLISH)
@example("%YAML 9.9\n---\na")
@example("%TAG ! x\n---\n!a b")
@example("- |9\n x")
@example('"\\U99999999"')
@example('"\\ud800": 1')
def test_any_text_at_all(text):
    read(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_any_word_has_a_value_that_json_can_say(text):
    value = scalar(text)
    assert value is None or isinstance(value, bool | int | float | str)
    assert not isinstance(value, float) or abs(value) != float("inf")


@settings(max_examples=500, deadline=None)
@given(TREES, st.sampled_from([Rig, HallFile]))
def test_any_tree_of_the_right_words(tree, model):
    document = compose("devices: {}\n", "hall.yaml")
    whole = {
        "version": 1,
        "devices": {"a": tree},
        "nodes": tree,
        "cables": [tree],
        "guards": tree,
        "hall": tree,
    }
    for value in (tree, whole, {"devices": tree}):
        document = type(document)("hall.yaml", value, document.keys, document.values)
        found, problems = validate(model, document)
        assert (found is None) is bool(problems)
        for problem in problems:
            assert problem.code in MESSAGES, problem.code
            assert problem.line("zh")
            assert problem.line("en")
