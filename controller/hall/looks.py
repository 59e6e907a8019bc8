"""Reading back what orders were to change, several of them in one exchange where the protocol can.

Twenty ties of one scene are told one after the other; by then twenty points wait to be read back. The first
whose turn it is takes the others along: the question that reads the most of them is asked once for all. On a
slow serial line that is the difference between one frame and twenty.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from controller.hall.following import Following
from controller.hall.lanes import Lane, Lanes
from drivers.errors import DeviceError
from drivers.points import Place
from drivers.wire.events import Request


class Host(Protocol):
    """Whom the questions go to."""

    def asks(self, places: Iterable[Place]) -> Request:
        """The exchange that reads these places, or the most of them. Raises NotSupported where none does."""


class Looks:
    """The read-backs of one device that wait for their turn."""

    def __init__(self, host: Host, lanes: Lanes, then: Callable[[Following], object]) -> None:
        self._host, self._lanes, self.then = host, lanes, then
        self._waiting: dict[Place, Look] = {}

    def put(self, following: Following, place: Place) -> None:
        """Read the point back when it is its turn. Raises NotSupported where no question reads it."""
        look = Look(self, following, place, self._host.asks((place,)))
        self._waiting[place] = look
        self._lanes.put(look, Lane.LOOKS)

    def gather(self, look: "Look") -> tuple[Request, list["Look"]]:
        """What to ask at the turn of `look`, and the others that it answers too."""
        self.drop(look)
        others = {place: other for place, other in self._waiting.items() if not other.over}
        if not others:
            return look.request, []
        request = self._host.asks((look.at, *others))
        if look.at not in request.covers:
            return look.request, []
        covered = [others[place] for place in request.covers if place in others]
        for other in covered:
            self.drop(other)
            self._lanes.drop(other)
        return request, covered

    def drop(self, look: "Look") -> None:
        """It waits no more."""
        if self._waiting.get(look.at) is look:
            del self._waiting[look.at]


class Look:
    """One read-back, as a job of the lanes; `at` is the place it is about."""

    place: Place | None = None  # it wishes nothing

    def __init__(self, looks: Looks, following: Following, at: Place, request: Request) -> None:
        self._looks, self._following = looks, following
        self.at, self.request = at, request
        self._with: list[Look] = []

    @property
    def over(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._following.order.ended

    def leave(self) -> Request | None:
        """The question, while the order still waits for its answer."""
        if self.over:
            self._looks.drop(self)
            return None
        self.request, self._with = self._looks.gather(self)
        return self.request

    def left(self) -> None:
        """Nothing is told of a question."""

    def ended(self, error: DeviceError | None) -> None:
        """What was read has been reported already; who is not content with it looks again soon."""
        self._looks.drop(self)
        self._following.owner.exchanged(self.request, error)
        for look in (self, *self._with):
            if not look.over:
                self._looks.then(look._following)
