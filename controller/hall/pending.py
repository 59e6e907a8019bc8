"""The wishes that nobody has judged yet, across a restart: what was told on, and the service died meanwhile.

What an order will lawfully cause is on record before its bytes leave. How it went on is said here: the device
was *seen* to obey, it is *late*, or the wish is *over*: kept, replaced, missed. Whatever is not over when the
service starts again is judged like any other: past its time in the wrong state, it did not obey.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from controller.hall.cases import Now
from controller.hall.conditions import Miss
from controller.hall.consequences import from_data
from controller.hall.expectations import Expectation
from controller.record import failpoints
from controller.record.lines import Line
from controller.record.set_clock import JUMPED, jump_of
from drivers.points import Ref

if TYPE_CHECKING:
    from controller.hall.knowledge import Knowledge

WISH = "wish"
SEEN, LATE, OVER = "seen", "late", "over"
EXPECTATION = "expectation"
LONG_AGO = 300.0
"""Seconds after which nobody can tell any more what became of a wish while the service was away."""


@dataclass(slots=True)
class Pending:
    """One wish: what it allows until when, and how far it was seen to come."""

    expected: Expectation
    seen: bool = False


class Wishes:
    """Folds the lines; `resume` hands on what is not over."""

    def __init__(self) -> None:
        self._of: dict[Ref, Pending] = {}

    def hear(self, line: Line) -> None:
        """Take one line in, in order."""
        if line.kind == EXPECTATION and not line.data["silence"]:
            one = from_data(line.subject, line.data)
            self._of[Ref(one.device, one.key, one.index)] = Pending(one)
        elif line.kind == WISH:
            self._went(Ref.parse(line.subject), line.data)
        elif line.kind == JUMPED:
            for pending in self._of.values():
                pending.expected = pending.expected.shifted(jump_of(line))

    def _went(self, ref: Ref, data: Mapping[str, str]) -> None:
        pending = self._of.get(ref)
        if pending is None or pending.expected.order != data["order"]:
            return
        pending.seen = True
        if data["is"] == OVER:
            del self._of[ref]

    def resume(self, know: "Knowledge", now: Now) -> None:
        """Have judged what the service died over, but for what is long past."""
        for ref, pending in self._of.items():
            one = pending.expected
            wanted = (
                one.allowed - frozenset(know.sight.passing(ref)) if ref.device in know.sight.devices() else ()
            )
            if len(wanted) != 1 or one.until is None or failpoints.planted("a_wish_dies_with_the_service"):
                continue
            left = min((one.until - now.at).total_seconds(), (one.until - one.since).total_seconds())
            if one.since <= now.at + timedelta(seconds=1) and left > -LONG_AGO:
                (value,) = wanted
                miss = Miss(value, one.order, "interrupted", "system")
                know.disobeyed.resume(ref, miss, now.mono + left, pending.seen)
