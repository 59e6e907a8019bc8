"""Cron words: whether five words mean a moment at all."""

from datetime import UTC, datetime

WORDS = 5


def is_cron(said: str) -> bool:
    """Whether these are minute, hour, day, month and weekday, and name a moment that comes."""
    from cronsim import CronSim, CronSimError

    if len(said.split()) != WORDS:
        return False
    try:
        return next(CronSim(said, datetime(2026, 1, 1, tzinfo=UTC)), None) is not None
    except CronSimError:
        return False
