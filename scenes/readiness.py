"""Before doors: every device is exercised in a way that harms nothing, and a sheet says green or red.

Each device must be there, answer what it is asked, and obey where its hall says that trying is safe: a point
is turned over and back, a test picture is sent to an output and what was there comes back. A device that
answers and ignores is found by that, and by nothing else. What it tries runs as a scene, so that a person may
stop it, and then it is put back; a service that dies in the middle finds the sheet again, and says so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from controller.events import RunMoved
from controller.hall.guards import Asking, first, roles
from controller.hall.hall import Hall
from controller.hall.orders import Actor, NoSuchPoint, Order
from controller.hall.sentences import Sentence
from controller.record.failpoints import hit, planted
from drivers.errors import NotAllowed
from drivers.points import Ref, Value
from scenes.engine import Engine
from scenes.model import Step
from scenes.reasons import Reasons
from scenes.record import Line
from scenes.returning import Returned, Returning
from scenes.runs import Run, RunState
from scenes.sheet import BEGUN, FOUND, How, Item, Left, Light, Sheet
from scenes.trials import CANNOT_TELL, NAME, device, points, probe, rows, trial
from scenes.unended import unended

MOST = 64
"""Points of one device that are asked for; of larger ones, so many, evenly."""


class Readiness:
    """Sweeps one hall, one sweep at a time. `moved(sheet)` is called as it goes on, and once at its end.

    `hushed()` says why nothing may be tried now, only asked: an event is on, or show mode.
    """

    def __init__(self, hall: Hall, engine: Engine, moved: Callable[[Sheet], object]) -> None:
        self._hall, self._engine, self._moved = hall, engine, moved
        self._reasons, self.returning = Reasons(hall), Returning(hall, engine)
        self._left: set[str] = set()
        self._run: Run | None = None
        self._actor: Actor | None = None
        self.hushed: Callable[[], Sentence | None] = lambda: None
        self.sheet: Sheet | None = None
        hall.bus.subscribe(RunMoved, lambda event: self._look())

    @property
    def going(self) -> bool:
        """Whether a sweep is under way, or something is put back after one."""
        return self.returning.going or (self.sheet is not None and self.sheet.ended is None)

    def begin(
        self, actor: Actor, only: str | None = None, ticket: int | None = None, insists: bool = False
    ) -> Sheet:
        """Begin a sweep, of all devices or of `only` one, for a ticket; `insists`: try, whatever hushes it.
        Raises NotAllowed with a sentence while one, or a scene, is under way.
        """
        self._may(actor)
        now, which = self._hall.clock.now(), frozenset(self._hall.devices if only is None else [only])
        id = f"sweep-{now:%Y%m%d-%H%M%S}"
        id += "-2" if self.sheet is not None and self.sheet.id == id else ""
        sheet = self.sheet = Sheet(id, actor.name, now, which, ticket=ticket, insisted=insists)
        sheet.quiet = self._hush(sheet)
        sheet.recorded = self._hall.journal.append(BEGUN, id, sheet.begun(), actor.name).committed
        hit("sheet.begun")
        self._actor, self._left, self._run = actor, set(which), None
        for one in sorted(which):
            self._there(sheet, one)
        self._tried(sheet)
        return sheet

    def _may(self, actor: Actor) -> None:
        if self.going:
            raise NotAllowed(Sentence("readiness.going"))
        if self._engine.active is not None:
            raise NotAllowed(Sentence("readiness.scene_runs"))
        if (why := first(self._hall.rig.guards, Asking(actor, "", "a", name=NAME))) is not None:
            raise NotAllowed(why)

    def stop(self, actor: Actor) -> None:
        """Try nothing more, and put back what is turned over. Raises NotAllowed where nothing is under way,
        or the role is too low.
        """
        if (why := roles(Asking(actor, "", "a", name=NAME))) is not None:
            raise NotAllowed(why)
        run = self.returning.run or self._run
        if run is not None:
            self._engine.stop(actor, run.id)
        elif self.sheet is not None and self.sheet.state is How.GOING:
            self._cut(self.sheet, How.STOPPED, Sentence("scene.stopped", who=actor.name))
            self._end(self.sheet)
        elif not self.going:
            raise NotAllowed(Sentence("readiness.not_going"))

    def _hush(self, sheet: Sheet) -> Sentence | None:
        return None if sheet.insisted or planted("sweeps_try_during_events") else self.hushed()

    # ------------------------------------------------------------ there, and reading

    def _there(self, sheet: Sheet, device: str) -> None:
        away = self._reasons.offline(device)
        if away is not None:
            self._say(sheet, Item(device, "there", Light.RED, why=away))
            self._left.discard(device)
            return
        self._say(sheet, Item(device, "there", Light.GREEN))
        if refs := list(self._readable(device)):
            self._read(sheet, device, refs, [])
            return
        self._say(sheet, Item(device, "reads", Light.GREY, why=Sentence("readiness.nothing_to_ask")))
        self._left.discard(device)

    def _readable(self, device: str) -> Iterator[Ref]:
        rig = self._hall.rig
        asked = [ref for ref in points(self._hall, device) if rig.interval(ref) is not None]
        step = max(1, -(-len(asked) // MOST))
        yield from asked[::step]

    def _read(self, sheet: Sheet, device: str, refs: list[Ref], failed: list[Order]) -> None:
        """One after the other: a slow line has no use for a heap of questions."""
        if sheet.state is not How.GOING:
            return
        if not refs or len(failed) > 2:
            self._was_read(sheet, device, failed)
            return
        ref, *rest = refs
        try:
            order = self._hall.rig.read(ref)
        except NoSuchPoint:
            self._read(sheet, device, rest, failed)
            return

        def answered(ended: Order) -> None:
            fine = ended.ok or ended.state in CANNOT_TELL
            self._read(sheet, device, rest, failed if fine else [*failed, ended])

        order.settled.add_done_callback(answered)

    def _was_read(self, sheet: Sheet, device: str, failed: list[Order]) -> None:
        if failed:
            why = self._reasons.unread(failed[0])
            self._say(sheet, Item(device, "reads", Light.RED, str(failed[0].ref or ""), why))
        else:
            self._say(sheet, Item(device, "reads", Light.GREEN))
        self._left.discard(device)
        self._tried(sheet)

    # ------------------------------------------------------------ obeying

    def _tried(self, sheet: Sheet) -> None:
        """Once every device is read, what may be tried is tried, all devices at once."""
        if self._left or self._run is not None or sheet.state is not How.GOING or self._actor is None:
            return
        there = [one for one in sorted(sheet.which) if self._reasons.offline(one) is None]
        trials = (trial(self._hall, one, lambda item: self._say(sheet, item)) for one in there)
        steps = [step for step in trials if step is not None]
        sheet.quiet = sheet.quiet or self._hush(sheet)
        if not steps or sheet.quiet is not None:
            self._untried(sheet, steps, sheet.quiet)
            return
        try:
            self._run = self._engine.begin(self._actor, probe(steps))
            self._look()  # it may be over already
        except NotAllowed as stopped:
            busy = Sentence("readiness.scene_runs")
            self._untried(sheet, steps, stopped.why if isinstance(stopped.why, Sentence) else busy)

    def _untried(self, sheet: Sheet, steps: Iterable[Step], why: Sentence | None) -> None:
        for step in steps:
            self._say(sheet, Item(device(step), "obeys", Light.GREY, why=why))
        self._end(sheet)

    def _look(self) -> None:
        """What it tried may be over: all of it, or as far as it came."""
        run, sheet, actor = self._run, self.sheet, self._actor
        if run is None or run.active or sheet is None or actor is None:
            return
        self._run = None
        if run.state is RunState.STOPPED:
            self._cut(sheet, How.STOPPED, run.reason or Sentence("readiness.cut"))
        elif run.state is not RunState.DONE:
            self._cut(sheet, How.INTERRUPTED, Sentence("readiness.interrupted"))
        items, lefts = rows([run], sheet.why, self._stands)
        for item in items:
            self._say(sheet, item)
        if run.state is RunState.STOPPED and lefts and not planted("stopped_sweeps_put_nothing_back"):
            # not within the stop: another scene may be about to begin
            self._hall.clock.call_later(0.0, self._back, sheet, actor, lefts, run)
        else:
            self._over(sheet, [Returned(self.returning.row(one), one) for one in lefts])

    def _stands(self, ref: Ref, value: Value) -> bool:
        now = self._hall.state.get(ref)
        sure = now.quality == "live" and not self._hall.rig.unsure(ref)
        return sure and self._hall.point(ref).agrees(value, now.reported)

    # ------------------------------------------------------------ stopped, interrupted, over

    def _back(self, sheet: Sheet, actor: Actor, lefts: Sequence[Left], run: Run) -> None:
        try:
            if next(reversed(self._engine.runs.values())) is not run:  # it may want them as they are now
                raise NotAllowed(Sentence("readiness.scene_since"))
            self.returning.begin(actor, lefts, lambda found: self._over(sheet, found))
        except NotAllowed as stopped:
            why = stopped.why if isinstance(stopped.why, Sentence) else None
            still = [Left(one.ref, one.was, one.to, why or one.why) for one in lefts]
            self._over(sheet, [Returned(self.returning.row(one), one) for one in still])

    def _over(self, sheet: Sheet, found: Sequence[Returned]) -> None:
        sheet.left = [one.left for one in found if one.left is not None]
        for one in found:
            self._say(sheet, one.item)
        self._end(sheet)

    def interrupted(self, begun: Line, found: Iterable[Line]) -> Sheet:
        """The sheet of a sweep that the service did not outlive, as far as it had come. Nothing moves."""
        return unended(begun, found, self._engine.runs.values(), self._hall.clock.now(), self.returning.row)

    def put_back(
        self, actor: Actor, lefts: Sequence[Left], over: Callable[[Sequence[Returned]], object]
    ) -> None:
        """Put back what an earlier sweep left turned over. Raises NotAllowed as `begin` does."""
        self._may(actor)
        self.returning.begin(actor, lefts, over)

    def _cut(self, sheet: Sheet, how: How, why: Sentence) -> None:
        sheet.state, sheet.why = how, why

    def _end(self, sheet: Sheet) -> None:
        if sheet.state is How.GOING:
            sheet.state = How.DONE
        for item in sheet.unfinished(sheet.why) if sheet.why is not None and self._left else ():
            self._say(sheet, item)
        sheet.ended = self._hall.clock.now()
        self._moved(sheet)

    def _say(self, sheet: Sheet, item: Item) -> None:
        sheet.items.append(item)
        self._hall.journal.append(FOUND, sheet.id, item.data(), sheet.by)
        self._moved(sheet)
