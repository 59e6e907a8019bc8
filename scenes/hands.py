"""Who has his hands on what: the last person who ordered something at a device or a point, and when."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from controller.clock import Clock
from controller.events import Bus, OrderMoved
from controller.hall.orders import OrderState
from drivers.points import Ref

MOMENT = 60.0
"""Seconds for which somebody is taken to be still at it."""
NOBODY = frozenset({"scene", "system"})


class Hand(NamedTuple):
    """Somebody's order: who, when (monotonic), and how many orders people had given by then."""

    who: str
    when: float
    number: int


NONE = Hand("", float("-inf"), 0)


class Hands:
    """Remembers one person a device, and one a point. `changes(device, action, ref)`: whether an action may
    change a point; who did it wants the point as it is then.
    """

    def __init__(self, bus: Bus, clock: Clock, changes: Callable[[str, str, Ref], bool]) -> None:
        self._clock, self._changes = clock, changes
        self._devices: dict[str, Hand] = {}
        self._points: dict[Ref, Hand] = {}
        self._deeds: dict[tuple[str, str], Hand] = {}
        self.mark = 0
        bus.subscribe(OrderMoved, self._ordered)

    def at(self, device: str, but: str = "") -> str | None:
        """Who, other than `but`, has just now ordered something there."""
        who, when, _ = self._devices.get(device, NONE)
        recent = self._clock.monotonic() - when < MOMENT
        return who if recent and who != but else None

    def on(self, ref: Ref) -> str | None:
        """Who last ordered this point to be something."""
        return self._points.get(ref, NONE).who or None

    def since(self, ref: Ref, moment: float) -> str | None:
        """Who ordered this point to be something, at that moment (monotonic) or later."""
        last = self._last(ref)
        return last.who if last.when >= moment else None

    def after(self, ref: Ref, mark: int) -> str | None:
        """Who ordered this point to be something, after `mark` was what it was."""
        last = self._last(ref)
        return last.who if last.number > mark else None

    def recall(self, subject: str, data: Mapping[str, Any], who: str) -> None:
        """An order of the record, given after the latest run."""
        device, _, action = subject.partition("/")
        if data.get("role") not in NOBODY:
            self._ordered_by(device, Ref.parse(subject) if data.get("kind") == "set" else None, action, who)

    def _last(self, ref: Ref) -> Hand:
        return max((self._points.get(ref, NONE), *self._did(ref)), key=lambda hand: hand.number)

    def _did(self, ref: Ref) -> Iterator[Hand]:
        deeds = ((*deed, hand) for deed, hand in self._deeds.items() if deed[0] == ref.device)
        return (hand for device, action, hand in deeds if self._changes(device, action, ref))

    def _ordered(self, event: OrderMoved) -> None:
        order = event.order
        if order.state is OrderState.ASKED and order.kind != "read" and order.actor.role not in NOBODY:
            self._ordered_by(order.device, order.ref, order.action, order.actor.name)

    def _ordered_by(self, device: str, ref: Ref | None, action: str, who: str) -> None:
        self.mark += 1
        hand = Hand(who, self._clock.monotonic(), self.mark)
        self._devices[device] = hand
        if ref is not None:
            self._points[ref] = hand
        else:
            self._deeds[device, action] = hand
