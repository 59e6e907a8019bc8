"""The same tap that arrives twice: a key, and the run that it began."""

from collections import OrderedDict

from controller.clock import Clock
from scenes.runs import Run

KEYS = 1000
TEN_MINUTES = 600.0


class Again:
    """Remembers the runs of the last ten minutes by who began them under which key."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[float, Run]] = OrderedDict()

    def before(self, who: str, key: str | None) -> Run | None:
        """The run that this tap began already."""
        found = self._known.get((who, key)) if key is not None else None
        recent = found is not None and self._clock.monotonic() - found[0] < TEN_MINUTES
        return found[1] if found is not None and recent else None

    def keep(self, who: str, key: str | None, run: Run) -> None:
        """This tap began this run."""
        if key is not None:
            self._known[who, key] = self._clock.monotonic(), run
            while len(self._known) > KEYS:
                self._known.popitem(last=False)
