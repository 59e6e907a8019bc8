"""A step that is tried again, has a time as a whole, or about whose failure a person decides.

Stands in the place of the step that it makes, as often as it takes, and lands once like any other.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from controller.clock import Timer
from controller.hall.sentences import Sentence, exactly
from scenes.model import Set, Step, Wait
from scenes.runs import StepState, Taken

if TYPE_CHECKING:
    from scenes.walk import Landed, Node, Walk

PAUSE = 1.0
"""Seconds between two tries."""

PATIENCE = 600.0
"""Seconds that a person has to decide; then the step has failed."""


class Choice(StrEnum):
    """What a person may decide when a step failed."""

    AGAIN = "again"
    GO_ON = "go_on"
    BY_HAND = "by_hand"
    UNDO = "undo"


def tried(step: Step) -> bool:
    """Whether a step needs more than to be begun."""
    own_time = isinstance(step, Set | Wait) or step.within is None
    return bool(step.retries) or step.ask or not own_time


class Trying:
    """Begins what `make` makes; `inside` are the steps below it."""

    def __init__(
        self, walk: "Walk", taken: Taken, inside: Sequence[Taken], make: Callable[[], "Node"]
    ) -> None:
        self.taken, self._walk, self._inside, self._make = taken, walk, inside, make
        self._left = taken.step.retries
        self._timer: Timer | None = None
        self._landed: Landed | None = None
        self.asks = False

    def begin(self, landed: "Landed") -> None:
        """The first try."""
        self._landed = landed
        self._try()

    def _try(self) -> None:
        step = self.taken.step
        if not isinstance(step, Set | Wait) and step.within is not None:
            self._timer = self._walk.clock.call_later(step.within, self._too_late)
        self._make().begin(self._one_landed)

    def _too_late(self) -> None:
        seconds = exactly(self.taken.step.within or 0.0)
        self._walk.expire(self.taken.path, Sentence("scene.too_late", seconds=seconds))

    def _one_landed(self, fine: bool) -> None:
        self._let_go()
        if fine or self._walk.halted or self._given_up():
            self._over(fine)
        elif self._left > 0 and self.taken.repeatable:
            self._pause()
        elif self.taken.step.ask:
            self._ask()
        else:
            self._over(False)

    def _pause(self) -> None:
        self._left -= 1
        self._walk.open[self] = None
        self._timer = self._walk.clock.call_later(PAUSE, self._once_more)

    def _once_more(self) -> None:
        """Try again by itself, unless a person wanted it otherwise meanwhile."""
        step = self.taken.step
        who = self._walk.host.theirs(step.ref) if isinstance(step, Set) else None
        if who is None or not isinstance(step, Set):
            self._again()
            return
        self.taken.state, self.taken.reason = (
            StepState.SKIPPED,
            self._walk.reasons.overruled(step.ref.device, who),
        )
        self._walk.host.moved(self.taken)
        self._over(True)

    def _ask(self) -> None:
        self.asks = True
        self._walk.open[self] = None
        self._timer = self._walk.clock.call_later(PATIENCE, lambda: self.answer(Choice.UNDO))
        self._walk.host.asking()

    def answer(self, choice: Choice) -> None:
        """What a person decided; only while it asks."""
        match choice:
            case Choice.AGAIN:
                self._again()
            case Choice.GO_ON | Choice.BY_HAND:
                self._over(True)
            case Choice.UNDO:
                self._walk.given_up.add(self.taken.path)
                self._over(False)

    def _given_up(self) -> bool:
        """Whether a step below was to be put back: who chose that is not asked again, nor overruled by more
        tries.
        """
        path = self.taken.path
        return any(one[: len(path)] == path for one in self._walk.given_up)

    def _again(self) -> None:
        self._let_go()
        self._walk.expired.pop(self.taken.path, None)
        for one in (self.taken, *self._inside):
            one.anew()
        self._try()

    # ------------------------------------------------------------ while nothing of it is under way

    def halt(self) -> None:
        """Send nothing more: it stays failed."""
        self._over(False)

    def land(self, state: StepState, reason: Sentence | None = None) -> None:
        """It is over, whatever the next try would have brought."""
        self.taken.state, self.taken.reason = state, reason or self.taken.reason
        self._walk.host.moved(self.taken)
        self._over(False)

    def _over(self, fine: bool) -> None:
        self._let_go()
        landed, self._landed = self._landed, None
        if landed is not None:
            landed(fine)

    def _let_go(self) -> None:
        asked, self.asks = self.asks, False
        self._walk.open.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if asked:
            self._walk.host.asking()
