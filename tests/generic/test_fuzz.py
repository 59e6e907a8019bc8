"""Whatever is typed under `options:` becomes a sound device or a list of mistakes, and nothing else."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.generic.driver import GENERIC, KEYS
from drivers.wire.driver import check
from drivers.wire.options import OptionError
from tests.generic.examples import HALL
from web.reference.preview import preview

OPTIONS = [entry["options"] for entry in HALL.value["devices"].values()]
WORDS = st.sampled_from([
    "", "{", "}", "{relay}", "{outlet}", "{height}", "{position", "{_}", "{_:00}", "{reason}", "{secret}",
    "{#relay}", "{echo}", "{outlet+temperature}", "{outlet:odd}", "{outlet[3]}", "FF", "F", "0xFF",
    "R{relay}?", "ON", "OK", "\r", "*", "up", "hex", "text", "sum", "CR", "5s", "-1s", "1e9h", "幕",
    "\x00", "a/b", "link", "power", "true", "{{}}", "??",
])  # fmt: skip
PLAIN = st.one_of(
    WORDS, st.integers(-2, 300), st.booleans(), st.none(), st.floats(allow_nan=True), st.text(max_size=6)
)
ANY = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(WORDS, st.integers(0, 9)), inner, max_size=3)
    ),
    max_leaves=5,
)
FEW, MANY = settings(max_examples=150, deadline=None), settings(max_examples=5000, deadline=None)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in it."""
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


def changed(options: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The options with something else at that path."""
    whole = copy.deepcopy(options)
    at = whole
    for key in path[:-1]:
        at = at[key]
    if path:
        at[path[-1]] = value
    return whole if path else value


@st.composite
def typed(draw: st.DrawFn) -> dict[str, Any]:
    """An example with up to three things in it replaced, or a key of ours with anything at all."""
    options = draw(st.sampled_from(OPTIONS))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(options)[1:] + [(key,) for key in KEYS]))
        options = changed(options, path, draw(ANY))
    return options


def survives(options: dict[str, Any]) -> None:
    try:
        made = GENERIC.fitted(options, {})
    except OptionError as wrong:
        for one in wrong:
            assert one.en
            assert one.zh
        return
    assert check(made) == []
    preview(made)


@FEW
@given(typed())
def test_anything_typed_is_a_device_or_a_mistake(options: dict[str, Any]) -> None:
    survives(options)


@pytest.mark.slow
@MANY
@given(typed())
def test_anything_typed_is_a_device_or_a_mistake_five_thousand_times(options: dict[str, Any]) -> None:
    survives(options)
