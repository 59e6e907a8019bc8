"""The scenes of a hall at work: one runs at a time; the last runs are remembered, also across a restart."""

import uuid
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping

from controller.events import RunMoved, RunTold
from controller.hall.guards import Asking, first, roles
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from controller.record.failpoints import planted
from drivers.errors import NotAllowed
from scenes import preview, risks
from scenes.again import Again
from scenes.byhand import afterwards
from scenes.choices import Args
from scenes.going import Going, Notes
from scenes.hands import Hands
from scenes.holding import Holding
from scenes.model import Path, Scene
from scenes.reasserting import Reasserting
from scenes.record import Line, Record, remembered
from scenes.runs import Run, RunState, Undo, taken
from scenes.times import Times
from scenes.trying import Choice
from scenes.waking import grouped, interrupted, latest, learn_times, settled, unbegun

LATEST = 50
WAITING = 10
"""So many wait for their turn; whoever wants more has lost the thread."""


class NoSuchScene(LookupError):
    """There is no scene of this name."""


class NoSuchRun(LookupError):
    """There is no such run, or it is too long ago."""


class Engine:
    """Runs, previews, stops and undoes. `scenes` may be replaced at any time: a run keeps the one it began
    with.
    """

    def __init__(self, hall: Hall, scenes: Mapping[str, Scene]) -> None:
        self.scenes = dict(scenes)
        self.runs: OrderedDict[str, Run] = OrderedDict()
        self.times = Times(hall)
        self.holding = Holding(hall)
        self.hands = Hands(hall.bus, hall.clock, hall.rig.changes)
        self.reasserting = Reasserting(hall, self.holding)
        self._hall = hall
        self._record = Record(hall.journal)
        self._going: Going | None = None
        self._queued: deque[Run] = deque()
        self._again = Again(hall.clock)

    # ------------------------------------------------------------ doing

    def run(
        self,
        actor: Actor,
        scene: str,
        key: str | None = None,
        replace: bool = False,
        args: Args | None = None,
        queue: bool = False,
    ) -> Run:
        """Run a scene now, with what was chosen; its first bytes have left on return.

        Raises NoSuchScene, BadChoice, or NotAllowed with a sentence: the role is too low, or another scene is
        running (`replace` stops that one first, `queue` waits for its end). The same `key` of the same actor
        within ten minutes is the same run.
        """
        if (before := self._again.before(actor.name, key)) is not None:
            return before
        wanted = self.scene(scene).chosen(args or {})
        if queue and not replace and self._going is not None:
            self._pass(actor, self.risk(wanted), wanted)
            return self._queue(actor, wanted, key, args or {})
        return self.begin(actor, wanted, key, replace, args)

    def begin(
        self,
        actor: Actor,
        wanted: Scene,
        key: str | None = None,
        replace: bool = False,
        args: Args | None = None,
    ) -> Run:
        """Run this very scene, whether the hall's file knows it or not. Raises NotAllowed as `run` does."""
        self._pass(actor, self.risk(wanted), wanted)
        if self._going is not None:
            if not replace:
                raise self._busy(self._going.run)
            why = Sentence("scene.replaced", scene=wanted.name)
            self._unqueue(why)
            self._going.stop(RunState.STOPPED, why, patience=0.0)
        run = self._new(actor, wanted, key, args or {})
        self._go(run).begin()
        return run

    def stop(self, actor: Actor, run: str) -> Run:
        """Send nothing more, at any depth; one that has ended stays so. Raises NoSuchRun and NotAllowed."""
        found = self.find(run)
        if (stopped := roles(Asking(actor, "", "a", name=found.scene.name))) is not None:
            raise NotAllowed(stopped)
        why = Sentence("scene.stopped", who=actor.name)
        if self._going is not None and self._going.run is found:
            self._unqueue(why)  # who wants it quiet wants nothing to begin
            self._going.stop(RunState.STOPPED, why)
        elif found.state is RunState.QUEUED:
            self._unqueue(why, found)
        return found

    def resume(self, actor: Actor, run: str) -> Run:
        """Go on with the latest run where it stood. Never by itself. Raises NoSuchRun and NotAllowed."""
        found = self.find(run)
        self._pass(actor, self.risk(found.scene), found.scene)
        if self._going is not None:
            raise self._busy(self._going.run)
        if not found.can_resume:
            raise NotAllowed(Sentence("scene.nothing_to_resume"))
        self._go(found).resume(actor)
        return found

    def undo(self, actor: Actor, run: str) -> Run:
        """Restore what the latest run moved, as far as that is reversible. Raises NoSuchRun and
        NotAllowed.
        """
        found = self.find(run)
        self._pass(actor, "a", found.scene)
        if self._going is not None:
            raise self._busy(self._going.run)
        if not found.undo.steps:
            raise NotAllowed(Sentence("scene.nothing_to_undo"))
        self._go(found).undo(actor)
        return found

    def answer(self, actor: Actor, run: str, path: Path, choice: Choice) -> Run:
        """Decide what follows on a failed step that asks, or say that a step was done by hand.

        Raises NoSuchRun, and NotAllowed where nothing is asked about that step or the role is too low.
        """
        found, going = self.find(run), self._going
        self._pass(actor, self.risk(found.scene), found.scene)
        if going is not None and going.run is found:
            heard = going.answer(actor, path, choice)
        else:
            heard = choice == Choice.BY_HAND and afterwards(self._hall, self._record, found, path, actor)
        if not heard:
            raise NotAllowed(Sentence("scene.nothing_asked"))
        return found

    def preview(self, actor: Actor, scene: str, args: Args | None = None) -> preview.Preview:
        """What `run` would do now; sends nothing. Raises NoSuchScene and BadChoice."""
        found = preview.preview(
            self._hall, actor.by_scene(), self.scene(scene).chosen(args or {}), self.times
        )
        return preview.with_people(found, lambda device: self.hands.at(device, but=actor.name))

    def close(self) -> None:
        """The service ends: a run under way is interrupted, and says so."""
        self._unqueue(Sentence("scene.never_began"))
        if self._going is not None:
            self._going.stop(RunState.INTERRUPTED, Sentence("scene.interrupted"), patience=0.0)

    # ------------------------------------------------------------ telling

    @property
    def active(self) -> Run | None:
        """The run under way."""
        return None if self._going is None else self._going.run

    def scene(self, id: str) -> Scene:
        """The scene called `id`. Raises NoSuchScene."""
        try:
            return self.scenes[id]
        except KeyError:
            raise NoSuchScene(id) from None

    def find(self, run: str) -> Run:
        """The run called `run`. Raises NoSuchRun."""
        try:
            return self.runs[run]
        except KeyError:
            raise NoSuchRun(run) from None

    def last(self, scene: str) -> Run | None:
        """The latest run of a scene."""
        return next((run for run in reversed(self.runs.values()) if run.scene.id == scene), None)

    def risk(self, scene: Scene) -> str:
        """The highest risk of anything in it: "a", "b" or "c"."""
        return risks.risk(self._hall, scene)

    # ------------------------------------------------------------ waking

    def recall(self, lines: Iterable[Line]) -> None:
        """What the journal says of runs (`record.KINDS`), before anything runs: those that never ended are
        `interrupted`, and nothing goes on by itself."""
        self.runs = OrderedDict(remembered(lines, LATEST))
        for run in self.runs.values():
            learn_times(self.times, run)
            grouped(run.steps)
            if run.active or run.state is RunState.QUEUED:
                (interrupted if run.active else unbegun)(run, self._hall.clock.now())
                self._record.ended(run)
                if run.state is RunState.INTERRUPTED and planted("runs_go_on_by_themselves"):
                    self._go(run).resume(run.actor)
            run.latest = False
            run.found()
        if (last := latest(self.runs.values())) is not None:
            last.latest = True
            settled(self._hall, self.holding, last)

    def recall_orders(self, lines: Iterable[Line]) -> None:
        """What was ordered (`order.asked`) after the latest run: those points are held no more."""
        for line in lines:
            self.holding.recall(line.subject, line.data)
            self.hands.recall(line.subject, line.data, line.actor)

    def _go(self, run: Run) -> Going:
        notes = Notes(self._record, self.times, self.holding, self.hands)
        self._going = Going(self._hall, run, notes, self._over)
        return self._going

    def _over(self) -> None:
        self._going = None
        if self._queued:
            self._hall.clock.call_later(0.0, self._next)

    def _queue(self, actor: Actor, scene: Scene, key: str | None, args: Args) -> Run:
        """It waits for its turn. That it waits is on record; should the service end, that it never began."""
        if len(self._queued) >= WAITING:
            raise NotAllowed(Sentence("scene.queue_full"))
        run = self._made(actor, scene, key, args)
        run.state, run.latest = RunState.QUEUED, False
        run.recorded = self._record.queued(run).committed
        self._queued.append(run)
        self._moved(run)
        return run

    def _next(self) -> None:
        if self._queued and self._going is None:
            run = self._queued.popleft()
            run.state, run.at = RunState.RUNNING, self._hall.clock.now()
            self._latest(run)
            self._go(run).begin()

    def _unqueue(self, why: Sentence, only: Run | None = None) -> None:
        """What waits for its turn does so no longer."""
        for run in [run for run in self._queued if only in (None, run)]:
            self._queued.remove(run)
            run.state, run.reason, run.ended = RunState.STOPPED, why, self._hall.clock.now()
            self._record.ended(run)
            self._moved(run)

    def _moved(self, run: Run) -> None:
        """It did not begin: there is nothing in it that could be lost."""
        run.say()
        self._hall.bus.publish(RunMoved(run.id))
        self._hall.bus.publish(RunTold(run.id))

    def _new(self, actor: Actor, scene: Scene, key: str | None, args: Args) -> Run:
        run = self._made(actor, scene, key, args)
        self._latest(run)
        return run

    def _latest(self, run: Run) -> None:
        """Only the latest can be undone, or go on."""
        for older in self.runs.values():
            older.undo, older.latest = Undo(), older is run
        self.runs.move_to_end(run.id)

    def _made(self, actor: Actor, scene: Scene, key: str | None, args: Args) -> Run:
        at = self._hall.clock.now()
        run = Run(uuid.uuid4().hex[:12], scene, actor, at, taken(scene.steps), scene.version, args)
        self.runs[run.id] = run
        self._forget()
        self._again.keep(actor.name, key, run)
        return run

    def _forget(self) -> None:
        """The oldest that are over: one that moves, or waits for its turn, can be seen and stopped."""
        over = [run.id for run in self.runs.values() if run.ended is not None]
        for gone in over[: max(0, len(self.runs) - LATEST)]:
            del self.runs[gone]
            self._hall.bus.publish(RunMoved(gone))
            self._hall.bus.publish(RunTold(gone))

    def _pass(self, actor: Actor, risk: str, scene: Scene) -> None:
        """At the door, before anything of it is: whoever may not touch the hall now runs no scene either."""
        if (why := first(self._hall.rig.guards, Asking(actor, "", risk, name=scene.name))) is not None:
            raise NotAllowed(why)

    def _busy(self, run: Run) -> NotAllowed:
        return NotAllowed(Sentence("scene.busy", scene=run.scene.name, who=run.actor.name))
