"""The meters of an OSC console: asked for by /meters, then sent every 50 ms for ten seconds.

Source: X32 OSC remote protocol and X-Air OSC document, meters. An X32 sends linear floats (1.0 is full
scale), an X-Air sixteen-bit decibels by 256; both count first, in little endian, inside an OSC blob.
"""

import math
import struct
from collections.abc import Callable, Sequence
from typing import Any

from pythonosc.osc_message import OscMessage, ParseError
from pythonosc.osc_message_builder import OscMessageBuilder

from simulators.device import Reach, SimulatedDevice
from simulators.models.mixer import Mixer

PERIOD, LASTS, SLOWEST = 0.05, 10.0, 99
MOST = 64
"""The most subscriptions kept at once."""
Strip = int | str
X32_COUNTS = {3: 22, 4: 82, 7: 16, 8: 6, 9: 32, 10: 32, 11: 5, 12: 4, 14: 80, 15: 50, 16: 48}
XAIR_COUNTS = {0: 8, 2: 36, 3: 56, 4: 100, 5: 44, 6: 39, 7: 16, 8: 4, 9: 4}


def strips(name: str, count: int) -> list[Strip]:
    """The names of so many strips: 1, 2, ... or "bus 1", "bus 2", ..."""
    return [f"{name} {n}" if name else n for n in range(1, count + 1)]


CHANNELS, AUX, EFFECTS = strips("", 32), strips("aux", 8), strips("fx", 8)
BUSES, MATRICES = strips("bus", 16), strips("matrix", 6)
IDS = [*CHANNELS, *AUX, *EFFECTS, *BUSES, *MATRICES, "main", "main"]


def x32(mixer: Mixer, bank: int, args: Sequence[int]) -> bytes | None:
    """What an X32 sends for /meters/<bank>; None where it has no such bank."""
    values = _x32(mixer, bank, args)
    return None if values is None else struct.pack(f"<i{len(values)}f", len(values), *values)


def _x32(mixer: Mixer, bank: int, args: Sequence[int]) -> list[float] | None:
    before, after, calm = mixer.level, mixer.after_fader, 1.0
    match bank:
        case 0:
            return [*map(before, (*CHANNELS, *AUX, *EFFECTS)), *map(after, (*BUSES, *MATRICES))]
        case 1:
            return [*map(before, CHANNELS), *[calm] * 64]
        case 2:
            return [*map(after, (*BUSES, *MATRICES, "main", "main", "mono")), *[calm] * 24]
        case 5:
            first = 16 if args and args[0] == 1 else 0
            return [*map(after, (*CHANNELS[first : first + 16], *BUSES[:8], "main", "main", "mono"))]
        case 6:
            strip = IDS[args[0]] if args and 0 <= args[0] < len(IDS) else 1
            return [before(strip), calm, calm, after(strip)]
        case 13:
            return [*map(before, (*CHANNELS, *AUX, *EFFECTS))]
    return [0.0] * X32_COUNTS[bank] if bank in X32_COUNTS else None


def xair(mixer: Mixer, bank: int, args: Sequence[int]) -> bytes | None:
    """What an X-Air sends for /meters/<bank>; None where it has no such bank."""
    values = [0.0] * XAIR_COUNTS.get(bank, 0)
    if bank == 0:
        strip = args[0] + 1 if args else 1
        values = [mixer.level(strip)] * 2 + [1.0] * 2 + [mixer.after_fader(strip)] * 2 + [0.0] * 2
    elif bank == 1:
        mixed = map(
            mixer.after_fader, (*BUSES[:6], "fxsend 1", "fxsend 2", "fxsend 3", "fxsend 4", "main", "main")
        )
        values = [*map(mixer.level, CHANNELS[:16]), *[0.0] * 10, *mixed, *[0.0] * 2]
    return struct.pack(f"<i{len(values)}h", len(values), *map(_decibels, values)) if values else None


def _decibels(level: float) -> int:
    return max(-32768, min(32767, round(20 * math.log10(level) * 256))) if level > 0 else -32768


BANKS: dict[str, Callable[[Mixer, int, Sequence[int]], bytes | None]] = {"x32": x32, "xair": xair}


class Meters:
    """Who gets which meters, and until when."""

    def __init__(self, device: SimulatedDevice, send: Callable[[bytes, Any], None]) -> None:
        """The device's model is a mixer."""
        self._device, self._send, self._bank = device, send, BANKS[device.driver.name]
        self._until: dict[tuple[Any, int, tuple[int, ...]], float] = {}

    def hear(self, data: bytes, peer: Any) -> bool:
        """Whether this was about meters; if so, they begin, or go on."""
        if not data.startswith(b"/meters\0"):
            return False
        try:
            bank, *rest = list(OscMessage(data).params)
        except (ParseError, ValueError):
            return True
        args = tuple(int(arg) for arg in rest if isinstance(arg, int))
        if isinstance(bank, str) and bank.startswith("/meters/") and bank[8:].isdecimal():
            self._subscribe((peer, int(bank[8:]), args))
        return True

    def _subscribe(self, key: tuple[Any, int, tuple[int, ...]]) -> None:
        known = key in self._until
        if known or len(self._until) < MOST:
            self._until[key] = self._device.timing.now() + LASTS
            if not known:
                self._tell(key)

    def _tell(self, key: tuple[Any, int, tuple[int, ...]]) -> None:
        peer, bank, args = key
        mixer = self._device.model
        if self._device.timing.now() >= self._until[key] or not isinstance(mixer, Mixer):
            del self._until[key]
            return
        blob = self._bank(mixer, bank, args) if self._device.state is Reach.OPEN else None
        if blob is not None and not self._device.impairments.mute:
            message = OscMessageBuilder(f"/meters/{bank}")
            message.add_arg(blob, "b")
            self._send(message.build().dgram, peer)
        factor = args[2] if len(args) > 2 and 1 <= args[2] <= SLOWEST else 1
        self._device.timing.call_later(PERIOD * factor, lambda: self._tell(key))
