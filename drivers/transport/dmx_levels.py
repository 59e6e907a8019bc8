"""The levels of one universe, as they are wanted and as they are on their way; time is handed in."""

from collections.abc import Iterable
from typing import NamedTuple

from drivers.transport.dmx_packets import CHANNELS


class Fade(NamedTuple):
    """One channel on its way."""

    start: float
    end: float
    began: float
    seconds: float

    def at(self, now: float) -> float:
        """Where it is."""
        part = min(1.0, (now - self.began) / self.seconds) if self.seconds > 0 else 1.0
        return self.start + (self.end - self.start) * part


class Universe:
    """512 levels from 0 to 255. Nothing is `begun` before the first order: unasked, nothing goes dark."""

    def __init__(self) -> None:
        """Begin unordered, with everything at 0."""
        self.begun = False
        self.dark = False
        self._levels = bytearray(CHANNELS)
        self._fades: dict[int, Fade] = {}

    def put(self, channels: Iterable[int], level: float, now: float, seconds: float = 0.0) -> None:
        """Bring these channels, counted from 1, to a level."""
        self.begun = True
        for channel in channels:
            self._fades[channel] = Fade(self._at(channel, now), level, now, seconds)
        self._settle(now)

    def darken(self, dark: bool) -> None:
        """Hold everything at 0, or let it be seen again."""
        self.begun, self.dark = True, dark

    def frame(self, now: float) -> bytes:
        """What is to be sent now."""
        self._settle(now)
        return bytes(CHANNELS) if self.dark else bytes(self._levels)

    @property
    def moving(self) -> bool:
        """Whether some channel is still on its way."""
        return bool(self._fades)

    def _at(self, channel: int, now: float) -> float:
        fade = self._fades.get(channel)
        return fade.at(now) if fade else float(self._levels[channel - 1])

    def _settle(self, now: float) -> None:
        for channel, fade in list(self._fades.items()):
            self._levels[channel - 1] = round(fade.at(now))
            if now - fade.began >= fade.seconds:
                del self._fades[channel]
