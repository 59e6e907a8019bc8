"""Which crosspoints carry a source to a sink: the lectern on the main screen, across several switchers."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from controller.hall.topology import End
from drivers.rigfile.places import Place, place

INPUT, OUTPUT = "input/", "output/"


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
    """A way through the hall: the ties in order, and the jack at which the sink must then look."""

    ties: tuple[Tie, ...]
    sink: End


class Signals:
    """The signal cables of a hall, and the names written at the inputs and outputs of its switchers.

    `sources` are inputs at which something is plugged in that has only a name ("lectern"), `sinks` are
    outputs likewise; both map the jack to every name it goes by.
    """

    def __init__(
        self,
        lines: Iterable[Line] = (),
        sources: Mapping[End, Iterable[str]] | None = None,
        sinks: Mapping[End, Iterable[str]] | None = None,
    ) -> None:
        self.lines = tuple(lines)
        self._sources = {end: {name.casefold() for name in names} for end, names in (sources or {}).items()}
        self._sinks = {end: {name.casefold() for name in names} for end, names in (sinks or {}).items()}

    def path(self, source: str, sink: str, carries: str = "all", taken: Collection[End] = ()) -> Path | None:
        """The shortest way from a source (a device, or a name at an input) to a sink, or None.

        `carries` is "video", "audio", or "all" for a way that carries both. Outputs in `taken` lead on to no
        other switcher: they carry something else.
        """
        source, sink = source.casefold(), sink.casefold()
        waiting: deque[tuple[End, tuple[Tie, ...]]] = deque(
            (end, ()) for end in self._starts(source, carries)
        )
        seen: set[str] = set()
        while waiting:
            end, ties = waiting.popleft()
            if end.device == sink:
                return Path(ties, end)
            if end.device not in seen and end.jack.startswith(INPUT):
                seen.add(end.device)
                ways = self._through(end, carries, taken)
                waiting.extend((onward, (*ties, tie)) for tie, onward in ways)
        return None

    def _starts(self, source: str, carries: str) -> Iterator[End]:
        yield from (end for end, names in self._sources.items() if source in names)
        yield from (line.sink for line in self._carrying(carries) if line.source.device == source)

    def _through(self, end: End, carries: str, taken: Collection[End]) -> Iterator[tuple[Tie, End]]:
        """Every way out of the switcher that `end` goes into: the tie to make, and where one is then."""
        come_in = place(end.jack.removeprefix(INPUT))
        for line in self._carrying(carries):
            if line.source in taken and line.sink.jack.startswith(INPUT):
                continue
            if line.source.device == end.device and line.source.jack.startswith(OUTPUT):
                yield Tie(end.device, place(line.source.jack.removeprefix(OUTPUT)), come_in), line.sink
        for out, names in self._sinks.items():
            if out.device == end.device:
                tie = Tie(end.device, place(out.jack.removeprefix(OUTPUT)), come_in)
                yield from ((tie, End(name)) for name in sorted(names))

    def _carrying(self, carries: str) -> Iterator[Line]:
        return (line for line in self.lines if line.carries in ("all", carries))
