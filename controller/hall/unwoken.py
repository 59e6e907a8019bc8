"""Who was told to come on while asleep, and was never heard of: somebody tapped *on*, and it stays dark.

Such a device cannot be reached until it is on, so that its silence says nothing and its order ends as
*unreachable*, with no byte sent. It has its boot and its usual warm-up to show itself; then that it stays
dark is a fault like any disobedience. Until then it is a mere suspicion, kept with the faults across a
restart, and there is none against whoever is kept dark by something else: an outlet, a switch, another order.
"""

from controller.events import Bus, OrderMoved
from controller.hall.asleep import POWER
from controller.hall.conditions import Miss
from controller.hall.faults import Phase
from controller.hall.firsts import Firsts
from controller.hall.knowledge import Knowledge
from controller.hall.orders import Order, OrderState
from controller.hall.rules_wishes import MISSED
from controller.hall.suppression import Explaining
from controller.record import failpoints
from drivers.points import Ref
from drivers.vocabulary import OFF, LinkState


class Unwoken:
    """Suspects whoever sleeps and is told to come on, and looks whether it came."""

    def __init__(self, know: Knowledge, bus: Bus) -> None:
        self._know, self._firsts = know, Firsts()
        self._told: dict[str, float] = {}  # an order to one that sleeps: when it was given
        bus.subscribe(OrderMoved, lambda event: self._ordered(event.order))

    def _ordered(self, order: Order) -> None:
        ref, first = order.ref, self._firsts.is_first(order)
        if order.kind != "set" or ref is None or ref.key != POWER or ref.index:
            return
        if first:
            self._given(order, ref)
        if order.ended and (told := self._told.pop(order.id, None)) is not None:
            self._ended(order, ref, told)

    def _given(self, order: Order, ref: Ref) -> None:
        if order.value == OFF:
            self._acquit(ref)
        elif self._know.asleep.lies(ref.device) and not self._is_up(ref.device):
            self._told[order.id] = self._now()

    def _ended(self, order: Order, ref: Ref, told: float) -> None:
        left = OrderState.SENT in order.times
        if order.state is not OrderState.UNREACHABLE or left or failpoints.planted("nobody_wakes_a_sleeper"):
            return
        sight, settings = self._know.sight, self._know.settings
        usual = max(sight.boot(ref.device) + sight.late(ref.device, 0.0), settings.hold)
        patience = max(told + usual - self._now(), 0.0)
        why = order.reason or str(order.state)
        miss = Miss(order.value, order.id, why, order.actor.name, unheard=True, patience=patience)
        self._know.disobeyed.suspect(ref, miss)

    # ------------------------------------------------------------ at every look

    def look(self) -> None:
        """Let go whoever is on its way, or is kept dark by something else."""
        suspects = self._know.disobeyed.unheard()
        explaining = Explaining(self._know) if suspects else None
        for ref, miss in suspects.items():
            now = self._know.sight.state.get(ref)
            if self._is_up(ref.device) and now.quality == "live":
                self._heard(ref, miss)
            elif explaining is not None and (self._know.darkened(ref.device) or explaining.robs(ref.device)):
                self._acquit(ref)

    def _heard(self, ref: Ref, miss: Miss) -> None:
        sight = self._know.sight
        reported = sight.state.get(ref).reported
        if sight.agrees(ref, miss.wanted, reported):
            self._know.disobeyed.drop(ref)
        elif reported in sight.passing(ref):
            self._know.disobeyed.comes(ref, miss)
        else:
            self._acquit(ref)  # it can be told again

    def _acquit(self, ref: Ref) -> None:
        """Suspect it no more; what is believed stands until it obeys."""
        fault = self._know.standing(f"{ref}/{MISSED}")
        suspect = self._know.disobeyed.unheard().get(ref)
        if suspect is not None and (fault is None or fault.phase is Phase.SOFT):
            self._know.disobeyed.drop(ref)

    def _now(self) -> float:
        return self._know.sight.clock.monotonic()

    def _is_up(self, device: str) -> bool:
        return self._know.sight.state.get(Ref(device, "link")).reported == LinkState.UP
