"""One form of a line, bound to the points of its driver: what it reads and what it says.

Reading a form never needs more than the frame, the sizes of the axes, and what the request it answers has
bound (the 5 of "5%", which the answer "03" does not repeat). Saying needs the truth: look(key, index).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple, Protocol

from drivers.points import Index, Place, Point, Value, same
from drivers.wire.events import Event, Report, Sized, Stale
from drivers.wire.repeat import Fields
from drivers.wire.sizes import MOST, Sizes
from drivers.wire.talk import Look
from drivers.wire.template import Slot, Values, Written

BODY = "\n"
"""The name of the slot that holds all items; no field can be called so."""

Bound = Mapping[str, Value]
NOTHING: Bound = {}


class Printed(Protocol):
    """What a form needs of its head and of its items: a Template, or something that reads and writes like
    one.
    """

    order: tuple[str, ...]
    names: frozenset[str]
    slots: list[Slot]
    head: str
    tail: str
    literals: tuple[str | None, ...]
    bare: bool

    def read(self, frame: str) -> dict[str, Any] | None: ...
    def write(self, values: Values) -> Written: ...


class Repeated(Protocol):
    """What a form needs of its repeated part."""

    @property
    def items(self) -> tuple[Printed, ...]: ...
    @property
    def along(self) -> str: ...
    @property
    def sep(self) -> str: ...
    def read(self, body: Any) -> Iterator[Fields | None] | None: ...
    def join(self, items: list[Written]) -> Any: ...


class Tells(NamedTuple):
    """A field that is a point: where its value belongs."""

    name: str
    point: Point
    fixed: Index | None


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What one frame says in one form: the fields of its head, the events, and how many items were not
    understood.
    """

    form: object
    fields: Fields
    events: tuple[Event, ...]
    skipped: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Saying:
    """A line as said and as shown, and the places it tells."""

    text: str
    shown: str
    places: tuple[Place, ...]


class Form:
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
        self.shared = tuple(sorted(head.names - self.tells.keys() - {BODY, "turn"}))
        self.complete = all(self._placed(each) for each in self.tells.values())
        self.bare = head.bare and not means and not (repeat and any(not item.bare for item in repeat.items))

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
        if self.repeat is None:
            events = self._events(fields, sizes, bound)
            return None if events is None else Reading(self, fields, tuple(events))
        items = self.repeat.read(fields.pop(BODY))
        return None if items is None else self._gathered(self.repeat, fields, items, sizes, bound)

    def _gathered(
        self, repeat: "Repeated", fields: Fields, items: Iterator[Fields | None], sizes: Sizes, bound: Bound
    ) -> Reading | None:
        events: list[Event] = self._events(fields, sizes, bound) or []
        along, skipped, seen = self.along, 0, 0
        start = sizes.on(along).index(bound[along]) if bound.get(along) in sizes.on(along) else 0
        for number, item in enumerate(items, start):
            held = {**bound, along: sizes.position(along, number)} if along else bound
            heard = None if item is None else self._events({**fields, **item}, sizes, held, item)
            if not heard:
                skipped += heard is None
                continue
            events += heard
            seen += 1
        if not seen or (skipped and along and not repeat.sep):  # one misread digit moves all behind it
            return None
        return Reading(self, fields, tuple(_grown(self, events, sizes)), skipped)

    def _events(
        self, fields: Fields, sizes: Sizes, bound: Bound, only: Fields | None = None
    ) -> list[Event] | None:
        """The events of these fields (of the names in `only`); None where an index is not on its axis."""
        events: list[Event] = []
        for name, tell in self.tells.items():
            if name not in (fields if only is None else only):
                continue
            indices = self._indices(tell, fields, sizes, bound)
            if indices is None:
                return None
            if name in self.lossy or not indices:
                events.append(Stale((tell.point.key,)))
            else:
                events += [Report(Place(tell.point.key, index), fields[name]) for index in indices]
        for name in fields if only is None else only:
            if name[0] == "#":
                events += _sized(name[1:], fields[name], sizes)
        return events

    def _indices(self, tell: Tells, fields: Fields, sizes: Sizes, bound: Bound) -> list[Index] | None:
        if tell.fixed is not None:
            return [tell.fixed]
        names = tell.point.axes
        if not names:
            return [()]
        if self.whole in names:
            return [place.index for place in self._spread(tell.point, {**bound, **fields}, sizes)]
        spelled = self.spelled
        index: Index = tuple(fields.get(axis) if axis in spelled else bound.get(axis) for axis in names)  # type: ignore[misc]
        return [index] if None not in index and sizes.allows(names, index, self.along) else None

    # ------------------------------------------------------------ saying

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The line as true of `look`, over all places that `bound` leaves open; None where it is not."""
        try:
            return self._said(look, bound, sizes, self._open(bound, sizes))
        except (KeyError, ValueError, TypeError):
            return None

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """The line that tells exactly these wishes; None where there is none."""
        held = dict(bound)
        groups = self._groups(wishes, held)
        if groups is None:
            return None
        try:
            saying = self._said(lambda key, index: wishes[Place(key, index)], held, sizes, groups)
        except (KeyError, ValueError, TypeError):
            return None
        return saying if set(saying.places) == wishes.keys() else None

    def _groups(self, wishes: Mapping[Place, Value], held: dict[str, Value]) -> list[Bound] | None:
        """The bindings of the items; axes of the head are bound in `held`. None where they disagree."""
        groups: list[Bound] = []
        for key, index in wishes:
            tell = next((each for each in self.tells.values() if each.point.key == key), None)
            if tell is None:
                return None
            if tell.fixed is not None:
                continue
            at = {
                axis: place for axis, place in zip(tell.point.axes, index, strict=True) if axis != self.whole
            }
            if self.repeat is None:
                if any(held.setdefault(axis, place) != place for axis, place in at.items()):
                    return None
            elif at not in groups:
                groups.append(at)
        return groups

    def _open(self, bound: Bound, sizes: Sizes) -> list[Bound]:
        if self.repeat is None:
            return []
        axes = sorted({axis for axis in self._item_axes() if axis not in bound or axis == self.repeat.along})
        return [
            dict(zip(axes, index, strict=True))
            for index in product(*(self._rest(a, bound, sizes) for a in axes))
        ]

    def _rest(self, axis: str, bound: Bound, sizes: Sizes) -> tuple[int | str, ...]:
        """The places of an axis; of one counted in pages, those of the page beginning where `bound` says."""
        places = sizes.on(axis)
        if axis != self.along or bound.get(axis) not in places:
            return places
        start = places.index(bound[axis])
        return places[start : start + self.page] if self.page else places[start:]

    def _item_axes(self) -> frozenset[str]:
        assert self.repeat is not None  # noqa: S101
        points = [
            self.tells[name].point for item in self.repeat.items for name in item.names if name in self.tells
        ]
        named = frozenset(axis for point in points for axis in point.axes if axis in self.axes)
        return named | ({self.repeat.along} if self.repeat.along else frozenset())

    def _said(self, look: Look, bound: Bound, sizes: Sizes, groups: list[Bound]) -> Saying:
        values = self._values(look, bound, sizes)
        for name, meant in self.means.items():
            if not same(values(name), meant):
                raise ValueError(f"{name} is not {meant!r}")
        if self.repeat is None:
            written = self.head.write(values)
            return Saying(written.text, written.shown, tuple(self._places(written.names, bound, sizes)))
        items, places = self._items(look, bound, sizes, groups)
        body = self.repeat.join(items)
        written = self.head.write(lambda name: body if name == BODY else values(name))
        places += self._places(written.names, bound, sizes)
        return Saying(written.text, written.shown, tuple(places))

    def _items(
        self, look: Look, bound: Bound, sizes: Sizes, groups: list[Bound]
    ) -> tuple[list[Written], list[Place]]:
        assert self.repeat is not None  # noqa: S101
        out: list[Written] = []
        places: list[Place] = []
        for at in groups:
            held, told = {**bound, **at}, set[str]()
            for written in self._alternatives(self._values(look, held, sizes)):
                names = set(written.names) - held.keys()
                if names and names <= told:
                    continue
                told |= names
                out.append(written)
                places += self._places(written.names, held, sizes)
                if self.repeat.along:
                    break
        if not out:
            raise ValueError("no item is true")
        return out, places

    def _alternatives(self, values: Callable[[str], Value]) -> Iterator[Written]:
        assert self.repeat is not None  # noqa: S101
        written = []
        for item in self.repeat.items:
            try:
                written.append(item.write(values))
            except (KeyError, ValueError, TypeError):
                continue
        return iter(sorted(written, key=lambda each: -len(each.names)))

    def _values(self, look: Look, bound: Bound, sizes: Sizes) -> Callable[[str], Value]:
        """What each field's value is; KeyError where it has none, ValueError where not all places agree."""

        def value(name: str) -> Value:
            if (tell := self.tells.get(name)) is None:
                return len(sizes.on(name[1:])) if name[0] == "#" else bound[name]
            if tell.fixed is not None:
                return look(tell.point.key, tell.fixed)
            if self.whole not in tell.point.axes:
                return look(tell.point.key, tuple(bound[axis] for axis in tell.point.axes))  # type: ignore[misc]
            places = self._spread(tell.point, bound, sizes)
            first, *more = [look(*place) for place in places]
            if not all(same(first, other) for other in more):
                raise ValueError(f"{name} is not the same everywhere")
            return first

        return value

    def _spread(self, point: Point, bound: Mapping[str, Any], sizes: Sizes) -> list[Place]:
        return sizes.over(point, {axis: bound[axis] for axis in point.axes if axis != self.whole})

    def _places(self, names: tuple[str, ...], bound: Bound, sizes: Sizes) -> Iterator[Place]:
        """The places told by these names and by what the line means unsaid."""
        for name in (*names, *self.means):
            if (tell := self.tells.get(name)) is None:
                continue
            if tell.fixed is not None:
                yield Place(tell.point.key, tell.fixed)
            elif self.whole in tell.point.axes:
                yield from self._spread(tell.point, bound, sizes)
            else:
                yield Place(tell.point.key, tuple(bound[axis] for axis in tell.point.axes))  # type: ignore[misc]


def _sized(axis: str, count: Value, sizes: Sizes) -> list[Event]:
    """The size of an axis, where it is news."""
    if not isinstance(count, int) or not 0 <= count <= MOST or count == len(sizes.on(axis)):
        return []
    return [Sized(axis, tuple(range(1, count + 1)))]


def _grown(form: Form, events: list[Event], sizes: Sizes) -> list[Event]:
    """`events`, led by the size of each counted axis that turned out longer than known; without absent
    places.
    """
    points = {tell.point.key: tell.point for tell in form.tells.values()}
    found: dict[str, int] = {}
    for event in events:
        if isinstance(event, Report) and event.value is not None:
            for axis, place in zip(points[event.place.key].axes, event.place.index, strict=True):
                if axis in form.axes and isinstance(place, int) and place > len(sizes.on(axis)):
                    found[axis] = max(found.get(axis, 0), place)
    news: list[Event] = [
        Sized(axis, tuple(range(1, size + 1))) for axis, size in found.items() if size <= MOST
    ]
    grown = {event.axis: frozenset(event.places) for event in news if isinstance(event, Sized)}
    return news + [
        event for event in events if not isinstance(event, Report) or _there(event, points, sizes, grown)
    ]


def _there(
    report: Report, points: Mapping[str, Point], sizes: Sizes, grown: Mapping[str, frozenset[int | str]]
) -> bool:
    """Whether the place exists now; a value None beyond the end of an axis is no place."""
    for axis, place in zip(points[report.place.key].axes, report.place.index, strict=True):
        if place in grown.get(axis, ()) or place in sizes.known.get(axis, ()):
            continue
        if report.value is None:
            return False
    return True
