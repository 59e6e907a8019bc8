"""One form of a line, bound to the points of its driver: what it reads and what it says.

Reading a form never needs more than the frame, the sizes of the axes, and what the request it answers has
bound (the 5 of "5%", which the answer "03" does not repeat). Saying needs the truth: look(key, index).
"""

from collections.abc import Iterator, Mapping

from drivers.points import Index, Place, Point, Value
from drivers.wire.events import Event, Report, Sized, Stale
from drivers.wire.form_saying import Speaking
from drivers.wire.forms import BODY, NOTHING, Bound, Printed, Reading, Repeated, Tells
from drivers.wire.repeat import Fields
from drivers.wire.sizes import MOST, Sizes


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
