"""Which points were ordered and did not come: the memory behind *did not reach state*.

"Not confirmed" alone does not say that a device is deaf. One that showed the wanted value, or was on its way
to it, obeyed, and whoever moved it on did so at the device. One that is still on its way is late. What is
left is disobedience, and it stands until the device shows the value after all or obeys another order. What an
acknowledgement itself spells ("Out8 In3 Vid") shows nothing: a deaf device says it too. How a wish that takes
its time goes on is put on record, so that one outlives the service that was told it (`pending.py`).
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from controller.events import Bus, OrderMoved, PointChanged
from controller.hall.conditions import Miss
from controller.hall.faults import Fault
from controller.hall.firsts import Firsts
from controller.hall.orders import Order, OrderState
from controller.hall.pending import LATE, OVER, SEEN
from controller.hall.rules_wishes import miss_of
from controller.hall.sight import Sight
from controller.record import failpoints
from drivers.errors import Reason
from drivers.points import Ref, Value

Note = Callable[[Ref, str, str], object]
AT_ONCE = 0.05
"""Seconds within which a value and its acknowledgement are one frame, or two of one breath."""


class Disobeyed:
    """What is missed, by point; `late` seconds are given to a value that is still on its way. `note` puts on
    record how a wish goes on.
    """

    def __init__(
        self, sight: Sight, bus: Bus, late: float, note: Note = lambda ref, order, what: None
    ) -> None:
        self._sight, self._late_by, self._note = sight, late, note
        self._missed: dict[Ref, Miss] = {}
        self._trying: dict[Ref, tuple[Order, Value]] = {}
        self._obeyed: dict[str, float] = {}  # order -> when it was seen to
        self._firsts = Firsts()
        self._late: dict[Ref, tuple[Miss, float]] = {}
        self._resumed: dict[Ref, tuple[Miss, float]] = {}  # told before a restart, and not seen to obey
        bus.subscribe(OrderMoved, lambda event: self._moved(event.order))
        bus.subscribe(PointChanged, self._changed)

    def at(self, device: str) -> Mapping[Ref, Miss]:
        """What this device was told and did not do."""
        return {ref: miss for ref, miss in self._missed.items() if ref.device == device}

    def waiting(self) -> set[str]:
        """The devices where something is late, or was told before a restart."""
        return {ref.device for ref in (*self._late, *self._resumed)}

    def resume(self, ref: Ref, miss: Miss, until: float, seen: bool) -> None:
        """A wish of before a restart; `seen`: it was seen to obey, and may be late."""
        if seen:
            self._late[ref] = miss, until + self._sight.late(ref.device, self._late_by)
        else:
            self._resumed[ref] = miss, until

    def recall(self, fault: Fault) -> None:
        """A fault that stands since before the restart."""
        self._missed[Ref.parse(fault.subject)] = miss_of(fault.evidence)

    def unheard(self) -> Mapping[Ref, Miss]:
        """What could not be told to whoever sleeps."""
        return {ref: miss for ref, miss in self._missed.items() if miss.unheard}

    def suspect(self, ref: Ref, miss: Miss) -> None:
        """It could not be told, and may not come; what is known of it already counts for more."""
        self._missed.setdefault(ref, miss)

    def waits(self, ref: Ref, miss: Miss) -> None:
        """How long it is waited for is another time than it was."""
        self._missed[ref] = miss

    def comes(self, ref: Ref, miss: Miss) -> None:
        """It is on its way after all; from now on it may be late."""
        del self._missed[ref]
        until = self._now() + self._sight.late(ref.device, self._late_by)
        self._late[ref] = miss._replace(unheard=False, patience=0.0, left=None, renewed=False), until
        self._note(ref, miss.order, LATE)

    def drop(self, ref: Ref) -> None:
        """Nothing is missed there any more."""
        self._missed.pop(ref, None)

    def forget(self, devices: Collection[str]) -> None:
        """Keep nothing of other devices: they left the hall."""
        books: tuple[dict[Ref, Any], ...] = (self._missed, self._late, self._trying, self._resumed)
        for book in books:
            for ref in [one for one in book if one.device not in devices]:
                del book[ref]

    def _now(self) -> float:
        return self._sight.clock.monotonic()

    def tick(self) -> None:
        """Judge what was late: it may have come, been moved on by somebody, or be late for good. While
        nobody can see it, nobody judges it."""
        for ref in [one for one in self._resumed if self._sight.state.get(one).quality == "live"]:
            self._resumes(ref)
        for ref, (miss, until) in list(self._late.items()):
            seen = self._sight.state.get(ref)
            if seen.quality != "live":
                continue
            if seen.reported not in self._sight.passing(ref):
                self._is_over(ref, self._late)
            elif self._now() >= until:
                self._is_over(ref, self._late)
                self._missed[ref] = miss

    def _resumes(self, ref: Ref) -> None:
        """Whoever shows what was wanted, or is on its way, obeyed; who did neither in time did not."""
        (miss, until), reported = self._resumed[ref], self._sight.state.get(ref).reported
        if reported in self._sight.passing(ref):
            self.resume(ref, self._resumed.pop(ref)[0], max(until, self._now()), seen=True)
            self._note(ref, miss.order, SEEN)
        elif self._sight.agrees(ref, miss.wanted, reported):
            self._is_over(ref, self._resumed)
        elif self._now() >= until:
            self._is_over(ref, self._resumed)
            self._missed[ref] = miss

    def _is_over(self, ref: Ref, book: dict[Ref, tuple[Miss, float]]) -> None:
        if (waiting := book.pop(ref, None)) is not None:
            self._note(ref, waiting[0].order, OVER)

    def _moved(self, order: Order) -> None:
        ref = order.ref
        if order.kind != "set" or ref is None:
            return
        if self._firsts.is_first(order) and (not order.ended or ref not in self._trying):
            self._trying[ref] = order, self._sight.state.get(ref).reported
            if not failpoints.planted("an_old_wish_is_never_given_up"):
                self._is_over(ref, self._late)
                self._is_over(ref, self._resumed)
        seen = self._obeyed.get(order.id)
        if order.state is OrderState.ACKNOWLEDGED and seen is not None and self._now() - seen < AT_ONCE:
            del self._obeyed[order.id]  # the acknowledgement's own words
        if order.ended and self._trying.get(ref, (None,))[0] is order:
            self._ended(ref, order, self._trying.pop(ref)[1])
            self._obeyed.pop(order.id, None)
            self._note(ref, order.id, LATE if ref in self._late else OVER)

    def _ended(self, ref: Ref, order: Order, was: Value) -> None:
        miss = Miss(order.value, order.id, order.reason or str(order.state), order.actor.name)
        if order.state is OrderState.CONFIRMED and not self._sight.agrees(ref, order.value, was):
            self._missed.pop(ref, None)
        elif order.state is OrderState.REFUSED and order.reason == Reason.FAILED:
            self._missed[ref] = miss
        elif order.state is OrderState.NOT_CONFIRMED:
            self._not_confirmed(ref, order, miss)

    def _not_confirmed(self, ref: Ref, order: Order, miss: Miss) -> None:
        if failpoints.planted("whoever_is_late_is_accused"):
            self._missed[ref] = miss
        elif self._sight.state.get(ref).reported in self._sight.passing(ref):
            self._late[ref] = miss, self._now() + self._sight.late(ref.device, self._late_by)
        elif order.id not in self._obeyed:
            self._missed[ref] = miss

    def _changed(self, event: PointChanged) -> None:
        ref, reported = event.ref, event.now.reported
        if reported == event.was.reported:
            return
        if ref in self._trying:
            order = self._trying[ref][0]
            if self._sight.agrees(ref, order.value, reported) or reported in self._sight.passing(ref):
                if order.id not in self._obeyed:
                    self._note(ref, order.id, SEEN)
                self._obeyed[order.id] = self._now()
        if ref in self._resumed:
            self._resumes(ref)
        if ref in self._missed and self._sight.agrees(ref, self._missed[ref].wanted, reported):
            del self._missed[ref]
