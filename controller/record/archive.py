"""All tickets that ever were, read when somebody asks: the doors that a desk has into the tables.

Each question is asked in another thread; importing this module does not load the database library.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from controller.record.journal import Journal
from controller.record.lines import Line, moment
from controller.record.lives import Life
from controller.record.sought import Found, Sought
from controller.record.tickets import Ticket

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from controller.record.past import Past

T = TypeVar("T")


class Archive:
    """The tickets of a record that is ready."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def past(self, threshold: str, back: datetime) -> "Past":
        """What a desk has to know when it starts."""
        from controller.record import past

        return await self._journal.read(lambda connection: past.read(connection, threshold, back))

    async def ticket(self, no: int, threshold: str) -> tuple[Ticket, list[Line]] | None:
        """A ticket, and the thresholds that its clocks have passed."""
        from controller.record import past, rows

        def ask(connection: "Connection") -> tuple[Ticket, list[Line]] | None:
            found = rows.one(connection, no)
            return None if found is None else (found, list(past.thresholds(connection, threshold, [no])))

        return await self._journal.read(ask)

    async def keyed(self, actor: str, key: str) -> int | None:
        """The ticket that somebody opened under an idempotency key."""
        from controller.record import past

        return await self._journal.read(lambda connection: past.keyed(connection, actor, key))

    async def find(self, sought: Sought, before: int | None, limit: int | None) -> Found:
        """Those that suit, the newest first, below a number, so many at most."""
        from controller.record import finding

        return await self._journal.read(lambda connection: finding.find(connection, sought, before, limit))

    async def each(self, nos: Sequence[int], make: Callable[[Ticket], T]) -> list[T]:
        """What is made of each of these tickets, in this order, in the other thread."""
        from controller.record import finding

        return await self._journal.read(lambda connection: list(map(make, finding.folds(connection, nos))))

    async def related(self, ticket: Ticket, most: int) -> tuple[list[int], list[Ticket]]:
        """The later tickets that name it, and the latest earlier ones of its device or its faults."""
        from controller.record import finding

        def ask(connection: "Connection") -> tuple[list[int], list[Ticket]]:
            return finding.later(connection, ticket.no), finding.earlier(connection, ticket, most)

        return await self._journal.read(ask)

    async def within(self, since: datetime, until: datetime, make: Callable[[Iterator[Ticket]], T]) -> T:
        """What is made, in the other thread, of all tickets that anything from `since` up to `until` is
        about, and of some that nothing is.
        """
        from controller.record import finding

        return await self._journal.read(lambda connection: make(finding.within(connection, since, until)))

    async def lives(self, since: datetime, make: Callable[[Iterator[Life]], T]) -> T:
        """The same of those that were received since, or are still to be resolved, each in a line."""
        from controller.record import finding

        return await self._journal.read(lambda connection: make(finding.lives(connection, since)))

    async def first(self, what: str) -> datetime | None:
        """When the first of all was received, or opened."""
        from sqlalchemy import func, select

        from controller.record import schema

        wanted = select(func.min(schema.tickets.c[what]))
        found = await self._journal.read(lambda connection: connection.execute(wanted).scalar())
        return None if found is None else moment(found)
