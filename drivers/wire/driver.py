"""Everything we know of one kind of device, as one immutable value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from drivers.points import Axes, Place, Point, Value
from drivers.wire.framing import Framing
from drivers.wire.greeting import Greet, Welcome
from drivers.wire.options import Options, only
from drivers.wire.remark import Remark
from drivers.wire.serving import Remembers
from drivers.wire.spelling import Spelling
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import Row

if TYPE_CHECKING:
    from drivers.wire.grammar import Grammar
    from drivers.wire.table import Table

Fit = Callable[["Driver", Options], "Driver"]
"""Makes a driver anew from the options of one device; OptionError where they do not fit."""


STANDINGS = ("bench", "read", "met", "show")
"""How far a driver is proved. bench: by our own tests and the maker's documents. read: a recording of a real
device, or somebody else's program for this device, and one of its two ends have understood each other. met:
it has talked with a real device. show: it has been used in a show.
"""


@dataclass(frozen=True, eq=False, kw_only=True)
class Driver:
    """A device family: its points, how values are spelled, and its lines.

    `source` is the manual and section. `axes` are the places of each axis; () is learned from the device or
    given by the venue file. `session` are the words a device remembers of one connection, with their first
    values. Seconds: `patience` for an answer, `gap` between frames, `idle` after which the device hangs up.
    `closes`: it hangs up after each answer, and is dialled for each question; `keeps`: not after requests
    that begin so; `byes`: requests after which it hangs up all the same. `calm`: seconds without a word
    before it is asked whether it is still there.
    `fold`: lines are compared without regard to case. `silent`: the device never refuses, but what a Refusal
    is `of`. `quiet`: frames that begin so (meters, twenty a second) are kept out of the trace. `assumed`:
    the device cannot tell its state. `standing`: how far it is proved, one of STANDINGS. `about` are remarks
    for whoever uses it, in both languages.
    `remembers` makes what a device keeps of one client beyond `session` (its groups of controls).
    `fit` makes it anew from the options of one device: which controls a DSP has, which profile a switcher is.
    """

    name: str
    title: str
    framing: Framing
    talk: tuple[Row, ...]
    source: str = ""
    points: tuple[Point, ...] = ()
    axes: Axes = field(default_factory=dict)
    spelling: Mapping[str, Spelling | Wide] = field(default_factory=dict)
    port: int | None = None
    transports: tuple[str, ...] = ("tcp",)
    greet: Greet | None = None
    welcome: Welcome | None = None
    session: Mapping[str, Value] = field(default_factory=dict)
    patience: float = 2.0
    gap: float = 0.0
    idle: float | None = None
    closes: bool = False
    keeps: tuple[str, ...] = ()
    byes: tuple[str, ...] = ()
    calm: float = 1.0
    fold: bool = False
    silent: bool = False
    quiet: tuple[str, ...] = ()
    assumed: bool = False
    standing: str = "bench"
    about: Mapping[str, Remark] = field(default_factory=dict)
    remembers: Remembers | None = None
    fit: Fit | None = None

    def fitted(self, options: Options, sizes: Mapping[str, int]) -> "Driver":
        """The driver as one hall has it: made anew by `fit` from `options`, then sized.

        Sizes of axes it does not have are passed over. OptionError where an option is none of its own.
        """
        if self.fit is None:
            only(self.name, options, ())
        made = self.fit(self, options) if self.fit is not None else self
        here = {axis: size for axis, size in sizes.items() if axis in made.axes}
        return made.sized(**here) if here else made

    def sized(self, **axes: int | Sequence[int | str]) -> "Driver":
        """The same driver with these axes: a number counts from 1. Compiled lines are shared."""
        new = {**self.axes, **{name: _places(size) for name, size in axes.items()}}
        sized = replace(self, axes=new)
        if all(
            name in self.spelling or _worded(new[name]) == _worded(self.axes.get(name, ())) for name in axes
        ):
            sized.__dict__["grammar"] = self.grammar
        return sized

    def without(self, *keys: str) -> "Driver":
        """The same driver without these points and without the rows that speak of nothing else."""
        from drivers.wire.variants import without

        return without(self, keys)

    def has(self, key: str) -> bool:
        """Whether it has a point called `key`."""
        return key in self._points

    def point(self, key: str) -> Point:
        """The point called `key`; KeyError where the device has none."""
        return self._points[key]

    @cached_property
    def _points(self) -> dict[str, Point]:
        return {point.key: point for point in self.points}

    def places(self) -> list[Place]:
        """Every place of every point, as the axes now stand; made once for all devices of this size."""
        sizes = tuple((axis, tuple(self.axes[axis])) for axis in sorted(self.axes))
        known = self.grammar.places.get(sizes)
        if known is None:
            known = [place for point in self.points for place in point.places(self.axes)]
            self.grammar.places[sizes] = known
        return list(known)

    def readable(self, key: str) -> bool:
        """Whether it can be asked for."""
        return key in self.table.asked

    @cached_property
    def grammar(self) -> "Grammar":
        """The compiled rows, whatever the sizes of the axes. TableError where a row is unsound."""
        from drivers.wire.grammar import Grammar

        return Grammar(self)

    @cached_property
    def table(self) -> "Table":
        """The compiled table, made once and shared by all who speak it. TableError where it is unsound."""
        from drivers.wire.table import compiled

        return compiled(self)


def _worded(places: Sequence[int | str]) -> bool:
    """Whether places are words; how an axis is spelled depends on it."""
    return any(isinstance(place, str) for place in places)


def _places(size: int | Sequence[int | str]) -> tuple[int | str, ...]:
    return tuple(range(1, size + 1)) if isinstance(size, int) else tuple(size)


def check(driver: Driver) -> list[str]:
    """What is wrong with the table, in sentences; an empty list where nothing is."""
    from drivers.wire.checking import faults

    return list(faults(driver))
