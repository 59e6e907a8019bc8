"""The tickets as the outside sees them, and the one way to write to one."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from controller.desk.board import Board
from controller.events import Bus, TicketChanged
from controller.hall.hallfile import ContractPart
from controller.record.calendar import Hours
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.lawful import NotLawful
from controller.record.lines import Appended
from controller.record.shipped import WEEK, begun
from controller.record.states import ENDED
from controller.record.tickets import Ticket
from web.live import Shelf
from web.problems import Problem
from web.roles import Identity
from web.shown import plain
from web.words import say

LATEST = 30
"""So many tickets that are over are in a snapshot, beside all that are not."""


def contract(part: ContractPart) -> Contract:
    """What a hall's file promises."""
    profile = OFFICE if part.profile == OFFICE.name else STRICT
    return replace(profile, call_back=part.call_back, on_site=part.on_site)


def office(part: ContractPart, zone: str) -> Hours:
    """The working calendar to begin with: the file's hours, and the holidays that are shipped."""
    return begun(zone, part.office_hours or WEEK, part.holidays)


class Desk:
    """Speaks for the board."""

    def __init__(self, board: Board, bus: Bus) -> None:
        self.board = board
        self.moved: Callable[[Ticket], object] = lambda ticket: None
        bus.subscribe(TicketChanged, lambda event: self.moved(board.ticket(event.number)))

    def tickets(self, open: bool | None = None) -> list[dict[str, Any]]:
        """All of them, or only those that are open, or over; the newest first."""
        wanted = (one for one in self.board.tickets() if open in (None, one.state not in ENDED))
        return [self._summary(one) for one in wanted]

    def one(self, no: str) -> dict[str, Any]:
        """A ticket with its entries. Raises 404."""
        shown: dict[str, Any] = plain(self.board.detail(self._find(no)))
        return shown | {"entries": [_entry(one) for one in shown["entries"]]}

    async def trace(self, no: str) -> list[dict[str, Any]]:
        """The frames before its fault, masked."""
        return await self.board.trace(self._find(no).no)

    def shelf(self) -> Shelf:
        """The tickets a tablet is told of."""
        return Shelf(self._shown, lambda no: self._summary(self._find(no)))

    def counts(self) -> dict[str, int]:
        """How many are open, by state."""
        found: dict[str, int] = {}
        for ticket in self.board.tickets():
            if ticket.state not in ENDED:
                found[str(ticket.state)] = found.get(str(ticket.state), 0) + 1
        return found

    def breaches(self) -> dict[str, int]:
        """How many clocks were not kept, by clock."""
        found: dict[str, int] = {}
        for ticket in self.board.tickets():
            for clock in self.board.summary(ticket)["clocks"]:
                if clock["state"] == "breached":
                    found[clock["name"]] = found.get(clock["name"], 0) + 1
        return found

    # ------------------------------------------------------------ writing; every refusal is a Problem

    def add(self, no: str, entry: Mapping[str, Any], who: Identity) -> Appended:
        """Add an entry; await `.committed` before saying so."""
        try:
            return self.board.add_entry(self._find(no).no, entry, who.name, who.role)
        except NotLawful as error:
            raise Problem(409, "not_lawful", error.sentence) from None

    async def open(self, who: Identity, title: object, **said: Any) -> int:
        """A ticket that a person reports; it is on disk on return."""
        no, line = self.board.open_by_hand(who.name, who.via, title, **said)
        await asyncio.wait([line.committed])
        if line.committed.exception() is not None:
            raise Problem(503, "not_recorded")
        return no

    # ------------------------------------------------------------

    def _find(self, no: str) -> Ticket:
        try:
            return self.board.ticket(int(no) if no.isascii() and no.isdecimal() and len(no) < 12 else 0)
        except KeyError:
            raise Problem(404, "no_ticket") from None

    def _summary(self, ticket: Ticket) -> dict[str, Any]:
        found: dict[str, Any] = plain(self.board.summary(ticket))
        return found

    def _shown(self) -> dict[str, dict[str, Any]]:
        tickets = self.board.tickets()
        over = [one for one in tickets if one.state in ENDED][:LATEST]
        shown = [one for one in tickets if one.state not in ENDED] + over
        return {str(one.no): self._summary(one) for one in shown}


def _entry(one: dict[str, Any]) -> dict[str, Any]:
    """Why a ticket was reopened is a sentence of the hall's; the record does not speak."""
    reason = one["data"].get("reason")
    if one["kind"] == "reopened" and isinstance(reason, dict):
        return one | {"text": say("ticket.reopened", reason=reason)}
    return one
