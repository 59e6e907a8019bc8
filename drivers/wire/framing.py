"""How bytes become frames and back; a frame is text, as the manual prints it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

LIMIT = 65_536
"""The most bytes kept while waiting for the end of a frame."""


class Frame(NamedTuple):
    """One whole frame, and the number of the exchange where the framing carries one."""

    text: str
    tag: str = ""


class Buffer(bytearray):
    """Bytes not yet cut, how many of them were already searched in vain, and what a cut has to remember."""

    searched = 0
    state: Any = None


class Cut(Protocol):
    """One direction of a wire: a value without state; what is left over stays in the buffer."""

    def wrap(self, text: str, tag: str = "") -> bytes:
        """The bytes of one frame."""
        ...

    def cut(self, buffer: Buffer) -> list[Frame]:
        """Take every whole frame out of `buffer`. Never raises; caps what is left; drops NULs."""
        ...


@dataclass(frozen=True)
class Framing:
    """The cut of what the controller says and of what it hears, and the habits of the wire.

    `telnet`: option negotiation is stripped, and refused. `echo`: the device repeats what it hears. `tags`: a
    frame carries the number of its exchange. `login`: the controller's cut while the greeting lasts, where it
    differs. `answers`: what a device asks of its own accord to see whether we are still there, and what we
    answer.
    """

    says: Cut
    hears: Cut
    telnet: bool = False
    echo: bool = False
    tags: bool = False
    login: Cut | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def both(cls, cut: Cut, *, telnet: bool = False, echo: bool = False, tags: bool = False) -> "Framing":
        """One cut for both directions."""
        return cls(cut, cut, telnet=telnet, echo=echo, tags=tags)
