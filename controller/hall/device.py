"""One device at work: its link, its queue, its standing questions, its orders, and who watches over them.

It is the knot where the parts meet, and holds no law of its own: each part has one idea, in its own file.
"""

from collections.abc import Iterable, Mapping

from controller.hall.guarded import GuardedClock, GuardedTransport
from controller.hall.lanes import Lanes
from controller.hall.linkinfo import LinkInfo, link_info
from controller.hall.obedience import Obedience
from controller.hall.offline import SILENT
from controller.hall.orders import Order, OrderState
from controller.hall.places import Places
from controller.hall.plan import Plan
from controller.hall.pulse import Pulse
from controller.hall.spec import Shared, Spec
from controller.hall.supervisor import Supervisor
from drivers.errors import Loss, Unreachable
from drivers.link import Link
from drivers.patience import Counters
from drivers.points import Place, Point, Value
from drivers.trace import Trace
from drivers.transport import Transport
from drivers.vocabulary import LinkState
from drivers.wire.controller import ControllerSide
from drivers.wire.driver import Driver
from drivers.wire.events import Event, Report, Request, Restarted, Sized, Stale
from drivers.wire.talk import Action
from drivers.wire.trouble import NotSupported

USUAL, PASSING = 5.0, 120.0
"""Seconds within which an order is carried out, when nobody says otherwise; where a value passes (a lamp)."""


class Device:
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
        self.pulse = Pulse(self, shared.clock, shared.scheduler, spec.driver.patience, shared.chance.random())
        self._side = ControllerSide(spec.driver, spec.credentials)
        self._transport: Transport | None = None
        self._link: Link | None = None
        self.asked_once = False

    # ------------------------------------------------------------ what it is

    @property
    def driver(self) -> Driver:
        """The driver, with the sizes learned so far."""
        return self.places.driver

    @property
    def actions(self) -> Mapping[str, Action]:
        """What it can do, by name."""
        return self.places.actions

    def rename(self, spec: Spec) -> None:
        """The file calls it something else, and changes nothing of how it is reached."""
        self.spec, self.title = spec, spec.title

    def point(self, key: str) -> Point:
        """The point called `key`; KeyError where there is none."""
        return self.places.point(key)

    def link_info(self) -> LinkInfo:
        """How the connection stands, for people."""
        return link_info(self.supervisor, self.counters, self.title)

    def is_up(self) -> bool:
        """Whether the link is up."""
        return self.supervisor.link is LinkState.UP

    @property
    def patience(self) -> float:
        """Seconds within which a question is answered, or asked twice in vain."""
        return 2 * self.driver.patience + 1.0

    def usual(self, request: Request) -> float:
        """Seconds within which such an order is carried out."""
        return max(
            request.settle + USUAL, request.patience + 1.0, *(self.usual_of(p.key) for p in request.covers)
        )

    def usual_of(self, key: str) -> float:
        """Seconds within which such a point is expected to obey."""
        return PASSING if self.places.has(key) and self.point(key).passing else USUAL

    # ------------------------------------------------------------ orders

    def tell(self, place: Place, value: Value) -> Request:
        """The exchange that sets one point. Raises OutOfRange or NotSupported."""
        return self._side.tell({place: value})

    def do(self, action: str, args: Mapping[str, Value]) -> Request:
        """The exchange that does something. Raises OutOfRange or NotSupported."""
        return self._side.do(action, args)

    def asks(self, place: Place) -> Request:
        """The exchange that reads one point. Raises NotSupported."""
        return self._side.asks((place,))

    def tells_by_itself(self, key: str) -> bool:
        """Whether the device says this point unasked."""
        return key in self.driver.table.told

    def interval(self, place: Place) -> float | None:
        """Seconds between two questions for it; 0: once a connection; None: no question reads it."""
        try:
            self.asks(place)
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
        self._link = Link(self._side, self._transport, self._clock, self.trace, self, self.counters)
        await self._link.open()

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

    def disconnect(self, loss: Loss) -> None:
        """Close it, and what waits in it."""
        link, self._link = self._link, None
        self.plan.stop()
        self.pulse.stop()
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
                self._read_anew()

    def _report(self, place: Place, value: Value) -> None:
        ref = self.places.refs.get(place) or self.places.learn(place)
        if ref is None:
            self._shared.meters(self.id, place, value)
            return
        if self._state.report(ref, value):
            passing = self.point(place.key).passing
            if passing:
                self.plan.quicken(place, value in passing)
        if self.orders.wishes:
            self.orders.reported(place, value)

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
        self.pulse.unanswered()

    def heard_at(self) -> float:
        """When the last bytes came."""
        return self._link.heard_at if self._link is not None else float("-inf")

    def probe(self) -> None:
        """Ask something cheap."""
        self.plan.probe()

    def doubt(self) -> None:
        """Nothing it said can be vouched for until it answers."""
        self._state.doubt(self.id, lasting=False)

    def trust(self) -> None:
        """It answered after all."""
        self._state.trust(self.id)

    def give_up(self) -> None:
        """Three answers are missing: the link is lost, with all that waits in it."""
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
