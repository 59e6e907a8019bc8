"""How a ticket reads to people: all that was written on it, in both languages, folded into one text.

The record keeps these texts beside the tickets and searches them; it speaks no language, so it asks here, in
its own thread. What the desk wrote for itself is a text apart: nobody guesses at that by searching.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from controller.record.audience import is_inside
from controller.record.chain import clean
from controller.record.tickets import Entry, Ticket
from web.shown import plain
from web.words import LANGUAGES, LOCALE

UNSAID = frozenset({"entry", "received", "at", "role", "via", "until", "review", "cause", "seq", "key"})
"""What an entry says to programs only."""


def folded(text: str) -> str:
    """Wide and narrow, large and small letters alike."""
    return normalize("NFKC", text).casefold()


def of(ticket: Ticket) -> tuple[str, str]:
    """What everybody may read of it, and what the desk wrote for itself."""
    parts: dict[bool, list[Entry]] = {False: [], True: []}
    for entry in ticket.entries:
        parts[is_inside(entry)].append(entry)
    about = (*ticket.faults, ticket.device or "")
    return _text((*about, *_said(parts[False]))), _text(_said(parts[True]))


@cache
def mark() -> str:
    """Another one for another way of reading, or another catalogue."""
    found = hashlib.sha256()
    for file in (Path(__file__), *(LOCALE / f"{name}.json" for name in LANGUAGES.values())):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def spoken(value: Any) -> Iterator[str]:
    """The texts in a value that people read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        shown = plain(value)
        if isinstance(shown, Mapping):
            yield from (str(one) for one in shown.values() if isinstance(one, str))


def _text(said: Iterable[str]) -> str:
    return clean(folded("\n".join(dict.fromkeys(said))))  # what is said twice is looked through once


def _said(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield entry.actor
        for name, value in entry.data.items():
            if name not in UNSAID:
                yield from spoken(value)
