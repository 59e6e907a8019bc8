"""A hall's file with any stretch of it overwritten is a hall, or a list of problems; never anything else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from controller.hall.venue import load
from drivers.rigfile.messages import MESSAGES
from drivers.rigfile.problems import RigFileError
from tests.hall import small_catalog
from tests.hall.test_venue import SOUND

SNIPPETS = st.sampled_from(
    ["", "x", "1", "/", "pdu/outlet/1", "pdu//1", "a/b/c/d/e", "matrix", "[", "]", "{", "}", ": ", "null",
     "-1", "*", "{all: [a, []]}", "{all: x}", "[[]]", "9" * 30, "true", "\n", "  - ", "'", "tcp://[::1", "snmp://h?x=1",
     "is above", "${X}", "é", "board", "to: {a: b}"]
)  # fmt: skip
CHANGE = st.tuples(st.integers(0, len(SOUND)), st.integers(0, 25), SNIPPETS)
CHANGES = st.lists(CHANGE, min_size=1, max_size=3)


@settings(max_examples=400, deadline=None)
@given(CHANGES)
def test_any_stretch_overwritten(tmp_path_factory, changes):
    text = SOUND
    for start, length, snippet in changes:
        text = text[:start] + snippet + text[start + length :]
    path = tmp_path_factory.getbasetemp() / "hall.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        load(path, {}, small_catalog)
    except RigFileError as error:
        found = error.problems
    else:
        return
    assert found
    assert {problem.code for problem in found} <= set(MESSAGES)
    assert all(problem.line(lang) for problem in found for lang in ("zh", "en"))
