"""Power meters answer with the items that somebody chose: which they are is part of the conversation."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from drivers.instruments.scpi_words import Number
from drivers.points import Place, Value
from drivers.wire.events import Event, Report
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.grammar import Grammar
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look

FUNCTIONS: Mapping[str, str] = {
    "U": "voltage", "I": "current", "P": "power_w", "S": "apparent_power", "Q": "reactive_power",
    "LAMB": "power_factor", "PHI": "phase_angle", "FU": "frequency", "UTHD": "thd_voltage",
    "ITHD": "thd_current", "WH": "energy",
}  # fmt: skip
"""What the meter measures, by its own word, and the point it becomes."""

SCALE: Mapping[str, float] = {"WH": 1000.0}
"""How many of the meter's units are one of ours."""
NUMBER = Number(places=4, low=-1e16, high=1e16)
CHOICE = re.compile(r"NUM:NORM:ITEM([0-9]{1,3}) ([A-Za-z]{1,10})(?:, ?([0-9]))?", re.IGNORECASE)


def chosen(sizes: Sizes) -> Iterator[tuple[str, Any]]:
    """Our items in order: the function, and the phase it is of."""
    for phase in sizes.on("phase"):
        for function in FUNCTIONS:
            yield function, phase


class Silent:
    """A sentence that says, orders and hears nothing until a kind of it does."""

    axes: frozenset[str] = frozenset()
    shared: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    tells: Mapping[str, Any] = {}
    begins, ends = "", ""
    bare, complete = False, True

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Nothing to say."""
        return None

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """It orders nothing."""
        return None

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Nothing to hear."""
        return None


class Choose(Silent):
    """Our choice of items, in one message that ends with the question for errors."""

    texts = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """It tells no point."""
        return Spoken(self, (self,))

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """All items of all phases."""
        items = [f"ITEM{at} {function},{phase}" for at, (function, phase) in enumerate(chosen(sizes), 1)]
        text = f"NUM:NORM:NUMB {len(items)};{';'.join(items)};:SYST:ERR?"
        return Saying(text, text, ())


class Chosen(Silent):
    """One item chosen, as the meter hears it: a word of the session."""

    texts = ()
    begins = "NUM:NORM:ITEM"

    def bind(self, grammar: Grammar) -> Spoken:
        """It tells no point."""
        return Spoken(self, (self,))

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """The number of the item, and what it is to be."""
        match = CHOICE.fullmatch(frame)
        if match is None:
            return None
        return Reading(self, {f"item{int(match[1])}": f"{match[2].upper()},{match[3] or 1}"}, ())


class Readings:
    """The answer: the values of all items, by comma. The meter says what was chosen; we hear our own."""

    texts: tuple[str, ...] = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound to the points that the driver has."""
        tells = {key: tell for key in FUNCTIONS.values() if (tell := grammar.tell(key)) is not None}
        said = _Readings(tells)
        return Spoken(said, (said,))


class _Readings(Silent):
    bare = True

    def __init__(self, tells: Mapping[str, Any]) -> None:
        self.tells = tells
        self.keys = frozenset(tells)

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Each chosen item's value; what is not measured is not a number."""
        usual = [f"{function},{phase}" for function, phase in chosen(sizes)]
        count = bound.get("number") or len(usual)
        if not isinstance(count, int):
            return None
        items = [bound.get(f"item{at + 1}") or "".join(usual[at : at + 1]) for at in range(min(count, 255))]
        text = ",".join(_value(str(item), look) for item in items)
        return Saying(text, text, ())

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """One value for each of ours."""
        texts, wanted = frame.split(","), list(chosen(sizes))
        if len(texts) < len(wanted):
            return None
        events: list[Event] = []
        try:
            for text, (function, phase) in zip(texts, wanted, strict=False):
                value = NUMBER.read(text.strip())
                scaled = None if value is None else round(value / SCALE.get(function, 1.0), 9)
                events.append(Report(Place(FUNCTIONS[function], (phase,)), scaled))
        except (ValueError, OverflowError):
            return None
        return Reading(self, {}, tuple(events))


def _value(item: str, look: Look) -> str:
    function, _, phase = item.partition(",")
    try:
        value: Any = look(FUNCTIONS[function], (int(phase or 1),))
        return NUMBER.write(None if value is None else value * SCALE.get(function, 1.0))
    except (KeyError, ValueError, TypeError):
        return NUMBER.write(None)
