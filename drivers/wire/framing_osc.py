"""OSC packets as text: "/ch/01/mix/fader ,f 0.7500"; a bundle is its messages."""

from dataclasses import dataclass

from drivers.wire.framing import Buffer, Frame


@dataclass(frozen=True)
class Osc:
    """One packet a datagram. Floats have `places` decimals, strings are in double quotes, blobs are hex."""

    places: int = 4

    def wrap(self, text: str, tag: str = "") -> bytes:
        raise NotImplementedError

    def cut(self, buffer: Buffer) -> list[Frame]:
        raise NotImplementedError
