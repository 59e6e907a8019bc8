"""Stretches of time and their arithmetic: what reports about availability add up. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

Stretch = tuple[datetime, datetime]
"""From, up to."""


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time, in order and without overlap; what is empty is left out."""
    found: list[Stretch] = []
    for begin, end in sorted(one for one in stretches if one[0] < one[1]):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found


def within(stretches: Iterable[Stretch], since: datetime, until: datetime) -> list[Stretch]:
    """What of them lies in a period."""
    return joined((max(begin, since), min(end, until)) for begin, end in stretches)


def without(stretches: Iterable[Stretch], others: Iterable[Stretch]) -> list[Stretch]:
    """The time that is in the first and not in the others."""
    found = joined(stretches)
    for begin, end in joined(others):
        found = [part for one in found for part in _cut(one, begin, end)]
    return found


def seconds(stretches: Iterable[Stretch]) -> float:
    """How long they are together; they do not overlap."""
    return sum((end - begin).total_seconds() for begin, end in stretches)


def _cut(one: Stretch, begin: datetime, end: datetime) -> Sequence[Stretch]:
    if end <= one[0] or one[1] <= begin:
        return (one,)
    parts = ((one[0], min(one[1], begin)), (max(one[0], end), one[1]))
    return [part for part in parts if part[0] < part[1]]
