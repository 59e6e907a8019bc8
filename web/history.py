"""All tickets ever, found by words and filters: any two characters of Chinese, any part of any word.

What people read of a ticket is kept beside it in the record (see `texts`); here the words of a question
become what the record is asked: a device is found by the name that it has now, a ticket also by its number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from controller.record.archive import Archive
from controller.record.chain import clean
from controller.record.sought import Found, Sought, Term
from web.texts import folded, spoken

Names = Callable[[], Iterable[tuple[str, object]]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None: anything. Moments are of the receipt; `fault` is a key, or the end of one (a
    fault code); `inside`: also in what the desk wrote for itself.
    """

    words: str = ""
    open: bool | None = None
    state: str | None = None
    device: str | None = None
    grade: int | None = None
    via: str | None = None
    fault: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    inside: bool = False
    type: str | None = None


class History:
    """`names` are the devices of the hall, each with what people call it."""

    def __init__(self, archive: Archive, names: Names = tuple) -> None:
        self._archive, self._names = archive, names

    async def find(self, wanted: Wanted, before: int | None, limit: int | None) -> Found:
        """Those that suit, the newest first, below the number `before`, so many at most."""
        return await self._archive.find(self._sought(wanted), before, limit)

    def _sought(self, wanted: Wanted) -> Sought:
        return Sought(
            tuple(map(self._term, folded(clean(wanted.words)).split())),
            wanted.open,
            _clean(wanted.state),
            _clean(wanted.device),
            wanted.grade,
            wanted.via,
            _clean(wanted.fault),
            wanted.since,
            wanted.until,
            wanted.inside,
            wanted.type,
        )

    def _term(self, word: str) -> Term:
        digits = word.lstrip("#")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
        called = (device for device, name in self._names() if word in folded("\n".join(spoken(name))))
        return Term(word, number, tuple(called))


def _clean(said: str | None) -> str | None:
    """What no database takes is in no ticket either."""
    return None if said is None else clean(said)
