"""The reports of a hall, made when they are asked for, in a thread of their own."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from controller.desk.reports import (
    alarms,
    availability,
    handover,
    satisfaction,
    satisfaction_once,
    sealed,
    sla,
)
from controller.desk.reports.broken import spells, spells_once
from controller.desk.reports.known import View
from controller.desk.reports.outages import Outages
from controller.desk.reports.sealed import SEALED, Seal, Seals
from controller.desk.reports.sheet import Sheet
from controller.desk.reports.sla import Period
from controller.desk.reports.unmeasured import LIVES, STARTED, Unmeasured, downtimes, gaps
from controller.record import failpoints
from controller.record.audience import outside
from controller.record.lines import FAULTS, Line, written
from controller.record.lives import Life
from controller.record.tickets import Ticket
from web import handover_parts
from web.problems import Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from web.service import Service

MONTHS = 36
GAPS = "gaps"
"""In a seal: the month knows of gaps over its end, and when the record began."""
SLA = {"whole": True, "full": True, "talks": True}
"""In the seal of what was promised and kept; `talks`: one before the receipt is no call-back."""


class Reports:
    """Speaks for the desk's reports."""

    def __init__(self) -> None:
        self._seals = Seals()
        self._recalled = False

    async def sla(self, service: "Service", month: str) -> Sheet:
        """What was promised and kept in a month. A month that is over reads the same for good."""
        period = self.period(service, month)
        seal = await self._seal(service, f"sla/{month}", period, **SLA)
        earlier = [await self._month(service, one) for one in await self._before(service, month)]
        unmeasured = await self._unmeasured(service, seal)
        view = _view(service, period, seal)

        def make(tickets: Iterator[Ticket]) -> Sheet:
            return sla.monthly(view, tickets, unmeasured, earlier)

        return await service.desk.archive.within(period.since, period.until, make)

    async def _month(self, service: "Service", month: str) -> View:
        """What a month that is over has told: it is sealed by that."""
        period = self.period(service, month)
        return _view(service, period, await self._seal(service, f"sla/{month}", period, **SLA))

    async def _before(self, service: "Service", month: str) -> list[str]:
        """The months before this one since the first ticket was entered, the last one first."""
        first = await service.desk.archive.first("opened") or service.clock.now()
        oldest, found = f"{first.astimezone(service.desk.zone):%Y-%m}", list[str]()
        at = date.fromisoformat(f"{month}-01")
        while (name := f"{(at := (at - timedelta(days=1)).replace(day=1)):%Y-%m}") >= oldest:
            found.append(name)
        return found

    async def alarms(self, service: "Service", month: str) -> Sheet:
        """How good the alarms of a month were."""
        period = self.period(service, month)
        seal = await self._seal(service, f"alarms/{month}", period)
        lines = await service.journal.recall(FAULTS)
        known = [one for one in lines if one.seq <= seal.upto and one.at < period.until]
        unmeasured = await self._unmeasured(service, seal) if GAPS in seal.more else None
        return await asyncio.to_thread(alarms.quality, period, known, unmeasured)

    async def availability(self, service: "Service", month: str) -> Sheet:
        """How much of a month the hall and its devices were there to be used."""
        period = self.period(service, month)
        more = {"devices": _known(service), "cycles": True}
        seal = await self._seal(service, f"availability/{month}", period, **more)
        lines = await service.journal.recall(FAULTS)
        unmeasured = await self._unmeasured(service, seal)

        def make(tickets: Iterator[Ticket]) -> Sheet:
            heard = Outages(one for one in lines if one.seq <= seal.upto and one.at < period.until)
            known = (sealed.as_of(one, period.until, seal.upto) for one in tickets)
            found = [outside(one) for one in known if one is not None]
            devices = seal.more["devices"]
            spelled = spells if seal.more.get("cycles") else spells_once
            return availability.availability(period, devices, heard.found, found, unmeasured, spelled)

        return await service.desk.archive.within(period.since, period.until, make)

    async def satisfaction(self, service: "Service", month: str) -> Sheet:
        """What the customers of a month's repairs said."""
        period = self.period(service, month)
        seal = await self._seal(service, f"satisfaction/{month}", period, calls=True)
        told = 0
        for before in (await self._before(service, month))[:1]:
            earlier = await self._seal(
                service, f"satisfaction/{before}", self.period(service, before), calls=True
            )
            told = earlier.upto

        def make(tickets: Iterator[Ticket]) -> Sheet:
            known = (sealed.as_of(one, period.until, seal.upto) for one in tickets)
            found = [outside(one) for one in known if one is not None]
            if not seal.more.get("calls"):
                return satisfaction_once.satisfaction(period, found)
            return satisfaction.satisfaction(period, found, told)

        return await service.desk.archive.within(period.since, period.until, make)

    async def handover(self, service: "Service") -> Sheet:
        """Everything that a new administrator has to know."""
        now = service.clock.now()
        since = now - timedelta(days=round(MONTHS * 365.25 / 12))
        venue = service.hall.venue
        name = {"zh": venue.hall.name.zh, "en": venue.hall.name.en}
        hall = {"hall": name, "id": venue.hall.id, "zone": venue.hall.timezone}
        hall |= {"help_desk": venue.hall.help_desk, "version": service.version}
        more = await handover_parts.parts(service, now, since)
        alive = service.desk.board.alive()

        def make(lives: Iterator[Life]) -> Sheet:
            return handover.handover(now, since, hall, alive, lives, more)

        return await service.desk.archive.lives(since, make)

    def period(self, service: "Service", month: str) -> Period:
        """A month of the hall's calendar; one that has not ended is as it stands now. Raises 422."""
        try:
            begin = date.fromisoformat(f"{month}-01")
        except ValueError:
            raise Problem(422, "no_month") from None
        end = (begin + timedelta(days=32)).replace(day=1)
        since, until = service.desk.midnight(begin), service.desk.midnight(end)
        now = service.clock.now()
        if since is None or until is None or since > now:
            raise Problem(422, "no_month")
        ends = now if failpoints.planted("a_past_month_reads_on") else min(until, now)
        return Period(month, since, ends, until <= now)

    async def months(self, service: "Service") -> list[str]:
        """The months of which there is anything to report, the newest first."""
        zone, now = service.desk.zone, service.clock.now()
        oldest = (await service.journal.read(_began) or now).astimezone(zone)
        at = now.astimezone(zone)
        found: list[str] = []
        year, number = at.year, at.month
        while (year, number) >= (oldest.year, oldest.month) and len(found) < MONTHS:
            found.append(f"{year:04}-{number:02}")
            year, number = (year, number - 1) if number > 1 else (year - 1, 12)
        return found

    # ------------------------------------------------------------ what a past month is read from

    async def _seal(self, service: "Service", name: str, period: Period, **more: Any) -> Seal:
        """The seal of a month that is over, made now if there is none; `more` is kept in it."""
        more |= {GAPS: True}
        if not self._recalled:
            for line in await service.journal.recall([SEALED]):
                self._seals.hear(line)
            self._recalled = True
        known = self._seals.by_period.get(name)
        if known is not None and not failpoints.planted("a_past_month_reads_on"):
            return known
        upto = await service.journal.read(lambda c: _upto(c, period.until))
        contract = service.desk.board.contracts.upto(upto).now
        if not period.final:
            return Seal(upto, contract, final=False, more=more)
        data = {"upto": upto, "contract": sealed.said(contract), "more": more}
        line = service.journal.append(SEALED, name, data)
        self._seals.hear(line)
        failpoints.hit("report.sealed")
        await line.committed
        return Seal(upto, contract, more=more, seq=line.seq)

    async def _unmeasured(self, service: "Service", seal: Seal) -> Unmeasured:
        """When nobody watched. The start that ends a gap over a month's end comes after that end, and before
        its seal: whoever seals it has started.
        """
        kinds, last = (LIVES, seal.seq) if GAPS in seal.more else ((STARTED,), seal.upto + 1)
        if failpoints.planted("a_gap_over_months_end_is_lost"):
            last = seal.upto + 1
        lines = [one for one in await service.journal.recall(kinds) if not last or one.seq < last]
        before, began = await service.journal.read(lambda c: (_before(c, lines), _began(c)))
        if GAPS in seal.more:
            return Unmeasured(gaps(lines, before), began)
        return Unmeasured(downtimes(lines, before))


def _view(service: "Service", period: Period, seal: Seal) -> View:
    """What is read of a month: under the contract it was sealed with, or, since there is a record of them,
    under all that were in force by its end.
    """
    board, whole = service.desk.board, bool(seal.more.get("whole"))
    terms = board.contracts.upto(seal.upto) if whole else seal.contract
    full = bool(seal.more.get("full"))
    office, leniently = sealed.calendars(board.calendars, seal.upto), not seal.more.get("talks")
    return View(period, terms, office, seal.upto, whole, full, leniently)


def _upto(connection: "Connection", until: datetime) -> int:
    """The last line that was written before a moment."""
    from sqlalchemy import func, select

    from controller.record import schema

    wanted = select(func.max(schema.journal.c.seq)).where(schema.journal.c.at < written(until))
    return int(connection.execute(wanted).scalar() or 0)


def _before(connection: "Connection", lines: Iterable[Line]) -> dict[int, datetime]:
    """When the line before each of these was written."""
    from sqlalchemy import select

    from controller.record import schema
    from controller.record.lines import moment

    found = {}
    for line in lines:
        wanted = select(schema.journal.c.at).where(schema.journal.c.seq == line.seq - 1)
        at = connection.execute(wanted).scalar()
        if at is not None:
            found[line.seq] = moment(at)
    return found


def _began(connection: "Connection") -> datetime | None:
    """When the record began."""
    from sqlalchemy import select

    from controller.record import schema
    from controller.record.lines import moment

    at = connection.execute(select(schema.journal.c.at).order_by(schema.journal.c.seq).limit(1)).scalar()
    return None if at is None else moment(at)


def _known(service: "Service") -> list[str]:
    return sorted(service.hall.venue.devices)
