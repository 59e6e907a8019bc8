"""When a trouble that comes and goes is called *unstable*: two rules, either is enough.

The ring is Icinga's (lib/icinga/checkable-flapping.cpp): of the last twenty checks, those at which the state
was another than before count, newer ones heavier (0.8 to 1.18); more than 30 % is flapping, less than 25 % is
calm. A check here is a slot as long as the usual poll, and what changed in it is found again from the moments
on record, so that nothing else has to be remembered. Twenty slots see what flickers; the count rule, four
risings and clearings within ten minutes, sees what swings slowly.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

SLOTS = 20
START, STOP = 30.0, 25.0
LIGHTEST, HEAVIER = 0.8, 0.02


def ring(moments: Sequence[datetime], now: datetime, slot: float) -> float:
    """The weighted share, in percent, of the last twenty slots (of `slot` seconds) that saw a change."""
    ages = (int((now - at).total_seconds() // slot) for at in moments if at <= now)
    changed = {age for age in ages if age < SLOTS}
    return 100.0 * sum(LIGHTEST + HEAVIER * (SLOTS - 1 - age) for age in changed) / SLOTS


def swings(turns: Sequence[datetime], now: datetime, window: float) -> int:
    """How many risings and clearings lie within the window; moments to come were written by another clock."""
    since = now - timedelta(seconds=window)
    return sum(since <= turn <= now for turn in turns)


def flaps(share: float, swung: int, flaps: int, was: bool) -> bool:
    """Whether it is flapping by either rule; what flaps already does so until the ring is below its end."""
    return (share >= STOP if was else share > START) or swung >= flaps
