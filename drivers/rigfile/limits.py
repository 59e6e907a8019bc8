"""Limits of a hall's devices: beyond them a value is a fault, long before anything breaks."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from drivers.rigfile.kinds import Duration, Part, odd

Severity = Literal["info", "minor", "major", "critical"]
NUMBER = {"type": "number"}


class Limit(Part):
    """How far one value may go: in the point's unit, held for `hold` seconds before it counts."""

    above: float | None = Field(None, allow_inf_nan=False, description="a fault when higher than this")
    below: float | None = Field(None, allow_inf_nan=False, description="a fault when lower than this")
    severity: Severity = "minor"
    hold: Duration | None = Field(None, description="how long beyond the limit before it counts")


def _limit(said: Any) -> Any:
    """A number alone is the highest allowed."""
    if type(said) in (int, float):
        return {"above": said}
    if isinstance(said, Limit):
        return said
    if not isinstance(said, dict) or (said.get("above") is None and said.get("below") is None):
        raise odd("limit")
    return said


AsLimit = Annotated[
    Limit,
    BeforeValidator(_limit),
    WithJsonSchema(
        {
            "oneOf": [
                NUMBER,
                {
                    "type": "object",
                    "properties": {
                        "above": NUMBER,
                        "below": NUMBER,
                        "severity": {"enum": ["info", "minor", "major", "critical"]},
                        "hold": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
