"""What hangs on what: power, network and control feeds, and signal cables, as data one can ask.

A *feed* is a need: the thing at its end is dead without it. Feeds of one group back each other up (one live
feed is enough); every group is needed. That keeps the two mistakes apart that alarm systems make: a power
supply with two cords is not down when one outlet is, and a device is down when its only one is. Signal cables
are no needs: a projector without a picture is not dead, so they explain and never excuse.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

DEEPEST = 16
REMEMBERED = 1024


class Kind(StrEnum):
    """What flows through a feed."""

    POWER = "power"
    NETWORK = "network"
    CONTROL = "control"


@dataclass(frozen=True, order=True, slots=True)
class End:
    """One end of a feed or cable: a device or node, and its outlet or jack ("" when it does not matter)."""

    device: str
    jack: str = ""

    @classmethod
    def parse(cls, text: str) -> "End":
        """`pdu-a/outlet/1` -> End("pdu-a", "outlet/1")."""
        device, _, jack = text.partition("/")
        return cls(device, jack)

    def __str__(self) -> str:
        return f"{self.device}/{self.jack}" if self.jack else self.device


@dataclass(frozen=True, slots=True)
class Feed:
    """`sink` needs `source`; feeds of one kind and `group` at one sink back each other up."""

    kind: Kind
    source: End
    sink: str
    group: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """Something upstream of a device, `depth` feeds away."""

    depth: int
    feed: Feed


class Topology:
    """The feeds of a hall. Pure: says what would follow, never what is."""

    def __init__(self, feeds: Iterable[Feed] = ()) -> None:
        self.feeds = tuple(feeds)
        self._above: dict[str, list[Feed]] = defaultdict(list)
        self._below: dict[str, list[Feed]] = defaultdict(list)
        for feed in self.feeds:
            self._above[feed.sink].append(feed)
            self._below[feed.source.device].append(feed)
        self._without = lru_cache(REMEMBERED)(self._fallen)  # the same is asked again at every look

    def above(self, device: str) -> tuple[Feed, ...]:
        """What the device hangs on directly."""
        return tuple(self._above.get(device, ()))

    def below(self, end: End) -> tuple[str, ...]:
        """What hangs directly on an outlet or jack, or on any of a whole device's."""
        fed = self._below.get(end.device, ())
        return tuple(dict.fromkeys(feed.sink for feed in fed if end.jack in ("", feed.source.jack)))

    def outlets(self, device: str) -> Mapping[End, tuple[str, ...]]:
        """Which outlet or jack of the device feeds what: {End("pdu-a", "outlet/1"): ("main-projector",)}."""
        sources = dict.fromkeys(feed.source for feed in self._below.get(device, ()))
        return {source: self.below(source) for source in sources}

    def upstream(self, device: str, kinds: Collection[Kind] = tuple(Kind)) -> Iterator[Cause]:
        """Everything the device hangs on, nearest first, each feed once, at most 16 feeds away."""
        waiting, seen = deque([(1, device)]), {device}
        while waiting:
            depth, sink = waiting.popleft()
            for feed in self._above.get(sink, ()):
                if feed.kind not in kinds:
                    continue
                yield Cause(depth, feed)
                if feed.source.device not in seen and depth < DEEPEST:
                    seen.add(feed.source.device)
                    waiting.append((depth + 1, feed.source.device))

    def without(self, dead: Collection[End], kinds: Collection[Kind] = tuple(Kind)) -> frozenset[str]:
        """The devices and nodes that must go down when these ends are dead, and through them others."""
        return self._without(frozenset(dead), tuple(kinds))

    def _fallen(self, dead: frozenset[End], kinds: tuple[Kind, ...]) -> frozenset[str]:
        ends, down = set(dead), {end.device for end in dead if not end.jack}
        fallen: set[str] = set()
        waiting = deque([*down, *{end.device for end in ends}])
        while waiting:
            for sink in self.below(End(waiting.popleft())):
                if sink not in down and self._starved(sink, ends, down, kinds):
                    down.add(sink)
                    fallen.add(sink)
                    waiting.append(sink)
        return frozenset(fallen)

    def _starved(self, sink: str, ends: set[End], down: set[str], kinds: Collection[Kind]) -> bool:
        groups: dict[tuple[Kind, int], list[bool]] = defaultdict(list)
        for feed in self._above[sink]:
            if feed.kind in kinds:
                groups[feed.kind, feed.group].append(feed.source in ends or feed.source.device in down)
        return any(all(group) for group in groups.values())

    def cycle(self) -> tuple[str, ...] | None:
        """A chain that comes back to where it began, first to last, or None. A hall may not have one."""
        done: set[str] = set()
        for start in sorted(self._above):
            if start not in done and (found := self._loop(start, done)):
                return found
        return None

    def _loop(self, start: str, done: set[str]) -> tuple[str, ...] | None:
        """Depth first, without recursion: what is on the way is in `way`, what is clean in `done`."""
        way, branches = [start], [iter(self._above.get(start, ()))]
        while branches:
            feed = next(branches[-1], None)
            if feed is None:
                branches.pop()
                done.add(way.pop())
            elif feed.source.device in way:
                return (*way[way.index(feed.source.device) :], feed.source.device)
            elif feed.source.device not in done:
                way.append(feed.source.device)
                branches.append(iter(self._above.get(feed.source.device, ())))
        return None

    def depth(self, device: str) -> int:
        """How many feeds long the longest chain above the device is; only for a hall without a cycle."""
        known: dict[str, int] = {}
        waiting = [device]
        while waiting:
            above = [feed.source.device for feed in self._above.get(waiting[-1], ())]
            if unknown := [one for one in above if one not in known]:
                waiting.extend(unknown)
            else:
                known[waiting.pop()] = max((known[one] + 1 for one in above), default=0)
        return known[device]
