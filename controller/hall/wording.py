"""Guards as a technician writes them: never do this, while that is so, because."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from drivers.points import Ref, Value
from drivers.rigfile.kinds import REF, Name, Part, Plain, RefText, Words, odd, seconds
from drivers.rigfile.scalars import scalar

Look = Callable[[Ref], Iterable[Value]]
Since = Callable[[Ref], float | None]
SENTENCE = re.compile(
    rf"(?P<ref>{REF}?) is (?P<how>not |above |below )?(?P<values>.{{1,200}})", re.ASCII | re.S
)
MOVED = re.compile(rf"(?P<ref>{REF}?) moved less than (?P<span>\S{{1,24}}) ago", re.ASCII)


@dataclass(frozen=True)
class Condition:
    """`main-projector/power is not off`: what one point must be for a guard to stand in the way."""

    ref: Ref
    how: str
    values: tuple[Value, ...]

    @classmethod
    def parse(cls, text: object) -> "Condition":
        """The condition that a sentence says: `is A or B`, `is not A`, `is above 40`, `is below 3`, or `moved
        less than 20s ago`.
        """
        if isinstance(text, str) and (moved := MOVED.fullmatch(text.strip())) is not None:
            return cls(Ref.parse(moved["ref"]), "moved", (_span(moved["span"]),))
        found = SENTENCE.fullmatch(text.strip()) if isinstance(text, str) else None
        if found is None:
            raise odd("condition")
        how = (found["how"] or "").strip()
        values = tuple(scalar(word.strip().strip("\"'")) for word in re.split(r",| or ", found["values"]))
        measured = how in ("above", "below")
        if None in values or (measured and not (len(values) == 1 and type(values[0]) in (int, float))):
            raise odd("condition")
        return cls(Ref.parse(found["ref"]), how, values)

    def stands(self, look: Look, since: Since) -> bool:
        """Whether it is so, at any of the values that the point has or may come to."""
        if self.how != "moved":
            return any(self.holds(value) for value in look(self.ref))
        ago = since(self.ref)
        return ago is None or ago < float(self.values[0])  # type: ignore[arg-type]

    def holds(self, value: Value) -> bool:
        """Whether it is so at this value. A value nobody knows (None) counts as so: a guard errs on "no"."""
        if value is None:
            return True
        if self.how in ("above", "below"):
            limit, number = float(self.values[0]), value  # type: ignore[arg-type]
            if isinstance(number, str):
                return True
            return number > limit if self.how == "above" else number < limit
        among = any(value == one and isinstance(value, bool) is isinstance(one, bool) for one in self.values)
        return among is (self.how != "not")

    def worse(self, value: Value, now: Value) -> bool:
        """Whether it would be more so at `value` than it is `now`: a step back towards a limit is not."""
        if not self.holds(value):
            return False
        if now is None or self.how not in ("above", "below") or isinstance(value, str | None):
            return now is None or now != value
        return _beyond(value, now) if self.how == "above" else _beyond(now, value)


@dataclass(frozen=True)
class Guard:
    """An interlock of this hall. `at` may hold `*` in its index; `value` None forbids every value of it, or
    those `above` or `below` a number.

    Exactly one of `at` and `action` ("device/action") is given.
    """

    conditions: tuple[Condition, ...]
    because: Words
    at: Ref | None = None
    value: Value = None
    action: str = ""
    args: Mapping[str, Value] = field(default_factory=dict)
    above: float | None = None
    below: float | None = None

    @property
    def every(self) -> bool:
        """Whether it forbids to do something, whatever comes of it: an action, or any value at all."""
        return self.at is None or (self.value is None and self.above is None and self.below is None)

    def covers(self, ref: Ref) -> bool:
        """Whether it is about this point."""
        return self.at is not None and _covers(self.at, ref)

    def names(self, value: Value) -> bool:
        """Whether it is about this value of its point."""
        if self.above is None and self.below is None:
            return self.value is None or self.value == value
        if not isinstance(value, int | float) or isinstance(value, bool):
            return False
        over = self.above is not None and value > self.above
        return over or (self.below is not None and value < self.below)

    def names_action(self, device: str, action: str, args: Mapping[str, Value]) -> bool:
        """Whether it is about this action; arguments that the guard does not name do not matter."""
        return self.action == f"{device}/{action}" and self.args.items() <= args.items()

    def lessens(self, value: Value, now: Value) -> bool:
        """Whether `value`, which is beyond its limit, is nearer to it than what is `now`."""
        if self.above is not None and _beyond(value, self.above):
            return _beyond(now, value)
        return self.below is not None and _beyond(self.below, value) and _beyond(value, now)


def _span(text: str) -> float:
    try:
        return seconds(text)
    except ValueError:
        raise odd("condition") from None


def _beyond(one: Value, other: Value) -> bool:
    """Whether both are numbers, and one is the higher."""
    numbers = (isinstance(each, int | float) and not isinstance(each, bool) for each in (one, other))
    return all(numbers) and one > other  # type: ignore[operator]


def _covers(pattern: Ref, ref: Ref) -> bool:
    if (pattern.device, pattern.key, len(pattern.index)) != (ref.device, ref.key, len(ref.index)):
        return False
    return all(one in ("*", other) for one, other in zip(pattern.index, ref.index, strict=True))


class Deed(Part):
    """What a guard forbids: setting a point (to a value, above or below a number), or an action."""

    set: RefText | None = None
    to: Plain = None
    above: float | None = Field(None, description="only values above this: a ceiling")
    below: float | None = Field(None, description="only values below this: a floor")
    invoke: RefText | None = None
    args: dict[str, Plain] = Field(default_factory=dict)


def _deed(said: Any) -> Any:
    if not isinstance(said, dict) or ("set" in said) is ("invoke" in said):
        raise odd("never")
    limited = "above" in said or "below" in said
    if limited and ("to" in said or "invoke" in said):
        raise odd("never")
    return said


def _conditions(said: Any) -> Any:
    said = [said] if isinstance(said, str) else said
    if not isinstance(said, list):
        raise odd("condition")
    return tuple(one if isinstance(one, Condition) else Condition.parse(one) for one in said)


SAYING = {"type": "string", "examples": ["main-projector/power is not off"]}


class GuardPart(Part):
    """One entry of `guards:`."""

    never: Annotated[Deed, BeforeValidator(_deed)]
    when: Annotated[
        Any,
        BeforeValidator(_conditions),
        WithJsonSchema({"oneOf": [SAYING, {"type": "array", "items": SAYING}]}),
    ] = Field((), alias="while", description="all of these must be so; left out: never at all")
    because: Name = Field(description="the sentence that a person reads who tried")

    def guard(self) -> Guard:
        """The guard it describes."""
        deed = self.never
        if deed.set is not None:
            at = Ref.parse(deed.set)
            return Guard(self.when, self.because, at, deed.to, above=deed.above, below=deed.below)
        return Guard(self.when, self.because, action=deed.invoke or "", args=deed.args)
