"""How long each device takes to come up, learned by watching: the 99th of a hundred, and half again.

What the file says is never undercut, what the kind of device suggests only until it is known better. Lamps
are learned likewise, from *warming* to *on*: one that always takes five minutes is not late after three.
"""

from collections import defaultdict
from collections.abc import Mapping
from statistics import median
from typing import Any

from controller.clock import Clock
from controller.events import Bus, PointChanged
from controller.record.lines import Line
from drivers.vocabulary import ON, WARMING, LinkState
from drivers.wire.driver import Driver

TOOK = "device.took"
ENOUGH, KEPT = 5, 100
"""So many samples to believe, and so many to remember."""
MORE, LEAST, MOST = 1.5, 5.0, 900.0
ODD = 3.0
USUAL: Mapping[str, float] = {"outlet": 30.0, "video_tie": 60.0}
"""Seconds by what a device has: a PDU, a switcher; the rest as `grace` says."""


def usual(driver: Driver, grace: float) -> float:
    """Seconds that a device of this kind usually takes to come up."""
    keys = {point.key for point in driver.points}
    return next((seconds for key, seconds in USUAL.items() if key in keys), grace)


class Took:
    """Samples by device and what it did ("boot", "warm"); a fold of the journal's lines."""

    def __init__(self) -> None:
        self._samples: dict[tuple[str, str], list[float]] = defaultdict(list)

    def hear(self, line: Line) -> None:
        """Take one line in."""
        if line.kind == TOOK:
            self.add(line.subject, line.data["what"], line.data["seconds"])

    def add(self, device: str, what: str, seconds: float) -> None:
        """It took so long, once more."""
        samples = self._samples[device, what]
        samples.append(min(float(seconds), MOST))
        del samples[:-KEPT]

    def learned(self, device: str, what: str) -> float | None:
        """The 99th of a hundred and half as much again, once enough is known. One that took three times as
        long as usual was repaired meanwhile, and tells nothing.
        """
        known = self._samples.get((device, what), ())
        if len(known) < ENOUGH:
            return None
        usual = ODD * median(known)
        samples = sorted(seconds for seconds in known if seconds <= usual)
        return max(LEAST, MORE * samples[min(len(samples) - 1, int(0.99 * len(samples)))])


class Boots:
    """Watches a hall's devices come up and lamps warm, and writes down how long it took.

    `powered` is said by whoever knows that a device just got its power.
    """

    def __init__(self, bus: Bus, clock: Clock, journal: Any) -> None:
        self._clock, self._journal = clock, journal
        self.took = Took()
        self._began: dict[tuple[str, str], float] = {}
        bus.subscribe(PointChanged, self._saw)

    def powered(self, device: str) -> None:
        """It gets its power now, having had none."""
        self._began[device, "boot"] = self._clock.monotonic()

    def boot(self, device: str, usual: float, stated: bool) -> float:
        """Seconds it may be silent after it gets power."""
        learned = self.took.learned(device, "boot")
        if learned is None:
            return usual
        return max(learned, usual) if stated else learned

    def late(self, device: str, usual: float) -> float:
        """Seconds after which a lamp that still warms is late."""
        return max(usual, self.took.learned(device, "warm") or 0.0)

    def _saw(self, event: PointChanged) -> None:
        ref, now, was = event.ref, event.now.reported, event.was.reported
        if now == was:
            return
        if ref.key == "link" and now == LinkState.UP:
            self._end(ref.device, "boot")
        elif ref.key == "power" and now == WARMING:
            self._began[ref.device, "warm"] = self._clock.monotonic()
        elif ref.key == "power" and was == WARMING:
            self._end(ref.device, "warm", keep=now == ON)

    def _end(self, device: str, what: str, keep: bool = True) -> None:
        began = self._began.pop((device, what), None)
        if began is None or not keep:
            return
        seconds = round(self._clock.monotonic() - began, 1)
        if 1.0 <= seconds <= MOST:
            self.took.add(device, what, seconds)
            self._journal.append(TOOK, device, {"what": what, "seconds": seconds}, "system")
