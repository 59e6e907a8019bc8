"""One order on its way through one device: sent, acknowledged, read back until it agrees or time is out.

An acknowledgement is the device's word that it heard; only its state, read back afterwards, says that it
obeyed. So a report counts once the order was acknowledged (or sent, where nothing is ever acknowledged).
"""

from typing import TYPE_CHECKING

from controller.clock import Timer
from controller.hall.lanes import Lane
from controller.hall.orders import Order, OrderState
from drivers.errors import DeviceError, NoReply, Refused
from drivers.points import Place
from drivers.wire.events import Request

if TYPE_CHECKING:
    from controller.hall.obedience import Obedience

BUSY_AGAIN = 0.5
FIRST_LOOK, LONGEST_LOOK = 0.25, 1.0
PASSING_LOOK = 4.0
"""While a value passes, its standing question is asked every half second anyhow."""


class Following:
    """An order as a job of the lanes."""

    def __init__(self, owner: "Obedience", order: Order, request: Request, lane: Lane) -> None:
        self.owner, self.order, self.request, self.lane = owner, order, request, lane
        self.place: Place | None = order.ref.place if order.kind == "set" and order.ref else None
        self.moves = owner.moves(order)
        self.obeyed = False  # acknowledged, or sent where nothing is acknowledged
        self.retried = False
        self.seen = False  # told as wished, when the answer to an earlier try may have told it
        self.final = False  # withdrawn: whatever happens, it is not sent again
        self.look = FIRST_LOOK
        self.deadline: Timer | None = None
        self.next: Timer | None = None  # the next try or look

    def leave(self) -> Request | None:
        """Its line, unless the order has ended: nothing is sent after somebody was told that it failed."""
        if self.order.ended or self.final:
            return None
        self.owner.unheard.tells(self.moves, self.order.value)
        return self.request

    def left(self) -> None:
        """The bytes are out."""
        self.owner.move(self, OrderState.SENT)

    def ended(self, error: DeviceError | None) -> None:
        """The exchange is over."""
        self.owner.exchanged(self.request, error)
        if self.order.ended:
            return
        if error is None:
            self._accepted()
        elif isinstance(error, Refused):
            self._refused(error)
        elif isinstance(error, NoReply):
            self._silent()
        else:
            self.owner.unreachable(self, error)

    def _accepted(self) -> None:
        self.owner.move(self, OrderState.SENT)
        if self.request.waits:
            self.owner.move(self, OrderState.ACKNOWLEDGED)
        self.obeyed = True
        self.owner.verify(self)

    def _refused(self, error: Refused) -> None:
        if error.busy and self.request.retry and not self.final:
            self.owner.soon(self, BUSY_AGAIN, self.owner.again)
        else:
            self.owner.move(self, OrderState.REFUSED, str(error.reason), error.said)

    def _silent(self) -> None:
        if self.request.retry and not self.retried and not self.final:
            self.retried = True
            self.owner.again(self)
        else:
            self.owner.move(self, OrderState.FAILED, "no_reply")


class Reading:
    """An order that only asks, as a job of the lanes."""

    place: Place | None = None

    def __init__(self, owner: "Obedience", order: Order, request: Request) -> None:
        self._owner, self._order, self.request = owner, order, request
        self._tries = 2

    def leave(self) -> Request | None:
        """The question."""
        return None if self._order.ended else self.request

    def left(self) -> None:
        """The bytes are out."""
        self._owner.lives.move(self._order, OrderState.SENT)

    def ended(self, error: DeviceError | None) -> None:
        """Answered or not; a missing answer is asked for once more."""
        self._owner.exchanged(self.request, error)
        self._tries -= 1
        if isinstance(error, NoReply) and self._tries:
            self._owner.lanes.put(self, Lane.SCENES)
        else:
            self._owner.lives.move(self._order, *self._owner.how(error))
