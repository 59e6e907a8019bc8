"""A simulated device: a model, one conversation per client, and whatever is wrong with it.

It knows no socket. A server lets clients in (`connect`), hands it bytes, and is told when the device can be
reached (`Endpoint.reach`). Mains, restarts and impairments meet here; cables are the venue's business.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from random import Random
from typing import Any, Protocol

from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import Did
from drivers.wire.talk import Notice
from simulators.client import Client
from simulators.impairments import HEALTHY, Impairments
from simulators.models.base import Model
from simulators.timing import Handle, Timing
from simulators.wire import Wire


class Reach(StrEnum):
    """How a device can be reached just now."""

    OPEN = "open"
    REFUSING = "refusing"
    ASLEEP = "asleep"
    DARK = "dark"


class Endpoint(Protocol):
    """A server's half: it listens, or it does not."""

    def reach(self, state: Reach) -> None:
        """Listen, refuse, or be as dead as a device without mains."""


class SimulatedDevice:
    """One device of the hall, to all who talk to it."""

    def __init__(
        self,
        name: str,
        driver: Driver,
        model: Model,
        timing: Timing,
        *,
        credentials: Mapping[str, str] | None = None,
        boot: float = 2.0,
        subscribers: int = 0,
        session: Mapping[str, Value] | None = None,
        seed: int = 1,
        call_every: float = 10.0,
    ) -> None:
        """`boot` seconds from mains to the first answer; `subscribers` at most hear of changes (0: all)."""
        self.name, self.driver, self.model, self.timing = name, driver, model, timing
        self.credentials, self.session = dict(credentials or {}), dict(session or {})
        self.boot_time, self._subscribers, self.call_every = boot, subscribers, call_every
        self.impairments = HEALTHY
        self.asked: dict[str, Any] = {}
        self.wire = Wire(self.credentials.values())
        self.clients: list[Client] = []
        self.endpoints: list[Endpoint] = []
        self.watchers: list[Callable[[list[Place]], None]] = []
        self.on_change: Callable[[], None] = lambda: None
        self.boots = 1
        self.powered = self.mains = True
        self._starting = 0.0
        self._asleep = model.asleep
        self._random = Random(f"{seed}/{name}")  # noqa: S311 - chance that can be had again, not a secret
        self._orders_left: int | None = None
        self._flood: Handle | None = None

    # ------------------------------------------------------------ clients

    def connect(
        self,
        name: str,
        write: Callable[[bytes], None],
        hang_up: Callable[[], None] = lambda: None,
        *,
        greeted: bool = True,
        plain: bool = False,
        unasked: bool = True,
        session: Mapping[str, Value] | None = None,
    ) -> Client:
        """Let a client in, and greet it; see `Client` for the kinds there are."""
        client = Client(self, name, write, hang_up, self.chance(), greeted, plain, unasked, session)
        self.clients.append(client)
        if greeted and self.alive:
            client.greet()
        return client

    def chance(self) -> Random:
        """A source of chance for one line, from the device's own."""
        return Random(self._random.random())  # noqa: S311 - to be had again, not a secret

    def leave(self, client: Client) -> None:
        """A client has gone."""
        client.voice.closed = True
        client.pacing.stop()
        client.calling.stop()
        if client in self.clients:
            self.clients.remove(client)

    def settle(self, teller: Client | None = None) -> None:
        """Announce what changed to everybody it concerns, and let the hall around follow."""
        if changed := self.model.take_changes():
            if self.alive:
                self._announce(changed, teller)
                self._stir()
            self.on_change()

    def _stir(self) -> None:
        """Answers that waited for this are given; a network that went down or came up does so."""
        for client in list(self.clients):
            client.resume()
        if self.model.asleep is not self._asleep:
            self._asleep = self.model.asleep
            for client in list(self.clients) if self._asleep else ():
                client.voice.close()
            self._reached()

    def _announce(self, changed: list[Place], teller: Client | None) -> None:
        for client in self._audience():
            client.announce(changed, mine=client is teller)
        for watch in self.watchers:
            watch(changed)

    def tell_of(self, event: Did, teller: Client) -> None:
        """An action whose acknowledgement is also news is told to the others, instead of what it changed."""
        notices = [row for row in self.driver.talk if isinstance(row, Notice) and row.line == event.row.ack]
        if not notices:
            return
        changed = self.model.take_changes()
        for client in self._audience():
            if client is not teller:
                client.notify(notices[0], event.fields)
        for watch in self.watchers:
            watch(changed)
        self.on_change()

    def tell_after(self, event: Did) -> None:
        """What is said to everybody when an action was done, whatever it changed."""
        for row in self.driver.talk:
            if isinstance(row, Notice) and event.name in row.after:
                for client in self._audience():
                    client.notify(row, event.fields)

    def _audience(self) -> list[Client]:
        told = [client for client in self.clients if client.unasked]
        if not self._subscribers:
            return told
        return [client for client in told if client.subscribed][: self._subscribers]

    # ------------------------------------------------------------ mains and restarts

    @property
    def alive(self) -> bool:
        """Whether it has mains and is past its start."""
        return self.powered and self._starting <= 0

    @property
    def state(self) -> Reach:
        """How it can be reached."""
        if not self.alive:
            return Reach.DARK
        if self.impairments.refuse_connect:
            return Reach.REFUSING
        return Reach.ASLEEP if self._asleep else Reach.OPEN

    def power(self, on: bool) -> None:
        """Its mains go or come back; what has a battery runs on."""
        if on == self.mains:
            return
        self.mains = on
        runs = self.model.mains(on)
        if runs == self.powered:
            return
        self.powered = runs
        if runs:
            self.model.power_back()
            self._start()
        else:
            self._go_dark()

    def reboot(self) -> None:
        """Switch it off and on at once; it answers again after its start."""
        if self.powered:
            self._go_dark()
            self._start()

    def pass_time(self, seconds: float) -> None:
        """Let so many seconds of the device's life pass; changes wait for `settle`."""
        if self._starting > 0:
            self._starting -= seconds
            if self._starting <= 0:
                self._wake()
        if self.powered:
            self.model.live(seconds)
            if self.model.exhausted:
                self.powered = False
                self._go_dark()

    def _start(self) -> None:
        self.boots += 1
        self._starting = self.boot_time
        if self._starting <= 0:
            self._wake()

    def _go_dark(self) -> None:
        self.model.power_cut()
        self.model.restart_clock()
        self.model.take_changes()
        self._starting = 0.0 if self.powered else self._starting
        for client in list(self.clients):
            client.voice.close()
        self._reached()
        self.on_change()

    def _wake(self) -> None:
        self._starting = 0.0
        self._asleep = self.model.asleep
        self._reached()
        self.on_change()

    def _reached(self) -> None:
        for endpoint in self.endpoints:
            endpoint.reach(self.state)

    # ------------------------------------------------------------ illness

    def ail(self, impairments: Impairments, asked: Mapping[str, Any] | None = None) -> None:
        """Be ill in this way from now on; HEALTHY heals. `asked` is how it was asked for."""
        self.impairments, self.asked = impairments, dict(asked or {})
        self._orders_left = impairments.reboot or None
        self._reached()
        if self._flood:
            self._flood.cancel()
            self._flood = None
        if impairments.flood:
            self._gush()

    def ordered(self) -> None:
        """An order was carried out; a device about to restart in mid-scene counts them."""
        if self._orders_left:
            self._orders_left -= 1
            if self._orders_left == 0:
                self._orders_left = None
                self.timing.call_later(0.0, self.reboot)

    def _gush(self) -> None:
        lines = max(1, round(self.impairments.flood / 50))
        places: list[Place] = list(self.model.values)
        for client in [client for client in self.clients if not client.plain]:
            for _ in range(lines):
                client.chatter(self._random.choice(places))
        self._flood = self.timing.call_later(lines / self.impairments.flood, self._gush)
