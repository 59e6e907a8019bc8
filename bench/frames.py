"""Reading what arrived at the tablets, after the measurement."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bench.tablets import Frame

Seen = tuple[float, int, str, dict[str, Any]]
"""When, at which tablet, the point, its members."""


def points(frames: Iterable[Frame]) -> Iterator[Seen]:
    """Every point of every frame."""
    known: dict[bytes, dict[str, Any]] = {}
    for moment, tablet, body in frames:
        if b'"points"' not in body:
            continue
        if body not in known:
            known[body] = json.loads(body)["points"]
        for ref, state in known[body].items():
            yield moment, tablet, ref, state


def order(id: str, ref: str, value: int) -> bytes:
    """A `set`, as a tablet says it."""
    return f'{{"t":"set","id":"{id}","ref":"{ref}","value":{value}}}'.encode()
