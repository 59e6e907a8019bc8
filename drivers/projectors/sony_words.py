"""What Sony's projectors say in JSON: lists of errors and warnings, hour counters, versions of any shape.

Source: Sony ADCP protocol manual (common), rev. 2. Which names stand in a list or an object differs from
model to model, so they are told by what is in them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drivers.points import Value
from drivers.vocabulary import FAILED, GOOD, WARNING
from drivers.wire.spelling import ANY, number, plain

PARTS = ("fan", "lamp", "temperature", "cover", "filter", "power", "other")
"""The parts that an error can be about; "other" is whatever is not named."""

NAMED = {
    "fan": "fan", "lamp": "lamp", "light": "lamp", "laser": "lamp", "temp": "temperature",
    "cover": "cover", "filter": "filter", "power": "power",
}  # fmt: skip
"""What has to stand in the name of an error for it to be about a part."""

SAID = {**{part: f"err_{part}" for part in PARTS}, "temperature": "err_temp", "lamp": "err_light_src"}
NO_PICTURE = "-"
NOTHING = ("no", "ok", "none", "")


def loaded(text: str) -> object:
    """What a text in JSON holds; ValueError where it is none."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


def words(thing: object) -> Iterator[str]:
    """Every word and number in it, in order; of an object the names, too."""
    if isinstance(thing, list):
        for each in thing:
            yield from words(each)
    elif isinstance(thing, dict):
        for name, each in thing.items():
            yield from (name, *words(each))
    elif thing is not None:
        yield str(thing)


@dataclass(frozen=True)
class Loose:
    """Text out of JSON of any shape; said as a string, or as a list of one where `listed`."""

    listed: bool = False
    pattern = ANY

    def read(self, text: str) -> str:
        return plain(" ".join(words(loaded(text))))

    def write(self, value: Value) -> str:
        text = plain(str(value)) if isinstance(value, str) else ""
        return json.dumps([text] if self.listed else text)

    def samples(self) -> tuple[Value, ...]:
        return ("1.00", "B")


@dataclass(frozen=True)
class Errors:
    """`["err_temp","err_fan"]`, or `["no_err"]`, bare or in a list: the health of each part."""

    pattern = ANY
    fields = tuple(f"health[{part}]" for part in PARTS)

    def read_all(self, text: str) -> Mapping[str, Value]:
        ill = {_part(word) for word in words(loaded(text)) if not _nothing(word)}
        return {f"health[{part}]": FAILED if part in ill else GOOD for part in PARTS}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        ill = [SAID[part] for part in PARTS if values.get(f"health[{part}]") == FAILED]
        told = tuple(name for name in self.fields if values.get(name) in (GOOD, FAILED))
        return json.dumps(ill or ["no_err"], separators=(",", ":")), told


@dataclass(frozen=True)
class Warnings:
    """`["warn_temp"]`, or `["no_warn"]`, bare or in a list: whether the device warns of anything."""

    pattern = ANY

    def read(self, text: str) -> Value:
        return GOOD if all(map(_nothing, words(loaded(text)))) else WARNING

    def write(self, value: Value) -> str:
        return '["no_warn"]' if value == GOOD else '["warn_other"]'

    def samples(self) -> tuple[Value, ...]:
        return (GOOD, WARNING)


@dataclass(frozen=True)
class Signal:
    """`"1920x1080/60p"`; `"Invalid"` is no picture, and so is a bare `ok`, which has been seen."""

    pattern = ANY

    def read(self, text: str) -> str:
        word = "" if text.casefold() == "ok" else " ".join(words(loaded(text)))
        return NO_PICTURE if word.casefold() in ("", "invalid", NO_PICTURE) else plain(word)

    def write(self, value: Value) -> str:
        return json.dumps("Invalid" if value == NO_PICTURE else plain(str(value)))

    def samples(self) -> tuple[Value, ...]:
        return ("1920x1080/60p", NO_PICTURE)


@dataclass(frozen=True)
class Hours:
    """`[{"light_src":1234},{"operation":1500}]`, as a list or one object: hours of the light and of all."""

    pattern = ANY
    fields = ("lamp_hours", "operating_hours")

    def read_all(self, text: str) -> Mapping[str, Value]:
        found: dict[str, Value] = {}
        for name, hours in _counters(loaded(text)):
            light = any(word in name for word in ("light", "lamp", "laser"))
            key = "lamp_hours" if light else "operating_hours"
            found.setdefault(key, max(0, int(number(hours))))
        if not found:
            raise ValueError(text)
        return found

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        names = {"lamp_hours": "light_src", "operating_hours": "operation"}
        told = tuple(name for name in self.fields if values.get(name) is not None)
        said = [{names[name]: values[name]} for name in told]
        return json.dumps(said, separators=(",", ":")), told


@dataclass(frozen=True)
class Degrees:
    """`41`, `[41]`, or `[{"intake":25},{"exhaust":41}]`: the highest of them, in degrees Celsius."""

    pattern = ANY

    def read(self, text: str) -> Value:
        found = [float(number(value)) for _, value in _counters(loaded(text))]
        if not found:
            raise ValueError(text)
        return max(found)

    def write(self, value: Value) -> str:
        return f"{number(value):g}"

    def samples(self) -> tuple[Value, ...]:
        return (24.0, 41.0)


def _counters(thing: object, name: str = "") -> Iterator[tuple[str, Value]]:
    """Every number in it, with the name it stands under."""
    if isinstance(thing, list):
        for each in thing:
            yield from _counters(each, name)
    elif isinstance(thing, dict):
        for inner, each in thing.items():
            yield from _counters(each, inner.casefold())
    elif isinstance(thing, int | float) and not isinstance(thing, bool) and abs(thing) < 1e9:
        yield name, thing


def _nothing(word: str) -> bool:
    return word.casefold().partition("_")[0] in NOTHING


def _part(word: str) -> str:
    return next((part for name, part in NAMED.items() if name in word.casefold()), "other")
