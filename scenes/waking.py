"""After a restart: what the record says of runs becomes what the room knows of them, and nothing moves."""

from collections.abc import Iterable
from datetime import datetime

from controller.hall.hall import Hall
from controller.hall.sentences import Sentence
from controller.record.failpoints import hit, planted
from scenes.holding import Holding
from scenes.restoring import overruled, restored
from scenes.runs import Run, RunState, StepState, Taken, leaves
from scenes.times import Times
from scenes.undo import may_undo, undo

ENDINGS = (StepState.FAILED, StepState.STOPPED, StepState.SKIPPED)


def learn_times(times: Times, run: Run) -> None:
    """What past runs took is what the next are expected to take."""
    for one in leaves(run.steps):
        times.landed(one)
    times.ended(run)


def interrupted(run: Run, at: datetime) -> None:
    """The service ended while it ran: nobody saw how what was under way landed."""
    if planted("interruptions_are_forgotten"):
        run.state = RunState.DONE
        return
    run.state, run.reason, run.ended = RunState.INTERRUPTED, Sentence("scene.interrupted"), at
    for one in (*leaves(run.steps), *leaves(run.put_back)):
        if one.state is StepState.RUNNING:
            one.state, one.reason = StepState.STOPPED, Sentence("scene.interrupted")
        elif one.state is StepState.WAITING:
            one.state = StepState.SKIPPED
    hit("scene.interrupted")


def unbegun(run: Run, at: datetime) -> None:
    """The service ended while it waited for its turn."""
    run.state, run.reason, run.ended = RunState.STOPPED, Sentence("scene.never_began"), at


def latest(runs: Iterable[Run]) -> Run | None:
    """The last run that began at all."""
    began = [run for run in runs if run.state is not RunState.STOPPED or _touched(run)]
    return began[-1] if began else None


def _touched(run: Run) -> bool:
    return any(one.state is not StepState.WAITING for one in run.steps)


def settled(hall: Hall, holding: Holding, last: Run) -> None:
    """The latest run may be undone, and holds the room if it went well."""
    back = {*restored(last.put_back), *overruled(last.steps)}
    last.undo = undo(last.steps, hall.point, may_undo, back)
    if last.state is RunState.DONE:
        holding.take(last)


def grouped(steps: list[Taken]) -> None:
    """Groups are not on record: each is as what is in it."""
    for one in reversed(steps):
        inside = [other for other in steps if other.path[:-1] == one.path]
        if inside:
            states = {other.state for other in inside if other.step.vital or other.state not in ENDINGS}
            one.state = next((state for state in ENDINGS if state in states), StepState.OK)
