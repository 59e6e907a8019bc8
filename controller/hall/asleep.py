"""Which devices are asleep: switched off, and not to be reached over the network until they are on again.

Only where the hall's file says so (`lan_in_standby: false`). Asleep is whoever last said that it is off, or
cools: it does not matter whether an order or its own remote did that. One that went silent so soon after an
*off* that it could not say so is asleep too; one that went on saying *on* is deaf. Power that comes back
finds it asleep. It is over when the device says *on*, or when somebody switches it on: then it may boot for a
while. Kept across a restart by lines `device.asleep`.
"""

from math import inf
from typing import Any, Protocol

from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.firsts import Firsts
from controller.hall.hot import end_of
from controller.hall.orders import Order, OrderState
from controller.hall.sight import Sight
from controller.hall.topology import End, Kind
from controller.record import failpoints
from controller.record.lines import Line
from drivers.points import Ref
from drivers.vocabulary import COOLING, OFF, ON, WARMING, LinkState

ASLEEP = "device.asleep"
POWER = "power"
OBEYS = 10.0
"""Whoever is heard for longer after an *off*, and says *on*, did not obey."""


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


class Asleep:
    """The devices that sleep, and since when those that were woken may boot (monotonic)."""

    def __init__(self, sight: Sight, bus: Bus, journal: Journal) -> None:
        self._sight, self._journal = sight, journal
        self._asleep: dict[str, str] = {}
        self._waking: dict[str, float] = {}
        self._told: dict[str, float] = {}  # an order on its way: since when
        self._firsts = Firsts()
        bus.subscribe(OrderMoved, lambda event: self._ordered(event.order))
        bus.subscribe(PointChanged, self._changed)

    def excuse(self, device: str) -> str:
        """Why it may be silent: who or what put it to sleep; "" where it may not."""
        if not self._sight.sleeps(device):
            return ""
        if self._now() < self._waking.get(device, -inf):
            return "boot"
        return self._asleep.get(device, "")

    def lies(self, device: str) -> bool:
        """Whether it is asleep, and nobody has woken it."""
        return device in self._asleep and self._sight.sleeps(device)

    def powered(self, device: str, source: str) -> None:
        """The trouble of `source` is over: whoever lost its power by it is asleep now."""
        lost = self._sight.sleeps(device) and device not in self._asleep
        if lost and device in self._sight.topology.without({End.parse(source)}, (Kind.POWER,)):
            self._falls(device, source)

    def recall(self, line: Line) -> None:
        """One of its own lines, after a restart; in order."""
        self._keep(line.subject, line.data["by"])

    def _now(self) -> float:
        return self._sight.clock.monotonic()

    def _keep(self, device: str, by: str) -> bool:
        was = self._asleep.pop(device, "")
        if by:
            self._asleep[device] = by
        return was != by

    def _falls(self, device: str, by: str, actor: str = "system") -> None:
        if self._keep(device, by):
            self._journal.append(ASLEEP, device, {"by": by}, actor)

    # ------------------------------------------------------------ what it says, and what feeds it

    def _changed(self, event: PointChanged) -> None:
        ref, now = event.ref, event.now
        if ref.key == POWER and not ref.index and now.quality == "live" and self._sight.sleeps(ref.device):
            if now.reported in (ON, WARMING):
                self._falls(ref.device, "")
            elif now.reported in (OFF, COOLING) and ref.device not in self._asleep:
                self._falls(ref.device, "off")
        elif ref.key == "outlet" and now.reported is True and event.was.reported is False:
            for device in sorted(self._sight.topology.without({end_of(ref)}, (Kind.POWER,))):
                if self._sight.sleeps(device):
                    self._falls(device, "outlet")

    # ------------------------------------------------------------ orders

    def _ordered(self, order: Order) -> None:
        ref = order.ref
        if order.kind != "set" or ref is None or ref.key != POWER or not self._sight.sleeps(ref.device):
            return
        if self._firsts.is_first(order):
            self._told[order.id] = self._now()
        left = order.state is not OrderState.ASKED and OrderState.SENT in order.times
        if order.value == OFF and order.ended:
            self._off(order, ref.device, left or order.ok)
        elif order.value != OFF and left:
            self._waking[ref.device] = self._told[order.id] + self._sight.boot(ref.device)
            self._falls(ref.device, "", order.actor.name)
        if order.ended:
            self._told.pop(order.id, None)

    def _off(self, order: Order, device: str, left: bool) -> None:
        link = self._sight.state.get(Ref(device, "link")).reported
        if not left or link == LinkState.UP or device in self._asleep:
            return  # it was never told, or it says itself how it is
        heard = self._sight.heard_at(device) - self._told.get(order.id, self._now())
        if heard < OBEYS or failpoints.planted("what_was_ordered_is_believed"):
            self._falls(device, order.id, order.actor.name)
