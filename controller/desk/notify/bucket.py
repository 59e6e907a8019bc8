"""How fast a channel may be used: a token bucket, computed from the moments at which it was used.

It is a pure function of the record, so a restart empties no bucket and fills none. A vendor who allows N
messages in any minute gets them: `burst` and what one minute adds are together at most N.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and so many more in each minute."""

    burst: int = 10
    per_minute: float = 50.0

    @classmethod
    def within(cls, per_minute: int) -> "Limit":
        """For a vendor's law: never more than `per_minute` in any 60 seconds."""
        burst = max(1, per_minute // 4)
        return cls(burst, max(1, per_minute - burst))


def ready(used: Iterable[datetime], limit: Limit, now: datetime) -> datetime:
    """The first moment, from `now` on, at which the channel may be used once more."""
    level, last, rate = float(limit.burst), None, limit.per_minute / 60
    for at in (*used, now):
        if last is not None:
            level = min(limit.burst, level + max(0.0, (at - last).total_seconds()) * rate)
        level, last = level - 1, at
    return now if level >= -1e-9 else now + timedelta(seconds=-level / rate)
