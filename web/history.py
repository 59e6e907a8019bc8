"""All tickets ever, found by words and filters: any two characters of Chinese, any part of any word.

Theory of operation. What people read of a ticket exists only here, in both languages, so here it is folded
into one text a ticket. A search walks through these texts: 50,000 of them take a few hundredths of a second
in a thread of their own, less than any index of character pairs would have to earn back, and what it finds
is exact. A text is made when it is first needed, or in idle moments after the start, and anew when its ticket
has another entry.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from controller.record.audience import is_inside, outside
from controller.record.states import ENDED
from controller.record.tickets import Entry, Ticket
from web.shown import plain

SLICE = 50
UNSAID = frozenset({"entry", "received", "at", "role", "via", "until", "review", "cause", "seq", "key"})
"""What an entry says to programs only."""
Named = Callable[[str], object]


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

    @property
    def terms(self) -> tuple[str, ...]:
        """The words, each of which has to be there."""
        return tuple(folded(self.words).split())

    def checks(self) -> list[Callable[[Ticket], bool]]:
        """What a ticket has to be, but for the words: only what was asked for costs anything."""
        given = {
            "open": lambda one: (one.state not in ENDED) == self.open,
            "state": lambda one: str(one.state) == self.state,
            "device": lambda one: one.device == self.device,
            "type": lambda one: one.type == self.type,
            "grade": lambda one: one.grade == self.grade,
            "via": lambda one: one.via == self.via,
            "fault": lambda one: any(_is(self.fault or "", key) for key in one.faults),
            "since": lambda one: one.received >= self.since,
            "until": lambda one: one.received < self.until,
        }
        return [check for name, check in given.items() if getattr(self, name) is not None]


def folded(text: str) -> str:
    """Wide and narrow, large and small letters alike."""
    return normalize("NFKC", text).casefold()


class History:
    """`tickets` gives all tickets, the newest first; `named` what people call a device."""

    def __init__(self, tickets: Callable[[], list[Ticket]], named: Named) -> None:
        self._tickets, self._named = tickets, named
        self._texts: dict[int, tuple[int, str, int]] = {}
        self._warming: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Make the texts in idle moments."""
        self._warming = asyncio.get_running_loop().create_task(self._warm())

    def stop(self) -> None:
        """Make no more."""
        if self._warming is not None:
            self._warming.cancel()

    async def find(self, wanted: Wanted) -> list[Ticket]:
        """All that suit, the newest first."""
        tickets = self._tickets()
        return await asyncio.to_thread(self._found, tickets, wanted)

    def _found(self, tickets: list[Ticket], wanted: Wanted) -> list[Ticket]:
        for check in wanted.checks():
            tickets = list(filter(check, tickets))
        for term in wanted.terms:
            tickets = self._with(tickets, term, wanted.inside)
        return tickets

    def _with(self, tickets: list[Ticket], term: str, inside: bool) -> list[Ticket]:
        """Those that have a term, or are called so; the loop is written out because it runs 50,000 times."""
        number = term.lstrip("#")
        called = int(number) if number.isascii() and number.isdecimal() else 0
        found, texts, last = [], self._texts, (0, "", 0)
        for ticket in tickets:
            known = texts.get(ticket.no, last)
            if known[0] != ticket.entries[-1].seq:
                known = self.text(ticket)
            if known[1].find(term, 0, None if inside else known[2]) >= 0 or ticket.no == called:
                found.append(ticket)
        return found

    def text(self, ticket: Ticket) -> tuple[int, str, int]:
        """Everything that people wrote or read on a ticket, folded: up to which line, the text, and how much
        of it is open; what the desk wrote for itself comes last, so that nobody guesses at it by searching.
        """
        last, known = ticket.entries[-1].seq, self._texts.get(ticket.no)
        if known is None or known[0] != last:
            seen = outside(ticket)
            open = folded("\n".join(self._said(seen)))
            notes = [] if seen is ticket else [entry for entry in ticket.entries if is_inside(entry)]
            whole = "\n".join((open, folded("\n".join(_written(notes))))) if notes else open
            known = self._texts[ticket.no] = last, whole, len(open)
        return known

    def _said(self, ticket: Ticket) -> Iterator[str]:
        yield from ticket.faults
        if ticket.device:
            yield ticket.device
            yield from _texts(self._named(ticket.device))
        yield from _written(ticket.entries)

    async def _warm(self) -> None:
        tickets = self._tickets()
        for begin in range(0, len(tickets), SLICE):
            part = tickets[begin : begin + SLICE]
            await asyncio.to_thread(lambda some: [self.text(one) for one in some], part)


def _written(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield entry.actor
        for name, value in entry.data.items():
            if name not in UNSAID:
                yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        shown = plain(value)
        if isinstance(shown, Mapping):
            yield from (str(one) for one in shown.values() if isinstance(one, str))


def _is(wanted: str, key: str) -> bool:
    return key == wanted or key.endswith(f"/{wanted}")
