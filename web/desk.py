"""The tickets as the outside sees them, and the one way to write to one."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from controller.desk.board import Board
from controller.desk.owners import owner
from controller.events import Bus, TicketChanged
from controller.hall.contractfile import ContractPart
from controller.record import failpoints
from controller.record.archive import Archive
from controller.record.audience import seen_by
from controller.record.calendar import Hours
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.lawful import NotLawful
from controller.record.lines import Appended
from controller.record.service.parts import summed
from controller.record.service.view import service
from controller.record.service.visits import restored_by
from controller.record.shipped import WEEK, begun
from controller.record.sought import Sought
from controller.record.states import ENDED, OVER, State
from controller.record.tickets import Ticket
from controller.record.view import workaround
from web.history import History, Names
from web.live import Shelf
from web.problems import Problem
from web.relatives import MOST, ended, line_of, may
from web.roles import Identity
from web.shown import plain
from web.words import say

REMEMBERED = 2000
PLAINLY = (
    *("call_back", "on_site", "answer", "survey", "grace", "verify", "again", "reopen", "remote"),
    *("plan_after", "plan_within", "expert_at", "review_days", "complaint_days"),
)
"""Promises that the file and the contract say in the same words."""
LATEST = 30
"""So many tickets that are over are in a snapshot, beside all that are not."""


def contract(part: ContractPart) -> Contract:
    """What a hall's file promises."""
    profile = OFFICE if part.profile == OFFICE.name else STRICT
    classes: dict[str, tuple[int, int, int]] = dict(profile.classes)
    classes.update({str(impact): row for impact, row in part.classes.items()})
    repair, plan = part.targets()
    plainly: dict[str, Any] = {name: getattr(part, name) for name in PLAINLY}
    progress = {**profile.progress, **part.progress}
    return replace(profile, **plainly, classes=classes, repair=repair, plan=plan, progress=progress)


def office(part: ContractPart, zone: str) -> Hours:
    """The working calendar to begin with: the file's hours, and the holidays that are shipped."""
    return begun(zone, part.office_hours or WEEK, part.holidays)


class Desk:
    """Speaks for the board."""

    def __init__(
        self,
        board: Board,
        archive: Archive,
        bus: Bus,
        zone: str = "Asia/Shanghai",
        names: Names = tuple,
    ) -> None:
        self.board, self.archive, self.zone = board, archive, ZoneInfo(zone)
        self.history = History(archive, names)
        self._breached: dict[int, tuple[str, ...]] = {}
        self._opening: dict[int, asyncio.Future[Any]] = {}
        self._shown_before: dict[int, tuple[int, dict[str, Any]]] = {}
        self.moved: Callable[[Ticket], object] = lambda ticket: None
        bus.subscribe(TicketChanged, lambda event: self.moved(board.ticket(event.number)))

    async def page(self, words: str, sought: Sought, before: int | None, limit: int) -> dict[str, Any]:
        """Those that suit, so many of them, from the number before `before` on; the newest first."""
        found = await self.history.find(words, sought, before, limit)
        known = {no: shown[1] for no, seq in found.rows if (shown := self._told(no))[0] == seq}
        new = [no for no, _ in found.rows if no not in known]
        known |= {one["no"]: one for one in await self.archive.each(new, self._summary)} if new else {}
        return {
            "tickets": [known[no] for no, _ in found.rows if no in known],
            "total": found.total,
            "next": found.rows[-1][0] if found.more else None,
        }

    async def all(self, words: str, sought: Sought, most: int) -> list[Mapping[str, Any]]:
        """Those that suit, for a file."""
        found = await self.history.find(words, sought, None, most)
        return await self.archive.each(
            [no for no, _ in found.rows], lambda one: self._summary(one) | ended(one)
        )

    async def one(self, no: str, who: Identity | None = None) -> dict[str, Any]:
        """A ticket with its entries, its relatives, and what `who` may add to it. Raises 404."""
        try:
            whole, passed = await self.board.memory.look(_number(no))
        except KeyError:
            raise Problem(404, "no_ticket") from None
        ticket = seen_by(whole, None if who is None else who.role)
        shown: dict[str, Any] = plain(self.board.detail(ticket, passed))
        shown["entries"] = [_entry(one) for one in shown["entries"]]
        shown["service"] = plain(service(ticket, self.board.contract, self.board.calendars))
        shown["owner"] = owner(ticket)
        shown["recurrences"], before = await self.archive.related(ticket, MOST)
        shown["earlier"] = [line_of(one) for one in before]
        return shown | ended(ticket) | {"may": [] if who is None else may(self.board, whole, who)}

    def workarounds(self) -> list[dict[str, Any]]:
        """What holds until a repair."""
        held = [one for one in self.board.alive() if one.workaround is not None]
        return [
            plain(workaround(one) or {}) | {"ticket": one.no, "title": plain(one.title), "device": one.device}
            for one in held
        ]

    def midnight(self, day: date | None, after: int = 0) -> datetime | None:
        """When a day of the hall begins, or one `after` it."""
        if day is None:
            return None
        return datetime.combine(day + timedelta(days=after), time(), self.zone).astimezone(UTC)

    async def trace(self, no: str) -> list[dict[str, Any]]:
        """The frames before its fault, masked."""
        try:
            return await self.board.trace(_number(no))
        except KeyError:
            raise Problem(404, "no_ticket") from None

    def shelf(self) -> Shelf:
        """The tickets a tablet is told of."""
        return Shelf(self._shown, lambda no: self._summary(self._find(no)))

    def counts(self) -> dict[str, int]:
        """How many are open, by state."""
        found: dict[str, int] = {}
        for ticket in self.board.alive():
            if ticket.state not in ENDED:
                found[str(ticket.state)] = found.get(str(ticket.state), 0) + 1
        return found

    def breaches(self) -> dict[str, int]:
        """How many clocks were not kept, by clock, of the tickets that are open or ended of late."""
        found: dict[str, int] = {}
        for ticket in self.board.tickets():
            for name in self._breaches(ticket):
                found[name] = found.get(name, 0) + 1
        return found

    def _breaches(self, ticket: Ticket) -> tuple[str, ...]:
        """The clocks of a ticket that were not kept; those of one that is over are read once."""
        if ticket.state in OVER and (known := self._breached.get(ticket.no)) is not None:
            return known
        clocks = self.board.readings(ticket)
        read = tuple(one.name for one in clocks if one.cycle == ticket.cycle and one.state == "breached")
        if ticket.state in OVER:
            self._breached[ticket.no] = read
        else:
            self._breached.pop(ticket.no, None)
        return read

    def renew(self, part: ContractPart) -> None:
        """Another contract, or other office hours, in the hall's file."""
        self.board.renew(contract(part), office(part, self.zone.key))

    # ------------------------------------------------------------ writing; every refusal is a Problem

    async def add(self, no: str, entry: Mapping[str, Any], who: Identity) -> Appended:
        """Add an entry; await `.committed` before saying so."""
        number = (await self.hold(no)).no
        line = self._lawfully(lambda: self.board.add_entry(number, entry, who.name, who.role))
        found = self.board.said(number)
        if found is None or (after := restored_by(found)) is None:
            return line
        return self._lawfully(lambda: self.board.add_entry(number, after, who.name, who.role))

    async def graded(self, no: str, entry: dict[str, Any]) -> dict[str, Any]:
        """An entry that says impact or urgency and no class gets the class of the contract's table."""
        classes = entry.get("entry") in ("class", "converted")
        if not classes or "class" in entry or not {"impact", "urgency"} & entry.keys():
            return entry
        ticket = await self.hold(no)
        impact, urgency = entry.get("impact", ticket.impact), entry.get("urgency", ticket.urgency)
        return entry | {"impact": impact, "urgency": urgency, "class": self.board.grade(impact, urgency)}

    async def parted(self, no: str, entry: dict[str, Any]) -> dict[str, Any]:
        """A closing entry that names no parts has those that are on the ticket."""
        if entry.get("to") != State.CLOSED or entry.get("parts"):
            return entry
        used = summed(await self.hold(no))
        return entry | ({"parts": used} if used else {})

    def find(self, no: str) -> Ticket:
        """A ticket that is in memory. Raises 404."""
        return self._find(no)

    async def merge(self, no: str, into: int, who: Identity) -> Appended:
        """Let a ticket live on in another."""
        child, parent = (await self.hold(no)).no, (await self.hold(str(into))).no
        return self._lawfully(lambda: self.board.merge(child, parent, who.name, who.role))

    async def unmerge(self, no: str, reason: str, who: Identity) -> Appended:
        """Take it apart again."""
        merged = await self.hold(no)
        child = merged.no
        await self.board.hold(merged.merged_into or 0)
        return self._lawfully(lambda: self.board.unmerge(child, reason, who.name, who.role))

    async def open(
        self, who: Identity, title: object, via: str | None = None, more: Mapping[str, Any] = {}, **said: Any
    ) -> int:
        """A ticket that a person reports; it is on disk on return. The same key gives the same ticket."""
        if "recurrence_of" in more:
            await self.hold(str(more["recurrence_of"]))
        if "key" in more and (known := await self.board.memory.keyed(who.name, more["key"])) is not None:
            return await self._stored(known)
        if "cause" in more and (found := self.board.for_fault(more["cause"])) is not None:
            raise Problem(409, "cause_has_ticket", ticket=found)
        grade = said.pop("grade", None) or self.board.grade(
            more.get("impact") or "function", more.get("urgency") or "normal"
        )
        no, line = self.board.open_by_hand(who.name, via or who.via, title, grade=grade, more=more, **said)
        failpoints.hit("ticket.reported")
        self._opening[no] = line.committed
        return await self._stored(no)

    async def _stored(self, no: int) -> int:
        """Whoever taps twice waits for the disk twice."""
        if (line := self._opening.get(no)) is not None:
            await asyncio.wait([line])
            if line.exception() is not None:
                raise Problem(503, "not_recorded")
            self._opening.pop(no, None)
        return no

    def _lawfully(self, do: Callable[[], Appended]) -> Appended:
        try:
            return do()
        except NotLawful as error:
            raise Problem(409, "not_lawful", error.sentence) from None

    # ------------------------------------------------------------

    async def hold(self, no: str) -> Ticket:
        """Any ticket, in memory for what is done next. Raises 404."""
        await self.board.hold(_number(no))
        return self._find(no)

    def _find(self, no: str) -> Ticket:
        try:
            return self.board.ticket(_number(no))
        except KeyError:
            raise Problem(404, "no_ticket") from None

    def _summary(self, ticket: Ticket) -> dict[str, Any]:
        """What lists show; that of a ticket which is over is the same for good."""
        last = ticket.entries[-1].seq
        if (known := self._told(ticket.no))[0] == last:
            return known[1]
        found: dict[str, Any] = plain(self.board.summary(ticket))
        found["demands"] = [one for one in found["demands"] if one["what"] != "expert"]  # lists are for all
        if ticket.state in OVER:
            if len(self._shown_before) >= REMEMBERED:
                self._shown_before.clear()
            self._shown_before[ticket.no] = last, found
        return found

    def _told(self, no: int) -> tuple[int, dict[str, Any]]:
        """The last line of a ticket that was over, and what was shown of it."""
        return self._shown_before.get(no, (0, {}))

    def _shown(self) -> dict[str, dict[str, Any]]:
        over = islice((one for one in self.board.tickets() if one.state in ENDED), LATEST)
        shown = [*(one for one in self.board.alive() if one.state not in ENDED), *over]
        return {str(one.no): self._summary(one) for one in shown}


def _entry(one: dict[str, Any]) -> dict[str, Any]:
    """Why a ticket was reopened is a sentence of the hall's; the record does not speak."""
    reason = one["data"].get("reason")
    if one["kind"] == "reopened" and isinstance(reason, dict):
        return one | {"text": say("ticket.reopened", reason=reason)}
    return one


def _number(no: str) -> int:
    """The number that somebody wrote; 0, which no ticket has, for what is none."""
    return int(no) if no.isascii() and no.isdecimal() and len(no) < 10 else 0
