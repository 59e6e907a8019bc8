"""JSON out: compact ASCII, which every peer reads whatever a device put into its texts, and never NaN."""

import json
import math
from datetime import UTC, datetime
from typing import Any

_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False)


def dumps(value: Any) -> str:
    """The text; a number that JSON has no word for (NaN, infinity) becomes null."""
    try:
        return _ENCODER.encode(value)
    except ValueError:
        return _ENCODER.encode(_finite(value))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value


def stamp(at: datetime | None) -> str | None:
    """A moment as RFC 3339 in UTC, to the millisecond."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
