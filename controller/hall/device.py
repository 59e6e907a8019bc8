"""One device at work: its link, its queue, its standing questions, its orders, and who watches over them.

It is the knot where the parts meet, and holds no law of its own: each part has one idea, in its own file.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from controller.hall.anew import Anew
from controller.hall.ears import Ears
from controller.hall.facts import Facts
from controller.hall.guarded import GuardedClock, GuardedTransport
from controller.hall.lanes import Lanes
from controller.hall.obedience import Obedience
from controller.hall.offline import SILENT, STOPPED
from controller.hall.orders import Order, OrderState
from controller.hall.places import METER, Places
from controller.hall.plan import Plan
from controller.hall.pulse import Pulse
from controller.hall.spec import Shared, Spec
from controller.hall.supervisor import Supervisor
from drivers.errors import Loss, Unreachable
from drivers.link import Link
from drivers.patience import Counters
from drivers.points import Place, Value
from drivers.redialling import conversation
from drivers.trace import Trace
from drivers.transport import Transport
from drivers.vocabulary import LinkState
from drivers.wire.controller import ControllerSide
from drivers.wire.events import Event, Report, Request, Restarted, Sized, Stale
from drivers.wire.trouble import NotSupported


class Device(Facts):
    """One device of the hall."""

    def __init__(self, spec: Spec, shared: Shared) -> None:
        self.spec, self.id, self.title = spec, spec.id, spec.title
        self._shared, self._state = shared, shared.state
        self.supervisor = Supervisor(self, shared.clock, shared.chance.random)
        self.safely = self.supervisor.safely
        self._clock = GuardedClock(shared.clock, self.safely)
        self.trace, self.counters = Trace(shared.clock, shared.texts), Counters()
        self.places = Places(spec.id, spec.driver, shared.state)
        self.polite = self.places.polite
        self.lanes = Lanes()
        self.orders = Obedience(self, self.lanes, shared.lives, shared.state, self._clock)
        self.plan = Plan(self, self.lanes, shared.clock, shared.scheduler, shared.chance, spec.every)
        self.pulse = Pulse(self, shared.clock, shared.scheduler, spec.driver, shared.chance.random())
        self._anew = Anew(self._clock, self._read_anew)
        self._side = ControllerSide(spec.driver, spec.credentials)
        self._transport: Transport | None = None
        self._link: Link | None = None
        self._ears = Ears(spec.listens, spec.host, partial(self.safely, self.overhear), self.trace)
        self.asked_once = False

    # ------------------------------------------------------------ orders

    def tell(self, place: Place, value: Value) -> Request:
        """The exchange that sets one point. Raises OutOfRange or NotSupported."""
        return self._side.tell({place: value})

    def do(self, action: str, args: Mapping[str, Value]) -> Request:
        """The exchange that does something. Raises OutOfRange or NotSupported."""
        return self._side.do(action, args)

    def asks(self, places: Iterable[Place]) -> Request:
        """The exchange that reads these places, or the most of them. Raises NotSupported."""
        return self._side.asks(places)

    def interval(self, place: Place) -> float | None:
        """Seconds between two questions for it; 0: once a connection; None: no question reads it."""
        try:
            self.asks((place,))
        except NotSupported:
            return None
        return self.plan.every(place)

    def withdraw(self, order: Order) -> None:
        """Send nothing more for this order."""
        self.safely(self.orders.withdraw, order)

    def obey(self, order: Order, request: Request) -> None:
        """Carry the order out; its bytes have left on return if nothing stands in the way."""
        if self._reachable(order):
            self.safely(self.orders.obey, order, request)

    def read(self, order: Order) -> None:
        """Ask for the order's point."""
        if order.ref is not None and self._reachable(order):
            self.safely(self.orders.read, order, order.ref.place)

    def _reachable(self, order: Order) -> bool:
        futile = self.supervisor.wanted()
        if futile is not None:
            self._shared.lives.move(order, OrderState.UNREACHABLE, futile.code)
        return futile is None

    # ------------------------------------------------------------ the connection, for the supervisor

    async def connect(self) -> None:
        """Dial and greet. Raises Unreachable or NotAuthorised."""
        if self._transport is None:
            self._transport = GuardedTransport(self.spec.dial(), self.safely)
        self._side = ControllerSide(self.driver, self.spec.credentials)
        self._link = conversation(self._side, self._transport, self._clock, self.trace, self, self.counters)
        await self._link.open()
        await self._ears.open()

    def connected(self) -> None:
        """Greeted: say the session, read everything, let the orders go."""
        self.safely(self._begin)

    def _begin(self) -> None:
        self.plan.make(self._side)
        self.plan.begin()
        if self.plan.can_probe:
            self.pulse.begin()
        else:
            self.supervisor.answered()  # nothing it must answer: an open connection is all there is to know
        if self._link is not None:
            self.lanes.open(self._link)

    def stop(self, loss: Loss = STOPPED) -> None:
        """End the connection, and listen no more."""
        self._ears.close()
        self.supervisor.stop(loss)

    def disconnect(self, loss: Loss) -> None:
        """Close it, and what waits in it."""
        link, self._link = self._link, None
        self.plan.stop()
        self.pulse.stop()
        self._anew.stop()
        if link is not None:
            link.close()
        self.lanes.close(Unreachable(loss))
        self.orders.lost(loss.code)
        self._state.doubt(self.id)
        self.read_through()

    def show(self, state: LinkState) -> None:
        """The link is a point like any other."""
        self._state.report(self.places.link, state)

    # ------------------------------------------------------------ what the link hears

    def on_event(self, event: Event) -> None:
        """News of the device: a report to the state, the rest to whom it concerns."""
        match event:
            case Report(place=place, value=value):
                self._report(place, value)
            case Stale(keys=keys):
                self.plan.refresh(keys)
            case Sized(axis=axis, places=places):
                self._size(axis, places)
            case Restarted():
                self._state.doubt(self.id)
                self._anew.wish()

    def _report(self, place: Place, value: Value) -> None:
        ref = self.places.refs.get(place) or self.places.learn(place)
        if ref is None:
            if place.key == METER:
                self._shared.meters(self.id, place, value)
            return
        unheard = self.lanes.unheard
        if unheard.told or unheard.owed:
            unheard.reported(place)
        if self._state.report(ref, value):
            passing = self.point(place.key).passing
            if passing:
                self.plan.quicken(place, value in passing)
            self.plan.opened(place)
        if self.orders.wishes:
            self.orders.reported(place, value)

    def overhear(self, data: bytes) -> None:
        """A datagram from the device to a port of ours: news, or a hint that it may be back."""
        if self._link is not None:
            self._link.overhear(data)
        else:
            self.supervisor.wanted()

    def on_idle(self) -> None:
        """The next one may go."""
        self.lanes.pump()

    def on_overdue(self) -> None:
        """An answer is late."""
        self.pulse.overdue()

    def on_lost(self, loss: Loss) -> None:
        """The connection is gone."""
        self.counters.reconnects += 1
        self.supervisor.lost(loss)

    # ------------------------------------------------------------ what the parts report

    def answered(self) -> None:
        """It answered something."""
        self.pulse.answered()
        if self.supervisor.link is not LinkState.UP:
            self.supervisor.answered()

    def unanswered(self) -> None:
        """It left something unanswered."""
        self.lanes.unheard.unanswered()
        self.pulse.unanswered()

    def heard_at(self) -> float:
        """When the last sensible bytes came."""
        return self._link.heard_at if self._link is not None else float("-inf")

    def waits(self) -> bool:
        """Whether something was asked and is not answered yet."""
        return self._link is not None and self._link.waits

    def probe(self, patience: float | None = None) -> None:
        """Ask something cheap, and wait so long for the answer."""
        self.plan.probe(patience)

    def doubt(self) -> None:
        """Nothing it said can be vouched for until it answers."""
        self._state.doubt(self.id, lasting=False)

    def trust(self) -> None:
        """It answered after all."""
        self._state.trust(self.id)

    def give_up(self) -> None:
        """Answers are missing: the link is lost, with all that waits in it."""
        if self._link is not None:
            self._link.lose(SILENT)

    def refresh(self, keys: Iterable[str]) -> None:
        """Read these point keys anew."""
        self.plan.refresh(keys)

    def grew_old(self, places: Iterable[Place]) -> None:
        """These went unanswered for three intervals."""
        self._state.stale(self.places.of(places))

    def read_through(self) -> None:
        """Everything was asked, or nothing could be."""
        if not self.asked_once and self.supervisor.link is not LinkState.DISABLED:
            self.asked_once = True
            self._shared.asked(self.id)

    # ------------------------------------------------------------ sizes

    def _size(self, axis: str, places: tuple[int | str, ...]) -> None:
        if self.places.size(axis, places):
            self._side.resize({axis: places})
            self._read_anew()

    def _read_anew(self) -> None:
        if self.plan.running:
            self.plan.make(self._side)
            self.plan.begin()
