"""What a device hangs on: outlets that must all be live, and those of which one is enough."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from drivers.rigfile.kinds import END, odd

Group = tuple[str, ...]
"""Outlets that back each other up: one live outlet of a group is enough."""


def _feeds(said: Any) -> Any:
    """`a` is one group of one; `[a, b]` one group of two; `{all: [a, [b, c]]}` two groups, both needed."""
    if isinstance(said, str):
        return [_group([said])]
    if isinstance(said, list):
        return [_group(said)] if said else []
    if isinstance(said, Mapping) and said.keys() == {"all"} and isinstance(said["all"], list):
        return [_group(one if isinstance(one, list) else [one]) for one in said["all"]]
    raise odd("feed")


def _group(said: list[Any]) -> list[Any]:
    if not said or not all(isinstance(one, str) for one in said):
        raise odd("feed")
    if not all(re.fullmatch(END, one, re.ASCII) for one in said):
        raise odd("end")
    if len(set(said)) < len(said):
        raise odd("feed_twice")
    return said


_ONE = {"type": "string", "examples": ["pdu-a/outlet/1"]}
_ANY = {"oneOf": [_ONE, {"type": "array", "items": _ONE}]}
Feeds = Annotated[
    tuple[Group, ...],
    BeforeValidator(_feeds),
    WithJsonSchema(
        {
            "oneOf": [
                *_ANY["oneOf"],
                {
                    "type": "object",
                    "properties": {"all": {"type": "array", "items": _ANY}},
                    "required": ["all"],
                    "additionalProperties": False,
                },
            ],
            "description": "one source; a list of which one is enough; {all: [...]} of which each is needed",
        }
    ),
]
