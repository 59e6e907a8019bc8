"""The one door. Every order, whoever gives it, goes through `Rig.set` or `Rig.invoke`.

Both are one synchronous call chain: the guards are asked, what the order will lawfully cause is written down,
the order is journalled, the wish is set, and if the device's lane is idle its bytes have left on return.
The disk is not waited for, except by a remote engineer's order and by what the hall does once by itself:
these are on record before they are on the wire.
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Protocol

from controller.clock import Clock
from controller.events import Bus, OrderMoved
from controller.hall.consequences import Consequences
from controller.hall.device import Device
from controller.hall.guards import Asking, Guard, first
from controller.hall.keys import Keys
from controller.hall.lives import Lives
from controller.hall.orders import SYSTEM, Actor, NoSuchPoint, NotAValue, Order, OrderState
from controller.hall.sentences import Sentence
from controller.hall.state import State
from controller.hall.underway import Underway
from controller.record import failpoints
from drivers.errors import NotAllowed
from drivers.points import Ref, Value
from drivers.wire.events import Request
from drivers.wire.trouble import NotSupported, OutOfRange


class Appended(Protocol):
    """A journal line just said; `committed` is done when it is on disk."""

    @property
    def committed(self) -> "asyncio.Future[Any]": ...


class Journal(Protocol):
    """The part of the journal that a hall needs."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> Appended: ...


class Rig:
    """The devices of a hall as one can order them."""

    def __init__(
        self,
        devices: Mapping[str, Device],
        state: State,
        clock: Clock,
        bus: Bus,
        journal: Journal,
        consequences: Consequences,
        underway: Underway,
        guards: Sequence[Guard] = (),
    ) -> None:
        self._devices, self._state, self._clock, self._bus = devices, state, clock, bus
        self._journal, self._consequences = journal, consequences
        self.guards: Sequence[Guard] = guards
        self.underway = underway
        self.keys = Keys(clock)
        self._mark, self._count = secrets.token_hex(4), count(1)
        self.lives = Lives(bus, clock, state, self._record_end)

    def set(
        self, actor: Actor, ref: Ref, value: Value, within: float | None = None, key: str | None = None
    ) -> Order:
        """Want `ref` to be `value`, `within` seconds (None: what the point usually takes).

        Raises NoSuchPoint, NotAValue, or NotAllowed with the guard's sentence; then nothing was sent.
        The same `key` from the same actor within ten minutes is the same order.
        """
        if (before := self.keys.before(actor, key, (ref, value))) is not None:
            return before
        device = self._device(ref.device)
        request = self._request(device, ref, value)
        asking = self._asking_set(actor, device, ref, value)
        order = self._order(actor, device, "set", device.usual(request) if within is None else within)
        order.ref, order.value = ref, value
        self._pass(asking, order)
        self._give(device, order, request, asking, key)
        return order

    def invoke(
        self, actor: Actor, device: str, action: str, args: Mapping[str, Value], key: str | None = None
    ) -> Order:
        """Do something once: recall, cycle, reboot. It is never retried. Raises as `set` does."""
        if (before := self.keys.before(actor, key, (device, action, dict(args)))) is not None:
            return before
        worker = self._device(device)
        request = self._action(worker, action, args)
        asking = self._asking_invoke(actor, worker, action, args)
        order = self._order(actor, worker, "invoke", worker.usual(request))
        order.action, order.args = action, dict(args)
        self._pass(asking, order)
        self._give(worker, order, request, asking, key)
        return order

    def read(self, ref: Ref, actor: Actor = SYSTEM) -> Order:
        """Ask the device now; the order is confirmed when it has answered, its value is in the state.

        Raises NoSuchPoint. A point that the device cannot tell ends as unverifiable.
        """
        device = self._device(ref.device)
        self._point(device, ref)
        order = self._order(actor, device, "read", device.patience)
        order.ref = ref
        device.read(order)
        return order

    def blocked(
        self, actor: Actor, ref: Ref, value: Value, guards: Sequence[Guard] | None = None
    ) -> Sentence | None:
        """What would stop `set` now; sends nothing. Raises NoSuchPoint and NotAValue as `set` does.

        With `guards` over a forecast (`Hall.guards`): what would stop it then.
        """
        device = self._device(ref.device)
        self._request(device, ref, value)
        asking = self._asking_set(actor, device, ref, value)
        return first(self.guards if guards is None else guards, asking)

    def blocked_action(
        self,
        actor: Actor,
        device: str,
        action: str,
        args: Mapping[str, Value],
        guards: Sequence[Guard] | None = None,
    ) -> Sentence | None:
        """What would stop `invoke` now; sends nothing. Raises as `invoke` does."""
        worker = self._device(device)
        self._action(worker, action, args)
        asking = self._asking_invoke(actor, worker, action, args)
        return first(self.guards if guards is None else guards, asking)

    def usual(self, ref: Ref) -> float:
        """Seconds within which the point is expected to obey, when nobody says otherwise."""
        return self._device(ref.device).usual_of(ref.key)

    def interval(self, ref: Ref) -> float | None:
        """Seconds between two questions for the point; 0: once a connection; None: no question reads it."""
        device = self._device(ref.device)
        self._point(device, ref)
        return device.interval(ref.place)

    def verifiable(self, ref: Ref) -> bool:
        """Whether the device can tell how the point stands, asked or by itself."""
        device = self._device(ref.device)
        return device.tells_by_itself(ref.key) or device.interval(ref.place) is not None

    def unsure(self, ref: Ref) -> bool:
        """Whether what is reported says little of the point: an order for it is on its way, or its bytes have
        left and the device was not heard since.
        """
        device = self._device(ref.device)
        return device.lanes.unheard.doubts(ref.place, self._state.get(ref).pending)

    def changes(self, device: str, action: str, ref: Ref) -> bool:
        """Whether an action of a device may change a point."""
        worker = self._devices.get(device) if device == ref.device else None
        return worker is not None and action in worker.actions and ref.place in worker.changed_by(action)

    def withdraw(self, order: Order) -> None:
        """Send nothing more for it: one that waits ends now, one whose bytes have left is only read back."""
        if not order.ended:
            self._device(order.device).withdraw(order)

    def order(self, id: str) -> Order | None:
        """One of the last 2,000 orders."""
        return self.keys.order(id)

    # ------------------------------------------------------------ at the door

    def _device(self, name: str) -> Device:
        try:
            return self._devices[name]
        except KeyError:
            raise NoSuchPoint(f"device {name}") from None

    def _point(self, device: Device, ref: Ref) -> None:
        if not self._state.knows(ref) or not device.places.has(ref.key):
            raise NoSuchPoint(f"point {ref}")

    def _request(self, device: Device, ref: Ref, value: Value) -> Request:
        """The one exchange that sets it; whatever cannot be said is refused here, before any byte."""
        self._point(device, ref)
        if not device.point(ref.key).allows(value):
            raise NotAValue(str(ref), value)
        try:
            return device.tell(ref.place, value)
        except (OutOfRange, NotSupported) as trouble:
            raise NotAValue(str(ref), value, str(trouble)) from None

    def _action(self, device: Device, action: str, args: Mapping[str, Value]) -> Request:
        if action not in device.actions:
            raise NoSuchPoint(f"action {action} of {device.id}")
        try:
            return device.do(action, args)
        except (OutOfRange, NotSupported) as trouble:
            raise NotAValue(f"{device.id}/{action}", dict(args), str(trouble)) from None

    def _asking_set(self, actor: Actor, device: Device, ref: Ref, value: Value) -> Asking:
        cuts = (ref,) if ref.key == "outlet" and value is False else ()
        risk = device.point(ref.key).risk
        return Asking(actor, device.id, risk, ref, value, name=device.title, cuts=cuts)

    def _asking_invoke(self, actor: Actor, device: Device, action: str, args: Mapping[str, Value]) -> Asking:
        cuts = device.places.cuts(action, args)
        risk = device.actions[action].risk
        return Asking(actor, device.id, risk, action=action, args=dict(args), name=device.title, cuts=cuts)

    def _pass(self, asking: Asking, order: Order) -> None:
        why = first(self.guards, asking)
        if why is not None:
            order.move(OrderState.NOT_ALLOWED, self._clock.now(), why.id)
            self._record_end(order)
            raise NotAllowed(why)

    # ------------------------------------------------------------ through it

    def _order(self, actor: Actor, device: Device, kind: Any, within: float) -> Order:
        order = Order(f"{self._mark}{next(self._count):08x}", actor, device.id, kind, within)
        order.times[OrderState.ASKED] = self._clock.now()
        return order

    def _give(self, device: Device, order: Order, request: Request, asking: Asking, key: str | None) -> None:
        self._bus.hold()  # until its bytes have left, which is its next move
        try:
            self._accept(order, asking, key)
            failpoints.hit("order.asked")
            if order.kind == "set" and order.ref is not None:
                self._state.desire(order.ref, order.value, order.within)
            self._go(device, order, request)
            failpoints.hit("order.sent")
        finally:
            self._bus.release()

    def _accept(self, order: Order, asking: Asking, key: str | None) -> None:
        self.keys.keep(order, key)
        self.underway.asked(order)
        order.cuts = asking.cuts
        self._consequences.write(order)
        line = self._journal.append("order.asked", _subject(order), _asked(order), order.actor.name)
        order.recorded = line.committed
        self._bus.publish(OrderMoved(order))

    def _go(self, device: Device, order: Order, request: Request) -> None:
        if _first_on_record(order) and order.recorded is not None and not order.recorded.done():
            self._after_the_record(device, order, request)
        else:
            device.obey(order, request)

    def _after_the_record(self, device: Device, order: Order, request: Request) -> None:
        def recorded(line: "asyncio.Future[Any]") -> None:
            if line.cancelled() or line.exception() is not None:
                self.lives.move(order, OrderState.FAILED, "not_recorded")
            elif not order.ended:
                failpoints.hit("order.on_record")
                device.obey(order, request)

        late = self._clock.call_later(order.within, self.lives.move, order, OrderState.FAILED, "not_recorded")
        order.settled.add_done_callback(lambda _: late.cancel())
        if order.recorded is not None:
            order.recorded.add_done_callback(recorded)

    def _record_end(self, order: Order) -> None:
        if order.kind != "read":
            self._journal.append("order.ended", _subject(order), _ended(order), order.actor.name)


def _first_on_record(order: Order) -> bool:
    """A remote engineer's order; and what the hall does once by itself, lest a crash makes it do it twice."""
    by_itself = order.kind == "invoke" and order.actor.via == "system"
    return order.actor.far or (by_itself and not failpoints.planted("once_without_record"))


def _subject(order: Order) -> str:
    return str(order.ref) if order.ref is not None else f"{order.device}/{order.action}"


def _asked(order: Order) -> dict[str, Any]:
    said: dict[str, Any] = {"order": order.id, "kind": order.kind, "within": order.within}
    said |= {"role": order.actor.role, "via": order.actor.via}
    said |= {"behind": order.actor.behind} if order.actor.behind else {}
    return said | ({"value": order.value} if order.kind == "set" else {"args": dict(order.args)})


def _ended(order: Order) -> dict[str, Any]:
    said = {"order": order.id, "state": str(order.state), "reason": order.reason, "said": order.said}
    return said if order.state is not OrderState.NOT_ALLOWED else said | _asked(order)
