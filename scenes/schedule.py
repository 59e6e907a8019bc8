"""Scenes that run by the clock: when they are due, what lets them wait or pass, and who may say no.

A due moment is handled once, whatever the clock does: what was handled is on record, and so is what waits; a
moment that went by while nobody looked is run for ten minutes and then called missed. Everything is worked
out anew at each look from the moment on the wall, so that a clock that steps creates and hides nothing.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo

from controller.clock import Clock, Timer
from controller.hall.orders import Actor
from controller.hall.rig import Journal
from controller.record.agenda import Agenda
from controller.record.failpoints import hit
from scenes.plans import RUN, SKIP, Answer, Plan, Standing
from scenes.record import Line

TAKEN, HELD, WAITS = "schedule.taken", "schedule.held", "schedule.waits"
KINDS = (TAKEN, HELD, WAITS)
LOOK = 5.0
LATE = timedelta(minutes=10)
LATER = timedelta(minutes=30)
DOUBT = 60.0
STEP = 30.0
"""Seconds by which the wall's clock may run away from the steady one before it counts as a step."""
PATIENCE = timedelta(hours=12)
"""How long an event may keep a schedule waiting."""
AWAY = timedelta(days=8)
"""What came due longer ago than this, while the service was away, is nobody's concern any more."""


class Schedules:
    """The schedules of a hall. `run(plan)` begins the scene and answers how that went: its id, or why not.

    `works(day)` tells workdays; `told()` is called when somebody has to be asked, or no longer.
    """

    def __init__(
        self,
        clock: Clock,
        zone: tzinfo,
        journal: Journal,
        agenda: Agenda,
        run: Callable[[Plan], str],
        works: Callable[[date], bool],
        told: Callable[[], object],
    ) -> None:
        self._clock, self._zone, self._journal, self._agenda = clock, zone, journal, agenda
        self._run, self._works, self._told = run, works, told
        self._timer: Timer | None = None
        self._handled: dict[str, datetime] = {}
        self._believed = clock.monotonic()
        self._offset = clock.now().timestamp() - clock.monotonic()
        self.all: dict[str, Standing] = {}

    def take(self, plans: Iterable[Plan]) -> None:
        """These are the schedules now; one that is the same as before goes on as it stands.

        One that is new or other, in a hall that runs, counts from now: nobody wanted it ten minutes ago.
        """
        old, self.all = self.all, {}
        for plan in plans:
            before = old.get(plan.id)
            if before is not None and before.plan == plan:
                self.all[plan.id] = before
                continue
            self.all[plan.id] = Standing(plan, held=before is not None and before.held)
            if self._timer is not None:
                self._handled[plan.id] = self._clock.now()

    def recall(self, lines: Iterable[Line], since: datetime | None = None) -> None:
        """What was handled and held before a restart, and what was waiting; the service was away `since`."""
        for line in lines:
            if line.kind == TAKEN:
                self._handled[line.subject] = datetime.fromisoformat(line.data["due"])
            if (standing := self.all.get(line.subject)) is not None:
                _recalled(standing, line)
        for standing in self.all.values():
            self._away(standing, self._handled.get(standing.plan.id, since), self._clock.now())

    def _away(self, standing: Standing, since: datetime | None, now: datetime) -> None:
        """The last moment that came due while nobody looked is called missed, if it is too late to run."""
        if since is None or self._pending(standing):
            return
        found, moment = None, standing.plan.next(max(since, now - AWAY), self._zone)
        while moment is not None and moment <= now - LATE:
            found = moment if standing.plan.meant(moment, self._zone, self._works) else found
            moment = standing.plan.next(moment, self._zone)
        if found is not None:
            standing.due = found
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
            self._journal.append(HELD, id, {"held": held}, actor.name)
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
                self._waiting(standing, actor.name)
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
                if not self._pending(standing):
                    standing.due = None
        self._offset = offset

    def _see(self, standing: Standing, now: datetime) -> None:
        plan = standing.plan
        if standing.due is None:
            standing.due = plan.next(self._from(plan, now), self._zone)
        if standing.due is None or now < standing.due:
            return
        if not plan.meant(standing.due, self._zone, self._works):
            self._pass(standing)
        elif standing.held:
            self._done(standing, "held")
        elif now - standing.due > (PATIENCE if self._pending(standing) else LATE):
            self._done(standing, "missed")
        elif self._agenda.running(now) is not None and plan.during != RUN:
            self._event(standing)
        else:
            self._ripe(standing, now)

    def _from(self, plan: Plan, now: datetime) -> datetime:
        """The moment after which the next one counts: never one that was handled, or is long past."""
        handled = self._handled.get(plan.id, now - LATE)
        if handled > now + LATE:  # by a clock that was wrong
            return now
        return max(handled, now - 2 * LATE)

    def _pending(self, standing: Standing) -> bool:
        return standing.waits or standing.asks_until is not None

    def _event(self, standing: Standing) -> None:
        if standing.plan.during == SKIP:
            self._done(standing, "event")
        elif not standing.waits:
            standing.waits, standing.asks_until = True, None
            self._waiting(standing)

    def _ripe(self, standing: Standing, now: datetime) -> None:
        if standing.plan.ask and standing.asks_until is None:
            standing.waits, standing.asks_until = False, now + timedelta(seconds=standing.plan.ask)
            self._waiting(standing)
        elif standing.asks_until is None or now >= standing.asks_until:
            self._go(standing, "schedule")

    def _waiting(self, standing: Standing, by: str = "schedule") -> None:
        """It has come due and does not run yet; a service that starts again knows of it."""
        due, until = standing.due or self._clock.now(), standing.asks_until
        data = {"due": due.isoformat(), "until": until.isoformat() if until else None}
        self._journal.append(WAITS, standing.plan.id, data, by)
        self._told()

    def _go(self, standing: Standing, by: str) -> None:
        self._done(standing, self._run(standing.plan), by)

    def _done(self, standing: Standing, outcome: str, by: str = "schedule") -> None:
        due = standing.due or self._clock.now()
        data = {"due": due.isoformat(), "outcome": outcome}
        hit("schedule.fired")
        self._journal.append(TAKEN, standing.plan.id, data, by)
        standing.last = data
        self._pass(standing)

    def _pass(self, standing: Standing) -> None:
        """Nothing more is to be done about this moment."""
        asked = self._pending(standing)
        if standing.due is not None:
            self._handled[standing.plan.id] = standing.due
        standing.due, standing.waits, standing.asks_until = None, False, None
        standing.due = standing.plan.next(self._from(standing.plan, self._clock.now()), self._zone)
        if asked:
            self._told()


def _recalled(standing: Standing, line: Line) -> None:
    """A line of its own. One that asked is asked again: nobody could answer meanwhile."""
    match line.kind:
        case "schedule.taken":
            standing.last = {"due": line.data["due"], "outcome": line.data["outcome"]}
            standing.due, standing.waits = None, False
        case "schedule.waits":
            standing.due, standing.waits = datetime.fromisoformat(line.data["due"]), True
        case _:
            standing.held = line.data["held"]
