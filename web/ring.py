"""The last frames that everybody got, so that a tablet that was away for a moment misses nothing."""

from collections import deque

MOST = 4 << 20
"""Bytes kept: minutes of a busy hall, hours of a quiet one."""


class Ring:
    """Numbered frames without a gap. Numbers begin at `first`, which no earlier process can have reached."""

    def __init__(self, first: int, most: int = MOST) -> None:
        self.rev = first
        self._frames: deque[bytes] = deque()
        self._size, self._most = 0, most

    def next(self) -> int:
        """The number of the frame that is being made."""
        self.rev += 1
        return self.rev

    def keep(self, frame: bytes) -> None:
        """Remember the frame with the number last given out."""
        self._frames.append(frame)
        self._size += len(frame)
        while self._size > self._most:
            self._size -= len(self._frames.popleft())

    def after(self, rev: int) -> list[bytes] | None:
        """Every frame after number `rev`; None where some are forgotten, or the number is not one of ours."""
        missed = self.rev - rev
        if missed < 0 or missed > len(self._frames):
            return None
        return [self._frames[at] for at in range(len(self._frames) - missed, len(self._frames))]

    def clear(self) -> None:
        """Something happened that no frame tells: everybody has to begin anew."""
        self._frames.clear()
        self._size = 0
