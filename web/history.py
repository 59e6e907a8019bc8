"""All tickets ever, found by words and filters: any two characters of Chinese, any part of any word.

What people read of a ticket is kept beside it in the record (see `texts`); here the words of a question
become what the record is asked: a device is found by the name that it has now, a ticket also by its number.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from controller.record.archive import Archive
from controller.record.chain import clean
from controller.record.sought import Found, Sought, Term
from web.texts import folded, spoken

Names = Callable[[], Iterable[tuple[str, object]]]


class History:
    """`names` are the devices of the hall, each with what people call it."""

    def __init__(self, archive: Archive, names: Names = tuple) -> None:
        self._archive, self._names = archive, names

    async def find(self, words: str, sought: Sought, before: int | None, limit: int | None) -> Found:
        """Those that suit and hold all the words, the newest first, below the number `before`, so many at
        most.
        """
        terms = tuple(map(self._term, folded(clean(words)).split()))
        state, device, fault = map(_clean, (sought.state, sought.device, sought.fault))
        asked = replace(sought, terms=terms, state=state, device=device, fault=fault)
        return await self._archive.find(asked, before, limit)

    def _term(self, word: str) -> Term:
        digits = word.lstrip("#")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
        called = (device for device, name in self._names() if word in folded("\n".join(spoken(name))))
        return Term(word, number, tuple(called))


def _clean(said: str | None) -> str | None:
    """What no database takes is in no ticket either."""
    return None if said is None else clean(said)
