"""One form of a line, bound to the points of its driver: what it reads and what it says.

Reading a form never needs more than the frame, the sizes of the axes, and what the request it answers has
bound (the 5 of "5%", which the answer "03" does not repeat). Saying needs the truth: look(key, index).
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from drivers.points import Index, Place, Value
from drivers.wire.events import Event, Report, Sized, Stale
from drivers.wire.form_saying import Speaking
from drivers.wire.forms import BODY, NOTHING, Bound, Printed, Reading, Repeated, Tells
from drivers.wire.repeat import Fields
from drivers.wire.sizes import MOST, Sizes

Known = Mapping[str, frozenset[int | str]]
new = tuple.__new__
"""Makes a NamedTuple without its constructor's detour: a block of forty routes makes eighty of them."""


class Spot(NamedTuple):
    """Where the value of one field belongs: `axes` and whether the line spells each of them."""

    name: str
    key: str
    fixed: Index | None
    axes: tuple[tuple[str, bool], ...]
    whole: bool
    lossy: bool


class Form(Speaking):
    """One form of a line. `names` are all fields; `axes` those that are axes; `complete`: it tells where it
    belongs.
    """

    def __init__(
        self,
        head: Printed,
        tells: Mapping[str, Tells],
        *,
        axes: frozenset[str],
        repeat: Repeated | None = None,
        whole: str = "",
        means: Bound = NOTHING,
        page: int = 0,
    ) -> None:
        self.head, self.repeat, self.whole, self.means, self.page = head, repeat, whole, means, page
        self.along = repeat.along if repeat else ""
        self.begins, self.ends = head.head, head.tail
        self.names = head.names.union(*(item.names for item in repeat.items)) if repeat else head.names
        self.names = self.names.union(means) - {BODY}
        order = [name for each in (head, *(repeat.items if repeat else ())) for name in each.order]
        self.tells = {name: tells[name] for name in (*order, *means) if name in tells}
        slots = [slot for each in (head, *(repeat.items if repeat else ())) for slot in each.slots]
        self.joins = any(
            len([name for name in slot.names if name in tells]) > 1 for slot in slots if not slot.wide
        )
        self.lossy = frozenset(name for slot in slots if slot.lossy for name in slot.names)
        self.keys = frozenset(each.point.key for each in self.tells.values())
        self.spelled = (self.names & axes) - self.tells.keys()
        self.axes = self.spelled | ({repeat.along} if repeat and repeat.along else frozenset())
        self.shared = tuple(sorted(head.names - self.tells.keys() - {BODY}))
        self.complete = not page and all(self._placed(each) for each in self.tells.values())
        self.bare = head.bare and not means and not (repeat and any(not item.bare for item in repeat.items))
        in_items = frozenset().union(*(item.names for item in repeat.items)) if repeat else frozenset[str]()
        self._spots = [self._spot(tell) for name, tell in self.tells.items() if name not in in_items]
        self._item_spots = [self._spot(tell) for name, tell in self.tells.items() if name in in_items]

    def _spot(self, tell: Tells) -> Spot:
        axes = tuple((axis, axis in self.spelled) for axis in tell.point.axes)
        whole = bool(self.whole) and self.whole in tell.point.axes
        return Spot(tell.name, tell.point.key, tell.fixed, axes, whole, tell.name in self.lossy)

    def _placed(self, tell: Tells) -> bool:
        return tell.fixed is not None or all(
            axis in self.axes or axis == self.whole for axis in tell.point.axes
        )

    # ------------------------------------------------------------ reading

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """What `frame` says, or None where it is another line."""
        fields = self.head.read(frame)
        if fields is None:
            return None
        if self.means:
            fields.update(self.means)
        items = self.repeat.read(fields.pop(BODY)) if self.repeat is not None else None
        if self.repeat is not None and items is None:
            return None
        events: list[Event] = []
        if not self._told(self._spots, fields, bound, sizes, events):
            return None
        if items is None:
            return Reading(self, fields, tuple(events))
        return self._gathered(fields, items, sizes, bound, events)

    def _gathered(
        self, fields: Fields, items: Iterator[Fields | None], sizes: Sizes, bound: Bound, events: list[Event]
    ) -> Reading | None:
        """The items' events behind those of the head."""
        along, skipped, seen = self.along, 0, len(events)
        held = dict(bound)
        start = sizes.on(along).index(bound[along]) if bound.get(along) in sizes.on(along) else 0
        for number, item in enumerate(items, start):
            if along:
                held[along] = sizes.position(along, number)
            whole = {**fields, **item} if item and fields else item
            skipped += whole is None or not self._told(self._item_spots, whole, held, sizes, events)
        if len(events) == seen or (skipped and along and not self.repeat.sep):  # type: ignore[union-attr]
            return None  # of a counted list without separators, one misread digit moves all behind it
        return Reading(self, fields, tuple(_grown(self, events, sizes)), skipped)

    def _told(
        self, spots: list[Spot], fields: Fields, bound: Bound, sizes: Sizes, events: list[Event]
    ) -> bool:
        """Add what these fields tell; False, and nothing added, where an index is not on its axis."""
        told: list[Event] = []
        for spot in spots:
            if spot.name not in fields:
                continue
            if spot.whole or spot.lossy:
                told += self._spread_out(spot, fields, bound, sizes)
                continue
            index = self._index(spot, fields, bound, sizes.known)
            if index is None:
                return False
            told.append(new(Report, (new(Place, (spot.key, index)), fields[spot.name])))
        events += told
        for name in fields:
            if name[0] == "#":
                events += _sized(name[1:], fields[name], sizes)
        return True

    def _index(self, spot: Spot, fields: Fields, bound: Bound, known: Known) -> Index | None:
        """Where a value belongs; None where that is not said, or not on its axis."""
        if spot.fixed is not None:
            return spot.fixed
        parts = []
        for axis, spelled in spot.axes:
            place: Any = fields.get(axis) if spelled else bound.get(axis)
            places = known.get(axis)
            if places is None:
                if not isinstance(place, int | str) or isinstance(place, bool):
                    return None
            elif place not in places and (axis != self.along or place is None):
                return None
            parts.append(place)
        return tuple(parts)

    def _spread_out(self, spot: Spot, fields: Fields, bound: Bound, sizes: Sizes) -> list[Event]:
        """A value at each place of its axis; Stale where it says too little, or nobody knows the places."""
        places = [] if spot.lossy else self._spread(self.tells[spot.name].point, {**bound, **fields}, sizes)
        if not places:
            return [Stale((spot.key,))]
        return [Report(place, fields[spot.name]) for place in places]


def _sized(axis: str, count: Value, sizes: Sizes) -> list[Event]:
    """The size of an axis, where it is news."""
    if not isinstance(count, int) or not 0 <= count <= MOST or count == len(sizes.on(axis)):
        return []
    return [Sized(axis, tuple(range(1, count + 1)))]


def _grown(form: Form, events: list[Event], sizes: Sizes) -> list[Event]:
    """`events`, led by the size of each counted axis longer than known; without places that are not there."""
    axes = {tell.point.key: tell.point.axes for tell in form.tells.values()}
    found: dict[str, int] = {}
    beyond: set[Event] = set()
    for event in events:
        if not isinstance(event, Report):
            continue
        for axis, place in zip(axes[event.place.key], event.place.index, strict=True):
            if place in sizes.known.get(axis, ()) or axis not in form.axes or not isinstance(place, int):
                continue
            if event.value is None:
                beyond.add(event)
            else:
                found[axis] = max(found.get(axis, 0), place)
    if not found and not beyond:
        return events
    news: list[Event] = [
        Sized(axis, tuple(range(1, size + 1))) for axis, size in found.items() if size <= MOST
    ]
    inside = [event for event in events if event not in beyond or _within(event, found)]
    return news + inside


def _within(event: Event, found: Mapping[str, int]) -> bool:
    """Whether a place without a value stands before one that has one."""
    return isinstance(event, Report) and any(
        place in range(1, max(found.values(), default=0) + 1) for place in event.place.index
    )
