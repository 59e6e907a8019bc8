"""The published schema and the loader agree on the sample hall: an editor shows what we accept."""

from pathlib import Path

import pytest

from controller.hall.hallfile import schema
from drivers.rigfile.files import gather

DEMO = Path(__file__).parents[2] / "web" / "demo" / "grand-hall.yaml"
validator = pytest.importorskip("jsonschema_rs")


def as_json(value):
    """The file as JSON has it: every key is a text."""
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    return [as_json(one) for one in value] if isinstance(value, list) else value


def errors(value):
    return [error.message for error in validator.validator_for(schema()).iter_errors(as_json(value))]


def test_the_sample_hall_is_as_the_schema_says():
    assert errors(gather(DEMO, {}).value) == []


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("devices", {"a": {"driver": "pjlink"}}),
        ("devices", {"a": {"driver": "pjlink", "address": "tcp://h:1", "adress": 1}}),
        ("devices", {"a": {"driver": "pjlink", "address": "tcp://h:1", "poll": 5}}),
        ("devices", {"a": {"driver": "pjlink", "address": "tcp://h:1", "limits": {"lamp_hours": "many"}}}),
        ("devices", {"a": {"driver": "pjlink", "address": "tcp://h:1", "inputs": 8}}),
        ("guards", [{"because": "no"}]),
        ("hall", {"id": "grand"}),
        ("anything", {}),
    ],
)
def test_an_editor_underlines_what_we_refuse(section, entry):
    value = {"version": 1, "hall": {"id": "a", "name": "A"}}
    assert errors(value) == []
    assert errors({**value, section: entry})


def test_sections_for_anchors_are_free():
    assert errors({"version": 1, "hall": {"id": "a", "name": "A"}, "x-mine": [1, 2]}) == []
