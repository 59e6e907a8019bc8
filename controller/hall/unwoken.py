"""Who was told to come on while asleep, and was never heard of: somebody tapped *on*, and it stays dark.

Such a device cannot be reached until it is on, so that its silence says nothing and its order ends as
*unreachable*, with no byte sent. It has its boot and its usual warm-up to show itself; then that it stays
dark is a fault like any disobedience. Until then it is a mere suspicion, kept with the faults across a
restart. While something else keeps it dark or unreachable (an outlet, a switch) its time stands still; when
that is over it has all of it once more, and after a second time only what was left, so that whatever blips
above it cannot hide it for ever. An order that cuts its power, or tells it *off*, is a newer wish.
"""

from dataclasses import replace

from controller.events import Bus, OrderMoved
from controller.hall.asleep import POWER
from controller.hall.conditions import Miss
from controller.hall.faults import Phase
from controller.hall.firsts import Firsts
from controller.hall.knowledge import Knowledge
from controller.hall.orders import Order, OrderState
from controller.hall.rules_wishes import MISSED, evidence_of
from controller.hall.suppression import Explaining
from controller.hall.topology import Kind
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
        patience = max(told + self._usual(ref.device) - self._now(), 0.0)
        why = order.reason or str(order.state)
        miss = Miss(order.value, order.id, why, order.actor.name, unheard=True, patience=patience)
        self._know.disobeyed.suspect(ref, miss)

    def _usual(self, device: str) -> float:
        """Its boot and its warm-up."""
        sight = self._know.sight
        return max(sight.boot(device) + sight.late(device, 0.0), self._know.settings.hold)

    # ------------------------------------------------------------ at every look

    def look(self) -> None:
        """Let go whoever is on its way; wait for whoever is kept dark by something else."""
        suspects = self._know.disobeyed.unheard()
        explaining = Explaining(self._know) if suspects else None
        for ref, miss in suspects.items():
            now = self._know.sight.state.get(ref)
            if self._is_up(ref.device) and now.quality == "live":
                self._heard(ref, miss)
            elif explaining is not None:
                self._judge(ref, miss, explaining)

    def _judge(self, ref: Ref, miss: Miss, explaining: Explaining) -> None:
        know = self._know
        fault = know.standing(f"{ref}/{MISSED}")
        if fault is not None and fault.phase is not Phase.SOFT:
            return
        kept = bool(know.darkened(ref.device)) or explaining.robs(ref.device)
        cut = ref.device in know.sight.topology.without(know.dark(), (Kind.POWER,))
        if cut or (kept and failpoints.planted("a_blip_above_acquits")):
            self._acquit(ref)
        elif kept and miss.left is None:
            self._waits(ref, miss._replace(left=max(miss.patience - self._waited(ref), 0.0)))
        elif not kept and miss.left is not None:
            more = max(miss.left, know.settings.hold) if miss.renewed else self._usual(ref.device)
            self._waits(ref, miss._replace(patience=self._waited(ref) + more, left=None, renewed=True))

    def _waited(self, ref: Ref) -> float:
        """For how long it has been suspected."""
        case = self._know.ledger.cases.get(f"{ref}/{MISSED}")
        return self._now() - case.bad if case is not None else 0.0

    def _waits(self, ref: Ref, miss: Miss) -> None:
        """On record too: a service that dies meanwhile goes on waiting."""
        self._know.disobeyed.waits(ref, miss)
        fault = self._know.standing(f"{ref}/{MISSED}")
        if fault is not None:
            self._know.ledger.move(replace(fault, evidence=evidence_of(miss)))

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
