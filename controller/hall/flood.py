"""Alarm floods: more new calls in ten minutes than a person can take in.

Then lists collapse to groups, one a kind of trouble; nothing is dropped, and every fault keeps its ticket. It
is over when less than half as many are new. What counts is when a fault begins to call, not when it began:
fifteen that a window or a cause held back, and now lets out at once, are a flood.
"""

from collections import deque
from collections.abc import Iterable

from controller.hall.cases import Case, Now
from controller.hall.ledger import Journal
from controller.hall.settings import Settings

FLOOD = "faults.flood"


class Flood:
    """Counts what newly calls for a person; `on` while it is too much."""

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal, self._settings = journal, settings
        self._called: set[str] | None = None  # None: nobody has looked since the start
        self._new: deque[float] = deque()
        self.on = False

    @property
    def new(self) -> int:
        """How many are new."""
        return len(self._new)

    def look(self, cases: Iterable[Case], now: Now) -> bool:
        """Count; whether it is another state than before."""
        calling = {case.fault.key: case for case in cases if case.fault.calls}
        if self._called is None:  # they called before; since when is found in them
            self._new.extend(now.mono if case.hard is None else case.hard for case in calling.values())
        else:
            self._new.extend(now.mono for _ in calling.keys() - self._called)
        self._called = set(calling)
        self._new = deque(sorted(at for at in self._new if now.mono - at < self._settings.flood_window))
        was, most = self.on, self._settings.flood
        self.on = self.new > (most // 2 if was else most)
        if self.on != was:
            self._journal.append(FLOOD, "faults", {"on": self.on, "new": self.new})
        return self.on != was
