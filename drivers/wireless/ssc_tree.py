"""Sennheiser SSC as sentences: a tree of leaves, asked for by null, set by a value, and told as it changes.

A question may ask for any leaves at once, and its answer repeats them filled in. A leaf that belongs to a
transmitter which is off is answered by error 424: there is no value.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.points import Place, Point, Value
from drivers.wire.events import Report
from drivers.wire.forms import NOTHING, Bound, Reading, Saying, Tells
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look
from drivers.wireless.ssc_leaves import (
    ERROR,
    GONE,
    BoundTree,
    Leaf,
    error,
    errors,
    gone,
    or_none,
    parsed,
    shown,
)


@dataclass(frozen=True, eq=False)
class Tree:
    """All leaves of a kind of device; the methods make the sentences of its rows."""

    leaves: tuple[Leaf, ...]

    def ask(self, *points: str) -> "Bindable":
        """As a Query's ask: these points at every place, in one message."""
        return Bindable(self, "ask", points)

    def set(self) -> "Bindable":
        """As a Command's tell: whatever of it can be set."""
        return Bindable(self, "set", ())

    def answer(self, *points: str) -> "Bindable":
        """As a Query's answer or an ack: the leaves that were asked for, or set."""
        return Bindable(self, "answer", points)

    def told(self, *points: str) -> "Bindable":
        """As a Notice: these points."""
        return Bindable(self, "told", points)

    def error(self) -> "Bindable":
        """As a Refusal's line."""
        return Bindable(self, "error", ())


@dataclass(frozen=True, eq=False)
class Bindable:
    """A sentence before it knows its driver."""

    tree: Tree
    kind: str
    points: tuple[str, ...]

    def bind(self, grammar: Any) -> Spoken:
        """Bound; what is heard is read by one reader for all rows."""
        bound: BoundTree = grammar.shared.setdefault(self.tree, BoundTree(self.tree.leaves, grammar.points))
        match self.kind:
            case "ask":
                said: Any = _Ask(bound, self.points)
            case "set":
                said = _Set(bound)
            case "error":
                said = _Error(bound)
            case "answer":
                said = _Answer(bound, self.points)
            case _:
                said = _Told(bound, self.points)
        return Spoken(said, (said,))


class _Part:
    """What all sentences of a tree have in common."""

    begins = ends = ""
    shared: tuple[str, ...] = ()
    bare, complete = False, True
    axes: frozenset[str] = frozenset()

    def __init__(self, bound: BoundTree, points: tuple[str, ...] = ()) -> None:
        self.bound, self.points = bound, points
        self.tells = {
            point.key: Tells(point.key, point, None) for _, point, _ in bound.leaves if point.key in points
        }
        self.names = self.keys = frozenset(self.tells)

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Nothing, unless it says otherwise."""
        return None

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Nothing, unless it says otherwise."""
        return None

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """Nothing, unless it says otherwise."""
        return None


class _Ask(_Part):
    """A question."""

    def plan(self, sizes: Sizes) -> Iterator[Saying]:
        """One message for all its places."""
        lines = list(self.bound.lines(self.points, NOTHING, sizes))
        if lines:
            yield _saying([f"{path} = null" for path, *_ in lines], [place for *_, place in lines])

    def pick(self, wanted: Collection[Place], sizes: Sizes) -> Saying | None:
        """One message for just these places."""
        mine = self.bound.lines(self.points, NOTHING, sizes)
        lines = [(path, place) for path, _, place in mine if place in wanted]
        return (
            _saying([f"{path} = null" for path, _ in lines], [place for _, place in lines]) if lines else None
        )

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """All of it."""
        return next(self.plan(sizes), None)

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Any leaves of the tree, whichever row they are of."""
        leaves = parsed(frame)
        if not leaves or any(value is not None for _, value in leaves):
            return None
        if not all(self.bound.has(path, sizes) for path, _ in leaves):
            return None
        fields: dict[str, Any] = {"paths": [path for path, _ in leaves]}
        return Reading(self, fields, ())


class _Told(_Part):
    """Leaves with their values: an answer, or news."""

    def __init__(self, bound: BoundTree, points: tuple[str, ...]) -> None:
        super().__init__(bound, points)
        self.axes = frozenset(axis for _, p, _ in bound.leaves if p.key in points for axis in p.axes)

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """Whatever leaves of the tree it holds; what is gone has no value."""
        events: list[Report] = []
        for path, value in parsed(frame):
            if path == ERROR:
                events += [Report(place, None) for place in gone(self.bound, value)]
            elif value is not None and (hit := self.bound.find(path)) is not None and _there(hit, sizes):
                try:
                    events.append(Report(hit[2], hit[0].read(value)))
                except ValueError:
                    continue
        return Reading(self, {}, tuple(events)) if events else None

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The leaves that were asked for, or all of these points; what has no value is gone."""
        paths: Any = bound.get("paths")
        if paths is None:
            leaves = list(self.bound.lines(self.points, bound, sizes))
        else:
            leaves = [(path, hit[0], hit[2]) for path in paths if (hit := self.bound.find(path)) is not None]
        try:
            values = [(path, leaf, place, look(*place)) for path, leaf, place in leaves]
        except KeyError:
            return None
        said = [f"{path} = {shown(leaf.write(v))}" for path, leaf, _, v in values if v is not None]
        off = [error(path, GONE) for path, _, _, v in values if v is None]
        said += [f"{ERROR} = {shown(off)}"] if off else []
        return _saying(said, [place for _, _, place in leaves]) if said else None


class _Answer(_Told):
    """What was asked for, in one message, whatever the places."""

    def __init__(self, bound: BoundTree, points: tuple[str, ...]) -> None:
        super().__init__(bound, points)
        self.axes = frozenset()


class _Set(_Part):
    """An order: any leaves that can be set."""

    def __init__(self, bound: BoundTree) -> None:
        super().__init__(bound, tuple(point.key for _, point, _ in bound.leaves if point.settable))

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """All of these in one message."""
        lines = [(path, leaf, place) for path, leaf, place in self.bound.lines(self.points, NOTHING, sizes)]
        mine = [
            f"{path} = {shown(leaf.write(wishes[place]))}" for path, leaf, place in lines if place in wishes
        ]
        return _saying(mine, list(wishes)) if len(mine) == len(wishes) else None

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """What is ordered; a value that cannot be read is none that is allowed."""
        leaves = parsed(frame)
        if not leaves or all(value is None for _, value in leaves):
            return None
        if not all(self.bound.has(path, sizes) for path, _ in leaves):
            return None
        events = []
        for path, value in leaves:
            if value is not None and (hit := self.bound.find(path)) is not None:
                events.append(Report(hit[2], or_none(hit[0], value)))
        paths: dict[str, Any] = {"paths": [path for path, _ in leaves]}
        return Reading(self, paths, tuple(events))


class _Error(_Part):
    """A no, with the path it is about."""

    def __init__(self, bound: BoundTree) -> None:
        super().__init__(bound)
        self.names = frozenset({"reason", "echo"})

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """The code; an absent transmitter is no error of the question."""
        for path, value in parsed(frame):
            if path == ERROR:
                codes = [code for _, code in errors(value)]
                other = [code for code in codes if code != GONE]
                return Reading(self, {"reason": str(other[0])}, ()) if other else None
        return None

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """The error at the first path of what was asked."""
        leaves = parsed(str(bound.get("echo", "")))
        path = leaves[0][0] if leaves else ""
        code = int(str(bound["reason"])) if path else 400
        text = f"{ERROR} = {shown([error(path, code)])}"
        return Saying(text, text, ())


def _there(hit: tuple[Leaf, Point, Place], sizes: Sizes) -> bool:
    return sizes.allows(hit[1].axes, hit[2].index)


def _saying(lines: list[str], places: list[Place]) -> Saying:
    text = "\n".join(lines)
    return Saying(text, text, tuple(dict.fromkeys(places)))
