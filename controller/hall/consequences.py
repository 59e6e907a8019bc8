"""What an order will lawfully cause, written down before its bytes leave.

A projector told *off* may cool; a device that reboots is away for a while. Each is an expectation in the
state and a line in the journal, so that a restarted service still knows why something is silent, and each
ends by itself. What has no end of its own (an outlet that is off, a projector asleep) is no expectation: it
is asked of the device that shows it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.clock import Clock
from controller.hall.expectations import LINK, Expectation
from controller.hall.orders import Order
from controller.hall.state import State
from drivers.points import Ref, Value
from drivers.vocabulary import REBOOT, LinkState

AWAY = frozenset({LinkState.LOST, LinkState.CONNECTING})


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


class Consequences:
    """`passing(ref)` are the values a point passes through, `boot(device)` how long it takes to come up."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        journal: Journal,
        passing: Callable[[Ref], Iterable[Value]],
        boot: Callable[[str], float],
    ) -> None:
        self._state, self._clock, self._journal = state, clock, journal
        self._passing, self._boot = passing, boot

    def write(self, order: Order) -> None:
        """Expect what `order` causes."""
        now = self._clock.now()
        if order.ref is not None and order.kind == "set":
            self._of_set(order, order.ref, now)
        if order.action == REBOOT:
            self._silence(order, order.device, now, now + timedelta(seconds=self._boot(order.device)))

    def _of_set(self, order: Order, ref: Ref, now: datetime) -> None:
        passing = frozenset(self._passing(ref))
        if passing:
            until = now + timedelta(seconds=order.within)
            self._expect(
                Expectation(
                    ref.device, ref.key, passing | {order.value}, now, until, order.id, index=ref.index
                )
            )

    def _silence(self, order: Order, device: str, now: datetime, until: datetime) -> None:
        self._expect(Expectation(device, LINK, AWAY, now, until, order.id, silence=True))

    def _expect(self, expectation: Expectation) -> None:
        self._state.expect(expectation)
        self._journal.append("expectation", expectation.device, as_data(expectation), "system")


def as_data(expectation: Expectation) -> dict[str, Any]:
    """An expectation as the journal keeps it."""
    return {
        "key": expectation.key,
        "index": list(expectation.index),
        "allowed": sorted(map(str, expectation.allowed))
        if expectation.silence
        else list(expectation.allowed),
        "since": expectation.since.isoformat(),
        "until": expectation.until.isoformat() if expectation.until else None,
        "order": expectation.order,
        "silence": expectation.silence,
    }


def from_data(device: str, data: Mapping[str, Any]) -> Expectation:
    """The inverse of `as_data`, for a service that starts again."""
    until = data["until"]
    return Expectation(
        device,
        data["key"],
        frozenset(data["allowed"]),
        datetime.fromisoformat(data["since"]),
        datetime.fromisoformat(until) if until else None,
        data["order"],
        data["silence"],
        tuple(data["index"]),
    )
