"""Who has his hands on what: the last person who ordered something at each device, and when."""

from controller.clock import Clock
from controller.events import Bus, OrderMoved
from controller.hall.orders import OrderState
from drivers.points import Ref

MOMENT = 60.0
"""Seconds for which somebody is taken to be still at it."""
NOBODY = frozenset({"scene", "system"})


class Hands:
    """Remembers one person a device, and one a point."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self._clock = clock
        self._devices: dict[str, tuple[str, float]] = {}
        self._points: dict[Ref, tuple[str, float]] = {}
        bus.subscribe(OrderMoved, self._ordered)

    def at(self, device: str, but: str = "") -> str | None:
        """Who, other than `but`, has just now ordered something there."""
        who, when = self._devices.get(device, ("", 0.0))
        recent = who and self._clock.monotonic() - when < MOMENT
        return who if recent and who != but else None

    def on(self, ref: Ref) -> str | None:
        """Who last ordered this point to be something."""
        return self._points.get(ref, (None, 0.0))[0]

    def since(self, ref: Ref, moment: float) -> str | None:
        """Who ordered this point to be something, at that moment (monotonic) or later."""
        who, when = self._points.get(ref, (None, 0.0))
        return who if when >= moment else None

    def _ordered(self, event: OrderMoved) -> None:
        order = event.order
        if order.state is OrderState.ASKED and order.kind != "read" and order.actor.role not in NOBODY:
            self._devices[order.device] = order.actor.name, self._clock.monotonic()
            if order.ref is not None:
                self._points[order.ref] = order.actor.name, self._clock.monotonic()
