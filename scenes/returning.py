"""Putting back what a sweep left turned over: a run of its own, which leaves what somebody has set since."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from controller.events import RunMoved
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from drivers.errors import NotAllowed
from scenes.engine import Engine
from scenes.model import Set
from scenes.reasons import Reasons
from scenes.runs import Run, StepState, Taken, leaves
from scenes.sheet import Item, Left, Light
from scenes.trials import probe


class Returned(NamedTuple):
    """How it went with one point: its row for the sheet, and what is still left of it."""

    item: Item
    left: Left | None = None


Over = Callable[[Sequence[Returned]], object]


class Returning:
    """Puts back for the sweeps of one hall, one at a time."""

    def __init__(self, hall: Hall, engine: Engine) -> None:
        self._hall, self._engine, self._reasons = hall, engine, Reasons(hall)
        self._lefts: Sequence[Left] = ()
        self._over: Over | None = None
        self.run: Run | None = None
        hall.bus.subscribe(RunMoved, lambda event: self._look())

    @property
    def going(self) -> bool:
        """Whether it is under way."""
        return self._over is not None

    def begin(self, actor: Actor, lefts: Sequence[Left], over: Over) -> None:
        """Begin. Raises NotAllowed with a sentence where a scene is under way, or this one may not."""
        steps = [Set(one.ref, one.was, vital=False, unless_moved=one.to) for one in lefts]
        self._lefts, self._over = lefts, over
        try:
            self.run = self._engine.begin(actor, probe(steps))
        except NotAllowed:
            self._over = None
            raise
        self._look()  # it may be over already

    def _look(self) -> None:
        run, over = self.run, self._over
        if run is None or run.active or over is None:
            return
        self.run, self._over = None, None
        steps = {one.step.ref: one for one in leaves(run.steps) if isinstance(one.step, Set)}
        over([self._returned(one, steps[one.ref], run.reason) for one in self._lefts])

    def _returned(self, left: Left, step: Taken, cut: Sentence | None) -> Returned:
        device, ref = left.ref.device, str(left.ref)
        if step.fine:
            return Returned(Item(device, "back", Light.GREEN, ref))
        if step.state is StepState.SKIPPED and step.reason is not None:
            return Returned(Item(device, "back", Light.GREY, ref, step.reason))
        still = Left(left.ref, left.was, left.to, step.reason or cut)
        return Returned(self.row(still), still)

    def row(self, left: Left) -> Item:
        """What the sheet says of a point that is not back."""
        try:
            was = self._reasons.word(left.ref, left.was)
        except KeyError:  # a device that is gone, or has not said yet what it has
            was = str(left.was)
        why = Sentence("readiness.left", was=was, why=left.why or Sentence("readiness.cut"))
        return Item(left.ref.device, "back", Light.RED, str(left.ref), why)
