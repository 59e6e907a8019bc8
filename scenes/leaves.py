"""The steps that touch a device. Each asks before it touches, sends once, believes only what is read back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from controller.clock import Timer
from controller.hall.orders import NoSuchPoint, NotAValue, Order, OrderState
from controller.hall.sentences import Sentence
from controller.hall.state import PointState
from drivers.errors import NotAllowed
from drivers.points import Point, Ref
from scenes.asking import must_ask
from scenes.model import Invoke, Set, Wait
from scenes.runs import FINE, StepState, Taken

if TYPE_CHECKING:
    from scenes.walk import Walk

WITHDRAWN = "withdrawn"
NOT_SENT = "scene.not_sent"
READ_OR_NOT = frozenset({OrderState.REFUSED, OrderState.UNVERIFIABLE})
"""The device is there and does not tell: it may be touched, but nothing can be put back."""


class Leaf:
    """One step at a device. `begin` does it; it lands exactly once."""

    def __init__(self, walk: "Walk", taken: Taken) -> None:
        self.walk, self.taken = walk, taken
        self.order: Order | None = None
        self._landed: Callable[[bool], object] | None = None
        self._began = 0.0

    def begin(self, landed: Callable[[bool], object]) -> None:
        """Do it, and tell once whether it went as wished."""
        self._landed = landed
        self._began = self.walk.clock.monotonic()
        self.taken.started = self.walk.clock.now()
        self.taken.state = StepState.RUNNING
        self.walk.open[self] = None
        self.walk.host.moved(self.taken)
        self.go()

    def go(self) -> None:
        """What it does."""
        raise NotImplementedError

    def land(self, state: StepState, reason: Sentence | None = None) -> None:
        """It is over; a step that was overtaken by somebody else's order is nobody's failure."""
        landed, self._landed = self._landed, None
        if landed is None:
            return
        self.walk.open.pop(self, None)
        taken = self.taken
        taken.state, taken.reason = state, reason or (taken.reason if state in FINE else None)
        taken.took = self.walk.clock.monotonic() - self._began
        if self.order is not None and self.order.kind != "read":
            taken.touched = OrderState.SENT in self.order.times
        self.left()
        self.walk.host.moved(taken)
        landed(state is not StepState.FAILED)

    def left(self) -> None:
        """Let go of whatever it still holds."""

    def halt(self) -> None:
        """Send nothing more for it."""
        if self.order is not None:
            self.walk.rig.withdraw(self.order)

    def fail(self, reason: Sentence) -> None:
        """It did not go as wished."""
        self.land(StepState.FAILED, reason)

    def read(self, ref: Ref, then: Callable[[Order], object]) -> None:
        """Ask the device how a point stands."""
        try:
            self.order = self.walk.rig.read(ref, self.walk.actor)
        except NoSuchPoint:
            self.fail(self.walk.reasons.impossible(ref.device))
        else:
            self.order.settled.add_done_callback(then)

    def send(self, give: Callable[[], Order], device: str) -> None:
        """Give the order, unless something stands in the way."""
        if self.walk.halted:
            self.land(StepState.STOPPED, Sentence(NOT_SENT))
            return
        self.walk.host.touching(self.taken)
        try:
            self.order = give()
        except NotAllowed as stopped:
            self.fail(stopped.why if isinstance(stopped.why, Sentence) else Sentence(stopped.why))
        except (NotAValue, NoSuchPoint):
            self.fail(self.walk.reasons.impossible(device))
        else:
            self.taken.within = self.order.within
            self.order.settled.add_done_callback(self.settled)

    def settled(self, order: Order) -> None:
        """The order has ended, in whichever way."""
        match order.state:
            case OrderState.CONFIRMED:
                self.land(StepState.OK)
            case OrderState.UNVERIFIABLE:
                self.land(StepState.UNVERIFIABLE)
            case OrderState.SUPERSEDED:
                self.land(StepState.SKIPPED, self.walk.reasons.of(order))
            case OrderState.FAILED if order.reason == WITHDRAWN:
                self.land(StepState.STOPPED, Sentence(NOT_SENT))
            case _:
                self.fail(self.walk.reasons.of(order))


class Setting(Leaf):
    """A point shall have a value."""

    point: Point

    def go(self) -> None:
        """Look how it stands; ask if nobody can say."""
        step = self.step
        try:
            self.point = self.walk.hall.point(step.ref)
        except KeyError:
            self.fail(self.walk.reasons.impossible(step.ref.device))
            return
        if must_ask(self.walk, step.ref, step.value, self.walk.doubts.get(step.ref.device)):
            self.read(step.ref, self._was_read)
        else:
            self._decide()

    @property
    def step(self) -> Set:
        """What it wishes."""
        if not isinstance(self.taken.step, Set):
            raise TypeError("a wish is a Set")
        return self.taken.step

    def _was_read(self, order: Order) -> None:
        if order.ok:
            self._decide()
        elif order.reason == WITHDRAWN:
            self.land(StepState.STOPPED, Sentence(NOT_SENT))
        elif order.state in READ_OR_NOT:
            self._decide()
        else:
            self.fail(self.walk.reasons.unread(order))

    def _decide(self) -> None:
        now, step = self.walk.state.get(self.step.ref), self.step
        known = now.quality == "live"
        self.taken.before = now.reported if known or now.quality == "assumed" else None
        if known and self.point.agrees(step.value, now.reported):
            self.land(StepState.ALREADY)
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
        if self.taken.before is None:
            self.taken.reason = Sentence("scene.not_known_before")
        self.send(lambda: walk.rig.set(walk.actor, step.ref, step.value, step.within), step.ref.device)


class Invoking(Leaf):
    """Something is done once."""

    def go(self) -> None:
        """Do it."""
        step, walk = self.taken.step, self.walk
        if isinstance(step, Invoke):
            device, action, args = step.device, step.action, step.args
            self.send(lambda: walk.rig.invoke(walk.actor, device, action, args), device)

    def left(self) -> None:
        """Whatever it changed is asked for before it is believed again."""
        if isinstance(self.taken.step, Invoke) and self.taken.touched:
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
        known = now.quality in ("live", "assumed")
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
