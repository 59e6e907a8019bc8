"""How one client hears a device: every answer passes through the impairments, in a fixed order.

What is said is lost, repeated, damaged, cut in pieces or glued, and only then takes time. All chance
comes from one seeded source, so that a run can be had again.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from simulators.impairments import Impairments
from simulators.timing import Timing

GLUE_FOR = 0.05
BETWEEN_PIECES = 0.02


class Voice:
    """One client's line out of the device."""

    def __init__(
        self, write: Callable[[bytes], None], hang_up: Callable[[], None], timing: Timing, random: Random
    ) -> None:
        """`write` sends bytes at once; `hang_up` ends the connection."""
        self._write, self._hang_up, self._timing, self.random = write, hang_up, timing, random
        self._free_at = 0.0
        self._held = b""
        self._previous = b""
        self.said = 0
        self.closed = False

    def answer(self, data: bytes, how: Impairments, last: bool = False) -> None:
        """Say the answer to a question, the `last` of this connection; an off-by-one device says the one
        before.
        """
        if how.off_by_one:
            data, self._previous = self._previous, data
        self.say(data, how)
        if last or (how.hang_up is True and data):
            glued = self._timing.now() + 2 * GLUE_FOR if self._held else 0.0
            self._at(max(self._free_at, glued), self.close)

    def say(self, data: bytes, how: Impairments) -> None:
        """Say something, as ill as the device is."""
        if not data or self.closed or how.mute or self.random.random() < how.drop:
            return
        data = self._damaged(data, how)
        if self.random.random() < how.duplicate:
            data += data
        if how.glue:
            self._hold(data, how)
        else:
            self._send(data, how)

    def echo(self, data: bytes, how: Impairments) -> None:
        """Repeat what was heard, if that is its illness."""
        if how.echo:
            self.say(data, how)

    def close(self) -> None:
        """Hang up; nothing is said afterwards."""
        if not self.closed:
            self.closed = True
            self._hang_up()

    def _damaged(self, data: bytes, how: Impairments) -> bytes:
        body = len(data.rstrip(b"\r\n\0 ")) or len(data)
        if self.random.random() < how.wrong_checksum:
            data = _flipped(data, body - 1, 0x01)
        if self.random.random() < how.garble:
            for _ in range(self.random.randint(1, 3)):
                data = _flipped(data, self.random.randrange(body), self.random.randrange(1, 256))
        return data

    def _hold(self, data: bytes, how: Impairments) -> None:
        if not self._held:
            self._timing.call_later(GLUE_FOR, lambda: self._release(how))
        self._held += data

    def _release(self, how: Impairments) -> None:
        held, self._held = self._held, b""
        self._send(held, how)

    def _send(self, data: bytes, how: Impairments) -> None:
        size = how.split or (1 if how.slow else len(data))
        begin = max(self._timing.now() + how.delay, self._free_at)
        for start in range(0, len(data), size):
            piece = data[start : start + size]
            self._at(begin, partial(self._out, piece, how.hang_up))
            self._free_at = begin
            begin += len(piece) / how.slow if how.slow else BETWEEN_PIECES if how.split else 0.0
        if how.slow:
            self._free_at = begin

    def _at(self, moment: float, callback: Callable[[], None]) -> None:
        wait = moment - self._timing.now()
        if wait <= 0:
            callback()
        else:
            self._timing.call_later(wait, callback)

    def _out(self, data: bytes, hang_up: bool | int) -> None:
        if self.closed:
            return
        if hang_up is False or hang_up is True:
            self._write(data)
            return
        data = data[: max(0, hang_up - self.said)]
        self.said += len(data)
        self._write(data)
        if self.said >= hang_up:
            self.close()


def _flipped(data: bytes, at: int, mask: int) -> bytes:
    return data[:at] + bytes((data[at] ^ mask,)) + data[at + 1 :]


class PlainVoice(Voice):
    """A voice without impairments, for words that become bytes only further out, where they are impaired."""

    def answer(self, data: bytes, how: Impairments, last: bool = False) -> None:
        """Say it."""
        self.say(data, how)

    def say(self, data: bytes, how: Impairments) -> None:
        """Say it as it is."""
        if data and not self.closed and not how.mute:
            self._write(data)

    def echo(self, data: bytes, how: Impairments) -> None:
        """Bytes are repeated further out."""
