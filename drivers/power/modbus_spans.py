"""Modbus reads and writes of many places at once, as sentences: a start, a count, and packed values.

A controller asks for all places of an axis in one request; a device answers any stretch of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.points import Place, Point, Value
from drivers.wire.events import Report
from drivers.wire.forms import NOTHING, Bound, Reading, Saying, Tells
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.spelling import number
from drivers.wire.talk import Look

REQUEST = re.compile(r"([0-9A-F]{2}) ([0-9A-F]{2}) ([0-9A-F]{2}) ([0-9A-F]{2}) ([0-9A-F]{2})")


@dataclass(frozen=True)
class Packing:
    """How values share bytes: eight to a byte, the lowest bit first, or two bytes to a value."""

    bits: bool
    most: int

    def pack(self, values: list[Value]) -> bytes:
        """The bytes of these values. ValueError where one is none."""
        if not self.bits:
            return b"".join(int(number(value)).to_bytes(2, "big") for value in values)
        whole = sum(1 << place for place, value in enumerate(values) if value is True)
        return whole.to_bytes(self.size(len(values)), "little")

    def unpack(self, data: bytes, count: int) -> list[Value]:
        """So many values of these bytes."""
        if not self.bits:
            return [int.from_bytes(data[at : at + 2], "big") for at in range(0, 2 * count, 2)]
        whole = int.from_bytes(data, "little")
        return [bool(whole >> place & 1) for place in range(count)]

    def size(self, count: int) -> int:
        """How many bytes so many values take."""
        return (count + 7) // 8 if self.bits else 2 * count


READ_BITS, WRITE_BITS = Packing(True, 2000), Packing(True, 1968)
READ_WORDS, WRITE_WORDS = Packing(False, 125), Packing(False, 123)


@dataclass(frozen=True, eq=False)
class Reads:
    """As a Query's ask: all places of `point`, by function `code`; `first` is the address of the first."""

    code: str
    point: str
    packing: Packing
    first: int = 0

    def bind(self, grammar: Any) -> Spoken:
        """Bound to the point; its answer comes with it."""
        return Spoken(ask := _Ask(self, grammar.points[self.point]), (ask,))


@dataclass(frozen=True, eq=False)
class Writes(Reads):
    """As a Command's tell: two and more neighbouring places in one order, so that they switch together."""

    def bind(self, grammar: Any) -> Spoken:
        """Bound to the point."""
        return Spoken(order := _Order(self, grammar.points[self.point]), (order,))


@dataclass(frozen=True, eq=False)
class Written:
    """As its ack: which stretch was written."""

    code: str

    def bind(self, grammar: Any) -> Spoken:
        """The same for every point."""
        return Spoken(done := _Done(self.code), (done,))


class _Part:
    """What all of these sentences have in common."""

    ends, bare, complete = "", False, True
    shared: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    axes: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    def __init__(self, code: str) -> None:
        self.begins = f"{code} "

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Nothing, unless it says otherwise."""
        return None

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Nothing, unless it says otherwise."""
        return None

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """Nothing, unless it says otherwise."""
        return None

    def _stretch(self, frame: str) -> tuple[int, int] | None:
        """Start and count of a frame that begins so."""
        match = REQUEST.match(frame)
        if match is None or not frame.startswith(self.begins):
            return None
        words = bytes.fromhex("".join(match.groups()[1:]))
        return int.from_bytes(words[:2], "big"), int.from_bytes(words[2:], "big")


class _Placed(_Part):
    """A sentence about the places of one point."""

    def __init__(self, span: Reads, point: Point) -> None:
        super().__init__(span.code)
        self.span, self.point, self.axis = span, point, point.axes[0]
        self.tells = {point.key: Tells(point.key, point, None)}
        self.names = self.keys = frozenset({point.key})

    def _text(self, start: int, count: int) -> str:
        return self.begins + (start.to_bytes(2, "big") + count.to_bytes(2, "big")).hex(" ").upper()

    def _place(self, address: int) -> Place:
        return Place(self.point.key, (address - self.span.first + 1,))

    def _reports(self, start: int, data: bytes, count: int) -> tuple[Report, ...]:
        values = self.span.packing.unpack(data, count)
        return tuple(Report(self._place(start + at), value) for at, value in enumerate(values))


class _Ask(_Placed):
    """The question."""

    def __init__(self, span: Reads, point: Point) -> None:
        super().__init__(span, point)
        self.replies = (Spoken(reply := _Reply(span, point), (reply,)),)

    def plan(self, sizes: Sizes) -> Iterator[Saying]:
        """One request for all places there are."""
        places = tuple(Place(self.point.key, (place,)) for place in sizes.on(self.axis))
        if places:
            text = self._text(self.span.first, len(places))
            yield Saying(text, text, places)

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """All there are."""
        return next(self.plan(sizes), None)

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Which stretch is asked for; its last place is named, so that one too far is found out."""
        stretch = self._stretch(frame) if len(frame) == 14 else None
        if stretch is None:
            return None
        start, count = stretch
        last = start + max(1, count) - self.span.first
        return Reading(self, {"start": start, "count": count, self.axis: last}, ())


class _Reply(_Placed):
    """The answer, which says neither start nor count: it is about what was asked, and all of it."""

    complete = False

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """The values of every place."""
        count = len(sizes.on(self.axis))
        size = self.span.packing.size(count)
        if not count or not frame.startswith(f"{self.begins}{size:02X} ") or len(frame) != 5 + 3 * size:
            return None
        return Reading(self, {}, self._reports(self.span.first, bytes.fromhex(frame[6:]), count))

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The values of the stretch that was asked for."""
        start, count = bound.get("start"), bound.get("count")
        if not isinstance(start, int) or not isinstance(count, int):
            return None
        try:
            if not 1 <= count <= self.span.packing.most:
                look("count", ())  # there is no such thing, which is noted as the reason
            places = [self._place(start + at) for at in range(count)]
            data = self.span.packing.pack([look(*place) for place in places])
        except (KeyError, ValueError, OverflowError):
            return None
        text = f"{self.begins}{len(data):02X} {data.hex(' ').upper()}"
        return Saying(text, text, tuple(places))


class _Order(_Placed):
    """The order."""

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """One order for neighbours; None for a single place, which has an order of its own."""
        places = sorted(wishes, key=lambda place: place.index[0])
        numbers = [place.index[0] for place in places]
        if len(places) < 2 or any(place.key != self.point.key for place in places):
            return None
        first = numbers[0]
        if not isinstance(first, int) or numbers != list(range(first, first + len(places))):
            return None
        try:
            data = self.span.packing.pack([wishes[place] for place in places])
        except (ValueError, OverflowError):
            return None
        text = self._text(self.span.first + first - 1, len(places))
        text += f" {len(data):02X} {data.hex(' ').upper()}"
        return Saying(text, text, tuple(wishes))

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """What is ordered, as a device hears it."""
        stretch = self._stretch(frame)
        if stretch is None:
            return None
        start, count = stretch
        size = self.span.packing.size(count)
        if not 1 <= count <= self.span.packing.most or frame[14:18] != f" {size:02X} ":
            return None
        data = bytes.fromhex(frame[18:])
        if len(data) != size:
            return None
        return Reading(self, {"start": start, "count": count}, self._reports(start, data, count))


class _Done(_Part):
    """The acknowledgement."""

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Which stretch it is about."""
        stretch = self._stretch(frame) if len(frame) == 14 else None
        return (
            None
            if stretch is None
            else Reading(self, dict(zip(("start", "count"), stretch, strict=True)), ())
        )

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The stretch that was written."""
        start, count = bound.get("start"), bound.get("count")
        if not isinstance(start, int) or not isinstance(count, int):
            return None
        text = self.begins + (start.to_bytes(2, "big") + count.to_bytes(2, "big")).hex(" ").upper()
        return Saying(text, text, ())
