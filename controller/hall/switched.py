"""Which outlets are dark because somebody ordered it: all others that are dark lost their power.

An ordered *off* is lawful until the outlet is seen live again; a *cycle* for as long as it usually takes.
Kept across a restart by journal lines `outlet.ordered`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.consequences import SWITCHING
from controller.hall.orders import Order, OrderState
from controller.hall.sight import Sight
from controller.record.lines import Line, moment, written
from drivers.points import Ref

ORDERED = "outlet.ordered"


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


class Switched:
    """The outlets that are lawfully dark, each until a moment or (None) until it is live again."""

    def __init__(self, sight: Sight, bus: Bus, journal: Journal) -> None:
        self._sight, self._journal = sight, journal
        self._off: dict[Ref, datetime | None] = {}
        bus.subscribe(OrderMoved, lambda event: self._ordered(event.order))
        bus.subscribe(PointChanged, self._changed)

    def lawful(self, outlet: Ref) -> bool:
        """Whether it may be dark now."""
        if outlet not in self._off:
            return False
        until = self._off[outlet]
        return until is None or self._sight.clock.now() < until

    def dark(self) -> Iterator[Ref]:
        """The outlets that are dark, and lawfully."""
        state = self._sight.state
        return (ref for ref in self._off if state.get(ref).reported is False and self.lawful(ref))

    def ending(self) -> set[str]:
        """The devices at which a lawful darkness ends by itself."""
        return {ref.device for ref, until in self._off.items() if until is not None}

    def settle(self) -> None:
        """After a restart: an outlet that is live again needs no excuse any more."""
        for ref in [one for one in self._off if self._sight.state.get(one).reported is True]:
            self._live(ref, "system")

    def recall(self, line: Line) -> None:
        """One of its own lines, after a restart; in order."""
        ref, until = Ref.parse(line.subject), line.data["until"]
        if line.data["off"]:
            self._off[ref] = moment(until) if until is not None else None
        else:
            self._off.pop(ref, None)

    def _ordered(self, order: Order) -> None:
        if order.kind == "set" and order.ref is not None and order.ref.key == "outlet":
            self._set(order, order.ref)
        elif order.kind == "invoke" and order.state is OrderState.ASKED:
            for ref in self._sight.cuts(order):
                self._note(ref, self._until(order), order)

    def _set(self, order: Order, ref: Ref) -> None:
        if order.state is OrderState.ASKED and order.value is False:
            self._note(ref, None, order)
        elif order.ended and not order.ok and self._sight.state.get(ref).reported is True:
            self._live(ref, order.actor.name)

    def _until(self, order: Order) -> datetime | None:
        """*off* by any name stays off; whatever else cuts gives the power back."""
        if "off" in order.action:
            return None
        return self._sight.clock.now() + timedelta(seconds=SWITCHING)

    def _note(self, ref: Ref, until: datetime | None, order: Order) -> None:
        self._off[ref] = until
        data = {"off": True, "until": written(until) if until is not None else None, "order": order.id}
        self._journal.append(ORDERED, str(ref), data, order.actor.name)

    def _changed(self, event: PointChanged) -> None:
        if event.ref in self._off and event.now.reported is True and event.was.reported is False:
            self._live(event.ref, "system")

    def _live(self, ref: Ref, actor: str) -> None:
        if ref in self._off:
            del self._off[ref]
            self._journal.append(ORDERED, str(ref), {"off": False, "until": None}, actor)
