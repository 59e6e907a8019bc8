"""Cron words: whether five words mean a moment at all, and which comes next on the wall of a hall.

Words with an hour and a minute come once a day: the first time where the clock is put back, and with the
first minute after what is skipped where it is put forward. What repeats comes in every minute there is.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from controller.record.failpoints import planted

WORDS = 5
TURN = timedelta(hours=3)
"""More than any clock is put forward or back by, with an hour of what repeats hourly."""
MINUTE = timedelta(minutes=1)


def is_cron(said: str) -> bool:
    """Whether these are minute, hour, day, month and weekday, and name a moment that comes."""
    from cronsim import CronSim, CronSimError

    if len(said.split()) != WORDS:
        return False
    try:
        return next(CronSim(said, datetime(2026, 1, 1, tzinfo=UTC)), None) is not None
    except CronSimError:
        return False


def following(said: str, after: datetime, zone: tzinfo) -> datetime | None:
    """The first moment after `after`; None where the words mean no moment at all."""
    from cronsim import CronSim

    here = after.astimezone(zone)
    found = next(CronSim(said, here), None)
    if found is None or planted("clocks_are_never_put_back"):
        return None if found is None else found.astimezone(UTC)
    just_before = (after.astimezone(UTC) - TURN).astimezone(zone)
    if just_before.utcoffset() == here.utcoffset() == found.utcoffset():
        return found.astimezone(UTC)
    return _over_a_change(said, here, zone)


def _over_a_change(said: str, here: datetime, zone: tzinfo) -> datetime | None:
    """The same where the clock was, or is, set in between: every hand position is tried, in its order."""
    from cronsim import CronSim

    best: datetime | None = None
    once = not any(word.startswith("*") for word in said.split()[:2])
    for wall in CronSim(said, here.replace(tzinfo=UTC, fold=0) - TURN):
        if best is not None and wall.replace(tzinfo=None) > best.astimezone(zone).replace(tzinfo=None) + TURN:
            break
        for moment in _moments(wall.replace(tzinfo=zone), once):
            if moment > here and (best is None or moment < best):
                best = moment
    return best


def _moments(wall: datetime, once: bool) -> Iterator[datetime]:
    """When the clock stands so: at one moment, at two, or never (then, if `once`, right after the gap)."""
    while not _is(wall):
        if not once:
            return
        wall += MINUTE
    yield wall.astimezone(UTC)
    if not once and _is(wall.replace(fold=1)):
        yield wall.replace(fold=1).astimezone(UTC)


def _is(wall: datetime) -> bool:
    """Whether the clock ever stands so."""
    there = wall.astimezone(UTC).astimezone(wall.tzinfo)
    return there.replace(tzinfo=None) == wall.replace(tzinfo=None)
