"""Which outlets are dark because somebody ordered it: all others that are dark lost their power.

An ordered *off* is lawful until the outlet is live again; a *cycle* for as long as it usually takes. What
hangs on an outlet that becomes live again may boot for a while. Kept across a restart by journal lines
`outlet.ordered`; intervals are monotonic, so that a clock that is set excuses nothing and accuses nobody.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import inf
from typing import Any, Protocol

from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.consequences import SWITCHING
from controller.hall.firsts import Firsts
from controller.hall.hot import end_of
from controller.hall.orders import Order
from controller.hall.reach import taken
from controller.hall.sight import Sight
from controller.record.lines import Line, moment, written
from drivers.points import Ref
from drivers.vocabulary import LinkState

ORDERED = "outlet.ordered"


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


class Switched:
    """The outlets that are lawfully dark, each until a moment (monotonic; inf: until it is live again)."""

    def __init__(self, sight: Sight, bus: Bus, journal: Journal) -> None:
        self._sight, self._journal = sight, journal
        self._off: dict[Ref, float] = {}
        self._waking: dict[str, float] = {}
        self._firsts = Firsts()
        bus.subscribe(OrderMoved, lambda event: self._ordered(event.order))
        bus.subscribe(PointChanged, self._changed)

    def lawful(self, outlet: Ref) -> bool:
        """Whether it may be dark now."""
        return self._sight.clock.monotonic() < self._off.get(outlet, -inf)

    def dark(self, passing: bool = True) -> Iterator[Ref]:
        """The outlets that may be dark now: from the order on, not only when it is seen.

        Without `passing` only those that stay dark until somebody orders otherwise.
        """
        return (ref for ref, until in self._off.items() if self.lawful(ref) and (passing or until == inf))

    def boots(self, device: str) -> bool:
        """Whether it got its power back by order, a moment ago."""
        return self._sight.clock.monotonic() < self._waking.get(device, -inf)

    def ending(self) -> set[str]:
        """The devices at which a lawful darkness ends by itself, or just has."""
        passing = {ref: until for ref, until in self._off.items() if until < inf}
        for ref in [one for one in passing if not self.lawful(one)]:
            del self._off[ref]
        return {ref.device for ref in passing}

    def settle(self) -> None:
        """After a restart: an outlet that is live again needs no excuse any more."""
        for ref in [one for one in self._off if self._sight.state.get(one).reported is True]:
            self._live(ref, "system", seen=False)

    def recall(self, line: Line) -> None:
        """One of its own lines, after a restart; in order."""
        ref, until = Ref.parse(line.subject), line.data["until"]
        now = self._sight.clock.monotonic()  # no moment may lie further ahead than when it was written
        if line.data["off"]:
            self._off[ref] = min(now + SWITCHING, self._when(moment(until))) if until is not None else inf
        else:
            self._off.pop(ref, None)
            self._wake(ref, min(now, self._when(line.at)))

    def _when(self, at: datetime) -> float:
        clock = self._sight.clock
        return clock.monotonic() + (at - clock.now()).total_seconds()

    def _ordered(self, order: Order) -> None:
        first = self._firsts.is_first(order) and (order.ok or not order.ended)
        if order.kind == "set" and order.ref is not None and order.ref.key == "outlet":
            self._set(order, order.ref, first)
        elif order.kind == "invoke" and first:
            for ref in self._sight.cuts(order):
                self._note(ref, self._until(order), order)

    def _set(self, order: Order, ref: Ref, first: bool) -> None:
        """*Off* counts from the moment it is asked, *on* when it is done; an *off* that failed counts not."""
        if order.value is False and first:
            self._note(ref, None, order)
        elif order.ended and order.ok is bool(order.value) and self._sight.state.get(ref).reported is True:
            self._live(ref, order.actor.name)

    def _until(self, order: Order) -> datetime | None:
        """*off* by any name stays off; whatever else cuts gives the power back."""
        if "off" in order.action:
            return None
        return self._sight.clock.now() + timedelta(seconds=SWITCHING)

    def _note(self, ref: Ref, until: datetime | None, order: Order) -> None:
        self._off[ref] = self._when(until) if until is not None else inf
        data = {"off": True, "until": written(until) if until is not None else None, "order": order.id}
        self._journal.append(ORDERED, str(ref), data, order.actor.name)

    def _changed(self, event: PointChanged) -> None:
        if event.ref in self._off and event.now.reported is True and event.was.reported is False:
            self._live(event.ref, "system")

    def _live(self, ref: Ref, actor: str, seen: bool = True) -> None:
        if self._off.pop(ref, None) is not None:
            self._wake(ref, self._sight.clock.monotonic(), seen)
            self._journal.append(ORDERED, str(ref), {"off": False, "until": None}, actor)

    def _wake(self, ref: Ref, since: float, seen: bool = False) -> None:
        """What it feeds, and what that feeds, may boot; `seen`: it got its power in this very moment."""
        end, topology = end_of(ref), self._sight.topology
        for device in {*topology.below(end), *taken(topology, {end})}:
            if device in self._sight.devices():
                self._waking[device] = since + self._sight.boot(device)
                if seen and not self._answers(device):
                    self._sight.powered(device)

    def _answers(self, device: str) -> bool:
        """A device with two cords did not boot because one of them is live again."""
        return self._sight.state.get(Ref(device, "link")).reported == LinkState.UP
