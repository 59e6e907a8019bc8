"""What an order will lawfully cause, written down before its bytes leave.

A projector told *off* may cool; a device whose last outlet is cut may fall silent until the outlet is live
again and it has booted; a device that reboots is away for a while. Each is an expectation in the state and a
line in the journal, so that a restarted service still knows why something is silent.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.clock import Clock
from controller.hall.expectations import LINK, Expectation
from controller.hall.hot import end_of
from controller.hall.orders import Order
from controller.hall.state import State
from controller.hall.topology import End, Kind, Topology
from drivers.points import Ref, Value
from drivers.vocabulary import OFF, REBOOT, LinkState

SWITCHING = 30.0
"""Seconds that an outlet may be dead while a PDU cycles it."""

AWAY = frozenset({LinkState.LOST, LinkState.CONNECTING})


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


class Consequences:
    """`passing(ref)` are the values a point passes through, `boot(device)` how long it takes to come up,
    `sleeps(device)` whether it cannot be reached while it is off."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        topology: Topology,
        journal: Journal,
        passing: Callable[[Ref], Iterable[Value]],
        boot: Callable[[str], float],
        sleeps: Callable[[str], bool],
    ) -> None:
        self._state, self._clock, self.topology, self._journal = state, clock, topology, journal
        self._passing, self._boot, self._sleeps = passing, boot, sleeps

    def write(self, order: Order, cuts: tuple[Ref, ...]) -> None:
        """Expect what `order` causes; `cuts` are the outlets that lose their power by it."""
        now = self._clock.now()
        if order.ref is not None and order.kind == "set":
            self._of_set(order, order.ref, now)
        if order.action == REBOOT:
            self._silence(order, order.device, now, now + timedelta(seconds=self._boot(order.device)))
        if cuts:
            self._cut(order, cuts, now)

    def _of_set(self, order: Order, ref: Ref, now: datetime) -> None:
        passing = frozenset(self._passing(ref))
        if passing:
            until = now + timedelta(seconds=order.within)
            self._expect(
                Expectation(
                    ref.device, ref.key, passing | {order.value}, now, until, order.id, index=ref.index
                )
            )
        if ref.key == "power" and self._sleeps(ref.device):
            if order.value == OFF:
                self._silence(order, ref.device, now, None)
            else:
                self._wake(ref.device, now)
        if ref.key == "outlet" and order.value is True:
            for device in sorted(self.topology.below(end_of(ref))):
                self._wake(device, now)

    def _cut(self, order: Order, cuts: tuple[Ref, ...], now: datetime) -> None:
        for device in sorted(self._newly_dark({end_of(ref) for ref in cuts})):
            until = None
            if order.kind == "invoke":  # an action that cuts gives the power back, or says nothing of it
                until = now + timedelta(seconds=SWITCHING + self._boot(device))
            self._silence(order, device, now, until)

    def _newly_dark(self, cuts: set[End]) -> frozenset[str]:
        """What these cuts take down, and not what is down without them: that ends with another order."""
        dark = self._dark()
        before = self.topology.without(dark - cuts, (Kind.POWER,))
        return self.topology.without(dark | cuts, (Kind.POWER,)) - before

    def _dark(self) -> set[End]:
        points = self._state.points()
        return {end_of(ref) for ref, now in points if ref.key == "outlet" and now.reported is False}

    def _silence(self, order: Order, device: str, now: datetime, until: datetime | None) -> None:
        self._expect(Expectation(device, LINK, AWAY, now, until, order.id, silence=True))

    def _wake(self, device: str, now: datetime) -> None:
        """Power comes back: the silence stays excused for as long as it boots."""
        for standing in self._state.expectations.of(device):
            if standing.silence and standing.until is None:
                until = now + timedelta(seconds=self._boot(device))
                self._expect(
                    Expectation(
                        device, standing.key, standing.allowed, standing.since, until, standing.order, True
                    )
                )

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
