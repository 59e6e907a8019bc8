"""The help desk's board: every ticket as it stands, and the one way to write to one.

Two folds of the same lines: one hears a line as it is said and decides with it, the other hears it once it is
on disk and is what people see. So nobody is ever told of a ticket that a power cut could take back.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from controller.clock import Clock, Timer
from controller.desk import merging
from controller.desk.callbacks import THRESHOLD, Callbacks
from controller.desk.following import follows
from controller.desk.holding import Archive, Holding
from controller.desk.intake import Intake
from controller.desk.proving import proven
from controller.desk.steady import Steady
from controller.desk.terms import Held
from controller.desk.urgency import Occasions, opened_under, raised_by
from controller.events import Bus, TicketChanged
from controller.record import asking
from controller.record.calendar import Calendar, Hours
from controller.record.calendars import ADOPTED, Calendars
from controller.record.classing import grade_of, impact_of
from controller.record.contract import STRICT, Contract
from controller.record.contracts import AGREED, Contracts, version
from controller.record.folds import Faults, Tickets
from controller.record.lawful import check
from controller.record.lines import FAULTS, TICKETS, VERIFIED, Appended, Line, written
from controller.record.offering import ways
from controller.record.set_clock import JUMPED
from controller.record.stopwatch import DAY_AND_NIGHT, Reading
from controller.record.tickets import Ticket
from controller.record.view import detail, summary

KINDS = (*FAULTS, *TICKETS, THRESHOLD, ADOPTED, AGREED, JUMPED, VERIFIED)
FRAMED = ("opened", "reopened", "relapsed")  # the entries that say where frames are kept
SWEEP = 5.0


class Journal(Protocol):
    """The part of the journal that the desk needs."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str = "system") -> Appended:
        """Say that something happened."""

    def follow(self, callback: Callable[[Line], object]) -> Callable[[], None]:
        """Hear every line from now on."""

    async def recall(self, kinds: Iterable[str] = ()) -> list[Line]:
        """The lines on record."""

    async def attachment(self, seq: int) -> bytes | None:
        """What is attached to a line."""


class Board:
    """The tickets of one hall. Load it, then start it; before that it shows nothing. `pressing` tells which
    event of the hall makes a fault more urgent; with an `archive`, what is over needs no memory.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        bus: Bus,
        contract: Contract = STRICT,
        office: Calendar = DAY_AND_NIGHT,
        archive: Archive | None = None,
    ) -> None:
        self._journal, self._clock, self._bus = journal, clock, bus
        self._held = Held(journal, contract, office)
        self._said, self._kept, self._faults = Tickets(), Tickets(), Faults()
        self.pressing: Occasions = lambda at: None
        self._intake = Intake(journal, self._said, self._faults, self._classed, lambda: self.contract.again)
        self._callbacks = Callbacks(journal, self._held.contracts, self._held.calendars)
        self._steady = Steady(clock)
        folds = (self._said, self._kept, self._faults, self._callbacks)
        self.memory = Holding(archive, *folds, clock, lambda: self.contract.again)
        self.hold = self.memory.hold
        self._early: list[Line] | None = []
        self._timer: Timer | None = None
        self._unfollow = journal.follow(self._hear)

    # ------------------------------------------------------------ running

    async def load(self) -> None:
        """Know what is on record, and what was said meanwhile; the journal is ready."""
        last = await self.memory.load(self._remember, lambda: self._journal.recall(KINDS))
        early, self._early = self._early or [], None
        for line in early:
            if line.seq > last:
                self._hear(line)

    def start(self) -> None:
        """Say what the hall's file promises, do what a crash left undone, and keep the clocks."""
        self._held.settle(self._said.alive.values(), self._clock.now())
        self._intake.catch_up(self._clock.now())
        self._sweep()

    def stop(self) -> None:
        """Hear no more."""
        self._unfollow()
        if self._timer is not None:
            self._timer.cancel()

    # ------------------------------------------------------------ what people see

    def tickets(self) -> list[Ticket]:
        """Those in memory, the newest first: all that are not over, and all that changed of late."""
        return sorted(self._kept.all.values(), key=lambda ticket: -ticket.no)

    @property
    def since(self) -> int:
        """Every ticket that a line after this one was about is in memory when the board is loaded."""
        return self.memory.since

    def alive(self, said: bool = False) -> list[Ticket]:
        """Those that are not over for good, the newest first; `said`: whatever the disk has of them yet."""
        return sorted((self._said if said else self._kept).alive.values(), key=lambda ticket: -ticket.no)

    def ticket(self, no: int) -> Ticket:
        """One of them. Raises KeyError."""
        return self._kept.all[no]

    @property
    def contract(self) -> Contract:
        """What is promised."""
        return self._held.contracts.now

    @property
    def contracts(self) -> Contracts:
        """All that was promised, and since when."""
        return self._held.contracts

    @property
    def calendars(self) -> Calendars:
        """Every edition of the working hours."""
        return self._held.calendars

    def said(self, no: int) -> Ticket | None:
        """A ticket with all that was said of it, on disk or not yet: for what decides, not for people."""
        return self._said.all.get(no)

    def open(self) -> list[Ticket]:
        """The tickets that are still to be resolved, in the same sense."""
        return self._said.open()

    def readings(self, ticket: Ticket) -> list[Reading]:
        """Its clocks, read now."""
        return self._held.readings(ticket, self._clock.now())

    def moved_by(self, hours: Hours) -> dict[int, dict[str, dict[str, Any]]]:
        """Which deadlines of tickets another calendar would move, and from when to when."""
        return self._held.moved_by(hours, self._said.alive.values(), self._clock.now())

    def grade(self, impact: str, urgency: str) -> int:
        """The class by the contract's table."""
        return grade_of(impact, urgency, self.contract.classes)

    def for_fault(self, key: str) -> int | None:
        """The open ticket that a fault is in."""
        return next((one.no for one in self._kept.open() if key in one.faults), None)

    def summary(self, ticket: Ticket) -> dict[str, Any]:
        """A ticket as lists and live frames carry it, its clocks read now."""
        return summary(ticket, self._clock.now(), self._held.contracts, self._held.calendars)

    def detail(self, ticket: Ticket, passed: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """The same with all entries, and the thresholds that its clocks have passed (known if it is held)."""
        whole = detail(ticket, self._clock.now(), self._held.contracts, self._held.calendars)
        whole["contract"] = self._held.shown(ticket)
        return whole | {"thresholds": self._callbacks.fired(ticket.no) if passed is None else passed}

    async def trace(self, no: int) -> list[dict[str, Any]]:
        """The frames before the fault, of every cycle. Raises KeyError."""
        frames: list[dict[str, Any]] = []
        for entry in (await self.memory.look(no))[0].entries:
            if entry.kind in FRAMED and entry.actor == "system" and "attachment" in entry.data:
                content = await self._journal.attachment(entry.data["attachment"]["line"])
                frames += json.loads(content)["frames"] if content else []
        return frames

    # ------------------------------------------------------------ what people do

    def may(self, ticket: Ticket, role: str, actor: str) -> list[str]:
        """What somebody may add to a ticket now."""
        return ways(ticket, role, actor, self._clock.now(), self.contract.reopen, self._held.zone)

    def add_entry(self, no: int, data: Mapping[str, Any], actor: str, role: str) -> Appended:
        """Add to a ticket in memory; await `.committed` before saying so. Raises KeyError and NotLawful."""
        ticket = self._said.all[no]
        data = asking.whole(ticket.entries, data)
        check(ticket, data, actor, role, self._clock.now(), self.contract.reopen, self._held.zone)
        line = self._journal.append("ticket.entry", str(no), {**data, "role": role}, actor)
        more = follows(ticket, data, actor, role, line.seq)
        return line if more is None else self._journal.append("ticket.entry", str(no), *more)

    def merge(self, no: int, into: int, actor: str, role: str) -> Appended:
        """Let one ticket live on in another. Raises KeyError and NotLawful."""
        return merging.merge(self._said, no, into, actor, role, self._clock.now(), self._sayer(actor, role))

    def unmerge(self, no: int, reason: str, actor: str, role: str) -> Appended:
        """Take it apart again. Raises KeyError and NotLawful."""
        now = self._clock.now()
        return merging.unmerge(self._said, no, reason, actor, role, now, self._sayer(actor, role))

    def open_by_hand(
        self,
        actor: str,
        via: str,
        title: object,
        device: str | None = None,
        grade: int = 2,
        text: str = "",
        received: datetime | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> tuple[int, Appended]:
        """Open a ticket that a person reports; `received` is when the service side first heard of it, `more`
        what else its first entry says.
        """
        no = self._intake.number()
        data: dict[str, Any] = {"title": title, "class": grade, "device": device, "via": via, "by": actor}
        data |= {"text": text} if text else {}
        data |= {"received": written(received)} if received is not None else {}
        data |= {**(more or {}), **self._classed(grade, more)}
        return no, self._journal.append("ticket.opened", str(no), data, actor)

    def _classed(self, grade: int, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The class of a new ticket, by what was said of impact and urgency, under the hall's events."""
        said = more or {}
        impact, urgency = said.get("impact") or impact_of(grade), said.get("urgency") or "normal"
        event = self.pressing(self._clock.now())
        under = {"contract": version(self.contract)}
        if not said.get("impact") and event is None:
            return under | {"class": grade}
        return under | opened_under(event, impact, urgency, self.contract.classes)

    def _sayer(self, actor: str, role: str) -> merging.Say:
        return lambda no, data: self._journal.append("ticket.entry", str(no), {**data, "role": role}, actor)

    def adopt(self, hours: Hours, actor: str, source: str = "") -> Appended:
        """Let another calendar be in force; every ticket whose deadlines it moves says so."""
        return self._held.adopt(hours, self._said.alive.values(), self._clock.now(), actor, source)

    def renew(self, contract: Contract, office: Calendar) -> None:
        """The hall's file says other things: what is open says how that moves it."""
        self._held.renew(contract, office, self._said.alive.values(), self._clock.now())

    # ------------------------------------------------------------ what is heard

    def _hear(self, line: Line) -> None:
        if self._early is not None:
            self._early.append(line)
            return
        if line.kind not in KINDS:
            return
        self._said.hear(line)
        self._remember(line)
        if line.kind == JUMPED:
            self._kept.hear(line)
            self._steady.hear(line)
        elif line.kind in (*TICKETS, THRESHOLD) and isinstance(line, Appended):
            self.memory.heard(int(line.subject))
            line.committed.add_done_callback(self._on_disk)
        self._intake.hear(line)

    def _remember(self, line: Line) -> None:
        """Everything but the tickets themselves."""
        self._faults.hear(line)
        self._held.hear(line)
        self._callbacks.hear(line)
        self._intake.recall(line)

    def _on_disk(self, committed: "asyncio.Future[Line]") -> None:
        if not committed.cancelled() and committed.exception() is None:
            line = committed.result()
            self._kept.hear(line)
            self._bus.publish(TicketChanged(int(line.subject)))

    def _sweep(self) -> None:
        self._timer = self._clock.call_later(SWEEP, self._sweep)
        if not self._steady.look():
            return
        self.memory.sweep()
        event = self.pressing(now := self._clock.now())
        self._intake.tidy(now)
        for ticket in list(self._said.alive.values()):
            self._callbacks.sweep(ticket, now)
            if (said := proven(ticket, now, self.contract.verify, self._faults)) is not None:
                self._journal.append("ticket.entry", str(ticket.no), said)
            if event is not None and (said := raised_by(event, ticket, self.contract.classes)):
                self._journal.append("ticket.entry", str(ticket.no), said)
