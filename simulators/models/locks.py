"""Locks of a switcher: what they cover, who holds them, and how others see them."""

from collections.abc import Iterator, Mapping

from drivers.points import Place, Point, Value
from drivers.vocabulary import LockState

BREAK = "force_unlock"


class Locks:
    """Who holds which lock. A lock covers the ties of its own places; a plain one (yes or no) is nobody's."""

    def __init__(self, points: Mapping[str, Point], by_connection: bool) -> None:
        """A client is its address, or (`by_connection`) its one connection."""
        self._points, self._by_connection = points, by_connection
        self._holders: dict[Place, str] = {}

    def of(self, place: Place) -> Iterator[Place]:
        """The locks that stand over a tie."""
        if place.key.endswith("tie"):
            axes = self._points[place.key].axes
            yield from (
                Place(key, place.index)
                for key, point in self._points.items() if self.owned(key) or key == "lock"
                if point.axes == axes
            )  # fmt: skip

    def owned(self, key: str) -> bool:
        """Whether this is a lock that has an owner."""
        point = self._points.get(key)
        return point is not None and LockState.OURS in (point.values or ())

    def hold(self, who: str, place: Place, value: Value) -> None:
        """A client took a lock, or gave it back."""
        self._holders.pop(place, None)
        if value != LockState.FREE:
            self._holders[place] = self._person(who)

    def against(self, who: str, place: Place, value: Value) -> bool:
        """Whether this lock, which stands at `value`, keeps this client out."""
        if not self.owned(place.key):
            return bool(value)
        return self.seen(who, place, value) == LockState.THEIRS

    def seen(self, who: str, place: Place, value: Value) -> Value:
        """Free, ours or theirs: as this client sees it; one taken at the panel is as it is."""
        if value == LockState.FREE or place not in self._holders:
            return value
        return LockState.OURS if self._holders[place] == self._person(who) else LockState.THEIRS

    def _person(self, who: str) -> str:
        return who if self._by_connection else who.rpartition(":")[0]
