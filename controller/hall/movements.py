"""When a point last moved: a lift, a screen, a curtain on its way says little else of itself."""

from controller.clock import Clock
from controller.events import Bus, PointChanged
from drivers.points import Ref


class Movements:
    """Remembers when each of the points that somebody asked for last became another value."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self._clock = clock
        self._moved: dict[Ref, float | None] = {}
        bus.subscribe(PointChanged, self._changed)

    def watch(self, ref: Ref) -> None:
        """Remember this one from now on."""
        self._moved.setdefault(ref, None)

    def since(self, ref: Ref) -> float | None:
        """Seconds since it moved, or was first read; None while nobody has read it."""
        at = self._moved.get(ref)
        return None if at is None else self._clock.monotonic() - at

    def _changed(self, event: PointChanged) -> None:
        if event.ref in self._moved and event.now.reported != event.was.reported:
            self._moved[event.ref] = self._clock.monotonic()
