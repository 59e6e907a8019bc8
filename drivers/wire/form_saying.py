"""How a form is said: true of what is (`say`), or telling exactly what is wished (`order`)."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

from drivers.points import Place, Point, Value, same
from drivers.wire.forms import BODY, Bound, Printed, Repeated, Saying, Tells
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look
from drivers.wire.template import Written


class Speaking:
    """The half of a Form that speaks."""

    head: Printed
    repeat: Repeated | None
    tells: dict[str, Tells]
    axes: frozenset[str]
    along: str
    whole: str
    means: Bound
    page: int

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
            tell = next(each for each in self.tells.values() if each.point.key == key)
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
        return groups or [{}]  # items of fixed places bind nothing

    def _open(self, bound: Bound, sizes: Sizes) -> list[Bound]:
        if self.repeat is None:
            return []
        return [
            dict(zip(axes, index, strict=True))
            for named in self._item_axes()
            for axes in [sorted(axis for axis in named if axis not in bound or axis == self.repeat.along)]
            for index in product(*(self._rest(a, bound, sizes) for a in axes))
        ]

    def _rest(self, axis: str, bound: Bound, sizes: Sizes) -> tuple[int | str, ...]:
        """The places of an axis; of one counted in pages, those of the page beginning where `bound` says."""
        places = sizes.on(axis)
        if axis != self.along or bound.get(axis) not in places:
            return places
        start = places.index(bound[axis])
        return places[start : start + self.page] if self.page else places[start:]

    def _item_axes(self) -> list[frozenset[str]]:
        """What is counted: items that have no axis in common follow one another (all inputs, all outputs)."""
        assert self.repeat is not None  # noqa: S101
        along = {self.repeat.along} if self.repeat.along else set[str]()
        found = [
            frozenset(
                axis for name in item.names if name in self.tells
                for axis in self.tells[name].point.axes if axis in self.axes
            )
            for item in self.repeat.items
        ]  # fmt: skip
        apart = all(found) and sum(map(len, found)) == len(frozenset().union(*found))
        return found if apart and not along else [frozenset(along).union(*found)]

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
        return out + self._missing(self.page - len(out)), places

    def _missing(self, count: int) -> list[Written]:
        """The rest of a page, where the protocol has a word for places there are not."""
        assert self.repeat is not None  # noqa: S101
        try:
            return [self.repeat.items[0].write(lambda name: None)] * count
        except (KeyError, ValueError, TypeError):
            return []

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
