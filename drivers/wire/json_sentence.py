"""Sentences that are JSON values, for devices that speak JSON-RPC.

A shape is bound into a tree of three kinds of node: literals that must be equal, fields, and containers of
such. A key the shape does not name is ignored in hearing; the text "{gain}" is one native value, unless the
driver spells it. A spelling with `nodes` reads and writes JSON values of any kind instead of texts.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from drivers.points import Value
from drivers.wire.fields import Field, parse
from drivers.wire.form import Form
from drivers.wire.forms import BODY
from drivers.wire.grammar import Grammar
from drivers.wire.sentences import Spoken
from drivers.wire.spelling import Real, Whole
from drivers.wire.spelling_more import Law
from drivers.wire.template import Slot, Template, Values, Written
from drivers.wire.trouble import TableError

NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
NUMERIC = (Whole, Real, Law)
Node = Any


class Json:
    """A JSON object: Json(method="Control.Set", params={"Name": "{channel}", "Value": "{gain}"}).

    Json(shape) takes any shape. A list that ends in `...` repeats what stands before it: [one, ...], or, with
    several, alternatives of an item: [{"Name": "{channel}"}, {"Id": "{preset}"}, ...].
    """

    def __init__(self, shape: Node = None, /, **keys: Node) -> None:
        self.shape = keys if shape is None else shape
        self.texts = tuple(_strings(self.shape))
        self._means: Mapping[str, Value] = {}
        self._heard: tuple[Json, ...] = ()

    def meaning(self, **means: Value) -> "Json":
        """The same, with values that it has without spelling them: Json(method="on").meaning(power=ON)."""
        other = Json(self.shape)
        other._means, other._heard = means, self._heard
        return other

    def heard(self, *others: "Json") -> "Json":
        """The same, with other shapes that are understood and never said."""
        other = Json(self.shape)
        other._means, other._heard = self._means, others
        return other

    def bind(self, grammar: Grammar) -> Spoken:
        """The shape as a form, like a line's, and the others it is heard in."""
        form = self._form(grammar)
        others = (other if other._means else other.meaning(**self._means) for other in self._heard)
        return Spoken(form, (form, *(other._form(grammar) for other in others)))

    def _form(self, grammar: Grammar) -> Form:
        shape = Shape(self.shape, grammar)
        repeat = Items(shape.items) if shape.items else None
        every = (shape, *shape.items)
        names = [*(name for each in every for name in each.order), *self._means]
        tells = {name: tell for name in names if (tell := grammar.tell(name)) is not None}
        return Form(shape, tells, axes=grammar.axes, repeat=repeat, means=self._means)


class Shape:
    """One shape, bound: what a `Template` is to a line."""

    head = tail = ""
    size = None

    def __init__(self, shape: Node, grammar: Grammar) -> None:
        self.items: tuple[Shape, ...] = ()
        self.slots: list[Slot] = []
        self._grammar = grammar
        self._told = False
        self.root = self._bound(shape)
        self.literals: tuple[str | None, ...] = (repr(shape),)
        self.order = tuple(dict.fromkeys(name for slot in self.slots for name in slot.names))
        self.names = frozenset(self.order)
        self.bare = not self._told and not any(name in grammar.axes for name in self.names)

    def _bound(self, node: Node) -> Node:
        """The node with its texts made fields; a repeated list becomes the body's slot."""
        match node:
            case str():
                return self._text(node)
            case dict():
                return {key: self._bound(each) for key, each in node.items()}
            case [*items, last] if last is ...:
                return self._body(items)
            case [*items]:
                return [self._bound(each) for each in items]
        self._told = True
        return node

    def _body(self, items: list[Node]) -> Slot:
        if self.items:
            raise TableError(f"{self._grammar.where}: a shape repeats one list only")
        self.items = tuple(Shape(item, self._grammar) for item in items)
        slot = Slot(Field("value", (BODY,)), Native())
        self.slots.append(slot)
        return slot

    def _text(self, text: str) -> Node:
        parts = parse(text)
        fields = [part for part in parts if isinstance(part, Field)]
        if not fields:
            self._told = True
            return "".join(str(part) for part in parts)
        if len(parts) > 1:
            template = self._grammar.template(text, loose=self._grammar.loose)
            self.slots += template.slots
            return template
        slot = self._grammar.slot(fields[0], self._grammar.loose)
        if fields[0].kind in ("value", "size") and not self._spelled(fields[0]):
            slot = Slot(fields[0], Native())
        self.slots.append(slot)
        return slot

    def _spelled(self, field: Field) -> bool:
        key = field.names[0].partition("[")[0]
        return bool(field.spelled) or key in self._grammar.driver.spelling or key in self._grammar.args

    def read(self, frame: Node) -> dict[str, Any] | None:
        """The fields of a frame (or, of an item, of a node), or None where it is another sentence."""
        node = parsed(frame) if isinstance(frame, str) and self.items is not None else frame
        return self.fields(node)

    def fields(self, node: Node) -> dict[str, Any] | None:
        """The fields of a JSON value."""
        found: dict[str, Any] = {}
        try:
            return found if _match(self.root, node, found) else None
        except (ValueError, OverflowError):
            return None

    def write(self, values: Values) -> Written:
        """The frame with its fields filled in. KeyError or ValueError where it cannot be said."""
        names: list[str] = []
        filled = _fill(self.root, values, names, shown=False)
        shown = _fill(self.root, values, [], shown=True)
        return Written(
            json.dumps(filled, ensure_ascii=False), json.dumps(shown, ensure_ascii=False), tuple(names)
        )


class Items:
    """The repeated part of a shape: what a `Repeat` is to a line."""

    sep, along = ",", ""

    def __init__(self, items: tuple[Shape, ...]) -> None:
        self.items = items

    def read(self, body: Node) -> Iterator[dict[str, Any] | None] | None:
        """The fields of each item in turn, None for one that is not understood."""
        return map(self._one, body) if isinstance(body, list) and body else None

    def _one(self, node: Node) -> dict[str, Any] | None:
        return next((found for item in self.items if (found := item.fields(node)) is not None), None)

    def join(self, items: list[Written]) -> Node:
        """The list of all items."""
        return [json.loads(item.text) for item in items]


class Native:
    """A JSON value as it is."""

    pattern = ".*"

    def read(self, text: Node) -> Any:
        return text

    def write(self, value: Any) -> Any:
        return value

    def samples(self) -> tuple[Any, ...]:
        return ()


def _strings(node: Node) -> Iterator[str]:
    match node:
        case str():
            yield node
        case dict():
            for each in node.values():
                yield from _strings(each)
        case list():
            for each in node:
                yield from _strings(each)


def _match(shape: Node, node: Node, found: dict[str, Any]) -> bool:
    """Whether `node` has this shape; its fields go to `found`."""
    match shape:
        case Slot():
            return _take(shape, node, found)
        case Template():
            fields = shape.read(node) if isinstance(node, str) else None
            found.update(fields or {})
            return fields is not None
        case dict():
            return isinstance(node, dict) and all(
                key in node and _match(each, node[key], found) for key, each in shape.items()
            )
        case list():
            same = isinstance(node, list) and len(node) == len(shape)
            return same and all(_match(each, one, found) for each, one in zip(shape, node, strict=True))
    return bool(shape == node and isinstance(shape, bool) is isinstance(node, bool))


def _take(slot: Slot, node: Node, found: dict[str, Any]) -> bool:
    """The value of one field."""
    if slot.field.kind == "any":
        return True
    if isinstance(slot.spelling, Native):
        if slot.names != (BODY,) and isinstance(node, dict | list):
            return False
        found.update(dict.fromkeys(slot.names, _clean(node)))
        return True
    if getattr(slot.spelling, "nodes", False):
        found.update(dict.fromkeys(slot.names, slot.spelling.read(node)))  # type: ignore[union-attr]
        return True
    if isinstance(node, bool) or not isinstance(node, str | int | float):
        return False
    text = node if isinstance(node, str) else json.dumps(node)
    if not re.fullmatch(slot.pattern, text, re.DOTALL):
        return False
    if slot.wide is not None:
        found.update(slot.wide.read_all(text))
    else:
        found.update(dict.fromkeys(slot.names, slot.spelling.read(text)))  # type: ignore[union-attr]
    return True


def _clean(node: Node) -> Node:
    """A value that can be stored and shown: no half characters, no infinities."""
    if isinstance(node, str):
        return node.encode("utf-8", "replace").decode()
    if isinstance(node, float) and not math.isfinite(node):
        raise ValueError("no number")
    return node


def _fill(shape: Node, values: Values, names: list[str], shown: bool) -> Node:
    match shape:
        case Slot():
            text, told = shape.spell(values)
            names.extend(told)
            if shown and shape.masked:
                return "••••"
            if getattr(shape.spelling, "nodes", False):
                return text
            numeric = isinstance(shape.spelling, NUMERIC) or shape.field.kind == "reason"
            return json.loads(text) if numeric and NUMBER.fullmatch(text) else text
        case Template():
            written = shape.write(values)
            names.extend(written.names)
            return written.shown if shown else written.text
        case dict():
            return {key: _fill(each, values, names, shown) for key, each in shape.items()}
        case list():
            return [_fill(each, values, names, shown) for each in shape]
    return shape


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


@lru_cache(64)
def parsed(frame: str) -> Node:
    """The JSON value of a frame; ValueError's stead is a value no shape has."""
    try:
        return json.loads(frame, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return ...
