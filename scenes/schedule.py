"""Scenes that run by the clock: when they are due, what lets them wait or pass, and who may say no.

A due moment is handled once, whatever the clock does: what was handled is on record, and so is what waits; a
moment that went by while nobody looked is run for ten minutes and then called missed. Everything is worked
out anew at each look from the moment on the wall, so that a clock that steps creates and hides nothing.
Where several moments of one schedule went by, the last of them stands for all.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from controller.clock import Clock, Timer
from controller.hall.orders import Actor
from controller.hall.rig import Journal
from controller.hall.sentences import Sentence
from controller.record.agenda import Agenda
from controller.record.failpoints import hit, planted
from scenes.dues import CLOCK, HELD, TAKEN, WAITS, reason, recalled
from scenes.known import KNOWN, Known
from scenes.plans import RUN, SKIP, Answer, Plan, Ran, Standing
from scenes.record import Line

LOOK = 5.0
LATE = timedelta(minutes=10)
LATER = timedelta(minutes=30)
DOUBT = 60.0
STEP = 30.0
"""Seconds by which the wall's clock may run away from the steady one before it counts as a step."""
PATIENCE = timedelta(hours=12)
"""How long an event may keep a schedule waiting."""
TURN = timedelta(hours=1)
"""How long what is under way may: later than that nobody expects it."""
AWAY = timedelta(days=8)
"""What came due longer ago than this, while the service was away, is nobody's concern any more."""


class Schedules:
    """The schedules of a hall. `run(plan)` begins the scene and answers how that went.

    `works(day)` tells workdays; `told()` is called when somebody has to be asked, or no longer.
    """

    def __init__(
        self,
        clock: Clock,
        zone: tzinfo,
        journal: Journal,
        agenda: Agenda,
        run: Callable[[Plan], Ran],
        works: Callable[[date], bool],
        told: Callable[[], object],
    ) -> None:
        self._clock, self._zone, self._journal, self._agenda = clock, zone, journal, agenda
        self._run, self._works, self._told = run, works, told
        self._timer: Timer | None = None
        self._handled: dict[str, datetime] = {}
        self._known = Known(journal)
        self._believed = clock.monotonic()
        self._offset = clock.now().timestamp() - clock.monotonic()
        self.all: dict[str, Standing] = {}
        self.stored: asyncio.Future[Any] | None = None  # done once the last that was said is on disk

    def take(self, plans: Iterable[Plan]) -> None:
        """These are the schedules now; one that is the same as before goes on as it stands.

        One that is new, or does something else than before, counts from now: nobody wanted it ten minutes
        ago.
        """
        old, self.all = self.all, {}
        for plan in plans:
            before = old.get(plan.id)
            if before is not None and before.plan == plan:
                self.all[plan.id] = before
            else:
                self.all[plan.id] = Standing(plan, held=before is not None and before.held)
        if self._timer is not None:
            self._count()

    def _count(self) -> None:
        for id in self._known.news(one.plan for one in self.all.values()):
            self._handled[id] = self._clock.now()
            self.all[id].rest()  # what waits was another's moment

    def recall(self, lines: Iterable[Line], since: datetime | None = None) -> None:
        """What was handled and held before a restart, and what was waiting; the service was away `since`."""
        now = self._clock.now()
        for line in lines:
            self._known.recall(line)
            if line.kind == TAKEN:
                self._handled[line.subject] = datetime.fromisoformat(line.data.get("upto", line.data["due"]))
            elif line.kind == KNOWN:
                self._handled[line.subject] = line.at
            if (standing := self.all.get(line.subject)) is not None:
                recalled(standing, line, now)
        self._count()
        for standing in self.all.values():
            self._away(standing, self._handled.get(standing.plan.id, since), now)

    def _away(self, standing: Standing, since: datetime | None, now: datetime) -> None:
        """The last moment that came due while nobody looked is called missed, if it is too late to run."""
        if since is None or standing.pending:
            return
        gone = standing.plan.moments(max(since, now - AWAY), now - LATE, self._zone)
        found = [moment for moment in gone if standing.plan.meant(moment, self._zone, self._works)]
        if found:
            standing.due = found[-1]
            self._done(standing, "held" if standing.held else "missed")

    def start(self) -> None:
        """Look at the clock from now on."""
        self._look()

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    # ------------------------------------------------------------ people

    def hold(self, actor: Actor, id: str, held: bool) -> None:
        """Let a schedule rest, or go on. KeyError where there is none."""
        standing = self.all[id]
        if standing.held != held:
            standing.held = held
            self.stored = self._journal.append(HELD, id, {"held": held}, actor.name).committed
            self._told()

    def answer(self, actor: Actor, id: str, answer: Answer) -> bool:
        """What a person says to one that asks; False where it asks nothing."""
        standing = self.all[id]
        if standing.asks_until is None or standing.due is None:
            return False
        match answer:
            case Answer.NOW:
                self._go(standing, actor.name)
            case Answer.NOT:
                self._done(standing, "declined", actor.name)
            case Answer.LATER:
                standing.asks_until = self._clock.now() + LATER
                self._waiting(standing, actor.name, put_off=True)
        return True

    # ------------------------------------------------------------ the clock

    def _look(self) -> None:
        now = self._clock.now()
        self._stepped(now)
        if self._clock.monotonic() >= self._believed:
            for standing in list(self.all.values()):
                self._see(standing, now)
        self._timer = self._clock.call_later(LOOK, self._look)

    def _stepped(self, now: datetime) -> None:
        """Where the clock on the wall has stepped, it is not believed for a minute, and then all is worked
        out anew.
        """
        offset = now.timestamp() - self._clock.monotonic()
        if abs(offset - self._offset) > STEP:
            self._believed = self._clock.monotonic() + DOUBT
            for standing in self.all.values():
                if not standing.pending:
                    standing.due = None
        self._offset = offset

    def _see(self, standing: Standing, now: datetime) -> None:
        plan = standing.plan
        if standing.due is None:
            standing.due = plan.next(self._from(plan, now), self._zone)
        if standing.due is None or now < standing.due:
            return
        if not standing.pending:
            standing.due = self._last(plan, standing.due, now)
        if not plan.meant(standing.due, self._zone, self._works):
            self._pass(standing, standing.due)
        elif standing.held:
            self._done(standing, "held")
        elif now - standing.due > (PATIENCE if standing.pending else LATE):
            self._done(standing, "missed")
        elif self._agenda.running(now) is not None and plan.during != RUN:
            self._event(standing)
        else:
            self._ripe(standing, now)

    def _last(self, plan: Plan, due: datetime, now: datetime) -> datetime:
        """The last moment since `due` that is for its day: it stands for those before it."""
        if planted("every_missed_moment_runs"):
            return due
        passed = [due, *plan.moments(due, now, self._zone)]
        return next((one for one in reversed(passed) if plan.meant(one, self._zone, self._works)), passed[-1])

    def _from(self, plan: Plan, now: datetime) -> datetime:
        """The moment after which the next one counts: never one that was handled, or is long past."""
        handled = self._handled.get(plan.id, now - LATE)
        if handled > now + LATE:  # by a clock that was wrong
            return now
        return max(handled, now - 2 * LATE)

    def _event(self, standing: Standing) -> None:
        if standing.plan.during == SKIP:
            self._done(standing, "event")
        elif not standing.waits or standing.turn is not None:
            standing.waits, standing.asks_until, standing.turn, standing.why = True, None, None, None
            self._waiting(standing)

    def _ripe(self, standing: Standing, now: datetime) -> None:
        if standing.plan.ask and standing.asks_until is None and standing.turn is None:
            standing.waits, standing.asks_until = False, now + timedelta(seconds=standing.plan.ask)
            self._waiting(standing)
        elif standing.asks_until is None or now >= standing.asks_until:
            self._go(standing, CLOCK)

    def _waiting(self, standing: Standing, by: str = CLOCK, put_off: bool = False) -> None:
        """It has come due and does not run yet; a service that starts again knows of it."""
        due, until = standing.due or self._clock.now(), standing.asks_until
        data = {"due": due.isoformat(), "until": until.isoformat() if until else None, "put_off": put_off}
        line = self._journal.append(WAITS, standing.plan.id, data | reason(standing.why), by)
        self.stored = line.committed
        self._told()

    def _go(self, standing: Standing, by: str) -> None:
        ran, now = self._run(standing.plan), self._clock.now()
        if ran.busy and now - (standing.turn or now) <= TURN and not planted("schedules_never_wait"):
            self._queue(standing, ran.why, by)
        else:
            self._done(standing, ran.word, by, ran.why)

    def _queue(self, standing: Standing, why: Sentence | None, by: str) -> None:
        """It waits for its turn: tried again at each look; to stop what runs does not call it off."""
        fresh = standing.turn is None or standing.why != why
        standing.turn, standing.why = standing.turn or self._clock.now(), why
        standing.waits, standing.asks_until = True, None
        if fresh:
            self._waiting(standing, by)

    def _done(self, standing: Standing, outcome: str, by: str = CLOCK, why: Sentence | None = None) -> None:
        now = self._clock.now()
        due = upto = standing.due or now
        if standing.pending and not planted("every_missed_moment_runs"):  # and what came due meanwhile
            upto = max([due, *standing.plan.moments(due, now, self._zone)])
        data = {"due": due.isoformat(), "outcome": outcome} | reason(why)
        hit("schedule.fired")
        data |= {"upto": upto.isoformat()} if upto != due else {}
        self.stored = self._journal.append(TAKEN, standing.plan.id, data, by).committed
        standing.last = {"due": data["due"], "outcome": outcome, "why": why}
        self._pass(standing, upto)
        self._told()

    def _pass(self, standing: Standing, upto: datetime) -> None:
        """Nothing more is to be done about what came due up to this moment."""
        self._handled[standing.plan.id] = upto
        standing.rest()
        standing.due = standing.plan.next(self._from(standing.plan, self._clock.now()), self._zone)
