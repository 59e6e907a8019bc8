"""What several senders to one universe come to: the highest priority, and among equals the highest level."""

from dataclasses import dataclass, field

from drivers.transport.dmx_packets import CHANNELS, Levels

LATE = 20
"""A packet fewer numbers behind the last one is an old one; else the sender began anew (E1.31 6.7.2)."""


@dataclass
class Sources:
    """Who sends; `forgets` seconds after its last packet a sender has no say."""

    forgets: float
    heard: dict[str, tuple[Levels, float]] = field(default_factory=dict)

    def take(self, levels: Levels, now: float) -> bool:
        """One packet more; whether it counts."""
        known = self.heard.get(levels.source)
        if levels.preview or (known and known[1] + self.forgets > now and _old(levels, known[0])):
            return False
        if levels.ended:
            self.heard.pop(levels.source, None)
        else:
            self.heard[levels.source] = levels, now
        return True

    def levels(self, now: float) -> bytes | None:
        """What comes of all of them; None where nobody sends, and all stays as it is."""
        there = [levels for levels, at in self.heard.values() if at + self.forgets > now]
        if not there:
            return None
        best = max(levels.priority for levels in there)
        data = [levels.data.ljust(CHANNELS, b"\0") for levels in there if levels.priority == best]
        return bytes(map(max, zip(*data, strict=True)))


def _old(levels: Levels, last: Levels) -> bool:
    if not levels.sequence or not last.sequence:
        return False
    behind = (last.sequence - levels.sequence) & 0xFF
    return behind < LATE
