"""A device that asks now and then whether a client is still there, and hangs up where nobody answers."""

from collections.abc import Callable

from drivers.wire.device import DeviceSide
from simulators.timing import Handle, Timing

MISSED = 3
"""So many calls in a row without an answer, and the device hangs up."""


class Calling:
    """The calls to one client."""

    def __init__(
        self,
        side: DeviceSide,
        timing: Timing,
        apart: float,
        say: Callable[[bytes], None],
        hang_up: Callable[[], None],
    ) -> None:
        """One call each `apart` seconds, from now on; none where the protocol has none."""
        self._side, self._timing, self._apart = side, timing, apart
        self._say, self._hang_up = say, hang_up
        self._next: Handle | None = None
        if side.driver.framing.answers and apart:
            self._later()

    def stop(self) -> None:
        """The client has gone."""
        if self._next is not None:
            self._next.cancel()
        self._apart = 0.0

    def _later(self) -> None:
        self._next = self._timing.call_later(self._apart, self._call)

    def _call(self) -> None:
        if self._side.unanswered >= MISSED:
            self._hang_up()
        elif self._apart:
            self._say(self._side.calls())
            self._later()
