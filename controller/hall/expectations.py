"""What a lawful order will cause, written down before its bytes leave.

A projector that cools after *off* and a matrix that falls silent with its outlet are no faults. Each such
consequence is an `Expectation`; whoever judges a state asks `excused` first. Past `until` nothing is
excused any more: what is still wrong then is *did not reach state*.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drivers.points import Index, Ref, Value

LINK = "link"


@dataclass(frozen=True, slots=True)
class Expectation:
    """Until `until` (None: until it is taken back) `device`'s point may hold one of `allowed`.

    `silence` also allows the device not to answer at all; `order` names the order that causes it.
    """

    device: str
    key: str
    allowed: frozenset[Value]
    since: datetime
    until: datetime | None
    order: str
    silence: bool = False
    index: Index = ()

    def shifted(self, by: timedelta) -> "Expectation":
        """The same, as the clock that is set now would have written it."""
        until = self.until + by if self.until is not None else None
        return replace(self, since=self.since + by, until=until)

    def covers(self, ref: Ref, now: datetime) -> bool:
        """Whether it is about `ref` and still holds."""
        if self.until is not None and now >= self.until:
            return False
        if self.silence and ref.key == LINK:
            return True
        return ref.key == self.key and ref.index == self.index


class Expectations:
    """All that is expected at the moment, by device."""

    def __init__(self) -> None:
        self._standing: dict[str, list[Expectation]] = {}

    def add(self, expectation: Expectation) -> None:
        """Expect it; a newer expectation of the same point replaces the older one."""
        kept = [e for e in self.of(expectation.device) if not _same(e, expectation)]
        self._standing[expectation.device] = [*kept, expectation]

    def of(self, device: str) -> list[Expectation]:
        """What is expected of one device."""
        return self._standing.get(device, [])

    def excused(self, ref: Ref, now: datetime) -> Expectation | None:
        """The expectation that makes what `ref` shows lawful now, if there is one."""
        return next((e for e in self.of(ref.device) if e.covers(ref, now)), None)

    def end(self, device: str, key: str, index: Index, until: datetime) -> None:
        """Let what is expected of a point end at `until`: the outlet is on again, and boots for a while."""
        self._standing[device] = [
            replace(e, until=until) if (e.key, e.index) == (key, index) else e for e in self.of(device)
        ]

    def forget(self, now: datetime) -> None:
        """Drop what has ended."""
        for device, standing in list(self._standing.items()):
            self._standing[device] = [e for e in standing if e.until is None or e.until > now]

    def __iter__(self) -> Iterator[Expectation]:
        for standing in self._standing.values():
            yield from standing


def _same(one: Expectation, other: Expectation) -> bool:
    return (one.key, one.index, one.silence) == (other.key, other.index, other.silence)
