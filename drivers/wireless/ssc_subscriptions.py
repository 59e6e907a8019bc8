"""SSC subscriptions: which leaves a client is told of, for how long, and its meters."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drivers.points import Place, Value
from drivers.wire.forms import NOTHING, Bound, Reading, Saying
from drivers.wire.sentences import Spoken
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Look
from drivers.wireless.ssc_leaves import SUBSCRIBE, parsed
from drivers.wireless.ssc_tree import Tree

METERS = "m"
"""The branch whose leaves come again and again instead of when they change."""


@dataclass(frozen=True, eq=False)
class Subscribes:
    """As a Session's line: be told of these points at every place, for `lifetime` seconds.

    The device remembers `word`: True, or of meters the seconds between two samples.
    """

    tree: Tree
    points: tuple[str, ...]
    word: str
    lifetime: int = 60
    apart: float = 0.5

    def bind(self, grammar: Any) -> Spoken:
        """Bound to the tree."""
        return Spoken(said := _Subscribing(self), (said,))


class _Subscribing:
    """The message, both ways."""

    begins, ends = SUBSCRIBE, ""
    shared: tuple[str, ...] = ()
    bare, complete = False, True
    axes: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    def __init__(self, what: Subscribes) -> None:
        self.what = what
        self.names = frozenset({what.word})
        self.tells: dict[str, Any] = {}

    def say(self, look: Look, bound: Bound, sizes: Sizes) -> Saying | None:
        """Everything wanted, as one tree; None where there is no place yet."""
        tree: dict[str, Any] = {"#": {"lifetime": self.what.lifetime, "min": 0, "max": 0, "count": 1000}}
        for leaf in self.what.tree.leaves:
            if leaf.point in self.what.points:
                _grow(tree, leaf.path, sizes)
        text = f"{SUBSCRIBE} = {json.dumps([tree])}"
        return Saying(text, text, ()) if len(tree) > 1 else None

    def read(self, frame: str, sizes: Sizes, bound: Bound = NOTHING) -> Reading | None:
        """What is wanted, or no longer wanted: of this kind."""
        leaves = parsed(frame)
        if len(leaves) != 1 or leaves[0][0] != SUBSCRIBE or not isinstance(leaves[0][1], list):
            return None
        meters = self.what.word == "levels"
        mine = [one for one in leaves[0][1] if isinstance(one, dict) and _of_kind(one, meters)]
        if not mine:
            return None
        how = mine[0].get("#")
        cancelled = isinstance(how, dict) and how.get("cancel") is True
        wanted: Value = self.what.apart if meters else True
        return Reading(self, {self.what.word: None if cancelled else wanted}, ())

    def order(self, wishes: Mapping[Place, Value], bound: Bound, sizes: Sizes) -> Saying | None:
        """It orders nothing."""
        return None


def _of_kind(tree: Mapping[str, Any], meters: bool) -> bool:
    return METERS in tree if meters else any(name not in ("#", METERS) for name in tree)


def _grow(tree: dict[str, Any], path: str, sizes: Sizes) -> None:
    """The leaves of one path, at every channel there is."""
    places = sizes.on("channel") if "{channel}" in path else ("",)
    for place in places:
        *branches, name = path.format(channel=place).split("/")
        at = tree
        for branch in branches:
            at = at.setdefault(branch, {})
        at[name] = None
