"""The frames a simulated device saw and sent, newest last, for the back door and its page."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

KEPT = 2000


class Frame(NamedTuple):
    """One frame: its number, when, with whom, ">" heard or "<" said or "!" a remark, and its text."""

    seq: int
    at: datetime
    client: str
    dir: str
    text: str


class Wire:
    """The last two thousand frames; passwords are never among them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Mask these wherever they appear."""
        self._secrets = [secret for secret in secrets if secret]
        self._frames: deque[Frame] = deque(maxlen=KEPT)
        self._seq = 0

    def note(self, at: datetime, client: str, direction: str, text: str) -> None:
        """Keep one frame."""
        for secret in self._secrets:
            text = text.replace(secret, "••••")
        self._seq += 1
        self._frames.append(Frame(self._seq, at, client, direction, text))

    def since(self, seq: int = 0) -> list[Frame]:
        """The frames after number `seq` that are still kept."""
        return [frame for frame in self._frames if frame.seq > seq]
