"""Outlets that are about to lose their power by an action: *cycle*, *off in a minute*, *all off*.

A set shows in the state as a wish that is on its way. What an action does shows nowhere until the PDU says
so, up to two hours later; and a lamp that is switched on meanwhile dies hot. So the interlock asks here.
"""

from collections.abc import Iterator
from math import inf

from controller.clock import Clock
from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.orders import Order, OrderState
from drivers.points import Ref

SWITCHING = 30.0
"""Seconds that an outlet may be dead while a PDU cycles it."""
DELAYED = 7200.0
"""No PDU delays an *off* for longer."""
NOT_DONE = frozenset({OrderState.REFUSED, OrderState.NOT_ALLOWED})


class Cutting:
    """What actions will make dark, as far as nobody can read it yet."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[Ref, tuple[str, float]] = {}
        bus.subscribe(OrderMoved, lambda event: self._moved(event.order))
        bus.subscribe(PointChanged, self._changed)

    def outlets(self) -> Iterator[Ref]:
        """The outlets whose power may go at any moment."""
        now = self._clock.monotonic()
        return (ref for ref, (_, until) in self._until.items() if now < until)

    def _moved(self, order: Order) -> None:
        if order.kind == "invoke" and order.cuts:
            self._invoked(order)
        elif order.kind == "set" and order.ref in self._until and order.value is True and order.ok:
            del self._until[order.ref]  # somebody wants it live: the PDU forgets what it was to do

    def _invoked(self, order: Order) -> None:
        if order.state in NOT_DONE:
            self._until = {ref: cut for ref, cut in self._until.items() if cut[0] != order.id}
            return
        lasts = inf if not order.ended else DELAYED if "off" in order.action else SWITCHING
        self._until |= {ref: (order.id, self._clock.monotonic() + lasts) for ref in order.cuts}

    def _changed(self, event: PointChanged) -> None:
        if event.ref in self._until and event.now.reported is False:
            del self._until[event.ref]  # from now on the state tells
