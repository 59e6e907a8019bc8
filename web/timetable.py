"""The schedules of the hall as the outside sees them; what runs by the clock goes through the same door."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from controller.desk.board import Board
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from controller.record.calendar import Hours
from controller.record.journal import Journal
from drivers.errors import NotAllowed
from drivers.rigfile.problems import RigFileError
from scenes.choices import BadChoice
from scenes.dues import KINDS
from scenes.engine import Engine, NoSuchScene
from scenes.plans import Answer, Plan, Ran, plans
from scenes.schedule import Schedules
from web.live import Live
from web.occasions import Occasions
from web.problems import Problem
from web.shown import plain
from web.sweeps import Sweeps

SATURDAY = 5


class Timetable:
    """Speaks for the schedules of one hall."""

    def __init__(
        self,
        hall: Hall,
        journal: Journal,
        engine: Engine,
        board: Board,
        occasions: Occasions,
        sweeps: Sweeps,
        live: Live,
    ) -> None:
        self._hall, self._journal, self._engine, self._board, self._live = hall, journal, engine, board, live
        self._sweeps = sweeps
        self._began = hall.clock.now()
        zone = ZoneInfo(hall.venue.hall.timezone)
        agenda = occasions.agenda
        self.schedules = Schedules(hall.clock, zone, journal, agenda, self._run, self._works, self._told)
        self.schedules.take(plans(hall.venue))

    async def wake(self) -> None:
        """Recall what was handled, and look at the clock from now on."""
        from controller.record import reading

        since = await self._journal.read(lambda connection: reading.last(connection, self._began))
        self.schedules.recall(await self._journal.recall(KINDS), since)
        self.schedules.start()

    def renew(self) -> None:
        """The hall's file was read again."""
        self.schedules.take(plans(self._hall.venue))
        self._told()

    def stop(self) -> None:
        """Run nothing more."""
        self.schedules.stop()

    def shown(self) -> list[dict[str, Any]]:
        """All schedules, with what is due next, and whether one asks."""
        found: list[dict[str, Any]] = plain([one.shown() for one in self.schedules.all.values()])
        return found

    def hold(self, actor: Actor, id: str, held: bool) -> None:
        """Let one rest, or go on. Raises 404."""
        self._known(id)
        self.schedules.hold(actor, id, held)

    def answer(self, actor: Actor, id: str, answer: Answer) -> None:
        """What a person says to one that asks. Raises 404, or 409 where it asks nothing."""
        self._known(id)
        if not self.schedules.answer(actor, id, answer):
            raise Problem(409, "nothing_asked")

    def _known(self, id: str) -> None:
        if id not in self.schedules.all:
            raise Problem(404, "no_schedule")

    def _run(self, plan: Plan) -> Ran:
        """Begin the scene, or the sweep; or say why not."""
        actor = Actor(plan.id, "lead", "schedule")
        if (why := self._busy()) is not None:
            return Ran("busy", why, busy=True)
        try:
            if plan.readiness:
                return Ran(self._sweeps.readiness.begin(actor).id)
            return Ran(self._engine.run(actor, plan.scene, args=plan.args).id)
        except NotAllowed as stopped:
            return Ran("not_allowed", stopped.why if isinstance(stopped.why, Sentence) else None)
        except (NoSuchScene, BadChoice, RigFileError):
            return Ran("no_scene")

    def _busy(self) -> Sentence | None:
        """What has to end before anything may begin by the clock."""
        run = self._engine.active
        if self._sweeps.readiness.going:
            return Sentence("schedule.sweeping")
        return None if run is None else Sentence("schedule.busy", scene=run.scene.name, who=run.actor.name)

    def _works(self, day: date) -> bool:
        office = self._board.calendars.now
        return office.works(day) if isinstance(office, Hours) else day.weekday() < SATURDAY

    def _told(self) -> None:
        self._live.say(schedules=self.shown())
