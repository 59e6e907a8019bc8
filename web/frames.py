"""Frames of the WebSocket as bytes: one that is said to fifty tablets is made once."""

from typing import Any

from controller.hall.state import PointState
from web.jsons import dumps, stamp


def framed(message: dict[str, Any]) -> bytes:
    """A server's text frame (RFC 6455, 5.2: never masked, never in pieces)."""
    body = dumps(message).encode("ascii")
    size = len(body)
    if size < 126:
        return bytes((0x81, size)) + body
    if size < 65536:
        return bytes((0x81, 126)) + size.to_bytes(2, "big") + body
    return bytes((0x81, 127)) + size.to_bytes(8, "big") + body


def farewell(code: int, why: str) -> bytes:
    """A close frame; `why` is short (RFC 6455, 5.5.1: 125 bytes at most)."""
    body = code.to_bytes(2, "big") + why.encode()[:120]
    return bytes((0x88, len(body))) + body


def shown(state: PointState) -> dict[str, Any]:
    """A point as frames and answers carry it: always whole, so that nothing of before stands on; `desired` is
    null without a wish, `deadline` is there only with one.
    """
    found: dict[str, Any] = {
        "reported": state.reported,
        "desired": state.desired,
        "quality": state.quality,
        "at": stamp(state.at),
    }
    if state.deadline is not None:
        found["deadline"] = stamp(state.deadline)
    return found
