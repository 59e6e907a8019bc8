"""What is said to learn or to change something: which row, for which places, in how few exchanges."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from drivers.points import Place, Point, Value
from drivers.wire.events import Poll, Request
from drivers.wire.form import Bound, Saying
from drivers.wire.framing import Buffer
from drivers.wire.grammar import BoundRow, Sentence, Spoken
from drivers.wire.table import Table
from drivers.wire.talk import Action, Command, Query, Row, Session
from drivers.wire.trouble import NotSupported, OutOfRange

Wishes = Mapping[Place, Value]


def nothing(key: str, index: object) -> Value:
    """The look of one who knows nothing."""
    raise KeyError(key)


class Planner:
    """The questions and orders of one table. Requests are values: made once, sent as often as one likes."""

    def __init__(self, table: Table) -> None:
        self.table, self.sizes, self.driver = table, table.sizes, table.driver
        self._exchanges: dict[Row, tuple[Request, ...]] = {}
        self._readers: dict[str, list[BoundRow]] = {}
        for bound in table.of_kind[Query]:
            for key in sorted(
                {key for spoken in bound.replies for form in spoken.forms for key in form.keys}
            ):
                self._readers.setdefault(key, []).append(bound)

    # ------------------------------------------------------------ asking

    def asks(self, places: Iterable[Place]) -> Request:
        """The cheapest request that reads these places, or most of them."""
        wanted = set(places)
        best, score = None, (0, 0.0)
        for request in self._candidates(wanted):
            hits = len(wanted.intersection(request.covers))
            cost = len(request.covers) if len(wanted) == 1 else len(request.covers) - hits
            if hits and (best is None or (hits, -cost) > score):
                best, score = request, (hits, -cost)
        if best is None:
            raise NotSupported(
                f"{self.driver.name} has no question for {', '.join(map(_name, sorted(wanted, key=str)))}"
            )
        return best

    def _candidates(self, wanted: set[Place]) -> Iterator[Request]:
        rows = dict.fromkeys(bound for place in wanted for bound in self._readers.get(place.key, ()))
        for bound in sorted(rows, key=lambda bound: bound.row.optional):  # type: ignore[union-attr]
            pick = getattr(bound.said, "pick", None)
            saying = pick(wanted, self.sizes) if pick is not None else None
            if saying is not None:
                yield self.request(bound, saying, {})
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
                yield self.request(bound, saying, {})
            return
        axes = sorted(bound.says.said.axes)
        for index in product(*(self._stops(bound, axis) for axis in axes)):
            at: dict[str, Value] = dict(zip(axes, index, strict=True))
            saying = bound.says.said.say(nothing, at, self.sizes)
            covers = tuple(self._covers(bound, at))
            if saying is not None and covers:
                yield self.request(bound, Saying(saying.text, saying.shown, covers), at)

    def _stops(self, bound: BoundRow, axis: str) -> tuple[int | str, ...]:
        """Where along an axis a question is asked: everywhere, or once a page."""
        pages = [
            getattr(spoken.said, "page", 0)
            for spoken in bound.replies
            if axis == getattr(spoken.said, "along", "")
        ]
        return self.sizes.on(axis)[:: max([1, *pages])]

    def _covers(self, bound: BoundRow, at: Bound) -> Iterator[Place]:
        spoken = bound.replies[0]
        seen: set[Place] = set()
        for place in self._told(spoken, at):
            if place not in seen:
                seen.add(place)
                yield place

    def _told(self, spoken: Spoken, at: Bound) -> Iterator[Place]:
        """The places an answer tells when the question binds `at`."""
        said: Any = spoken.said
        for tell in said.tells.values():
            if tell.fixed is not None:
                yield Place(tell.point.key, tell.fixed)
            else:
                yield from self.sizes.over(tell.point, self._held(said, tell.point, at))

    def _held(self, said: Any, point: Point, at: Bound) -> Any:
        along, page = getattr(said, "along", ""), getattr(said, "page", 0)
        return {axis: at[axis] for axis in point.axes if axis in at and not (axis == along and page)}

    # ------------------------------------------------------------ polling

    def polls(self) -> tuple[Poll, ...]:
        """Rows that together keep every readable place fresh, the cheapest first chosen."""
        chosen: list[tuple[BoundRow, tuple[Request, ...]]] = []
        fresh: dict[Place, float] = {}
        for bound, requests in sorted(self._asked_rows(), key=_price):
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

    def _asked_rows(self) -> Iterator[tuple[BoundRow, tuple[Request, ...]]]:
        for bound in self.table.of_kind[Query]:
            yield bound, self.exchanges(bound) or tuple(self._sizing(bound))

    def _sizing(self, bound: BoundRow) -> Iterator[Request]:
        """A question that tells no place yet and may size an axis."""
        assert bound.says is not None  # noqa: S101
        if bound.says.said.axes or getattr(bound.says.said, "plan", None) is not None:
            return
        saying = bound.says.said.say(nothing, {}, self.sizes)
        if saying is not None:
            yield self.request(bound, Saying(saying.text, saying.shown, ()), {})

    # ------------------------------------------------------------ telling

    def tell(self, wishes: Wishes) -> Request:
        """The one order for exactly these wishes."""
        self._check(wishes)
        commands = sorted(self.table.of_kind[Command], key=lambda bound: -_prefer(bound.row))
        keys = {place.key for place in wishes}
        for bound in commands:
            assert bound.says is not None  # noqa: S101
            if not keys <= bound.says.said.keys:
                continue
            saying = bound.says.said.order(wishes, {}, self.sizes)
            if saying is not None:
                self._arrives(bound.says.said, saying, wishes)
                return self.request(bound, saying, _binding(self.table, bound, saying), wishes)
        raise self._unsaid(wishes)

    def _check(self, wishes: Wishes) -> None:
        for place, value in wishes.items():
            point = self.table.grammar.points.get(place.key)
            if point is None or not point.settable or len(place.index) != len(point.axes):
                raise NotSupported(f"{self.driver.name} cannot be told {_name(place)}")
            if not self.sizes.allows(point.axes, place.index):
                raise OutOfRange(f"{self.driver.name} has no {_name(place)}")
            if not point.allows(value) or not self._among(point, value):
                raise OutOfRange(f"{_name(place)} of {self.driver.name} cannot be {value!r}")

    def _among(self, point: Point, value: Value) -> bool:
        known = self.sizes.known.get(point.among)
        return known is None or value in known or value == 0

    def _unsaid(self, wishes: Wishes) -> Exception:
        """Why no command says this: the value, or the whole idea."""
        keys = {place.key for place in wishes}
        says = [bound.says.said for bound in self.table.of_kind[Command] if bound.says]
        if len(wishes) == 1 and any(keys <= said.keys for said in says):
            (place, value), *_ = wishes.items()
            return OutOfRange(f"{_name(place)} of {self.driver.name} cannot be told {value!r}")
        return NotSupported(f"{self.driver.name} has no one order for {', '.join(sorted(keys))}")

    def tells(self, wishes: Wishes) -> tuple[Request, ...]:
        """The fewest orders for these wishes, found greedily from the widest down."""
        left, out = dict(wishes), []
        for group in self._groups(wishes):
            part = {place: left[place] for place in group if place in left}
            if len(part) < len(group) or not part:
                continue
            try:
                out.append(self.tell(part))
            except (NotSupported, OutOfRange):
                if len(part) == 1:
                    raise
                continue
            for place in part:
                del left[place]
        order = {place: number for number, place in enumerate(wishes)}
        return tuple(sorted(out, key=lambda request: min(order[place] for place in request.wishes)))

    def _groups(self, wishes: Wishes) -> Iterator[list[Place]]:
        """Sets of places that one order might tell: all, those of one command, of one index, each."""
        yield list(wishes)
        commands = [bound.says.said.keys for bound in self.table.of_kind[Command] if bound.says]
        wide = sorted({keys for keys in commands}, key=lambda keys: (-len(keys), sorted(keys)))
        yield from ([place for place in wishes if place.key in keys] for keys in wide)
        for index in dict.fromkeys(place.index for place in wishes):
            alike = [place for place in wishes if place.index == index]
            yield alike
            yield from ([place for place in alike if place.key in keys] for keys in wide)
        yield from ([place] for place in wishes)

    # ------------------------------------------------------------ doing and keeping

    def do(self, name: str, args: Bound) -> Request:
        """The action called `name`, with these arguments and axes."""
        rows = [bound for bound in self.table.of_kind[Action] if bound.row.name == name]  # type: ignore[union-attr]
        if not rows:
            raise NotSupported(f"{self.driver.name} cannot do {name}")
        for bound in rows:
            assert bound.says is not None  # noqa: S101
            said = bound.says.said
            needed = {each for each in said.names if each in self.table.grammar.args or each in said.axes}
            if needed != set(args):
                continue
            axes = tuple(axis for axis in args if axis in said.axes)
            saying = said.say(nothing, args, self.sizes)
            if saying is None or not self.sizes.allows(axes, tuple(args[axis] for axis in axes)):  # type: ignore[misc]
                raise OutOfRange(f"{name} of {self.driver.name} cannot take {dict(args)}")
            self._arrives(said, saying, args)
            return self.request(bound, saying, args)
        raise NotSupported(f"{name} of {self.driver.name} does not take {', '.join(args) or 'nothing'}")

    def sessions(self, login: Bound) -> tuple[tuple[Request, float], ...]:
        """What is said at the start of each connection, and every how many seconds again."""
        out = []
        for bound in self.table.of_kind[Session]:
            row = bound.row
            assert isinstance(row, Session)  # noqa: S101
            assert bound.says is not None  # noqa: S101
            axes = sorted(bound.says.said.axes)
            for index in product(*(self.sizes.on(axis) for axis in axes)):
                at = {**self.driver.session, **row.says, **login, **dict(zip(axes, index, strict=True))}
                saying = bound.says.said.say(nothing, at, self.sizes)
                if saying is not None:
                    out.append((self.request(bound, saying, at), row.every))
        return tuple(out)

    # ------------------------------------------------------------ requests

    def request(self, bound: BoundRow, saying: Saying, at: Bound, wishes: Wishes | None = None) -> Request:
        """A row's line as a request."""
        row = bound.row
        framing = self.driver.framing
        return Request(
            row=row,
            frames=(saying.text,),
            shown=saying.shown,
            covers=saying.places,
            waits=bool(bound.replies) or bound.echo or isinstance(row, Query),
            retry=not isinstance(row, Action),
            settle=row.settle if isinstance(row, Command | Action) else 0.0,
            gap=row.gap if isinstance(row, Command) else 0.0,
            patience=self.driver.patience,
            bare=not framing.tags and self._bare(bound),
            bound={name: value for name, value in at.items() if value is not None},
            wishes=wishes or {},
            data=b"" if framing.tags else framing.says.wrap(saying.text),
        )

    def _bare(self, bound: BoundRow) -> bool:
        """Whether a late answer to this row could pass for the answer to another."""
        forms = [form for spoken in bound.replies for form in spoken.forms]
        return any(form.bare or not form.complete or form in self.table.bare for form in forms)

    def _arrives(self, said: Sentence, saying: Saying, values: Mapping[Any, Value]) -> None:
        """OutOfRange where a text would not be heard as it was meant: it would break the line, or change on
        the way.
        """
        if not any(isinstance(value, str) for value in values.values()):
            return
        framing = self.driver.framing
        arrived = framing.says.cut(Buffer(framing.says.wrap(saying.text, "1" if framing.tags else "")))
        if [frame.text for frame in arrived] == [saying.text]:
            reading = said.read(saying.text, self.sizes)
            if reading is not None and self._means(reading, values):
                return
        raise OutOfRange(
            f"{self.driver.name} cannot be told {[v for v in values.values() if isinstance(v, str)]}"
        )

    def _means(self, reading: Any, values: Mapping[Any, Value]) -> bool:
        told = {event.place: event.value for event in reading.events if hasattr(event, "place")}
        heard = {**told, **reading.fields}
        return all(heard.get(key, value) == value for key, value in values.items() if isinstance(value, str))


def _binding(table: Table, bound: BoundRow, saying: Saying) -> Bound:
    """The axes that an order bound, which its acknowledgement must agree with."""
    assert bound.says is not None  # noqa: S101
    at: dict[str, Value] = {}
    for place in saying.places:
        for axis, spot in zip(table.grammar.points[place.key].axes, place.index, strict=True):
            at[axis] = spot if at.setdefault(axis, spot) == spot else None
    whole = getattr(bound.says.said, "whole", "")
    return {axis: spot for axis, spot in at.items() if spot is not None and axis != whole}


def _price(pair: tuple[BoundRow, tuple[Request, ...]]) -> tuple[bool, float]:
    bound, requests = pair
    places = sum(len(request.covers) for request in requests)
    assert isinstance(bound.row, Query)  # noqa: S101
    return bound.row.optional, len(requests) / places if places else 0.0


def _prefer(row: Row) -> int:
    return row.prefer if isinstance(row, Command) else 0


def _name(place: Place) -> str:
    return "/".join(map(str, (place.key, *place.index)))


def planner(table: Table) -> Planner:
    """The planner of a table, made when first needed and shared like the table."""
    found: Planner | None = table.__dict__.get("planner")
    if found is None:
        found = table.__dict__["planner"] = Planner(table)
    return found
