"""What was ordered and has not come true, or has left and was not heard since: what a point may yet become.

Interlocks look here beside what is reported: two orders that must not both come true may be given within the
time that a device takes to obey the first. An action says less than a set: what a preset will bring nobody
knows, so whatever it may change counts as unknown until it is heard again.
"""

from collections.abc import Iterator, Mapping, Sequence

from controller.hall.cutting import Cutting
from controller.hall.device import Device
from controller.hall.orders import Order, OrderState
from controller.hall.state import State
from controller.record.failpoints import planted
from drivers.points import Ref, Value
from drivers.vocabulary import COOLING, OFF, WARMING

NOT_DONE = frozenset({OrderState.REFUSED, OrderState.NOT_ALLOWED})


class Underway:
    """Everything on its way through the devices of a hall."""

    def __init__(self, devices: Mapping[str, Device], state: State, cutting: Cutting) -> None:
        self._devices, self._state, self._cutting = devices, state, cutting
        self._deeds: list[Order] = []

    def asked(self, order: Order) -> None:
        """An order was let in."""
        if order.kind == "invoke":
            self._deeds = [*self.deeds(), order]

    def values(self, ref: Ref) -> tuple[Value, ...]:
        """What the point may become, with what it passes on the way; None among them: anything."""
        device = self._devices.get(ref.device)
        if device is None or planted("guards_see_what_is_reported_only"):
            return ()
        now, unheard = self._state.get(ref), device.lanes.unheard
        told = [now.desired] if now.pending else []
        told += unheard.wanted.get(ref.place, ())
        told += [False] if ref in self._cutting.outlets() else []
        told += [None] if any(self._changes(deed, ref) for deed in self._deeds if not deed.ended) else []
        return self.through(ref, told)

    def through(self, ref: Ref, values: Sequence[Value]) -> tuple[Value, ...]:
        """These, and what the point passes on its way to them."""
        device = self._devices.get(ref.device)
        known = device is not None and device.places.has(ref.key)
        passing = device.point(ref.key).passing if device is not None and known else ()
        on_the_way = (one for value in values for one in passing if one != _never_before(value))
        return tuple(dict.fromkeys((*values, *on_the_way)))

    def deeds(self) -> Iterator[Order]:
        """The actions that have not ended, or whose traces have not been heard since."""
        self._deeds = [deed for deed in self._deeds if self._goes_on(deed)]
        return iter(() if planted("guards_see_what_is_reported_only") else self._deeds)

    def can_be_told(self, ref: Ref) -> bool:
        """Whether anybody can tell how the point stands, or ever could."""
        device = self._devices.get(ref.device)
        if device is None or not device.spec.enabled:
            return False
        return device.tells_by_itself(ref.key) or device.interval(ref.place) is not None

    def _goes_on(self, deed: Order) -> bool:
        if not deed.ended:
            return True
        device = self._devices.get(deed.device)
        if device is None or deed.state in NOT_DONE or deed.action not in device.actions:
            return False
        told = device.lanes.unheard.told
        return any(place in told for place in device.changed_by(deed.action)) if told else False

    def _changes(self, deed: Order, ref: Ref) -> bool:
        device = self._devices.get(deed.device)
        known = device is not None and deed.device == ref.device and deed.action in device.actions
        return device is not None and known and ref.place in device.changed_by(deed.action)


def _never_before(value: Value) -> Value:
    """What a lamp does not pass on its way there: it does not cool to be on."""
    return WARMING if value == OFF else COOLING
