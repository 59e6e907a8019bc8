"""What another help desk hears of our tickets: queued in the turn, and so in the commit, of its cause.

It leaves by a signed webhook of the outbox: in order, with the same key at every try, and not forgotten by a
service that dies. What came from that desk is not told back to it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from controller.record import failpoints
from controller.record.audience import is_inside
from controller.record.lines import TICKETS, Line
from controller.record.outbox import QUEUED
from controller.record.stopwatch import Reading
from controller.record.tickets import Ticket
from controller.record.view import clock, stamp
from controller.record.words import text

SILENT = frozenset({"recomputed", "attachment", "joined", "left", "photo"})
"""Entries that are of no concern outside the desk; what is for those inside does not leave it either."""


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""


class Outgoing:
    """Hears the journal after the board. `ways` are the channels by the name of each desk that is linked, and
    whether it hears of all tickets, or only of those that it opened.
    """

    def __init__(
        self,
        journal: Journal,
        ticket: Callable[[int], Ticket | None],
        readings: Callable[[Ticket], list[Reading]],
        ways: Callable[[], Mapping[str, tuple[str, bool]]],
    ) -> None:
        self._journal, self._ticket, self._readings, self._ways = journal, ticket, readings, ways

    def hear(self, line: Line) -> None:
        """Queue what the line means for the others."""
        if line.kind not in TICKETS:
            return
        ticket = self._ticket(int(line.subject))
        if ticket is None or ticket.entries[-1].seq != line.seq or not _tells(ticket):
            return
        for desk, (channel, all) in self._ways().items():
            if line.actor != f"link:{desk}" and (all or ticket.entries[0].data.get("link") == desk):
                failpoints.hit("link.passing_on")
                self._queue(desk, channel, ticket, line.seq)

    def _queue(self, desk: str, channel: str, ticket: Ticket, cause: int) -> None:
        data: dict[str, Any] = {
            "channel": channel,
            "to": desk,
            "who": f"link:{desk}",
            "lang": "both",
            "urgent": True,
            "group": f"link|{desk}|t{ticket.no}|{cause}",
            "news": self._news(desk, ticket),
            "cause": cause,
        }
        self._journal.append(QUEUED, str(ticket.no), data)

    def _news(self, desk: str, ticket: Ticket) -> dict[str, Any]:
        """The ticket as it stands, its clocks, and the entry: the times are ours, and the ones that count."""
        last = ticket.entries[-1]
        mine = ticket.entries[0].data
        entry = {
            "kind": last.kind,
            "at": stamp(last.at),
            "by": last.actor,
            "text": text(last),
            "seq": last.seq,
        }
        return {
            "what": "progress",
            "ticket": ticket.no,
            "class": ticket.grade,
            "title": ticket.title,
            "text": text(last),
            "link": {
                "ref": mine.get("ref") if mine.get("link") == desk else None,
                "state": str(ticket.state),
                "device": ticket.device,
                "received": stamp(ticket.received),
                "restored": stamp(ticket.restored),
                "entry": entry,
                "clocks": [clock(one) for one in self._readings(ticket) if one.cycle == ticket.cycle],
            },
        }


def _tells(ticket: Ticket) -> bool:
    last = ticket.entries[-1]
    return last.lawful and last.kind not in SILENT and not is_inside(last)
