"""How long to wait before dialling again.

Absence costs one cheap attempt every five seconds for ever: a returning cable must not wait. Flapping (four
connections within two minutes) earns pauses that grow to six seconds, until one connection lasts two minutes:
no longer, for the hall promises that a device which is well again is shown right within fifteen seconds, and
an attempt that began a moment before that takes up to eight of them to be given up.
"""

from collections import deque

BACK_OFF = (1.0, 2.0, 5.0)
WINDOW = 120.0
UPS = 4
SHORTEST, LONGEST = 2.5, 6.0


class Pauses:
    """The pauses of one device."""

    __slots__ = ("_flaps", "_tries", "_up", "_ups")

    def __init__(self) -> None:
        self._tries = 0
        self._flaps = 0
        self._up: float | None = None
        self._ups: deque[float] | None = None  # most devices never need it

    @property
    def flapping(self) -> bool:
        """Whether it comes and goes."""
        return self._flaps > 0

    def up(self, now: float) -> None:
        """A connection has earned its name."""
        self._tries, self._up = 0, now
        if self._ups is None:
            self._ups = deque(maxlen=UPS)
        self._ups.append(now)

    def next(self, now: float) -> float:
        """Seconds until the next attempt, after a connection was lost or could not be made."""
        up, self._up = self._up, None
        if up is None:
            return self._pause(self._back_off())
        if now - up >= WINDOW:
            self._flaps, self._ups = 0, None
            return 0.0
        if self._flaps or (self._ups and len(self._ups) == UPS and now - self._ups[0] <= WINDOW):
            self._flaps += 1
        return self._pause(0.0)

    def _pause(self, seconds: float) -> float:
        if not self._flaps:
            return seconds
        return max(seconds, min(LONGEST, SHORTEST * 2.0 ** (self._flaps - 1)))

    def _back_off(self) -> float:
        self._tries += 1
        return BACK_OFF[min(self._tries, len(BACK_OFF)) - 1]
