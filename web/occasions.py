"""What is booked in the hall, and its mode, as the outside sees and changes them."""

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from controller.hall.show import EARLY, MODE, SHOW, Show, far_hands
from controller.record import failpoints
from controller.record.agenda import ADDED, KINDS, REMOVED, SOON, Agenda, Booking, booking
from controller.record.journal import Journal
from controller.record.lines import Appended, Line
from scenes.engine import Engine
from web.live import Live
from web.problems import Problem

AGO = timedelta(days=1)
"""Events that ended longer ago are not shown."""
TOGETHER = 0.05
"""Seconds within which changes are told at once: a calendar brings a thousand."""


class Imported(NamedTuple):
    """How many events are new or changed and how many are gone, what had to be guessed, and the last line."""

    booked: int
    gone: int
    remarks: list[Sentence]
    line: Appended | None


class Occasions:
    """Speaks for the agenda and the mode of one hall."""

    def __init__(self, hall: Hall, journal: Journal, live: Live, engine: Engine) -> None:
        self._hall, self._journal, self._engine, self._live = hall, journal, engine, live
        self.agenda, self._telling = Agenda(), False
        self.show = Show(
            hall.venue.hall.id, journal, hall.clock, self.agenda, lambda mode: live.say(mode=mode)
        )
        hall.add_guard(far_hands(self.show))

    async def wake(self) -> None:
        """Recall what was booked, and go on from there."""
        for line in await self._journal.recall([*KINDS, MODE]):
            self.agenda.hear(line)
            self.show.hear(line)
        self._journal.follow(self._hear)
        self._journal.follow(self.show.hear)
        self.show.start()

    def _hear(self, line: Line) -> None:
        self.agenda.hear(line)
        if line.kind in KINDS and not self._telling:
            self._telling = True
            self._hall.clock.call_later(TOGETHER, self._tell)

    def _tell(self) -> None:
        self._telling = False
        self._live.say(events=self.events())

    def pressing(self, at: datetime) -> Booking | None:
        """The event that makes a fault more urgent at this moment: it runs, or begins within two hours."""
        return self.agenda.running(at, SOON)

    def resting(self) -> Sentence | None:
        """Why nothing is repaired by itself now: an event runs or is about to begin, or the hall is in show
        mode, which an encore is still in.
        """
        now = self._hall.clock.now()
        if self.agenda.running(now) is not None:
            return Sentence("healing.waits.event")
        if failpoints.planted("heals_in_show_mode"):
            return None
        if self.show.mode == SHOW:
            return Sentence("healing.show_mode")
        return Sentence("healing.event_soon") if self.agenda.running(now, EARLY) is not None else None

    def hushed(self) -> Sentence | None:
        """Why a sweep only asks now and tries nothing: an event runs, or the hall is in show mode."""
        event = self.agenda.running(self._hall.clock.now())
        if event is not None:
            return Sentence("readiness.event", title=event.title)
        return Sentence("readiness.show_mode") if self.show.mode == SHOW else None

    def stop(self) -> None:
        """Look at the clock no more."""
        self.show.stop()

    def edits(self) -> None:
        """Raise the problem, where the hall may not be changed now."""
        if self.show.mode == SHOW:
            raise Problem(409, "show_mode")

    def events(self) -> dict[str, Any]:
        """What runs, what comes next, and all that is not long over."""
        now = self._hall.clock.now()
        shown = [one.data() for one in self.agenda.within(now - AGO, datetime.max.replace(tzinfo=now.tzinfo))]
        running, next_ = self.agenda.running(now), self.agenda.next(now)
        return {"running": running and running.id, "next": next_ and next_.id, "events": shown}

    def add(self, actor: Actor, said: dict[str, Any]) -> tuple[Booking, Appended]:
        """Book an event. Raises a problem for moments the wrong way round, or a scene that is none."""
        if said.get("scene") and said["scene"] not in self._engine.scenes:
            raise Problem(422, "no_scene")
        try:
            made = booking({**said, "id": said.get("id") or f"ev-{secrets.token_hex(6)}"})
        except ValueError as error:
            raise Problem(422, "invalid", str(error)) from None
        return made, self._journal.append(ADDED, made.id, made.data(), actor.name)

    def remove(self, actor: Actor, id: str) -> Appended:
        """Cancel one. Raises 404."""
        if id not in self.agenda.bookings:
            raise Problem(404, "no_event")
        return self._journal.append(REMOVED, id, {}, actor.name)

    async def take(self, actor: Actor, source: str, text: str) -> Imported:
        """Take the coming events of a calendar: what is in it is booked, what is no longer in it is not.
        Raises a problem.
        """
        from controller.record.ics import NotACalendar, read

        now, zone = self._hall.clock.now(), ZoneInfo(self._hall.venue.hall.timezone)
        try:
            found, remarks = await asyncio.to_thread(read, text, now, zone, source)
        except NotACalendar as error:
            why = Sentence(f"problem.calendar_{error.why}", said=error.said)
            raise Problem(422, "no_calendar", why) from None
        fresh = [one for one in found if self._otherwise(one)]
        ids = {one.id for one in found}
        gone = [one for one in self._of(source) if one.end > now and one.id not in ids]
        lines = [self._journal.append(ADDED, one.id, one.data(), actor.name) for one in fresh]
        failpoints.hit("agenda.imported")
        lines += [self._journal.append(REMOVED, one.id, {}, actor.name) for one in gone]
        told = [Sentence(f"agenda.import_{what}", said=said, count=count) for what, said, count in remarks]
        return Imported(len(fresh), len(gone), told, lines[-1] if lines else None)

    def _of(self, source: str) -> Iterable[Booking]:
        return [one for one in self.agenda.bookings.values() if one.source == source]

    def _otherwise(self, one: Booking) -> bool:
        known = self.agenda.bookings.get(one.id)
        return known is None or replace(known, scene="") != replace(one, scene="")
