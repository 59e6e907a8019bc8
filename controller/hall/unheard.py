"""What a device was told and has not been heard about since.

Once an order's bytes have left they may have moved its point, whatever became of the order; what was reported
before then says nothing of the point any more. It is doubtful until the answer comes to a question that left
after them. Which question an answer belongs to is counted: one that was given up may still be answered, and
its answer looks like that of the next.
"""

from collections.abc import Iterable
from typing import NamedTuple

from controller.record.failpoints import planted
from drivers.points import Place, Value
from drivers.wire.events import Request

NEVER = float("inf")


class Owed(NamedTuple):
    """A question that was given up: the number it left under, and what its answer may yet tell."""

    number: int
    places: set[Place]


class Unheard:
    """The places of one device about which nobody can say how they stand. Most of the time: none."""

    __slots__ = ("_asked", "_count", "_request", "owed", "told", "wanted")

    def __init__(self) -> None:
        self._count = 0  # of all that has left
        self._asked = 0  # the latest of it that waits for its answer
        self._request: Request | None = None
        self.told: dict[Place, float] = {}  # under which number each was told something
        self.wanted: dict[Place, tuple[Value, ...]] = {}  # and what; None: an action, and nobody knows
        self.owed: list[Owed] = []

    def doubts(self, place: Place, ordered: bool) -> bool:
        """Whether nobody can say how a place stands; `ordered`: an order for it is on its way."""
        return (ordered or place in self.told) and not planted("what_is_under_way_is_forgotten")

    # ------------------------------------------------------------ orders

    def waits(self, places: Iterable[Place]) -> None:
        """What will move these waits for its turn: no answer that comes before can tell how they stand."""
        self._notes(places, NEVER, None)

    def tells(self, places: Iterable[Place], value: Value = None) -> None:
        """What may move these is the next to leave; `value`: what it wants there, if that can be said."""
        self._notes(places, self._count + 1, value)

    def spares(self, places: Iterable[Place]) -> None:
        """What waited will not leave: the next answer tells how they stand."""
        self.told |= dict.fromkeys((one for one in places if self.told.get(one) == NEVER), self._count)

    def obeyed(self, place: Place) -> None:
        """It was read back, and is as it was told to be."""
        self._hears(place)

    # ------------------------------------------------------------ questions and answers

    def leaves(self, request: Request) -> None:
        """A request leaves."""
        self._count += 1
        if request.waits:
            self._asked, self._request = self._count, request

    def unanswered(self) -> None:
        """The last question was given up."""
        if self._request is not None and self._request.covers:
            self.owed.append(Owed(self._asked, set(self._request.covers)))

    def reported(self, place: Place) -> None:
        """The device says how a place stands, as it was when it was asked, or later."""
        number = self._asked
        for owed in self.owed:
            if place in owed.places:
                owed.places.discard(place)
                number = owed.number
                break
        self.owed = [one for one in self.owed if one.places]
        if self.told.get(place, NEVER) < number:
            self._hears(place)

    def hung_up(self) -> None:
        """The connection is gone, and with it whatever was still to be answered in it."""
        self.owed.clear()

    def _notes(self, places: Iterable[Place], number: float, value: Value) -> None:
        for place in places:
            self.told[place] = number
            before = self.wanted.get(place, ())
            self.wanted[place] = before if value in before else (*before, value)

    def _hears(self, place: Place) -> None:
        self.told.pop(place, None)
        self.wanted.pop(place, None)
