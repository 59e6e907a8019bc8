"""What a scene is: a tree of wishes, said once and never changed.

A wish is a value that a point shall have, not a command: a point that is so already is verified and left
alone, so a scene may be run twice. Where nobody can tell how a point stands (infrared), the wish is sent
again.

Every step has a time (`within` seconds; None: what is usual) and is tried `retries` times more. Where a
`vital` one fails the run stops and puts back what it moved, where another fails it goes on; with `ask` a
person is asked which of the two it shall be, or whether to try again.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from drivers.points import Ref, Value
from scenes.choices import Args, Param, complete

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """`ref` shall be `value`, `within` seconds (None: what the point usually takes).

    `unless_moved` is for putting back: the value a run left there; a point that somebody has changed since
    stays as it is.
    """

    ref: Ref
    value: Value
    within: float | None = None
    vital: bool = True
    unless_moved: Value = None
    retries: int = 0
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Invoke:
    """Do something once: recall, cycle. It happens in every run; a retry is for one that was not done."""

    device: str
    action: str
    args: Mapping[str, Value] = field(default_factory=dict)
    vital: bool = True
    within: float | None = None
    retries: int = 0
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on when `ref` is `value`; a failure when it is not so `within` seconds."""

    ref: Ref
    value: Value
    within: float | None = None
    vital: bool = True
    retries: int = 0
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """All at once. Every branch runs to its own end, then the group fails if a vital one did.

    `title`: what it was written as, {"zh", "en"}: another scene, a way through the cables.
    """

    steps: "tuple[Step, ...]"
    vital: bool = True
    within: float | None = None
    retries: int = 0
    ask: bool = False
    title: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class InTurn:
    """One after the other; a vital failure ends it. `title` as in `Together`."""

    steps: "tuple[Step, ...]"
    vital: bool = True
    within: float | None = None
    retries: int = 0
    ask: bool = False
    title: Mapping[str, str] | None = None


Leaf = Set | Invoke | Wait
Group = Together | InTurn
Step = Leaf | Group

KINDS: Mapping[type, str] = {
    Set: "set",
    Invoke: "invoke",
    Wait: "wait",
    Together: "together",
    InTurn: "in_turn",
}


@dataclass(frozen=True)
class Scene:
    """A state of the room, kept by us; `name` and `about` are {"zh", "en"}.

    While it `holds`, a point that is changed from outside differs from the scene, and if it `reasserts` it is
    put back. A `probe` leaves the room as it was, and whatever holds it. `params` is what may be
    chosen, `choose` makes the scene for other choices, `written` is then the version of the one written down.
    `said` is what its file says, as plain values.
    """

    id: str
    name: Mapping[str, str]
    steps: tuple[Step, ...]
    about: Mapping[str, str] | None = None
    icon: str | None = None
    holds: bool = True
    reasserts: bool = False
    params: tuple[Param, ...] = ()
    choose: "Callable[[Args], Scene] | None" = field(default=None, compare=False)
    written: str = field(default="", compare=False)
    said: Mapping[str, Any] | None = field(default=None, compare=False)
    probe: bool = False

    def chosen(self, args: Args) -> "Scene":
        """The scene for these choices. Raises BadChoice."""
        if self.choose is None:
            complete({}, args)
            return self
        return self.choose(args) if args else self

    @property
    def body(self) -> InTurn:
        """Its steps as the one group they are."""
        return InTurn(self.steps)

    @cached_property
    def version(self) -> str:
        """Twelve hex digits: equal for equal steps, names and flags."""
        if self.written:
            return self.written
        said = [self.id, dict(self.name), dict(self.about or {}), self.icon, self.holds, self.reasserts]
        return mark([*said, *map(as_data, self.steps)])


def mark(said: Any) -> str:
    """Twelve hex digits that are equal for what is equal."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def flat(steps: tuple[Step, ...], under: Path = ()) -> Iterator[tuple[Path, Step]]:
    """Every step with its path, in the order of the tree; a group comes before what is in it."""
    for number, step in enumerate(steps):
        path = (*under, number)
        yield path, step
        if isinstance(step, Together | InTurn):
            yield from flat(step.steps, path)


def wished(steps: tuple[Step, ...]) -> Mapping[Ref, Set]:
    """The last wish for every point that the steps set."""
    return {step.ref: step for _, step in flat(steps) if isinstance(step, Set)}


def spelled(path: Path) -> str:
    """A path as the outside writes it: 0.1.2."""
    return ".".join(map(str, path))


def on_fail(step: Step) -> str:
    """What follows when it fails, in the word of a hall's file: undo, go_on or ask."""
    return "ask" if step.ask else "undo" if step.vital else "go_on"


def as_data(step: Step) -> dict[str, Any]:
    """A step as the journal keeps it, and as a hall's file says it."""
    match step:
        case Set(ref=ref, value=value) | Wait(ref=ref, value=value):
            said: dict[str, Any] = {KINDS[type(step)]: str(ref), "to": value}
        case Invoke(device=device, action=action, args=args):
            said = {"invoke": f"{device}/{action}", **({"args": dict(args)} if args else {})}
        case Together(steps=steps, title=title) | InTurn(steps=steps, title=title):
            said = {KINDS[type(step)]: [as_data(one) for one in steps]}
            said |= {"title": dict(title)} if title else {}
    return said | _care(step)


def _care(step: Step) -> dict[str, Any]:
    """What is unusual in how much a step matters."""
    said: dict[str, Any] = {} if step.within is None else {"within": step.within}
    said |= {} if step.vital else {"vital": False}
    said |= {"retries": step.retries} if step.retries else {}
    return said | ({"on_fail": "ask"} if step.ask else {})


def from_data(data: Mapping[str, Any]) -> Step:
    """The inverse of `as_data`."""
    care: dict[str, Any] = {"vital": data.get("vital", True), "within": data.get("within")}
    care |= {"retries": data.get("retries", 0), "ask": data.get("on_fail") == "ask"}
    match data:
        case {"set": ref, "to": value}:
            return Set(Ref.parse(ref), value, **care)
        case {"wait": ref, "to": value}:
            return Wait(Ref.parse(ref), value, **care)
        case {"invoke": text}:
            device, _, action = text.partition("/")
            return Invoke(device, action, data.get("args", {}), **care)
        case {"together": steps}:
            return Together(tuple(map(from_data, steps)), title=data.get("title"), **care)
        case {"in_turn": steps}:
            return InTurn(tuple(map(from_data, steps)), title=data.get("title"), **care)
    raise ValueError(f"no step: {dict(data)}")
