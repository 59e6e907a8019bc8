"""What is asked to learn something: which rows, for which places, in how few exchanges."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from drivers.points import Place, Value
from drivers.wire.events import Poll, Request
from drivers.wire.forms import Bound, Saying
from drivers.wire.requests import Requests, keep, name, nothing
from drivers.wire.sentences import BoundRow, Spoken
from drivers.wire.table import Table
from drivers.wire.talk import Query, Row, When
from drivers.wire.trouble import NotSupported

Futile = frozenset[tuple[str, ...]]
"""Frames of questions that this device does not answer."""
NONE: Futile = frozenset()


class Asking:
    """The questions of one table. Requests are values: made once, sent as often as one likes."""

    def __init__(self, table: Table, requests: Requests) -> None:
        self.table, self.sizes, self.driver, self.requests = table, table.sizes, table.driver, requests
        self._exchanges: dict[Row, tuple[Request, ...]] = {}
        self._asked_for: dict[tuple[frozenset[Place], Futile], Request] = {}
        self._readers: dict[str, list[BoundRow]] = {}
        self._rows = [bound for bound in table.of_kind[Query] if not bound.row.others]  # type: ignore[union-attr]
        for bound in self._rows:
            keys = {key for spoken in bound.replies for form in spoken.forms for key in form.keys}
            for key in sorted(keys):
                self._readers.setdefault(key, []).append(bound)

    def asks(self, places: Iterable[Place], futile: Futile = NONE) -> Request:
        """The cheapest request that reads these places, or most of them, and is none of the futile ones."""
        key = frozenset(places), futile
        known = self._asked_for.get(key)
        return known or keep(self._asked_for, key, self._cheapest(*key))

    def _cheapest(self, wanted: frozenset[Place], futile: Futile) -> Request:
        best, score = None, (0, 0.0)
        for request in self._candidates(wanted):
            if request.frames in futile:
                continue
            hits = len(wanted.intersection(request.covers))
            cost = len(request.covers) if len(wanted) == 1 else len(request.covers) - hits
            if hits and (best is None or (hits, -cost) > score):
                best, score = request, (hits, -cost)
        if best is None:
            raise NotSupported(
                f"{self.driver.name} has no question for {', '.join(map(name, sorted(wanted, key=str)))}"
            )
        return best

    def _candidates(self, wanted: frozenset[Place]) -> Iterator[Request]:
        rows = dict.fromkeys(bound for place in wanted for bound in self._readers.get(place.key, ()))
        for bound in sorted(rows, key=lambda bound: bound.row.optional):  # type: ignore[union-attr]
            pick = getattr(bound.said, "pick", None)
            saying = pick(wanted, self.sizes) if pick is not None else None
            if saying is not None:
                yield self.requests.make(bound, saying, {})
            yield from self.exchanges(bound)

    def exchanges(self, bound: BoundRow) -> tuple[Request, ...]:
        """Every request of one Query row: one, or one for each place (or page) it is asked for."""
        row = bound.row
        assert isinstance(row, Query)  # noqa: S101
        if row not in self._exchanges:
            self._exchanges[row] = tuple(self._asked(bound))
        return self._exchanges[row]

    def _asked(self, bound: BoundRow) -> Iterator[Request]:
        assert bound.says is not None  # noqa: S101
        plan = getattr(bound.says.said, "plan", None)
        if plan is not None:
            for saying in plan(self.sizes):
                yield self.requests.make(bound, saying, {})
            return
        axes = sorted(bound.says.said.axes)
        for index in product(*(self._stops(bound, axis) for axis in axes)):
            at: dict[str, Value] = dict(zip(axes, index, strict=True))
            saying = bound.says.said.say(nothing, at, self.sizes)
            covers = tuple(self._covers(bound, at))
            if saying is not None and covers:
                yield self.requests.make(bound, Saying(saying.text, saying.shown, covers), at)

    def _stops(self, bound: BoundRow, axis: str) -> tuple[int | str, ...]:
        """Where along an axis a question is asked: everywhere, or once a page."""
        pages = [
            getattr(spoken.said, "page", 0)
            for spoken in bound.replies
            if axis == getattr(spoken.said, "along", "")
        ]
        return self.sizes.on(axis)[:: max([1, *pages])]

    def _covers(self, bound: BoundRow, at: Bound) -> Iterator[Place]:
        assert isinstance(bound.row, Query)  # noqa: S101
        seen: set[Place] = set()
        for spoken in bound.replies if bound.row.gathers else bound.replies[:1]:
            for place in self._told(spoken, at):
                if place not in seen:
                    seen.add(place)
                    yield place

    def _told(self, spoken: Spoken, at: Bound) -> Iterator[Place]:
        """The places an answer tells when the question binds `at`; of a page, those it begins with."""
        said: Any = spoken.said
        along, page = getattr(said, "along", ""), getattr(said, "page", 0)
        if not page or at.get(along) is None:
            yield from self._at(said, at)
            return
        places = self.sizes.on(along)
        start = places.index(at[along])
        for place in places[start : start + page]:
            yield from self._at(said, {**at, along: place})

    def _at(self, said: Any, at: Bound) -> Iterator[Place]:
        for tell in said.tells.values():
            if tell.fixed is not None:
                yield Place(tell.point.key, tell.fixed)
            else:
                held: Any = {axis: at[axis] for axis in tell.point.axes if axis in at}
                yield from self.sizes.over(tell.point, held)

    def whens(self, key: str) -> tuple[When, ...]:
        """When each of the questions that read such a point makes sense."""
        return tuple(bound.row.when for bound in self._readers.get(key, ()) if isinstance(bound.row, Query))

    # ------------------------------------------------------------ polling

    def polls(self, futile: Futile = NONE) -> tuple[Poll, ...]:
        """Rows that together keep every readable place fresh, the cheapest first chosen; nothing futile."""
        chosen: list[tuple[BoundRow, tuple[Request, ...]]] = []
        fresh: dict[Place, float] = {}
        for bound, requests in sorted(self._asked_rows(futile), key=_price):
            row = bound.row
            assert isinstance(row, Query)  # noqa: S101
            often = row.every or float("inf")
            covers = {place for request in requests for place in request.covers}
            if requests and (
                not covers
                or any(fresh.get(place, float("inf")) > often or place not in fresh for place in covers)
            ):
                chosen.append((bound, requests))
                fresh.update((place, min(often, fresh.get(place, often))) for place in covers)
        order = {bound.row: number for number, bound in enumerate(self.table.of_kind[Query])}
        chosen.sort(key=lambda pair: order[pair[0].row])
        return tuple(
            Poll(bound.row, request, bound.row.every, bound.row.when, request.covers)
            for bound, requests in chosen for request in requests
            if isinstance(bound.row, Query)
        )  # fmt: skip

    def _asked_rows(self, futile: Futile) -> Iterator[tuple[BoundRow, tuple[Request, ...]]]:
        for bound in self._rows:
            requests = self.exchanges(bound) or tuple(self._sizing(bound))
            yield bound, tuple(request for request in requests if request.frames not in futile)

    def _sizing(self, bound: BoundRow) -> Iterator[Request]:
        """A question that tells no place yet and may size an axis."""
        assert bound.says is not None  # noqa: S101
        if bound.says.said.axes or getattr(bound.says.said, "plan", None) is not None:
            return
        saying = bound.says.said.say(nothing, {}, self.sizes)
        if saying is not None:
            yield self.requests.make(bound, Saying(saying.text, saying.shown, ()), {})


def _price(pair: tuple[BoundRow, tuple[Request, ...]]) -> tuple[bool, float]:
    bound, requests = pair
    places = sum(len(request.covers) for request in requests)
    assert isinstance(bound.row, Query)  # noqa: S101
    return bound.row.optional, len(requests) / places if places else 0.0
