"""How an order goes on: every step is published, and every end is recorded and told exactly once."""

from collections.abc import Callable
from dataclasses import dataclass

from controller.clock import Clock
from controller.events import Bus, OrderMoved
from controller.hall.orders import ON_THE_WAY, Order, OrderState
from controller.hall.state import State
from controller.record import failpoints


@dataclass(frozen=True, slots=True)
class _Ended:
    order: Order


class Lives:
    """Moves orders. `recorded(order)` is called once for each order that has ended."""

    def __init__(self, bus: Bus, clock: Clock, state: State, recorded: Callable[[Order], object]) -> None:
        self._publish, self._release = bus.publish, bus.release
        self._clock = clock
        self._state = state
        self._recorded = recorded
        # By way of the bus: what raises among those who waited for it is logged there and harms no device.
        bus.subscribe(_Ended, lambda event: event.order.settled.tell())

    def move(self, order: Order, to: OrderState, reason: str = "", said: str = "") -> None:
        """Let the order reach `to`; nothing happens to one that has ended."""
        self._release()  # what it was before is told before
        if not order.move(to, self._clock.now(), reason, said):
            return
        if to in ON_THE_WAY:
            self._publish(OrderMoved(order))
        else:
            self._end(order)

    def _end(self, order: Order) -> None:
        # A superseded order leaves the point's wish alone: it is the newer order's already.
        if order.kind == "set" and order.ref is not None and order.state is not OrderState.SUPERSEDED:
            self._state.settle(order.ref)
        failpoints.hit("order.read_back")
        self._recorded(order)
        failpoints.hit("order.ended")
        self._publish(OrderMoved(order))
        self._publish(_Ended(order))
