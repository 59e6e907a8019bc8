"""What Barco's Pulse needs beyond shapes of JSON: states, yes and no, several properties in one message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drivers.points import Place, Value
from drivers.vocabulary import COOLING, OFF, ON, WARMING
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.grammar import Grammar
from drivers.wire.json_sentence import Json, parsed
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.spelling import Real
from drivers.wire.talk import Look

STATES: Mapping[str, Value] = {
    "standby": OFF, "ready": OFF, "eco": OFF, "boot": OFF, "service": OFF, "error": OFF,
    "conditioning": WARMING, "on": ON, "deconditioning": COOLING,
}  # fmt: skip


RESTING = tuple(name for name, power in STATES.items() if power == OFF)
GET = "get "
"""Marks the properties of one question among the words of a session."""


class State:
    """`system.state`: the power it means and, of a projector that is off, how it rests."""

    pattern = ".*"
    fields = ("power", "resting")

    def read_all(self, text: str) -> Mapping[str, Value]:
        """ValueError for a state that nobody described."""
        if text not in STATES:
            raise ValueError(text)
        power = STATES[text]
        return {"power": power, "resting": text} if power == OFF else {"power": power}

    def write_all(self, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
        """How it rests, where it does, else the one state that there is."""
        power, resting = values.get("power"), values.get("resting")
        if power == OFF and isinstance(resting, str):
            return resting, self.fields
        for name, meant in STATES.items():
            if meant == power:
                return name, ("power",)
        raise ValueError(f"{power!r} is no power state")


class YesNo:
    """A JSON bool; public clients also send the words."""

    nodes = True
    pattern = ".*"

    def read(self, node: Any) -> bool:
        if isinstance(node, bool):
            return node
        word = str(node).casefold()
        if word not in ("true", "false"):
            raise ValueError(node)
        return word == "true"

    def write(self, value: Value) -> Any:
        if not isinstance(value, bool):
            raise ValueError(f"{value!r} is neither yes nor no")
        return value

    def samples(self) -> tuple[Value, ...]:
        return (False, True)


class Names:
    """A JSON list of names as one text."""

    nodes = True
    pattern = ".*"

    def read(self, node: Any) -> str:
        if not isinstance(node, list) or not all(isinstance(each, str) for each in node):
            raise ValueError(node)
        return ", ".join(node)

    def write(self, value: Value) -> Any:
        return [name for name in str(value).split(", ") if name]

    def samples(self) -> tuple[Value, ...]:
        return ("HDMI, DisplayPort 1", "SDI")


@dataclass(frozen=True)
class Level(Real):
    """A number; the point says how far it goes, so that a device can tell a wrong one from an unknown one."""

    most: float = 1

    def samples(self) -> tuple[Value, ...]:
        """Nothing, half way, everything."""
        return (0.0, self.most / 2, self.most)


@dataclass(frozen=True)
class Wrong:
    """`property.set` of a property there is, to a value it cannot have: what a device hears last."""

    properties: tuple[str, ...]
    axis: str
    texts: tuple[str, ...] = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound to an axis it names no place of, which is out of range."""
        said = _Wrong(self.properties, self.axis)
        return Spoken(said, (said,))


@dataclass(frozen=True)
class Pin:
    """The code of `authenticate`: a number on the wire, never shown."""

    texts: tuple[str, ...] = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound to nothing: it tells no point."""
        said = _Login()
        return Spoken(said, (said,))


@dataclass(frozen=True)
class Only:
    """What a controller may say and we never do; the properties it lists become session words."""

    method: str
    says: Value = None
    texts: tuple[str, ...] = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound to nothing: it tells no point."""
        said = _Told(self.method, self.says)
        return Spoken(said, (said,))


@dataclass(frozen=True)
class Several:
    """`property.get` of a list of properties: asked by others only; we ask one by one."""

    shapes: Mapping[str, Json]
    texts: tuple[str, ...] = ()

    def bind(self, grammar: Grammar) -> Spoken:
        """Bound with every property's own shape, as its answer."""
        if grammar.asking:
            said: Any = _Told("property.get", lists=True)
        else:
            said = _Object({name: shape.bind(grammar).said for name, shape in self.shapes.items()})
        return Spoken(said, (said,))


class _Plain:
    """A sentence that tells no point."""

    keys: frozenset[str] = frozenset()
    axes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    shared: tuple[str, ...] = ()
    tells: Mapping[str, Any] = {}
    complete, bare = True, False
    begins = ends = ""

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """We never say it."""
        return None

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """It orders nothing."""
        return None

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Nothing is heard."""
        return None


class _Login(_Plain):
    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """With the code as a number; not at all where we have none."""
        code = str(bound.get("secret") or "")
        if not code.isdecimal():
            return None
        shape = '{{"method": "authenticate", "params": {{"code": {}}}}}'.format
        return Saying(shape(int(code)), shape('"••••"'), ())

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Any code will do: which is right, nobody wrote down."""
        node = parsed(frame)
        params = (
            node.get("params") if isinstance(node, dict) and node.get("method") == "authenticate" else None
        )
        code = params.get("code") if isinstance(params, dict) else params[0] if params else None
        return Reading(self, {"code": code}, ()) if isinstance(code, int | str) else None


class _Told(_Plain):
    """A method with names of properties, given by name or by position, one or a list."""

    def __init__(self, method: str, says: Value = None, lists: bool = False) -> None:
        self.method, self.says, self.lists = method, says, lists

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Each property becomes a field."""
        node = parsed(frame)
        if not isinstance(node, dict) or node.get("method") != self.method:
            return None
        params = node.get("params")
        wanted = next(iter(params.values()), None) if isinstance(params, dict) else params
        wanted = params[0] if isinstance(params, list) and len(params) == 1 else wanted
        listed = [wanted] if isinstance(wanted, str) else wanted
        if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
            return None
        if self.lists and not isinstance(wanted, list):
            return None
        return Reading(self, {f"{GET if self.lists else ''}{each}": self.says for each in listed}, ())


class _Wrong(_Plain):
    def __init__(self, properties: tuple[str, ...], axis: str) -> None:
        self.properties, self.axis = properties, axis

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """A property we know; what is wrong was found by everybody before."""
        node = parsed(frame)
        if not isinstance(node, dict) or node.get("method") != "property.set":
            return None
        params = node.get("params")
        listed = [params.get("property")] if isinstance(params, dict) else params
        known = isinstance(listed, list) and listed and listed[0] in self.properties
        return Reading(self, {self.axis: ""}, ()) if known else None


class _Object(_Plain):
    """The answer: an object of all values; none where one property is unknown."""

    def __init__(self, forms: Mapping[str, Any]) -> None:
        self.forms = forms

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The values of what was asked for."""
        found: dict[str, Any] = {}
        for name in bound:
            asked = name.removeprefix(GET)
            if asked == name:
                continue
            said = self.forms[asked].say(look, bound, sizes) if asked in self.forms else None
            if said is None:
                return None
            found[asked] = json.loads(said.text)["result"]
        text = json.dumps({"result": found}, ensure_ascii=False)
        return Saying(text, text, ())
