"""What an order will lawfully cause, written down before its bytes leave.

A projector told *off* may cool; a device that reboots is away for a while, and what is reached through it
too. A reboot that never left, or was refused, excuses nothing; nor is there more for one that is told again
while it is silent, lest somebody who tries again and again hides a dead device. Each is an expectation in the
state and a line in the journal, so that a restarted service still knows why something is silent, and each
ends by itself. What has no end of its own (an outlet that is off, a projector asleep) is no expectation: it
is asked of the device that shows it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.clock import Clock
from controller.hall.expectations import LINK, Expectation
from controller.hall.orders import Order, OrderState
from controller.hall.state import State
from controller.record.failpoints import planted
from drivers.points import Ref, Value
from drivers.vocabulary import REBOOT, LinkState

AWAY = frozenset({LinkState.LOST, LinkState.CONNECTING})


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


class Consequences:
    """`passing(ref)` are the values a point passes through, `away(device)` who is silent while it reboots, it
    and others, and for how long.
    """

    def __init__(
        self,
        state: State,
        clock: Clock,
        journal: Journal,
        passing: Callable[[Ref], Iterable[Value]],
        away: Callable[[str], Mapping[str, float]],
    ) -> None:
        self._state, self._clock, self._journal = state, clock, journal
        self._passing, self._away = passing, away
        self._told: set[str] = set()  # to reboot, and not up since, as far as anybody asked
        self._before: dict[str, list[tuple[Expectation, Expectation | None]]] = {}  # by order on its way

    def write(self, order: Order) -> None:
        """Expect what `order` causes."""
        now = self._clock.now()
        if order.ref is not None and order.kind == "set":
            self._of_set(order, order.ref, now)
        if order.action == REBOOT:
            self._reboot(order, now)

    def ended(self, order: Order) -> None:
        """A reboot that never left, or was refused: what was expected before is expected again."""
        if not order.ended or (before := self._before.pop(order.id, None)) is None:
            return
        never = OrderState.SENT not in order.times or order.state is OrderState.REFUSED
        if order.ok or not never or planted("what_never_left_excuses"):
            return
        self._told.discard(order.device)
        for made, was in before:
            self._expect(was if was is not None else replace(made, until=self._clock.now()))

    def _of_set(self, order: Order, ref: Ref, now: datetime) -> None:
        passing = frozenset(self._passing(ref))
        if passing:
            until = now + timedelta(seconds=order.within)
            self._expect(
                Expectation(
                    ref.device, ref.key, passing | {order.value}, now, until, order.id, index=ref.index
                )
            )

    def _reboot(self, order: Order, now: datetime) -> None:
        up = self._state.get(Ref(order.device, "link")).reported == LinkState.UP
        if not up and order.device in self._told and not planted("each_reboot_excuses_anew"):
            return
        self._told.add(order.device)
        away, made = self._away(order.device), self._before.setdefault(order.id, [])
        if planted("a_reboot_excuses_itself_alone"):
            away = {order.device: away[order.device]}
        for device, seconds in away.items():
            until = now + timedelta(seconds=seconds)
            silence = Expectation(device, LINK, AWAY, now, until, order.id, silence=True)
            made.append((silence, self._silence_of(device)))
            self._expect(silence)

    def _silence_of(self, device: str) -> Expectation | None:
        return next((one for one in self._state.expectations.of(device) if one.silence), None)

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
