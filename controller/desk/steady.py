"""Whether the wall clock may be believed now: not between the moment it was set and the line that says so."""

from controller.clock import Clock
from controller.record.lines import Line
from controller.record.set_clock import JUMPED, jump_of

SLIGHT = 1.0
PATIENCE = 2
"""Looks that are let pass; a hall that has said nothing by then will not."""


class Steady:
    """Compares both clocks; `hear` takes the lines that explain a difference."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known = self._offset()
        self._waited = 0

    def hear(self, line: Line) -> None:
        """The hall has seen that the clock was set."""
        if line.kind == JUMPED:
            self._known += jump_of(line).total_seconds()

    def look(self) -> bool:
        """Whether moments of the wall clock may be acted on."""
        offset = self._offset()
        if abs(offset - self._known) > SLIGHT and self._waited < PATIENCE:
            self._waited += 1
            return False
        self._known, self._waited = offset, 0
        return True

    def _offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
