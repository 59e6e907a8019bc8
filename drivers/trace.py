"""The record of frames of one device: always on, masked where it is made, and cheap.

One form for four uses: what a remote engineer watches, what is stapled to a ticket, what the recorder writes
and the transcripts replay, and what a replaying simulator answers with.

    12:04:31.220 > %1POWR 1
    12:04:31.262 < %1POWR=ERR3
    12:04:31.263 ! busy

Theory of operation. A hall's devices say the same few things all day. So a line is kept once for the whole
process (`Texts`), the ring holds a moment and a pointer for each entry, and nothing is formatted until
somebody looks. The moments are monotonic: a clock that is set does not tear the record apart.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

SAID, HEARD, NOTED = ">", "<", "!"
SIZE = 2000
_MANY = 8192


class Watch(Protocol):
    """The part of a clock that a trace needs."""

    def now(self) -> datetime:
        """The moment, aware."""

    def monotonic(self) -> float:
        """Seconds, never stepping back."""


class Entry(NamedTuple):
    """One frame or note: when, which way (">" said, "<" heard, "!" noted), and the frame as text."""

    at: datetime
    dir: str
    text: str

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}.{self.at.microsecond // 1000:03d} {self.dir} {escaped(self.text)}"


Pair = tuple[str, str]


class Texts:
    """Lines said before, so that the same line is kept once; forgotten all together when they are many."""

    def __init__(self) -> None:
        self.pairs: dict[Pair, Pair] = {}

    def keep(self, pair: Pair) -> Pair:
        """Remember a pair that was not known."""
        if len(self.pairs) > _MANY:
            self.pairs.clear()
        self.pairs[pair] = pair
        return pair


class Trace:
    """The last 2,000 entries of one device."""

    __slots__ = ("_at", "_known", "_next", "_pairs", "_size", "_texts", "_watch", "_watchers")

    def __init__(self, watch: Watch, texts: Texts | None = None, size: int = SIZE) -> None:
        self._watch = watch
        self._texts = texts or Texts()
        self._known = self._texts.pairs
        self._size = size
        self._at = array("d")
        self._pairs: list[Pair] = []
        self._next = 0  # where the ring writes, once it is full
        self._watchers: tuple[Callable[[Entry], object], ...] = ()

    def add(self, direction: str, text: str) -> None:
        """Keep one line."""
        pair = (direction, text)
        at = self._watch.monotonic()
        self._keep(at, self._known.get(pair) or self._texts.keep(pair))
        if self._watchers:
            self._tell(at, (pair,))

    def extend(self, pairs: Iterable[Pair]) -> None:
        """Keep lines of one moment, as a side shows them."""
        at = self._watch.monotonic()
        known = self._known
        for pair in pairs:
            self._keep(at, known.get(pair) or self._texts.keep(pair))
        if self._watchers:
            self._tell(at, pairs)

    def _keep(self, at: float, pair: Pair) -> None:
        if len(self._pairs) < self._size:
            self._at.append(at)
            self._pairs.append(pair)
            return
        place = self._next
        self._at[place], self._pairs[place] = at, pair
        self._next = place + 1 if place + 1 < self._size else 0

    def _tell(self, at: float, pairs: Iterable[Pair]) -> None:
        moment = self._moment(at)
        for pair in pairs:
            for watcher in self._watchers:
                watcher(Entry(moment, *pair))

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.last(self._size))

    def last(self, count: int) -> list[Entry]:
        """The newest `count` entries, oldest first."""
        have = len(self._pairs)
        places = ((self._next + n) % have for n in range(max(0, have - count), have))
        return [Entry(self._moment(self._at[place]), *self._pairs[place]) for place in places]

    def since(self, moment: datetime) -> list[Entry]:
        """What was kept after `moment`."""
        return [entry for entry in self.last(self._size) if entry.at > moment]

    def subscribe(self, watcher: Callable[[Entry], object]) -> Callable[[], None]:
        """Tell `watcher` every entry from now on; the answer is a function that ends it."""
        self._watchers = (*self._watchers, watcher)

        def unsubscribe() -> None:
            self._watchers = tuple(one for one in self._watchers if one is not watcher)

        return unsubscribe

    def _moment(self, at: float) -> datetime:
        return self._watch.now() - timedelta(seconds=self._watch.monotonic() - at)


def write(entries: Iterable[Entry]) -> str:
    """A transcript of these entries."""
    return "".join(f"{entry}\n" for entry in entries)


def read(transcript: str, day: datetime = datetime(2000, 1, 1, tzinfo=UTC)) -> list[Entry]:
    """The entries of a transcript, on `day`. Empty lines and lines with "#" in front are remarks.

    ValueError names the line that is none.
    """
    lines = enumerate(transcript.split("\n"), 1)
    return [_entry(line.rstrip("\r"), n, day) for n, line in lines if line.strip() and line[0] != "#"]


def _entry(line: str, number: int, day: datetime) -> Entry:
    clock, _, rest = line.partition(" ")
    direction, _, text = rest.partition(" ")
    try:
        moment = datetime.strptime(clock, "%H:%M:%S.%f").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"line {number}: {clock!r} is no time of the day") from None
    if direction not in (SAID, HEARD, NOTED):
        raise ValueError(f"line {number}: {direction!r} is none of > < !")
    return Entry(datetime.combine(day.date(), moment.timetz()), direction, plain(text))


_ESCAPES = {n: f"\\x{n:02x}" for n in (*range(32), 127)} | {10: "\\n", 13: "\\r", 9: "\\t", 92: "\\\\"}
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}


def escaped(text: str) -> str:
    """One printable line: control characters and backslashes are escaped."""
    return text.translate(_ESCAPES)


def plain(text: str) -> str:
    """The inverse of `escaped`; a backslash that escapes nothing stands for itself."""
    if "\\" not in text:
        return text
    said, rest = "", text
    while rest:
        before, slash, rest = rest.partition("\\")
        said += before
        if slash:
            character, used = _unescaped(rest)
            said, rest = said + character, rest[used:]
    return said


def _unescaped(rest: str) -> tuple[str, int]:
    digits = rest[1:3]
    if rest[:1] == "x" and len(digits) == 2 and all(c in "0123456789abcdefABCDEF" for c in digits):
        return chr(int(digits, 16)), 3
    return (_PLAIN[rest[0]], 1) if rest[:1] in _PLAIN else ("\\", 0)
