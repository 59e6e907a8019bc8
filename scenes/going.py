"""One run under way: it takes the steps, puts back what it moved when a vital one fails, is stopped."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from controller.clock import Timer
from controller.events import RunMoved, RunTold
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.rig import Appended
from controller.hall.sentences import Sentence
from controller.record.failpoints import hit, planted
from drivers.points import Ref
from scenes.byhand import decided, handy, mark
from scenes.hands import Hands
from scenes.holding import Holding
from scenes.lastlook import Fall, LastLook, Story, fallen
from scenes.model import Path
from scenes.record import Record
from scenes.restoring import remains, settle, theirs, undoing
from scenes.runs import Run, RunState, StepState, Taken, Undo, leaves, taken
from scenes.times import Times
from scenes.trying import Choice
from scenes.undo import may_put_back, undo
from scenes.verdict import cause, remark, spared
from scenes.walk import Walk

if TYPE_CHECKING:
    import asyncio

UNDER_WAY = (StepState.RUNNING, StepState.WAITING)
STOP_PATIENCE = 2.0
"""Seconds that a stopped run still waits for what has left, so that it can tell how that landed."""


class Notes(NamedTuple):
    """What a hall's runs leave behind, and look up."""

    record: Record
    times: Times
    holding: Holding
    hands: Hands


class Going:
    """Drives one run to its end; `over()` is called once there."""

    def __init__(self, hall: Hall, run: Run, notes: Notes, over: Callable[[], object]) -> None:
        self.run = run
        self._hall, self._hands = hall, notes.hands
        self._record, self._times, self._holding = notes.record, notes.times, notes.holding
        self._over = over
        self._walk: Walk | None = None
        self._timer: Timer | None = None
        self._halted: tuple[RunState, Sentence] | None = None
        self._landings: dict[Taken, float] = {}
        self._last: LastLook | None = None
        self._then: Callable[[Sequence[Fall]], object] = self._done
        self._quiet = False
        self._since = 0

    # ------------------------------------------------------------ what it is told to do

    def begin(self) -> None:
        """Take the scene's steps."""
        self.run.recorded = self._said(self._record.started(self.run, self.run.actor))
        hit("scene.started")
        self.run.say(None, self._told)
        if not self.run.scene.probe:
            self._holding.drop()
        self._begin(self.run.steps, self.run.actor, self._landed)
        if self.run.active:
            self.run.expected = self._times.ahead(self.run.scene.body)

    def resume(self, actor: Actor) -> None:
        """Go on where the run stood: what is done is verified, what was done once is not done again."""
        run = self.run
        run.state, run.ended, run.reason, run.undo = RunState.RUNNING, None, None, Undo()
        run.resumed = self._hall.clock.now()
        run.say(self._said(self._record.resumed(run, actor)), self._told)
        hit("scene.resumed")
        self._holding.drop()
        self._since = self._hands.mark
        for one in run.steps:
            one.again()
        self._begin(run.steps, actor, self._landed)
        if run.active:
            run.expected = self._times.ahead(run.scene.body)

    def undo(self, actor: Actor) -> None:
        """Restore what the run moved."""
        self._holding.drop()
        self._put_back(actor, RunState.UNDONE)

    def stop(self, state: RunState, reason: Sentence, patience: float = STOP_PATIENCE) -> None:
        """Send nothing more. What has left may land for `patience` seconds; then the run is `state`."""
        walk = self._walk
        if walk is None or not self.run.active:
            return
        if self._halted is None:
            self._halted = state, reason
            self.run.state = RunState.STOPPING
            self.run.say(None, self._told)
            self._tell()
            walk.halt()
        if self._last is not None:  # all has landed; that it still stands nobody will know
            self._last.drop()
            self._looked(())
            return
        if self.run.active and patience > 0 and self._timer is None:
            self._timer = self._hall.clock.call_later(patience, self._abandon)
        elif self.run.active and patience <= 0:
            self._abandon()

    def answer(self, actor: Actor, path: Path, choice: Choice) -> bool:
        """A person decides about a failed step; False where nothing is asked about it."""
        walk = self._walk
        if walk is None or path not in (*(one.taken.path for one in walk.asking), *self._handy(choice)):
            return False
        step = next(one for one in self.run.steps if one.path == path)
        self._said(self._record.answered(self.run, step, choice, actor))
        hit("scene.answered")
        step.forgiven = choice == Choice.GO_ON
        if choice == Choice.AGAIN:
            for one in self.run.steps:
                one.mark = self._hands.mark if one.path[: len(path)] == path else one.mark
        if choice == Choice.BY_HAND:
            for one in mark(self.run, path, actor.name, self._hall.clock.now()):
                self.moved(one)
        decided(walk, path, choice)
        self._tell()
        return True

    def _handy(self, choice: Choice = Choice.BY_HAND) -> Sequence[Path]:
        """The steps that a person may say to have done by hand now."""
        possible = (
            choice == Choice.BY_HAND and self.run.state is RunState.RUNNING and not self.run.scene.probe
        )
        return handy(self._walk, self.run.steps) if possible and self._walk is not None else ()

    # ------------------------------------------------------------ what the steps tell

    def moved(self, step: Taken) -> None:
        """A step is in another state. That it has landed is told once it is on disk, and a group with what
        is in it.
        """
        landed = step.state not in UNDER_WAY
        if landed and leaves([step]):
            self._said(self._record.step(self.run, step))
            hit("scene.landed")
            self._times.landed(step)
        if landed:
            self._landings.pop(step, None)
            self._landings[step] = self._hall.clock.monotonic()
        step.say(self.run.stored if landed else None, self._told)
        self._tell()

    def asking(self) -> None:
        """A person is to decide about a step, or has."""
        self.run.asks = tuple(one.taken.path for one in self._walk.asking) if self._walk else ()
        self._tell()
        self._told()

    def who(self, ref: Ref) -> str | None:
        """The person who last wanted a point otherwise."""
        return self._hands.on(ref)

    def theirs(self, ref: Ref) -> str | None:
        """The person who wanted a point otherwise since this run touched it; whoever lets it go on wants what
        is still to come, but what is put back stays anybody's who took it.
        """
        putting_back = self._walk is not None and self._walk.puts_back
        return theirs(self.run, self._hands, ref, 0 if putting_back else self._since)

    def touching(self, step: Taken) -> "asyncio.Future[Any]":
        """A step is about to send something: what was before is said to the record first."""
        step.mark = self._hands.mark
        return self._said(self._record.step(self.run, step))

    # ------------------------------------------------------------

    def _begin(
        self, steps: Sequence[Taken], actor: Actor, landed: Callable[[bool], object], puts_back: bool = False
    ) -> None:
        self._walk = Walk(self._hall, actor.by_scene(), steps, self, landed)
        self.run.handy = self._handy
        self._walk.puts_back = puts_back
        self._tell()
        self._quiet = True  # until the first bytes have left: twenty pieces of news would hold up the last
        try:
            self._walk.begin()
        finally:
            self._quiet = False
            self._told()

    def _landed(self, fine: bool) -> None:
        if self._halted is not None:
            self._end(*self._halted)
        elif fine:
            self._look(self.run.steps, self._done)
        else:
            self.run.reason = Sentence("scene.failed", why=cause(self.run.steps) or "")
            self.run.undo = undo(self.run.steps, self._hall.point, may_put_back)
            self._put_back(self.run.actor, RunState.FAILED)

    def _look(self, steps: Sequence[Taken], then: Callable[[Sequence[Fall]], object]) -> None:
        """All has landed: does what is said of these steps still stand?"""
        if self.run.scene.probe or self._walk is None or planted("nobody_looks_at_the_end"):
            then(())
            return
        self._then = then
        story = Story(steps, self._landings, self._hands)
        self._last = LastLook(self._hall, self._walk.actor, story, self._looked)
        self._last.begin()

    def _looked(self, falls: Sequence[Fall]) -> None:
        """What has fallen is told."""
        self._last = None
        for step in fallen(self.run.steps, falls):
            self.moved(step)
        self._then(falls)

    def _done(self, falls: Sequence[Fall]) -> None:
        """All went well. Nothing that fell is put back by itself, for the room may be in use as it is."""
        fatal = [one for one in falls if not one.somebody and not spared(self.run.steps, one.step)]
        if self._halted is not None:
            self._end(*self._halted)
        elif fatal:
            why = Sentence("scene.not_standing", count=len(fatal), why=fatal[0].why)
            self._end(RunState.FAILED, why)
        else:
            self._end(RunState.DONE, self._remark())

    def _put_back(self, actor: Actor, ends: RunState) -> None:
        run = self.run
        run.put_back = taken(run.undo.steps)
        if not run.put_back:
            self._restored(ends)
            return
        run.state, run.ended = RunState.UNDOING, None
        run.say(self._said(self._record.started(run, actor, undo=True)), self._told)
        hit("scene.undoing")
        self._begin(run.put_back, actor, lambda _: self._restored(ends), puts_back=True)

    def _restored(self, ends: RunState) -> None:
        """All that is put back has landed; who undid it makes no claim of the rest."""
        steps = self.run.put_back if ends is RunState.UNDONE else [*self.run.steps, *self.run.put_back]
        if self._halted is None:
            self._look(steps, lambda _: self._settled(ends))
        else:
            self._settled(ends)

    def _settled(self, ends: RunState) -> None:
        for one in settle(self.run):
            one.say(self._said(self._record.step(self.run, one)), self._told)
        self._end(*(self._halted or (ends, remains(self.run, ends))))

    def _end(self, state: RunState, reason: Sentence | None) -> None:
        run = self.run
        run.state, run.reason, run.ended = state, reason, self._hall.clock.now()
        run.undo = undoing(run, self._hands, self._hall.point)
        if self._timer is not None:
            self._timer.cancel()
        self._times.ended(run)
        if state is RunState.DONE and not run.scene.probe:
            self._holding.take(run)
        hit("scene.judged")
        run.handy = None
        run.say(self._said(self._record.ended(run)), self._told)
        hit("scene.ended")
        self._walk = None
        self._over()
        self._tell()

    def _abandon(self) -> None:
        if self._walk is not None:
            self._walk.abandon(Sentence("scene.sent_before_stop"))

    def _remark(self) -> Sentence | None:
        return None if planted("failures_are_not_told") else remark(self.run.steps, self._hall.rig.changes)

    def _said(self, line: Appended) -> "asyncio.Future[Any]":
        self.run.stored = line.committed
        return line.committed

    def _tell(self) -> None:
        self._hall.bus.publish(RunMoved(self.run.id))

    def _told(self) -> None:
        if not self._quiet:
            self._hall.bus.publish(RunTold(self.run.id))
