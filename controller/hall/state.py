"""What is known of every point: reported and desired, side by side, with quality and age.

Theory of operation. `report` is the only writer of facts and the hottest function of the hall, so a point is
a mutable cell inside, and the frozen `PointState` is made only when somebody looks or something changed.
An equal value refreshes the age and nothing else. Quality falls in two ways: `doubt` for a whole device, when
its link is silent or gone, and `stale` for single points whose polls have gone unanswered. A doubt may be
lifted by `trust` when the late answer comes after all; a lost link may not, there everything is read anew.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Literal, Protocol

from controller.clock import Clock
from controller.events import Bus, PointChanged
from controller.hall.expectations import Expectation, Expectations
from drivers.points import Ref, Value

Quality = Literal["live", "assumed", "stale", "unknown"]


@dataclass(frozen=True, slots=True)
class PointState:
    """One point at one moment.

    `reported` is what the device last said, at `at`; `desired` what was last wished, until `deadline` (None:
    no order is on its way; a wish without a deadline is held by a scene). `quality`: "live", "assumed"
    (ordered, and the device cannot tell), "stale" (no longer vouched for), "unknown" (never read).
    """

    reported: Value = None
    desired: Value = None
    quality: Quality = "unknown"
    at: datetime | None = None
    deadline: datetime | None = None

    @property
    def pending(self) -> bool:
        """Whether an order for it is on its way."""
        return self.deadline is not None


UNKNOWN = PointState()


class Deed(Protocol):
    """Something that is done, and has no value."""

    @property
    def device(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def args(self) -> Mapping[str, Value]: ...


class View(Protocol):
    """How points stand, for whoever only looks: the state itself, or a forecast of it."""

    def get(self, ref: Ref) -> PointState:
        """How the point stands."""

    def points(self, device: str | None = None) -> Iterable[tuple[Ref, PointState]]:
        """Every point of a device, or of the hall."""

    def foresees(self, ref: Ref) -> bool:
        """Whether it is a forecast, and tells what will be: what is on its way now no longer matters."""

    def deeds(self) -> Iterable[Deed]:
        """The actions that a forecast sees under way."""


class _Cell:
    __slots__ = ("at", "deadline", "desired", "doubted", "held", "quality", "reported", "shown")

    def __init__(self) -> None:
        self.reported: Value = None
        self.desired: Value = None
        self.held: Value = None
        self.quality: Quality = "unknown"
        self.doubted: Quality | None = None  # what it was before a doubt that may be lifted
        self.at: datetime | None = None
        self.deadline: datetime | None = None
        self.shown: PointState | None = UNKNOWN

    def show(self) -> PointState:
        if self.shown is None:
            self.shown = PointState(self.reported, self.desired, self.quality, self.at, self.deadline)
        return self.shown


class State:
    """The points of a hall. In one thread; every change is published on the bus as a `PointChanged`."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self._publish = bus.publish
        self._clock = clock
        self._devices: dict[str, dict[Ref, _Cell | None]] = {}  # None: known, and never read
        self.expectations = Expectations()

    def add(self, refs: Iterable[Ref]) -> None:
        """Make points known before anything is read of them: they are listed, as unknown."""
        for ref in refs:
            self._devices.setdefault(ref.device, {}).setdefault(ref, None)

    def forget(self, device: str, but: Iterable[Ref] = ()) -> None:
        """Drop the points of a device that left the hall, except `but`."""
        kept = set(but)
        standing = self._devices.get(device, {})
        for ref in [one for one in standing if one not in kept]:
            del standing[ref]

    def get(self, ref: Ref) -> PointState:
        """How the point stands; unknown for one that nobody has heard of."""
        cell = self._cell(ref)
        return cell.show() if cell is not None else UNKNOWN

    def knows(self, ref: Ref) -> bool:
        """Whether there is such a point at all, read or not."""
        return ref in self._devices.get(ref.device, ())

    def points(
        self, device: str | None = None, keys: Container[str] | None = None
    ) -> Iterator[tuple[Ref, PointState]]:
        """Every point of a device, or of the hall; `keys`: only those called so."""
        devices = list(self._devices) if device is None else (device,)
        return chain.from_iterable(self._of(name, keys) for name in devices)

    def foresees(self, ref: Ref) -> bool:
        """It is how things stand."""
        return False

    def deeds(self) -> Iterable[Deed]:
        """None that it would know of: `underway` does."""
        return ()

    def _of(self, device: str, keys: Container[str] | None) -> list[tuple[Ref, PointState]]:
        cells = self._devices.get(device, {}).items()
        if keys is not None:
            cells = [(ref, cell) for ref, cell in cells if ref.key in keys]  # type: ignore[assignment]
        return [(ref, UNKNOWN if cell is None else cell.show()) for ref, cell in cells]

    def report(self, ref: Ref, value: Value, quality: Quality = "live") -> bool:
        """The device says that the point is `value`; answers whether that is news."""
        cell = self._cell(ref) or self._new(ref)
        cell.at = self._clock.now()
        if cell.quality == quality and cell.reported == value:
            cell.shown = None
            return False
        was = cell.show()
        cell.reported, cell.quality, cell.doubted = value, quality, None
        self._changed(ref, cell, was)
        return True

    def assume(self, ref: Ref, value: Value) -> bool:
        """An order went out that nobody can verify: that is how the point stands, as far as we know."""
        return self.report(ref, value, "assumed")

    def desire(self, ref: Ref, value: Value, within: float) -> None:
        """Somebody wants `value`, and it shall be so `within` seconds."""
        cell = self._cell(ref) or self._new(ref)
        was = cell.show()
        cell.desired = value
        cell.deadline = self._clock.now() + timedelta(seconds=within)
        self._changed(ref, cell, was)

    def settle(self, ref: Ref) -> None:
        """The wish was met or given up; what a scene holds stays desired, without a deadline."""
        cell = self._cell(ref)
        if cell is not None and cell.deadline is not None:
            was = cell.show()
            cell.desired, cell.deadline = cell.held, None
            self._changed(ref, cell, was)

    def hold(self, ref: Ref, value: Value) -> None:
        """A scene vouches that the point stays `value`: whoever changes it now does so outside the scene."""
        cell = self._cell(ref) or self._new(ref)
        cell.held = value
        self._held(ref, cell)

    def release(self, ref: Ref) -> None:
        """No scene holds the point any more."""
        cell = self._cell(ref)
        if cell is not None:
            cell.held = None
            self._held(ref, cell)

    def held(self, ref: Ref) -> Value:
        """The value that a scene holds there, or None."""
        cell = self._cell(ref)
        return None if cell is None else cell.held

    def holds(self, device: str) -> list[Ref]:
        """The points of a device that a scene holds."""
        cells = self._devices.get(device, {}).items()
        return [ref for ref, cell in cells if cell is not None and cell.held is not None]

    def expect(self, expectation: Expectation) -> None:
        """Write down what a lawful order will cause, before it leaves."""
        self.expectations.add(expectation)

    def doubt(self, device: str, lasting: bool = True) -> None:
        """Nothing of the device can be vouched for: all its values are stale, in one go.

        A doubt that is not `lasting` (a reply is overdue) can be lifted by `trust`.
        """
        for ref, cell in list(self._devices.get(device, {}).items()):
            if cell is None or ref.key == "link":
                continue
            if cell.quality in ("live", "assumed"):
                self._stale(ref, cell, remember=not lasting)
            elif lasting:
                cell.doubted = None

    def trust(self, device: str) -> None:
        """The overdue answer came: what was only doubted is vouched for again."""
        for ref, cell in list(self._devices.get(device, {}).items()):
            if cell is not None and cell.doubted is not None:
                was = cell.show()
                cell.quality, cell.doubted = cell.doubted, None
                self._changed(ref, cell, was)

    def stale(self, refs: Iterable[Ref]) -> None:
        """These went unanswered for too long: keep the last value, and say that it is old."""
        for ref in refs:
            cell = self._cell(ref)
            if cell is not None and cell.quality == "live":
                self._stale(ref, cell, remember=False)

    def _stale(self, ref: Ref, cell: _Cell, remember: bool) -> None:
        was = cell.show()
        cell.doubted = cell.quality if remember else None
        cell.quality = "stale"
        self._changed(ref, cell, was)

    def _held(self, ref: Ref, cell: _Cell) -> None:
        if cell.deadline is None and cell.desired != cell.held:
            was = cell.show()
            cell.desired = cell.held
            self._changed(ref, cell, was)

    def _cell(self, ref: Ref) -> _Cell | None:
        cells = self._devices.get(ref.device)
        return cells.get(ref) if cells is not None else None

    def _new(self, ref: Ref) -> _Cell:
        cell = self._devices.setdefault(ref.device, {})[ref] = _Cell()
        return cell

    def _changed(self, ref: Ref, cell: _Cell, was: PointState) -> None:
        cell.shown = None
        self._publish(PointChanged(ref, cell.show(), was))
