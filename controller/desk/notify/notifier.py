"""Queues what people are to be told, in the same turn, and so in the same commit, as the line that caused
it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Protocol

from controller.desk.callbacks import THRESHOLD
from controller.desk.notify import routing
from controller.desk.notify.directory import Directory
from controller.desk.notify.reporting import answerable
from controller.desk.notify.routing import Address
from controller.record import failpoints
from controller.record.lines import TICKETS, Line
from controller.record.outbox import QUEUED, Outbox
from controller.record.stopwatch import Reading
from controller.record.tickets import Ticket

CAUSES = (*TICKETS, THRESHOLD)
FRESH = timedelta(hours=1)
"""A cause that nobody was told of is told of at the next start, unless it is older than this."""


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> object:
        """Say that something happened."""


class Notifier:
    """Hears what becomes of tickets. `ticket` gives one as it stands, `by_ticket` are the channels whose
    letters tell of one ticket only, `mail` is the channel that answers who wrote to the desk.
    """

    def __init__(
        self,
        journal: Journal,
        outbox: Outbox,
        directory: Directory,
        ticket: Callable[[int], Ticket | None],
        by_ticket: frozenset[str] = frozenset(),
        mail: str | None = None,
    ) -> None:
        self._journal, self._outbox, self._ticket = journal, outbox, ticket
        self.by_ticket, self.mail = by_ticket, mail
        self.directory = directory

    def hear(self, line: Line) -> None:
        """Queue what a line is for people. The ticket has heard it already."""
        if line.kind not in CAUSES:
            return
        ticket = self._ticket(int(line.subject))
        news = None if ticket is None else routing.news_of(line, ticket)
        if ticket is None or news is None:
            return
        for address, said in self._told(news, line, ticket):
            self._queue(address, said, line.seq)
            failpoints.hit("outbox.queued")

    def catch_up(self, lines: Iterable[Line], now: datetime) -> None:
        """Queue what a death between a cause and its intents may have left out."""
        last = self._outbox.causes
        for line in lines:
            if line.seq > last and now - line.at < FRESH:
                self.hear(line)

    def remind(self, ticket: Ticket, readings: Iterable[Reading], now: datetime, after: float) -> None:
        """A breach that still stands is told again to those who were told of it, `after` seconds later."""
        clocks = sorted({one.name for one in readings if one.state == "breached" and one.stopped is None})
        told = self._outbox.told.get(ticket.no, [])
        breach = {one.who for one in told if one.what == "threshold" and one.percent >= 100}
        last = max((one.at for one in told if one.who in breach), default=None)
        if not clocks or last is None or (now - last).total_seconds() < after:
            return
        base = {"ticket": ticket.no, "title": ticket.title, "class": ticket.grade, "device": ticket.device}
        people = [(one, False) for id, one in self.directory.contacts.items() if id in breach]
        for address in routing.addresses(people):
            self._queue(address, base | {"what": "standing", "clocks": clocks}, told[-1].cause)

    def test(self, channel: str, to: str, lang: str, cause: int, actor: str) -> object:
        """Queue a message that only shows that a channel works."""
        return self._queue(Address(channel, to, actor, lang, True), {"what": "test", "class": 1}, cause)

    def _told(
        self, news: dict[str, Any], line: Line, ticket: Ticket
    ) -> Iterator[tuple[Address, dict[str, Any]]]:
        told = self._outbox.told.get(ticket.no, [])
        found = routing.people(news, line, told, self.directory)
        yield from ((address, news) for address in routing.addresses(found))
        if answerable(ticket, self.directory):
            yield from routing.reporter(news, ticket, self.mail)

    def _queue(self, address: Address, news: dict[str, Any], cause: int) -> object:
        about = f"t{news['ticket']}" if address.channel in self.by_ticket and "ticket" in news else "hall"
        about = f"test{cause}" if news["what"] == "test" else about
        data: dict[str, Any] = {
            "channel": address.channel,
            "to": address.to,
            "who": address.who,
            "lang": address.lang,
            "urgent": address.urgent,
            "group": "|".join((address.channel, address.to, address.lang, about)),
            "news": news,
            "cause": cause,
        }
        return self._journal.append(QUEUED, str(news.get("ticket", "")), data)
