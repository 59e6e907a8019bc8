"""What the two sides hear, and what they hand back: values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from drivers.errors import Reason
from drivers.points import Place, Value
from drivers.wire.talk import Action, Command, Query, Row, Session, When

# ---------------------------------------------------------------- heard by us


class Ready(NamedTuple):
    """The greeting is over; requests may be sent."""


class Report(NamedTuple):
    """The device's word on one place; the value None means that the device has nothing there."""

    place: Place
    value: Value


class Sized(NamedTuple):
    """The device told how many places an axis has."""

    axis: str
    places: tuple[int | str, ...]


class Stale(NamedTuple):
    """Something changed that the line does not spell: read these point keys anew (ALL: everything)."""

    keys: tuple[str, ...]


class Restarted(NamedTuple):
    """The device was switched on again: nothing known of it holds."""


class Barred(NamedTuple):
    """The device did not let us in; `why` is a sentence."""

    why: str


class Pausing(NamedTuple):
    """The greeting waits for silence: call wake() when nothing was heard for so many seconds."""

    seconds: float


class Noise(NamedTuple):
    """A frame that is no line of this protocol."""

    frame: str


@dataclass(frozen=True, eq=False, slots=True)
class Request:
    """One exchange, ready to be sent, as often as one likes; at most one at a time is pending.

    `shown` is the frame with secrets masked. `covers` are the places it reads or sets. `waits`: an answer is
    due, within `patience` seconds. `retry`: it may be sent again. `settle` and `gap` are the row's. `bare`:
    its answer does not say what it is about, so that a late one can only be told from the next by closing the
    connection. `listens`: only a no may come, and silence is a yes. `late`: its answer
    comes when all is done.
    """

    row: Row
    frames: tuple[str, ...] = field(repr=False)  # may hold a password; `shown` never does
    shown: str
    covers: tuple[Place, ...] = ()
    waits: bool = True
    retry: bool = True
    settle: float = 0.0
    gap: float = 0.0
    patience: float = 2.0
    bare: bool = False
    listens: bool = False
    late: bool = False
    bound: Mapping[str, Value] = field(default_factory=dict)
    wishes: Mapping[Place, Value] = field(default_factory=dict)
    data: bytes = field(default=b"", repr=False)


class Answered(NamedTuple):
    """The pending request was answered."""

    request: Request


class No(NamedTuple):
    """The pending request was refused; `text` is what the device said."""

    request: Request
    reason: Reason
    text: str


class Poll(NamedTuple):
    """One exchange of the standing questions: `request` may be sent again and again.

    `every` 0 means once a connection; `when` is the row's politeness; `covers` the places it keeps fresh.
    """

    row: Query
    request: Request
    every: float
    when: When
    covers: tuple[Place, ...]


Event = Ready | Answered | No | Report | Sized | Stale | Restarted | Barred | Pausing | Noise


@dataclass(slots=True)
class Out:
    """What came of one step: bytes to send at once, events in order, and masked lines for the trace.

    `shown` holds (direction, text): ">" said by us, "<" heard.
    """

    data: bytes = b""
    events: list[Event] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)


# ---------------------------------------------------------------- heard by a device


@dataclass(frozen=True, eq=False, slots=True)
class Asked:
    """A question."""

    row: Query
    frame: str
    tag: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """An order; `orders` are the values by place."""

    row: Command
    frame: str
    tag: str
    fields: Mapping[str, Any]
    orders: Mapping[Place, Value]


@dataclass(frozen=True, eq=False, slots=True)
class Did:
    """An action; `args` are its arguments and axes by name."""

    row: Action
    frame: str
    tag: str
    fields: Mapping[str, Any]
    name: str
    args: Mapping[str, Value]


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """A session line: verbose mode, subscription, keep-alive. Its words count once it is answered."""

    row: Session
    frame: str
    tag: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, eq=False, slots=True)
class Unknown:
    """A frame no row understands; `reason` says how: not supported, or a known line with a value out of
    range.

    `about` names the point, axis or argument that is out of range, where one can be named.
    """

    row: Row | None
    frame: str
    tag: str
    fields: Mapping[str, Any]
    reason: Reason
    about: str = ""


Heard = Asked | Told | Did | Kept | Unknown
