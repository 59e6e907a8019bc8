"""The three kinds of step that touch a device. They believe only what is read back."""

from collections.abc import Callable

from controller.clock import Timer
from controller.hall.orders import NoSuchPoint, Order, OrderState
from controller.hall.sentences import Sentence
from controller.hall.state import PointState
from controller.record.failpoints import hit
from drivers.points import Point
from scenes.asking import must_ask
from scenes.gates import Gate, gate
from scenes.leaf import NOT_SENT, WITHDRAWN, Leaf
from scenes.model import Invoke, Set, Wait
from scenes.runs import StepState

DISK = 1.0
"""Seconds for which a deed that is done once waits to be on record."""
READ_OR_NOT = frozenset({OrderState.REFUSED, OrderState.UNVERIFIABLE})
"""The device is there and does not tell: it may be touched, but nothing can be put back."""


class Setting(Leaf):
    """A point shall have a value."""

    point: Point
    _told = False  # the device was asked, and said how it stands
    _gate: Gate | None = None  # what keeps it from being asked just now

    def go(self) -> None:
        """Look how it stands; ask if nobody can say."""
        step = self.step
        try:
            self.point = self.walk.hall.point(step.ref)
        except KeyError:
            self.fail(self.walk.reasons.impossible(step.ref.device))
            return
        found = gate(self.walk, step)
        if found is not None and not found.opens:
            self.read(found.ref, lambda order: self._was_read(order, self._look))
        else:
            self._look()

    def _look(self) -> None:
        self._gate = gate(self.walk, self.step)
        if self._gate is None and self._must_ask():
            self.read(self.step.ref, lambda order: self._was_read(order, lambda: self._heard(order)))
        else:
            self._decide()

    def _must_ask(self) -> bool:
        """Whether it has to be known how it stands: not where it is somebody's or only put back."""
        step, walk = self.step, self.walk
        if (walk.puts_back and step.unless_moved is None) or walk.host.theirs(step.ref) is not None:
            return False
        return must_ask(walk, step.ref, step.value, walk.doubts.get(step.ref.device))

    @property
    def step(self) -> Set:
        """What it wishes."""
        if not isinstance(self.taken.step, Set):
            raise TypeError("a wish is a Set")
        return self.taken.step

    def _heard(self, order: Order) -> None:
        self._told = order.state is OrderState.CONFIRMED
        self._decide()

    def _was_read(self, order: Order, then: Callable[[], object]) -> None:
        if order.state is OrderState.CONFIRMED:
            then()
        elif order.reason == WITHDRAWN:
            self.land(StepState.STOPPED, Sentence(NOT_SENT))
        elif order.state in READ_OR_NOT:
            then()
        else:
            self.fail(self.walk.reasons.unread(order))

    def _decide(self) -> None:
        now, step, walk = self.walk.state.get(self.step.ref), self.step, self.walk
        unsure = walk.unsure(step.ref)
        so = self._told or not unsure  # as it stands, or stood when the order that is under way had left
        so = so and self._gate is None
        known = so and now.quality == "live"
        if not self.taken.touched:  # by an earlier try
            self.taken.before = now.reported if known or (so and now.quality == "assumed") else None
        if (who := walk.host.theirs(step.ref)) is not None:
            self.land(StepState.SKIPPED, walk.reasons.overruled(step.ref.device, who))
        elif known and not unsure and self.point.agrees(step.value, now.reported):
            self.land(StepState.OK if self.taken.touched else StepState.ALREADY)
        elif known and self._somebody_elses(now):
            self.land(StepState.SKIPPED, Sentence("scene.changed_since"))
        else:
            self._set()

    def _somebody_elses(self, now: PointState) -> bool:
        """Whether a point that is to be put back is no longer as this run left it."""
        left, here = self.step.unless_moved, now.reported
        return left is not None and not self.point.agrees(left, here) and here not in self.point.passing

    def _set(self) -> None:
        step, walk = self.step, self.walk
        if self._gate is not None and not self._gate.opens:
            self.fail(walk.reasons.shut(step.ref, self._gate))
            return
        if self.taken.before is None and not walk.puts_back:
            self.taken.reason = Sentence("scene.not_known_before")
        self.send(lambda: walk.rig.set(walk.actor, step.ref, step.value, step.within), step.ref.device)


class Invoking(Leaf):
    """Something is done once, however often the steps around it are tried."""

    def begin(self, landed: Callable[[bool], object]) -> None:
        """Do it, unless an earlier try did, or may have done."""
        if self.taken.repeatable:
            super().begin(landed)
        else:
            landed(self.taken.state is not StepState.FAILED)

    _timer: Timer | None = None

    def go(self) -> None:
        """Do it, once it is on disk that it may have been done: whoever resumes after a crash relies on it.
        A disk that does not answer holds the room up for a second, not for ever.
        """
        recorded = self.walk.host.touching(self.taken)
        if recorded.done():
            self._do()
        else:
            self._timer = self.walk.clock.call_later(DISK, self._do)
            recorded.add_done_callback(lambda _: self._do())

    def _do(self) -> None:
        step, walk = self.taken.step, self.walk
        if self._landed is None or self.order is not None or not isinstance(step, Invoke):
            return
        if self._timer is not None:
            self._timer.cancel()
        hit("scene.on_record")
        self.give(lambda: walk.rig.invoke(walk.actor, step.device, step.action, step.args), step.device)

    def halt(self) -> None:
        """Send nothing more for it; what waits for the disk is over."""
        super().halt()
        if self.order is None:
            self.land(StepState.STOPPED, Sentence(NOT_SENT))

    def left(self) -> None:
        """Whatever it changed is asked for before it is believed again."""
        if self._timer is not None:
            self._timer.cancel()
        if isinstance(self.taken.step, Invoke) and self.taken.touched:
            self.taken.repeatable = self.order is not None and self.order.state is OrderState.REFUSED
            self.walk.doubts[self.taken.step.device] = self.walk.clock.now()


class Waiting(Leaf):
    """A point comes to a value by itself."""

    _timer: Timer | None = None
    _watches = False

    def go(self) -> None:
        """Look; ask if nobody can say; then wait."""
        step = self.step
        try:
            self._within = self.walk.rig.usual(step.ref) if step.within is None else step.within
            asks = must_ask(self.walk, step.ref, step.value, self.walk.doubts.get(step.ref.device))
        except (NoSuchPoint, KeyError):
            self.fail(self.walk.reasons.impossible(step.ref.device))
            return
        self.taken.within = self._within
        if asks:
            self.read(step.ref, self._look)
        else:
            self._look()

    @property
    def step(self) -> Wait:
        """What it waits for."""
        if not isinstance(self.taken.step, Wait):
            raise TypeError("what is waited for is a Wait")
        return self.taken.step

    def _look(self, order: Order | None = None) -> None:
        if self.walk.halted:
            self.land(StepState.STOPPED)
        elif self._so():
            self.land(StepState.ALREADY)
        elif self._landed is not None:
            self._watches = True
            self.walk.watch(self.step.ref, self._changed)
            self._timer = self.walk.clock.call_later(self._within, self._late)

    def _so(self) -> bool:
        now, wanted = self.walk.state.get(self.step.ref), self.step
        known = now.quality in ("live", "assumed") and not self.walk.unsure(wanted.ref)
        return known and self.walk.hall.point(wanted.ref).agrees(wanted.value, now.reported)

    def _changed(self) -> None:
        if self._so():
            self.land(StepState.OK)

    def _late(self) -> None:
        if self._so():
            self.land(StepState.OK)
        else:
            self.fail(self.walk.reasons.waited(self.step.ref, self.step.value, self._within))

    def left(self) -> None:
        """Watch no more."""
        if self._watches:
            self._watches = False
            self.walk.unwatch(self.step.ref, self._changed)
        if self._timer is not None:
            self._timer.cancel()

    def halt(self) -> None:
        """Nothing was sent: it is over at once."""
        super().halt()
        self.land(StepState.STOPPED)
