"""When a service that was called restored was found not to work after all: no later restoration is dated
before that (requirements 0.2 and 0.7: what fails its verification lets the clock of the repair go on).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.lines import Sentence, moment
from controller.record.states import SERVED, State

SKEW = timedelta(seconds=60)
STILL = frozenset({State.VERIFYING, State.MERGED, *SERVED})
"""Where a ticket goes from its verification without having failed it."""


class Said(Protocol):
    """An entry, as far as it matters here."""

    @property
    def at(self) -> datetime:
        """When it was said."""

    @property
    def state(self) -> State:
        """Where it left the ticket."""

    @property
    def cycle(self) -> int:
        """In which cycle."""


def failed(entries: Iterable[Said], cycle: int) -> datetime | None:
    """When the verification of a cycle was last seen to fail."""
    mine = [one for one in entries if one.cycle == cycle]
    steps = pairwise(mine)
    found = [two.at for one, two in steps if one.state == State.VERIFYING and two.state not in STILL]
    if failpoints.planted("a_restoration_before_its_relapse"):
        return None
    return max(found, default=None)


def earliest(entries: Iterable[Said], cycle: int, start: datetime) -> datetime:
    """Before this moment nothing can have been restored; `start` is where the clocks of the cycle began."""
    again = failed(entries, cycle)
    return start if again is None else max(start, again)


def refused(entries: Iterable[Said], cycle: int, data: Mapping[str, Any], at: datetime) -> Sentence | None:
    """Why a person may not date a restoration like this; None where it may be."""
    if not data.get("at"):
        return None
    said, mine = moment(data["at"]), [one for one in entries if one.cycle == cycle]
    if said > at + SKEW:
        return Sentence(zh="恢复时间不能在将来。", en="A restoration is not in the future.")
    again = mine[0].at if cycle > 1 else failed(mine, cycle)
    if again is not None and said < earliest(mine, cycle, again):
        return Sentence(
            zh="恢复时间不能早于最近一次复发或重新打开。",
            en="A restoration is not dated before the last relapse or reopening.",
        )
    return None
