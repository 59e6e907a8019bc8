"""Which outlets are dark because somebody ordered it: all others that are dark lost their power.

That an outlet was ordered off is remembered; whether it is dark by it is asked of the PDU. So the memory
makes a dark outlet lawful, and excuses the silence of what hangs on it only while the outlet reads off (or
the order is on its way, and nobody can tell). It ends by itself: the outlet is seen to come back, or the
order is over and the PDU still says *on*. A *cycle* is lawful for as long as one usually takes. What hangs on
an outlet that becomes live again may boot for a while, each after what it hangs on. Kept across a restart by
journal lines `outlet.ordered`; intervals are monotonic, so that a clock that is set excuses nothing and
accuses nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf
from typing import Any, Literal, Protocol

from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.coming import comes_up
from controller.hall.cutting import DELAYED, SWITCHING
from controller.hall.firsts import Firsts
from controller.hall.hot import end_of
from controller.hall.orders import Order, OrderState
from controller.hall.sight import Sight
from controller.record import failpoints
from controller.record.lines import Line, written
from drivers.points import Ref
from drivers.vocabulary import LinkState

ORDERED = "outlet.ordered"
POLL = 10.0
"""After so long what a PDU says of an outlet is younger than the order of which nobody knows the end."""
VOUCHED = ("live", "assumed")
NOT_DONE = frozenset({OrderState.REFUSED, OrderState.NOT_CONFIRMED})
"""The ends after which the PDU itself has said that it did nothing."""


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


@dataclass(slots=True)
class Cut:
    """An outlet that may be dark until `until` (inf: until it is live again), by `order`.

    *off* is cut for good, *later* will be, *cycle* for a while. It is `under_way` while its order is; from
    `judged` on the PDU's word counts against it.
    """

    how: Literal["off", "later", "cycle"]
    until: float
    order: str
    judged: float
    under_way: bool = False


class Switched:
    """The outlets that are lawfully dark; all moments are monotonic."""

    def __init__(self, sight: Sight, bus: Bus, journal: Journal) -> None:
        self._sight, self._journal = sight, journal
        self._off: dict[Ref, Cut] = {}
        self._waking: dict[str, float] = {}
        self._firsts = Firsts()
        bus.subscribe(OrderMoved, lambda event: self._ordered(event.order))
        bus.subscribe(PointChanged, self._changed)

    # ------------------------------------------------------------ what is asked

    def lawful(self, outlet: Ref) -> bool:
        """Whether it may be dark now."""
        cut = self._off.get(outlet)
        return cut is not None and self._now() < cut.until

    def dark(self) -> Iterator[Ref]:
        """The outlets that are dark by order: from the order on, not only when it is seen."""
        return (ref for ref in self._off if self.lawful(ref) and not self._is_lit(ref))

    def lit(self) -> Iterator[Ref]:
        """The outlets that may be dark, and are not, as far as was heard: one may have just gone."""
        return (ref for ref in self._off if self.lawful(ref) and self._is_lit(ref))

    def boots(self, device: str) -> bool:
        """Whether it got its power back by order, a moment ago."""
        return self._now() < self._waking.get(device, -inf)

    def _is_lit(self, ref: Ref) -> bool:
        cut = self._off[ref]
        if cut.how == "cycle" or cut.under_way or self._now() < cut.judged:
            return False
        if failpoints.planted("what_was_ordered_is_believed"):
            return False
        return self._sight.state.get(ref).reported is True

    # ------------------------------------------------------------ at every look

    def review(self) -> set[str]:
        """End what the world shows to be over; answers the PDUs with something that ends by itself."""
        ending = {ref.device for ref, cut in self._off.items() if cut.until < inf}
        for ref, cut in list(self._off.items()):
            if self._now() >= cut.until:
                del self._off[ref]
                if self._sight.state.get(ref).reported is not False:
                    self._wake(ref, cut.until)  # it may have been dark until now: nobody saw it come back
            elif cut.how == "off" and self._is_lit(ref) and self._sight.state.get(ref).quality in VOUCHED:
                self._drop(ref, "system")
        return ending

    def settle(self) -> None:
        """After a restart: an outlet that is live again needs no excuse any more."""
        for ref in [one for one in self._off if self._sight.state.get(one).reported is True]:
            self._live(ref, "system", seen=False)

    # ------------------------------------------------------------ after a restart

    def recall(self, line: Line) -> None:
        """One of its own lines, after a restart; in order."""
        ref = Ref.parse(line.subject)
        if not line.data["off"]:
            self._off.pop(ref, None)
            if line.data.get("wakes", True):
                self._wake(ref, min(self._now(), self._when(line.at)))
            return
        until = self._left(line)
        how = line.data.get("how", "off" if until == inf else "cycle")
        self._off[ref] = Cut(how, until, str(line.data.get("order", "")), self._now() + POLL)

    def _left(self, line: Line) -> float:
        """Counted from when it was written, as the clock that is set now would have it; never from later."""
        if line.data["until"] is None:
            return inf
        return min(self._now(), self._when(line.at)) + float(line.data.get("lasts", SWITCHING))

    def _now(self) -> float:
        return self._sight.clock.monotonic()

    def _when(self, at: datetime) -> float:
        clock = self._sight.clock
        return clock.monotonic() + (at - clock.now()).total_seconds()

    # ------------------------------------------------------------ orders

    def _ordered(self, order: Order) -> None:
        first = self._firsts.is_first(order) and (order.ok or not order.ended)
        if order.kind == "set" and order.ref is not None and order.ref.key == "outlet":
            self._set(order, order.ref, first)
        elif order.kind == "invoke":
            self._invoked(order, first)

    def _set(self, order: Order, ref: Ref, first: bool) -> None:
        """*Off* counts from the moment it is asked, *on* when it is done."""
        if order.value is False and first:
            cut = Cut("off", inf, order.id, self._now(), under_way=not order.ended)
            self._note(ref, cut, order.actor.name)
        elif order.value is False and order.ended:
            self._ended(order, self._off.get(ref))
        elif order.ended and order.ok and self._sight.state.get(ref).reported is True:
            self._live(ref, order.actor.name)

    def _ended(self, order: Order, cut: Cut | None) -> None:
        """From now on the PDU's word counts; where the order may still have come through, its next one."""
        if cut is not None and cut.order == order.id:
            cut.under_way = False
            cut.judged = self._now() + (0.0 if order.ok or order.state in NOT_DONE else POLL)

    def _invoked(self, order: Order, first: bool) -> None:
        """*off* by any name, delayed or not, stays off; whatever else cuts gives the power back."""
        if first:
            later = "off" in order.action
            until = self._now() + (DELAYED if later else SWITCHING)
            for ref in order.cuts:
                cut = Cut("later" if later else "cycle", until, order.id, self._now() + SWITCHING)
                self._note(ref, cut, order.actor.name)
        elif order.ended and not order.ok:
            for ref in [ref for ref, cut in self._off.items() if cut.order == order.id]:
                if self._sight.state.get(ref).reported is True:
                    self._drop(ref, order.actor.name)

    def _note(self, ref: Ref, cut: Cut, actor: str) -> None:
        self._off[ref] = cut
        lasts = cut.until - self._now() if cut.until < inf else None
        until = written(self._sight.clock.now() + timedelta(seconds=lasts)) if lasts is not None else None
        data = {"off": True, "until": until, "lasts": lasts, "how": cut.how, "order": cut.order}
        self._journal.append(ORDERED, str(ref), data, actor)

    # ------------------------------------------------------------ what the PDU says

    def _changed(self, event: PointChanged) -> None:
        ref, cut = event.ref, self._off.get(event.ref)
        if cut is None or event.now.reported == event.was.reported:
            return
        if event.now.reported is False and cut.how == "later":
            self._note(ref, replace(cut, how="off", until=inf), "system")
        elif event.now.reported is True and event.was.reported is False:
            if cut.under_way:  # it is ordered off again
                self._wake(ref, self._now(), seen=True)
            else:
                self._live(ref, "system")

    def _live(self, ref: Ref, actor: str, seen: bool = True) -> None:
        if self._off.pop(ref, None) is not None:
            self._wake(ref, self._now(), seen)
            self._journal.append(ORDERED, str(ref), {"off": False, "until": None}, actor)

    def _drop(self, ref: Ref, actor: str) -> None:
        """It never was dark: nothing boots."""
        del self._off[ref]
        self._journal.append(ORDERED, str(ref), {"off": False, "until": None, "wakes": False}, actor)

    def _wake(self, ref: Ref, since: float, seen: bool = False) -> None:
        """What it feeds, and what that feeds, may boot; `seen`: it got its power in this very moment."""
        sight = self._sight
        up = comes_up(sight.topology, end_of(ref), sight.carries)
        for device in (up.keys() - {ref.device}) & set(sight.devices()):
            self._waking[device] = max(since + up[device], self._waking.get(device, -inf))
            # who waits for another to boot first does not show how long it takes itself
            if seen and up[device] <= sight.carries(device) and not self._answers(device):
                sight.powered(device)

    def _answers(self, device: str) -> bool:
        """A device with two cords did not boot because one of them is live again."""
        return self._sight.state.get(Ref(device, "link")).reported == LinkState.UP
