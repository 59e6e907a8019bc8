"""An order: who wants what of which device, and how far it has come.

*Asked, sent, acknowledged, confirmed* are four visible things, and there is exactly one end to each order.
`settled` tells the end: callbacks are called in the stack that ended it, so nothing waits for a loop turn.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from drivers.points import Ref, Value

if TYPE_CHECKING:
    import asyncio

Role = Literal["viewer", "operator", "lead", "helpdesk", "clerk", "engineer", "admin", "scene", "system"]
Via = Literal["tablet", "api", "scene", "schedule", "osc", "cli", "system"]


class OrderState(StrEnum):
    """How far an order has come; everything from CONFIRMED on is an end."""

    ASKED = "asked"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"
    UNVERIFIABLE = "unverifiable"
    REFUSED = "refused"
    NOT_CONFIRMED = "not_confirmed"
    SUPERSEDED = "superseded"
    FAILED = "failed"
    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"


_STEPS = {OrderState.ASKED: 0, OrderState.SENT: 1, OrderState.ACKNOWLEDGED: 2}
ON_THE_WAY = frozenset(_STEPS)
DONE = frozenset({OrderState.CONFIRMED, OrderState.UNVERIFIABLE})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives an order, in which role, and through which door; `behind` a scene stands a person's role."""

    name: str
    role: Role
    via: Via = "tablet"
    behind: Role | None = None

    @property
    def far(self) -> bool:
        """Whether it is somebody who does not stand in the hall, with their own hands or by a scene."""
        return "engineer" in (self.role, self.behind)

    def by_scene(self) -> "Actor":
        """The same person, who lets a scene do it."""
        return Actor(self.name, "scene", "scene", self.behind or self.role)


SYSTEM = Actor("auditorium", "system", "system")


class NotAValue(ValueError):
    """The point does not take this value; nothing was sent. `ref` and `value` say which."""

    def __init__(self, ref: str, value: object, why: str = "") -> None:
        super().__init__(f"{ref} cannot be {value!r}" + (f": {why}" if why else ""))
        self.ref = ref
        self.value = value


class NoSuchPoint(LookupError):
    """There is no such device, point or action in this hall."""

    def __init__(self, what: str) -> None:
        super().__init__(f"there is no {what} in this hall")
        self.what = what


class Settled:
    """The end of an order: `done`, `add_done_callback`, or `await` it for the order itself."""

    __slots__ = ("_callbacks", "_order", "done_")

    def __init__(self, order: "Order") -> None:
        self._order = order
        self._callbacks: list[Callable[[Order], object]] | None = None
        self.done_ = False

    def done(self) -> bool:
        """Whether the order has ended."""
        return self.done_

    def result(self) -> "Order":
        """The ended order. Raises RuntimeError while it is on its way."""
        if not self.done_:
            raise RuntimeError("the order is still on its way")
        return self._order

    def add_done_callback(self, callback: "Callable[[Order], object]") -> None:
        """Call `callback(order)` when the order ends; at once when it has."""
        if self.done_:
            callback(self._order)
        elif self._callbacks is None:
            self._callbacks = [callback]
        else:
            self._callbacks.append(callback)

    def remove_done_callback(self, callback: "Callable[[Order], object]") -> None:
        """Forget a callback; none left to forget is no error."""
        if self._callbacks and callback in self._callbacks:
            self._callbacks.remove(callback)

    def tell(self) -> None:
        """End it: every callback once, also when one of them raises. Only `Lives` calls this."""
        self.done_ = True
        callbacks, self._callbacks = self._callbacks, None
        self._tell(callbacks or [])

    def _tell(self, callbacks: "list[Callable[[Order], object]]") -> None:
        if callbacks:
            try:
                callbacks[0](self._order)
            finally:
                self._tell(callbacks[1:])

    def __await__(self) -> "Generator[asyncio.Future[None], None, Order]":
        if not self.done_:
            import asyncio

            told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.add_done_callback(lambda _: _wake(told))
            yield from told
        return self._order


def _wake(told: "asyncio.Future[None]") -> None:
    if not told.done():
        told.set_result(None)


@dataclass(slots=True, eq=False)
class Order:
    """One order and its life. `ref` and `value` for a set, `action` and `args` for an invoke; `cuts` are the
    outlets that lose their power by it.

    `times` holds the moment of every state reached; `reason` is a code (`refused` -> "busy"), `said` what
    the device answered. `within` is in seconds from `asked`.
    """

    id: str
    actor: Actor
    device: str
    kind: Literal["set", "invoke", "read"]
    within: float
    ref: Ref | None = None
    value: Value = None
    action: str = ""
    args: Mapping[str, Value] = field(default_factory=dict)
    cuts: tuple[Ref, ...] = ()
    state: OrderState = OrderState.ASKED
    reason: str = ""
    said: str = ""
    times: dict[OrderState, datetime] = field(default_factory=dict)
    settled: Settled = field(init=False, repr=False)
    recorded: "asyncio.Future[object] | None" = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.settled = Settled(self)

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in ON_THE_WAY

    @property
    def ok(self) -> bool:
        """Whether it ended as wished, as far as can be known."""
        return self.state in DONE

    def move(self, state: OrderState, at: datetime, reason: str = "", said: str = "") -> bool:
        """Go on to `state`; False when the order is already there, further, or at its end."""
        if self.state not in ON_THE_WAY or _STEPS.get(state, 9) <= _STEPS[self.state]:
            return False
        self.state, self.reason, self.said = state, reason, said
        self.times[state] = at
        return True
