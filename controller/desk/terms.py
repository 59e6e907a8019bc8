"""What the desk is held to: the contract and the working hours, as the hall's file says and as is on record.

Both are said once when they first hold, and again whenever the file says otherwise; what is open is read
anew, and its tickets say so. What is closed keeps what it closed under.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from controller.desk.adopting import Journal, adopt, agree
from controller.record import failpoints
from controller.record.calendar import Calendar, Hours
from controller.record.calendars import Calendars
from controller.record.clocks import readings
from controller.record.contract import Contract
from controller.record.contracts import Contracts, Terms, version
from controller.record.cycles import cycles
from controller.record.lines import Appended, Line
from controller.record.states import ENDED, OVER
from controller.record.stopwatch import Reading
from controller.record.tickets import Ticket
from controller.record.view import stamp
from controller.record.weeks import renewed, week


class Held:
    """All contracts and calendars that were in force; `contract` and `office` are those of the file."""

    def __init__(self, journal: Journal, contract: Contract, office: Calendar) -> None:
        self._journal, self._contract, self._hours = journal, contract, office
        self.contracts, self.calendars = Contracts(contract), Calendars(office)

    @property
    def zone(self) -> tzinfo:
        """The hall's: by its days calls are counted."""
        now = self.calendars.now
        return ZoneInfo(now.zone) if isinstance(now, Hours) else UTC

    def hear(self, line: Line) -> None:
        """Take one line in; other kinds change nothing."""
        self.contracts.hear(line)
        self.calendars.hear(line)

    def renew(self, contract: Contract, office: Calendar, tickets: Iterable[Ticket], now: datetime) -> None:
        """The file says something else now."""
        self._contract, self._hours = contract, office
        self.settle(tickets, now)

    def settle(self, tickets: Iterable[Ticket], now: datetime) -> None:
        """Say what the file says, where the record does not say the same."""
        alive = list(tickets)
        self.agree(self._contract, alive, now)
        if not isinstance(self._hours, Hours):
            return
        new = renewed(self.calendars, self._hours)
        if new is not None:
            self.adopt(new, alive, now, "system", "hall file", week(self._hours))

    def adopt(
        self,
        hours: Hours,
        tickets: Iterable[Ticket],
        now: datetime,
        actor: str,
        source: str,
        file: Mapping[str, Any] | None = None,
    ) -> Appended:
        """Let another calendar be in force, whoever says so, and every ticket say what it moves."""
        return adopt(self._journal, hours, self.moved_by(hours, tickets, now), actor, source, file)

    def agree(self, contract: Contract, tickets: Iterable[Ticket], now: datetime) -> Appended | None:
        """Let a contract hold from now on; None where it does already."""
        if self.contracts.on_record and contract == self.contracts.now:
            return None
        moved = self.moved_to(contract, tickets, now) if self.contracts.on_record else {}
        return agree(self._journal, contract, moved)

    def readings(self, ticket: Ticket, now: datetime) -> list[Reading]:
        """The clocks of a ticket."""
        return readings(ticket, now, self.contracts, self.calendars)

    def moved_by(self, hours: Hours, tickets: Iterable[Ticket], now: datetime) -> dict[int, Any]:
        """Which deadlines of clocks that run another calendar would move, and from when to when: those of
        what is not over, for the call about what is resolved is still to be made.
        """
        alive = [one for one in tickets if one.state not in OVER]
        if failpoints.planted("what_is_resolved_is_not_recomputed"):
            alive = [one for one in alive if one.state not in ENDED]
        return self._moved(alive, now, self.contracts, hours)

    def moved_to(self, contract: Contract, tickets: Iterable[Ticket], now: datetime) -> dict[int, Any]:
        """The same for another contract; a ticket that it leaves alone is in it too."""
        alive = [one for one in tickets if one.state not in OVER]
        return {one.no: {} for one in alive} | self._moved(alive, now, contract, self.calendars)

    def _moved(
        self, tickets: Iterable[Ticket], now: datetime, terms: Terms, office: Calendars | Hours
    ) -> dict[int, Any]:
        found: dict[int, dict[str, dict[str, Any]]] = {}
        for ticket in tickets:
            mine = [one for one in self.readings(ticket, now) if one.cycle == ticket.cycle]
            before = {one.name: one for one in mine if one.stopped is None}
            for after in readings(ticket, now, terms, office):
                was = before.get(after.name) if after.cycle == ticket.cycle else None
                if was is not None and was.due != after.due:
                    moved = {"was": stamp(was.due), "now": stamp(after.due)}
                    found.setdefault(ticket.no, {})[after.name] = moved
        return found

    def shown(self, ticket: Ticket) -> dict[str, str]:
        """Under which contract a ticket runs, or ran."""
        contract = self.contracts.under(cycles(ticket)[-1].over)
        return {"profile": contract.name, "version": version(contract)}
