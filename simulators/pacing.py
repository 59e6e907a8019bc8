"""What a device says again and again, as often as a client asked for: the levels of its meters."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product

from drivers.points import Value
from drivers.wire.driver import Driver
from drivers.wire.talk import Notice
from simulators.timing import Handle, Timing

Say = Callable[[Notice, Mapping[str, Value]], None]


class Pacing:
    """The repeated notices of one client; `wants` says how many seconds apart it wants one just now."""

    def __init__(self, driver: Driver, timing: Timing, wants: Callable[[str], Value], say: Say) -> None:
        """Nothing is said before the client has asked for it."""
        self._driver, self._timing, self._wants, self._say = driver, timing, wants, say
        self._rows = tuple(row for row in driver.talk if isinstance(row, Notice) and row.paced)
        self._running: dict[Notice, Handle] = {}

    def attend(self) -> None:
        """Begin what is wanted and not yet running."""
        for row in self._rows:
            if row not in self._running and self._apart(row):
                self._later(row)

    def stop(self) -> None:
        """The client has gone."""
        for handle in self._running.values():
            handle.cancel()
        self._running, self._rows = {}, ()

    def _apart(self, row: Notice) -> float:
        wanted = self._wants(row.paced)
        return float(wanted) if isinstance(wanted, int | float) else 0.0

    def _later(self, row: Notice) -> None:
        self._running[row] = self._timing.call_later(max(0.02, self._apart(row)), partial(self._beat, row))

    def _beat(self, row: Notice) -> None:
        self._running.pop(row, None)
        if self._apart(row):
            for at in self._places(row):
                self._say(row, at)
            self.attend()

    def _places(self, row: Notice) -> Iterator[Mapping[str, Value]]:
        said = self._driver.table.rows[row].replies[0].said
        axes = sorted(said.axes - {getattr(said, "along", "")})
        for index in product(*(self._driver.axes[axis] for axis in axes)):
            yield dict(zip(axes, index, strict=True))
