"""Which crosspoints carry a source to a sink: the lectern on the main screen, across several switchers."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from controller.hall.topology import End
from drivers.rigfile.places import Place, place

INPUT, OUTPUT = "input/", "output/"
Taken = Collection[tuple[End, str]]
"""Outputs, each with what of it carries something else already: its video, its audio."""
SIGNALS = {"video": ("video",), "audio": ("audio",), "all": ("video", "audio")}


@dataclass(frozen=True, slots=True)
class Line:
    """One signal cable, from an output (or a source without jacks) to an input."""

    source: End
    sink: End
    carries: str = "all"


@dataclass(frozen=True, slots=True)
class Tie:
    """One crosspoint to make: this input of the switcher onto this output."""

    device: str
    output: Place
    input: Place


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the hall: the ties in order, and the jacks at which what stands at its end must look.

    An output that only has a name ends a way as well: there is no jack then, unless a cable goes on from it.
    """

    ties: tuple[Tie, ...]
    ends: tuple[End, ...] = ()


class Signals:
    """The signal cables of a hall, and the names written at the inputs and outputs of its switchers.

    `sources` are inputs at which something is plugged in that has only a name ("lectern"), `sinks` are
    outputs likewise; both map the jack to every name it goes by. `called` has the names of whole devices.
    Of `nodes`, which nothing here switches, one into which a single cable leads passes it on.
    """

    def __init__(
        self,
        lines: Iterable[Line] = (),
        sources: Mapping[End, Iterable[str]] | None = None,
        sinks: Mapping[End, Iterable[str]] | None = None,
        called: Mapping[str, Iterable[str]] | None = None,
        nodes: Collection[str] = (),
    ) -> None:
        self.lines = tuple(lines)
        self._sources = {end: _folded(names) for end, names in (sources or {}).items()}
        self._sinks = {end: _folded(names) for end, names in (sinks or {}).items()}
        self._called = {device: _folded(names) for device, names in (called or {}).items()}
        leading = Counter(line.sink.device for line in self.lines)
        self._passing = {node for node in nodes if leading[node] == 1}

    def path(
        self,
        source: str,
        sink: str,
        carries: str = "all",
        taken: Taken = (),
        switches: Callable[[str], bool] = lambda device: True,
    ) -> Path | None:
        """The shortest way from a source (a device, or a name at an input) to a sink, or None.

        `carries` is "video", "audio", or "all" for a way that carries both. Outputs in `taken` lead on to no
        other switcher: they carry something else. `switches` says which devices can tie what is carried.
        """
        source, sink = source.casefold(), sink.casefold()
        waiting: deque[tuple[End, tuple[Tie, ...]]] = deque(
            (end, ()) for end in self._starts(source, carries)
        )
        seen: set[str] = set()
        while waiting:
            end, ties = waiting.popleft()
            if self._is(end.device, sink):
                return Path(ties, (end,))
            if end.device in seen:
                continue
            seen.add(end.device)
            if end.device in self._passing:
                waiting.extend((line.sink, ties) for line in self._out_of(end.device, carries))
            elif end.jack.startswith(INPUT) and switches(end.device):
                if (named := self._named(end.device, sink)) is not None:
                    return Path((*ties, _tie(end, named)), tuple(self._behind(named, carries)))
                ways = self._through(end, sink, carries, taken)
                waiting.extend((onward, (*ties, tie)) for tie, onward in ways)
        return None

    def _starts(self, source: str, carries: str) -> Iterator[End]:
        yield from (end for end, names in self._sources.items() if source in names)
        yield from (line.sink for line in self._carrying(carries) if self._is(line.source.device, source))

    def _through(self, end: End, sink: str, carries: str, taken: Taken) -> Iterator[tuple[Tie, End]]:
        """Every way out of the switcher that `end` goes into: the tie to make, and where one is then."""
        for line in self._out_of(end.device, carries):
            used = any((line.source, one) in taken for one in SIGNALS[carries])
            if line.source.jack.startswith(OUTPUT) and (not used or self._is(line.sink.device, sink)):
                yield _tie(end, line.source), line.sink

    def _named(self, device: str, sink: str) -> End | None:
        """The output of the device that goes by this name."""
        return next(
            (end for end, names in self._sinks.items() if end.device == device and sink in names), None
        )

    def _behind(self, output: End, carries: str) -> Iterator[End]:
        """The jacks that the cables lead to from an output, through whatever only passes on."""
        lines = [line for line in self._carrying(carries) if line.source == output]
        seen: set[str] = set()
        while lines:
            line = lines.pop(0)
            if line.sink.device not in self._passing:
                yield line.sink
            elif line.sink.device not in seen:
                seen.add(line.sink.device)
                lines += self._out_of(line.sink.device, carries)

    def _out_of(self, device: str, carries: str) -> Iterator[Line]:
        return (line for line in self._carrying(carries) if line.source.device == device)

    def _carrying(self, carries: str) -> Iterator[Line]:
        """The cables that carry it; first those that carry nothing else."""
        fit = (line for line in self.lines if line.carries in ("all", carries))
        return iter(sorted(fit, key=lambda line: line.carries != carries))

    def _is(self, device: str, name: str) -> bool:
        return name == device or name in self._called.get(device, ())


def _tie(into: End, output: End) -> Tie:
    out_of, come_in = output.jack.removeprefix(OUTPUT), into.jack.removeprefix(INPUT)
    return Tie(into.device, place(out_of), place(come_in))


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
