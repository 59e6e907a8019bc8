"""What is looked for among all tickets; what looks for it is `finding`, which loads the database library."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Term:
    """A word, folded as the texts are, the number that it may be (0: none), and the devices that are called
    so.
    """

    word: str
    number: int = 0
    devices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """None: anything. Each of `terms` has to be there; `inside`: or in what the desk wrote for itself.
    Moments are of the receipt (`since` up to `until`); `fault` is a key, or the end of one (a fault code).
    """

    terms: tuple[Term, ...] = ()
    open: bool | None = None
    state: str | None = None
    device: str | None = None
    grade: int | None = None
    via: str | None = None
    fault: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    inside: bool = True
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of those that suit, the newest first, each with the number of its last line; how many there
    are in all; whether there are more below.
    """

    rows: tuple[tuple[int, int], ...] = field(default=())
    total: int = 0
    more: bool = False
