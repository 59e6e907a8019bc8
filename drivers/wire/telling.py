"""What is said to change something: the order that tells exactly what is wished, checked beforehand."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from drivers.points import Place, Point, Value
from drivers.wire.events import Request
from drivers.wire.forms import Bound, Saying
from drivers.wire.framing import Buffer
from drivers.wire.requests import Requests, keep, name, nothing
from drivers.wire.sentences import BoundRow, Sentence
from drivers.wire.table import Table
from drivers.wire.talk import Action, Command, Row, Session
from drivers.wire.trouble import NotSupported, OutOfRange

Wishes = Mapping[Place, Value]


class Telling:
    """The orders, actions and session lines of one table."""

    def __init__(self, table: Table, requests: Requests) -> None:
        self.table, self.sizes, self.driver, self.requests = table, table.sizes, table.driver, requests
        self._orders: dict[object, Request] = {}
        self._commands = sorted(table.of_kind[Command], key=lambda bound: -_prefer(bound.row))

    def tell(self, wishes: Wishes) -> Request:
        """The one order for exactly these wishes."""
        memo = tuple((place, type(value), value) for place, value in wishes.items())
        known = self._orders.get(memo)
        return known or keep(self._orders, memo, self._order(wishes))

    def _order(self, wishes: Wishes) -> Request:
        self._check(wishes)
        keys = {place.key for place in wishes}
        for bound in self._commands:
            assert bound.says is not None  # noqa: S101
            if not keys <= bound.says.said.keys:
                continue
            saying = bound.says.said.order(wishes, {}, self.sizes)
            if saying is not None:
                self._arrives(bound.says.said, saying, wishes)
                return self.requests.make(bound, saying, _binding(self.table, bound, saying), dict(wishes))
        raise self._unsaid(wishes)

    def _check(self, wishes: Wishes) -> None:
        for place, value in wishes.items():
            point = self.table.grammar.points.get(place.key)
            if point is None or not point.settable or len(place.index) != len(point.axes):
                raise NotSupported(f"{self.driver.name} cannot be told {name(place)}")
            if not self.sizes.allows(point.axes, place.index):
                raise OutOfRange(f"{self.driver.name} has no {name(place)}")
            if not point.allows(value) or not self._among(point, value):
                raise OutOfRange(f"{name(place)} of {self.driver.name} cannot be {value!r}")

    def _among(self, point: Point, value: Value) -> bool:
        known = self.sizes.known.get(point.among)
        return known is None or value in known or value == 0

    def _unsaid(self, wishes: Wishes) -> Exception:
        """Why no command says this: the value, or the whole idea."""
        keys = {place.key for place in wishes}
        says = [bound.says.said for bound in self.table.of_kind[Command] if bound.says]
        if len(wishes) == 1 and any(keys <= said.keys for said in says):
            (place, value), *_ = wishes.items()
            return OutOfRange(f"{name(place)} of {self.driver.name} cannot be told {value!r}")
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
        yield from (group for group in self._wide(wishes) if len(group) > 1)
        yield from ([place] for place in wishes)

    def _wide(self, wishes: Wishes) -> Iterator[list[Place]]:
        yield list(wishes)
        commands = [bound.says.said.keys for bound in self.table.of_kind[Command] if bound.says]
        wide = sorted({keys for keys in commands}, key=lambda keys: (-len(keys), sorted(keys)))
        yield from ([place for place in wishes if place.key in keys] for keys in wide)
        for index in dict.fromkeys(place.index for place in wishes):
            alike = [place for place in wishes if place.index == index]
            yield alike
            yield from ([place for place in alike if place.key in keys] for keys in wide)

    # ------------------------------------------------------------ doing and keeping

    def do(self, action: str, args: Bound) -> Request:
        """The action called `action`, with these arguments and axes."""
        rows = [bound for bound in self.table.of_kind[Action] if bound.row.name == action]  # type: ignore[union-attr]
        if not rows:
            raise NotSupported(f"{self.driver.name} cannot do {action}")
        for bound in rows:
            assert bound.says is not None  # noqa: S101
            said = bound.says.said
            needed = {each for each in said.names if each in self.table.grammar.args or each in said.axes}
            if needed != set(args):
                continue
            axes = tuple(axis for axis in args if axis in said.axes)
            saying = said.say(nothing, args, self.sizes)
            if saying is None or not self.sizes.allows(axes, tuple(args[axis] for axis in axes)):  # type: ignore[misc]
                raise OutOfRange(f"{action} of {self.driver.name} cannot take {dict(args)}")
            self._arrives(said, saying, args)
            return self.requests.make(bound, saying, args)
        raise NotSupported(f"{action} of {self.driver.name} does not take {', '.join(args) or 'nothing'}")

    def sessions(self, login: Bound) -> tuple[tuple[Request, float], ...]:
        """What is said at the start of each connection, and every how many seconds again; {secret} is the
        password.
        """
        out = []
        login = {**login, "secret": login["password"]} if "password" in login else login
        for bound in self.table.of_kind[Session]:
            row = bound.row
            assert isinstance(row, Session)  # noqa: S101
            assert bound.says is not None  # noqa: S101
            if row.others:
                continue
            axes = sorted(bound.says.said.axes)
            for index in product(*(self.sizes.on(axis) for axis in axes)):
                at = {**self.driver.session, **row.says, **login, **dict(zip(axes, index, strict=True))}
                saying = bound.says.said.say(nothing, at, self.sizes)
                if saying is not None:
                    known = {name: value for name, value in at.items() if name not in login}
                    out.append((self.requests.make(bound, saying, known), row.every))
        return tuple(out)

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


def _prefer(row: Row) -> int:
    return row.prefer if isinstance(row, Command) else 0
