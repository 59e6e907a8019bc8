"""Frames as bytes: any length, any text, nothing that JSON has no word for."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from controller.hall.state import PointState
from web.frames import framed, shown
from web.jsons import dumps, stamp


def read(data: bytes) -> Any:
    """The message of one whole frame of a server."""
    assert data[0] in (0x81, 0x88)
    size, at = data[1], 2
    if size == 126:
        size, at = int.from_bytes(data[2:4], "big"), 4
    elif size == 127:
        size, at = int.from_bytes(data[2:10], "big"), 10
    assert len(data) == at + size
    return json.loads(data[at:]) if data[0] == 0x81 else data[at:]


@given(st.sampled_from([0, 1, 90, 100, 125, 126, 127, 65000, 65535, 65536, 70000]), st.text(max_size=20))
def test_every_length_is_framed(length: int, text: str) -> None:
    message = {"t": text, "x": "y" * length}
    assert read(framed(message)) == message


def test_what_is_no_number_is_nothing() -> None:
    assert dumps({"a": float("nan"), "b": [1.5, float("inf")], "c": {"d": (2,)}}) == (
        '{"a":null,"b":[1.5,null],"c":{"d":[2]}}'
    )
    assert dumps("\ud800") == '"\\ud800"'


def test_a_wish_is_shown_only_while_there_is_one() -> None:
    at = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)
    assert shown(PointState("off", None, "live", at)) == {
        "reported": "off",
        "desired": None,
        "quality": "live",
        "at": "2026-05-01T12:00:00.123Z",
    }
    assert (
        shown(PointState("off", "on", "live", at, at)).items()
        >= {"desired": "on", "deadline": stamp(at)}.items()
    )
    assert stamp(None) is None
