"""What a form of a line is made of, and what comes of reading and saying it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from drivers.points import Index, Place, Point, Value
from drivers.wire.events import Event
from drivers.wire.repeat import Fields
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
