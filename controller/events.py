"""What happens in the controller, and the bus that tells it.

The bus is in-process and synchronous. An event published while another is being told waits its turn, so that
every subscriber sees all events in one and the same order. A subscriber that raises is logged and the others
still hear: a bug in a ticket rule must not stop a fader. Whatever is slow keeps a queue of its own.
"""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:  # the events name the types of floors above; at run time nothing is imported upwards
    from controller.hall.faults import Fault
    from controller.hall.orders import Order
    from controller.hall.state import PointState
    from drivers.points import Ref
    from drivers.trace import Entry

_log = logging.getLogger(__name__)
Event = TypeVar("Event")


@dataclass(frozen=True, slots=True)
class PointChanged:
    """A point's state is now another one: its value, its wish, or its quality."""

    ref: "Ref"
    now: "PointState"
    was: "PointState"


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """An order reached its next state: sent, acknowledged, confirmed, or how else it ended."""

    order: "Order"


@dataclass(frozen=True, slots=True)
class FaultChanged:
    """A fault was raised, changed its phase or a flag, or cleared; `was` is None for a new one."""

    fault: "Fault"
    was: "Fault | None"


@dataclass(frozen=True, slots=True)
class TicketChanged:
    """A ticket got an entry, and the entry is on disk."""

    number: int


@dataclass(frozen=True, slots=True)
class RunMoved:
    """A scene's run, or a step of it, reached another state."""

    run_id: str


@dataclass(frozen=True, slots=True)
class RunTold:
    """Something else may be told of a scene's run: what it says is on disk."""

    run_id: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A frame went to or came from a device, or something was noted about it."""

    device: str
    entry: "Entry"


class Bus:
    """Tells every event to those who subscribed to its kind, at once, in one order for all."""

    def __init__(self) -> None:
        self._told: dict[type, tuple[Callable[..., object], ...]] = {}
        self._waiting: deque[object] = deque()
        self._telling = self._held = False

    def subscribe(self, kind: type[Event], callback: Callable[[Event], object]) -> Callable[[], None]:
        """Call `callback` with every event of exactly this kind; the answer is a function that ends it."""
        self._told[kind] = (*self._told.get(kind, ()), callback)

        def unsubscribe() -> None:
            self._told[kind] = tuple(one for one in self._told[kind] if one is not callback)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Tell `event` before returning; when a subscriber publishes, it is heard after the event at hand."""
        self._waiting.append(event)
        if not self._telling and not self._held:
            self._tell_all()

    def hold(self) -> None:
        """Tell nothing before `release`: what must not wait (the bytes of an order) goes before its news."""
        self._held = True

    def release(self) -> None:
        """Tell what was held, in order; does nothing where nothing is."""
        if self._held:
            self._held = False
            if not self._telling:
                self._tell_all()

    def _tell_all(self) -> None:
        self._telling = True
        try:
            while self._waiting:
                self._tell(self._waiting.popleft())
        finally:
            self._telling = False

    def _tell(self, event: object) -> None:
        for callback in self._told.get(type(event), ()):
            try:
                callback(event)
            except Exception:
                _log.exception("a subscriber to %s failed", type(event).__name__)
