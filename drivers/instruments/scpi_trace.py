"""A sweep of a spectrum analyser, as the strongest level in each band of a plan."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drivers.points import Place, Value
from drivers.wire.events import Event, Report
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.grammar import Grammar
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look

HEADER = re.compile(r"#([1-9])")


@dataclass(frozen=True)
class Plan:
    """The bands looked at, in MHz: where they begin, how wide each is, and what counts as occupied."""

    start: float = 470
    stop: float = 694
    width: float = 8
    threshold: float = -85.0

    def bands(self) -> tuple[int | str, ...]:
        """The lower edge of each band."""
        count = round((self.stop - self.start) / self.width)
        edges = [self.start + at * self.width for at in range(count)]
        return tuple(int(edge) if edge == int(edge) else json.dumps(edge) for edge in edges)


@dataclass(frozen=True)
class Trace:
    """The answer to `TRAC:DATA?`: a block of levels by comma, from the first frequency to the last."""

    plan: Plan
    texts: tuple[str, ...] = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound to the levels and to what is occupied."""
        tells = {key: grammar.tell(key) for key in ("rf", "occupied")}
        said = _Trace(self.plan, {key: tell for key, tell in tells.items() if tell is not None})
        return Spoken(said, (said,))


class _Trace:
    axes: frozenset[str] = frozenset()
    shared: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    begins = ends = ""
    bare, complete = True, True

    def __init__(self, plan: Plan, tells: Mapping[str, Any]) -> None:
        self.plan, self.tells, self.keys = plan, tells, frozenset(tells)

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """The strongest level of each band; a point on an edge belongs to the band above."""
        levels = _levels(frame)
        bands = sizes.on("band")
        if levels is None or not bands:
            return None
        found: list[list[float]] = [[] for _ in bands]
        span = self.plan.stop - self.plan.start
        for at, level in enumerate(levels):
            where = at * span / (len(levels) - 1) / self.plan.width
            found[min(int(where + 1e-9), len(bands) - 1)].append(level)
        events: list[Event] = []
        for band, heard in zip(bands, found, strict=True):
            if heard:
                events.append(Report(Place("rf", (band,)), max(heard)))
                events.append(Report(Place("occupied", (band,)), max(heard) > self.plan.threshold))
        return Reading(self, {}, tuple(events))

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Every point of a band at the level of the band."""
        bands = sizes.on("band")
        try:
            values = [look("rf", (band,)) for band in bands]
            points = int(look("sweep_points", ()) or 0)
        except KeyError:
            return None
        step = len(bands) / max(points - 1, 1)
        edges = [min(int(at * step + 1e-9), len(bands) - 1) for at in range(points)]
        body = ", ".join(f"{float(values[at] or 0):.1f}" for at in edges)
        text = f"#9{len(body):09d}{body}"
        return Saying(text, text, ())

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """A sweep cannot be ordered to be otherwise."""
        return None


def _levels(frame: str) -> list[float] | None:
    """The numbers of a block, with its header or without; the first may follow the header with a comma."""
    text = frame.strip()
    match = HEADER.match(text)
    if match is not None:
        text = text[2 + int(match[1]) :].lstrip(", ")
    parts = text.split(",")
    if not 2 <= len(parts) <= 100_000:
        return None
    try:
        levels = [float(part) for part in parts]
    except ValueError:
        return None
    return levels if all(-300 < level < 100 for level in levels) else None
