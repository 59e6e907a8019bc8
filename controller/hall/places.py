"""The places of one device: its points as the hall addresses them, with the sizes learned so far."""

from collections.abc import Iterable, Mapping

from controller.hall.state import State
from drivers.points import Place, Point, Ref, Value
from drivers.vocabulary import LINK
from drivers.wire.driver import Driver
from drivers.wire.talk import Action, When

METER = "meter"
"""Levels travel on a side channel and are no points of the state."""


class Places:
    """What a device has. `driver` changes when the device tells how many outlets it has."""

    __slots__ = ("_device", "_state", "actions", "driver", "link", "refs")

    def __init__(self, device: str, driver: Driver, state: State) -> None:
        self._device, self._state = device, state
        self.driver = driver
        self.link = Ref(device, LINK.key)
        self.refs: dict[Place, Ref] = {}
        self.actions: Mapping[str, Action] = {row.name: row for row in driver.talk if isinstance(row, Action)}
        self._list()

    def has(self, key: str) -> bool:
        """Whether there is such a point."""
        return self.driver.has(key)

    def point(self, key: str) -> Point:
        """The point called `key`; KeyError where there is none."""
        return self.driver.point(key)

    def of(self, places: Iterable[Place]) -> list[Ref]:
        """The addresses of these places."""
        return [ref for place in places if (ref := self.refs.get(place)) is not None]

    def learn(self, place: Place) -> Ref | None:
        """A place that is not on the list: new where its axes are learned from the device, else not ours."""
        axes = self.point(place.key).axes if self.has(place.key) else ()
        if place.key == METER or all(self.driver.axes.get(axis) for axis in axes):
            return None
        ref = self.refs[place] = Ref(self._device, place.key, place.index)
        return ref

    def size(self, axis: str, places: tuple[int | str, ...]) -> bool:
        """The device has these places on an axis; answers whether that is news."""
        if self.driver.axes.get(axis) == places:
            return False
        self.driver = self.driver.sized(**{axis: places})
        self.refs.clear()
        self._list()
        self._state.forget(self._device, but=(self.link, *self.refs.values()))
        return True

    def polite(self, when: When) -> bool:
        """Whether a row may be said now; what is not known forbids nothing."""
        return all(self._allows(key, values) for key, values in when.items())

    def _allows(self, key: str, values: tuple[Value, ...]) -> bool:
        ref = self.refs.get(Place(key))
        now = self._state.get(ref) if ref is not None else None
        return now is None or now.at is None or now.reported in values

    def cuts(self, action: str, args: Mapping[str, Value]) -> tuple[Ref, ...]:
        """The outlets that may lose their power through an action; all of them where none is named."""
        row = self.actions[action]
        if "outlet" not in (*row.stales, *row.sets) or row.sets.get("outlet") is True:
            return ()
        outlets = [ref for place, ref in self.refs.items() if place.key == "outlet"]
        return tuple(ref for ref in outlets if set(ref.index) & set(args.values())) or tuple(outlets)

    def _list(self) -> None:
        for place in self.driver.places():
            if place.key != METER:
                self.refs[place] = Ref(self._device, place.key, place.index)
        self._state.add((self.link, *self.refs.values()))
