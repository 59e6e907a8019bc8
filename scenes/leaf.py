"""What every step at a device does: begin, ask, send once, land exactly once, and stop when it is told to."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from controller.hall.orders import NoSuchPoint, NotAValue, Order, OrderState
from controller.hall.sentences import Sentence
from controller.record.failpoints import hit, planted
from drivers.errors import NotAllowed
from drivers.points import Ref
from scenes.runs import FINE, StepState, Taken

if TYPE_CHECKING:
    from scenes.walk import Walk

WITHDRAWN = "withdrawn"
NOT_SENT = "scene.not_sent"


class Leaf:
    """One step at a device. `begin` does it; it lands exactly once."""

    def __init__(self, walk: "Walk", taken: Taken) -> None:
        self.walk, self.taken = walk, taken
        self.order: Order | None = None
        self._landed: Callable[[bool], object] | None = None
        self._began = 0.0

    def begin(self, landed: Callable[[bool], object]) -> None:
        """Do it, and tell once whether it went as wished; what a person did by hand is done."""
        if self.taken.state is StepState.BY_HAND:
            landed(True)
            return
        self._landed = landed
        self._began = self.walk.clock.monotonic()
        self.taken.started = self.walk.clock.now()
        self.taken.state = StepState.RUNNING
        self.walk.open[self] = None
        self.walk.host.moved(self.taken)
        if self.walk.halted:  # by somebody who was just told
            self.land(StepState.STOPPED, Sentence(NOT_SENT))
        elif (late := self.walk.late(self.taken.path)) is not None:
            self.fail(late)
        else:
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
            taken.touched = taken.touched or OrderState.SENT in self.order.times
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
        """Give the order, unless something stands in the way; what is touched is on record first."""
        self.walk.host.touching(self.taken)
        hit("scene.touching")
        self.give(give, device)

    def give(self, give: Callable[[], Order], device: str) -> None:
        """Give the order, unless something stands in the way."""
        try:
            self.order = give()
        except NotAllowed as stopped:
            self.fail(stopped.why if isinstance(stopped.why, Sentence) else Sentence(stopped.why))
        except (NotAValue, NoSuchPoint):
            self.fail(self.walk.reasons.impossible(device))
        else:
            hit("scene.given")
            self.taken.within = self.order.within
            self.order.settled.add_done_callback(self.settled)

    def settled(self, order: Order) -> None:
        """The order has ended, in whichever way."""
        match order.state:
            case OrderState.CONFIRMED:
                self.land(StepState.OK)
            case OrderState.NOT_CONFIRMED if planted("steps_believe_the_answer"):
                self.land(StepState.OK)
            case OrderState.UNVERIFIABLE:
                self.land(StepState.UNVERIFIABLE)
            case OrderState.SUPERSEDED:
                who = self.walk.host.who(order.ref) if order.ref is not None else None
                self.land(StepState.SKIPPED, self.walk.reasons.of(order, who))
            case OrderState.FAILED if order.reason == WITHDRAWN:
                self.land(StepState.STOPPED, Sentence(NOT_SENT))
            case _:
                self.fail(self.walk.reasons.of(order))
