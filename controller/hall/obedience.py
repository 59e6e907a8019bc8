"""The orders of one device, from the lane to the read-back that confirms them or does not.

One order a point is followed at a time: a newer wish supersedes the older, wherever that is. A busy device is
told again within the deadline, an unanswered idempotent order once more, an action never. Reading back begins
at once and goes on, slower and slower, until the device agrees or the deadline is past.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from controller.clock import Clock
from controller.hall.following import LONGEST_LOOK, PASSING_LOOK, Following, Reading
from controller.hall.lanes import Lane, Lanes
from controller.hall.lives import Lives
from controller.hall.looks import Looks
from controller.hall.orders import DONE, Order, OrderState
from controller.hall.state import State
from drivers.errors import DeviceError, NoReply, Refused, Unreachable
from drivers.points import Place, Point, Value
from drivers.wire.events import Request
from drivers.wire.talk import Action
from drivers.wire.trouble import NotSupported

LANES = {"scene": Lane.SCENES, "system": Lane.SCENES}


class Host(Protocol):
    """The device whose orders these are."""

    def asks(self, places: Iterable[Place]) -> Request: ...
    def point(self, key: str) -> Point: ...
    def tells_by_itself(self, key: str) -> bool: ...
    def changed_by(self, action: str) -> Iterable[Place]: ...
    def refresh(self, keys: Iterable[str]) -> object: ...
    def answered(self) -> object: ...
    def unanswered(self) -> object: ...
    def is_up(self) -> bool: ...


class Obedience:
    """What was ordered of one device and has not ended."""

    def __init__(self, host: Host, lanes: Lanes, lives: Lives, state: State, clock: Clock) -> None:
        self.lanes, self.lives, self.unheard = lanes, lives, lanes.unheard
        self._host, self._state, self._clock = host, state, clock
        self._looks = Looks(host, lanes, self._look_again)
        self.wishes: dict[Place, Following] = {}
        self._all: dict[str, Following] = {}

    def obey(self, order: Order, request: Request) -> None:
        """Send it, now if the lane is idle."""
        following = Following(self, order, request, LANES.get(order.actor.role, Lane.PEOPLE))
        self._all[order.id] = following
        if following.place is not None:
            older = self.wishes.get(following.place)
            self.wishes[following.place] = following
            if older is not None:
                self.move(older, OrderState.SUPERSEDED)
        else:
            self.unheard.waits(following.moves)
        following.deadline = self._clock.call_later(order.within, self._late, following)
        self.lanes.put(following, following.lane)

    def moves(self, order: Order) -> tuple[Place, ...]:
        """What an order may move: its point, or whatever its action changes."""
        if order.ref is not None:
            return (order.ref.place,)
        return tuple(self._host.changed_by(order.action))

    def read(self, order: Order, place: Place) -> None:
        """Ask for the point now."""
        try:
            request = self._host.asks((place,))
        except NotSupported:
            self.lives.move(order, OrderState.UNVERIFIABLE, "not_supported")
        else:
            late = self._clock.call_later(order.within, self.lives.move, order, OrderState.FAILED, "too_late")
            order.settled.add_done_callback(lambda _: late.cancel())
            self.lanes.put(Reading(self, order, request), LANES.get(order.actor.role, Lane.PEOPLE))

    def withdraw(self, order: Order) -> None:
        """Send nothing more for it: what has not left ends now, what has left is only read back."""
        following = self._all.get(order.id)
        if following is None or order.state is OrderState.ASKED:
            if following is not None:
                self.move(following, OrderState.FAILED, "withdrawn")
            self.lives.move(order, OrderState.FAILED, "withdrawn")
        else:
            following.final = True

    def reported(self, place: Place, value: Value) -> None:
        """The device says how a point stands: that may be what somebody waits for."""
        following = self.wishes.get(place)
        if following is None or not following.obeyed or following.order.ended:
            return
        point = self._host.point(place.key)
        if point.agrees(following.order.value, value):
            self._agreed(following)
            return
        following.seen = False
        if value in point.passing:
            following.look = PASSING_LOOK

    def _agreed(self, following: Following) -> None:
        """Two tries have two acknowledgements, and one may look like an answer: so it is seen twice."""
        doubtful = following.retried and not following.seen
        if doubtful and following.place is not None and not self._cannot_tell(following.place):
            following.seen = True
        else:
            self.move(following, OrderState.CONFIRMED)

    def lost(self, loss: str) -> None:
        """The link is gone: what has not been acknowledged ends; the rest may yet be read back in time."""
        for following in list(self._all.values()):
            if not following.obeyed:
                self.move(following, OrderState.UNREACHABLE, loss)

    # ------------------------------------------------------------ for the orders on their way

    def move(self, following: Following, to: OrderState, reason: str = "", said: str = "") -> None:
        """Let it reach `to`, and follow it no further when that is its end."""
        order = following.order
        if to is OrderState.ACKNOWLEDGED or to is OrderState.SENT:
            self.lives.move(order, to, reason, said)
            return
        self._unfollow(following)
        if to in DONE and following.place is not None:
            self.unheard.obeyed(following.place)
        elif following.place is None:
            self.unheard.spares(following.moves)
        self.lives.move(order, to, reason, said)

    def unreachable(self, following: Following, error: DeviceError) -> None:
        """The link went away under it."""
        self.move(following, *self.how(error))

    def again(self, following: Following) -> None:
        """Send it once more, if there is time."""
        if not following.order.ended and not following.final:
            self.lanes.put(following, following.lane)

    def soon(self, following: Following, seconds: float, what: Callable[[Following], object]) -> None:
        """Do something about it in so many seconds, if it has not ended by then."""
        following.next = self._clock.call_later(seconds, what, following)

    def exchanged(self, request: Request, error: DeviceError | None) -> None:
        """Whatever an exchange was for, its end says something of the link."""
        if isinstance(error, NoReply):
            self._host.unanswered()
        elif request.waits and not isinstance(error, Unreachable):
            self._host.answered()

    def verify(self, following: Following) -> None:
        """It was accepted: find out whether it was obeyed."""
        if following.place is None:
            self._acted(following)
            return
        try:
            self._looks.put(following, following.place)
        except NotSupported:
            self._unreadable(following, following.place)

    def how(self, error: DeviceError | None) -> tuple[OrderState, str]:
        """The end of a question, and the code of its reason."""
        match error:
            case None:
                return OrderState.CONFIRMED, ""
            case Refused(reason=reason):
                return OrderState.REFUSED, str(reason)
            case Unreachable(loss=loss):
                return OrderState.UNREACHABLE, loss.code
            case _:
                return OrderState.FAILED, error.code

    # ------------------------------------------------------------

    def _acted(self, following: Following) -> None:
        """An action has no value to be read back; what it changed is read anew."""
        row = following.request.row
        self.move(following, OrderState.UNVERIFIABLE)
        if isinstance(row, Action) and row.stales:
            self._host.refresh(row.stales)

    def _unreadable(self, following: Following, place: Place) -> None:
        """No question reads it: a device that tells by itself is waited for, another one is believed."""
        order = following.order
        now = self._state.get(order.ref) if order.ref else None
        if not self._host.tells_by_itself(place.key):
            self._assume(following)
        elif now is not None and now.quality == "live" and _since(order, now.at):
            self.reported(place, now.reported)

    def _assume(self, following: Following) -> None:
        if following.order.ref is not None:
            self._state.assume(following.order.ref, following.order.value)
        self.move(following, OrderState.UNVERIFIABLE)

    def _look_again(self, following: Following) -> None:
        self.soon(following, following.look, self.verify)
        following.look = max(min(following.look * 1.5, LONGEST_LOOK), following.look)

    def _late(self, following: Following) -> None:
        """The deadline is past; how far it came says what went wrong."""
        if not self._host.is_up():
            self.move(following, OrderState.UNREACHABLE, "too_late")
        elif following.obeyed and following.place and self._cannot_tell(following.place):
            self._assume(following)
        elif following.obeyed:
            self.move(following, OrderState.NOT_CONFIRMED)
        else:
            self.move(following, OrderState.FAILED, "too_late")

    def _cannot_tell(self, place: Place) -> bool:
        try:
            self._host.asks((place,))
        except NotSupported:
            return True
        return False

    def _unfollow(self, following: Following) -> None:
        self._all.pop(following.order.id, None)
        if following.place is not None and self.wishes.get(following.place) is following:
            del self.wishes[following.place]
        for timer in (following.deadline, following.next):
            if timer is not None:
                timer.cancel()


def _since(order: Order, at: object) -> bool:
    sent = order.times.get(OrderState.SENT)
    return sent is not None and at is not None and at >= sent  # type: ignore[operator]
