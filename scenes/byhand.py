"""A person did a step by hand and says so: the run goes on, and nothing is called proved by it.

He may say so of a step that asks him, or that is about to be tried again; of one that waits for a point to
come to a value (a screen without a wire, lowered by its crank); of one that failed and was allowed to; and of
whatever is left of a run that was stopped or interrupted, before it is resumed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from controller.events import RunTold
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.record.failpoints import planted
from scenes.leaves import Waiting
from scenes.model import Path
from scenes.record import Record
from scenes.runs import Hand, Run, StepState, Taken, leaves
from scenes.trying import Choice, Trying
from scenes.walk import Walk


def handy(walk: Walk, steps: Sequence[Taken]) -> list[Path]:
    """The steps of a walk under way of which a person may say so now."""
    if walk.halted:
        return []
    waits = [one.taken.path for one in walk.open if isinstance(one, Trying | Waiting)]
    asked = [one.taken.path for one in walk.asking]
    free = [one.path for one in steps if not one.step.vital] + asked
    failed = (one.path for one in leaves(steps) if one.state is StepState.FAILED)
    return waits + [path for path in failed if path not in waits and any(_in(path, other) for other in free)]


def decided(walk: Walk, path: Path, choice: Choice) -> None:
    """Let what is under way at a step follow what a person decided about it."""
    for one in [one for one in walk.open if one.taken.path == path]:
        if isinstance(one, Trying):
            one.answer(choice)
        elif choice == Choice.BY_HAND:
            one.land(StepState.BY_HAND, one.taken.reason)


def mark(run: Run, path: Path, by: str, at: datetime) -> Iterator[Taken]:
    """Let his word stand for the step, or for all that is not done of a group; each leaf that has ended."""
    for one in leaves(run.steps):
        if _in(one.path, path) and not one.fine:
            one.hand = Hand(by, at)
            if one.state is not StepState.RUNNING:  # that one lands by itself
                one.state = StepState.OK if planted("a_word_is_proof") else StepState.BY_HAND
                yield one
    for one in run.steps:
        if one.path == path and one.state is StepState.FAILED:
            one.state = StepState.OK  # a group: whose word it is its steps say


def afterwards(hall: Hall, record: Record, run: Run, path: Path, actor: Actor) -> bool:
    """The same of a run that stands half done: it is resumed around it. False where it is no such step."""
    if path not in run.by_hand:
        return False
    step = next(one for one in run.steps if one.path == path)
    run.stored = record.answered(run, step, Choice.BY_HAND, actor).committed
    for one in mark(run, path, actor.name, hall.clock.now()):
        run.stored = record.step(run, one).committed
        one.say(run.stored, lambda: hall.bus.publish(RunTold(run.id)))
    return True


def _in(path: Path, group: Path) -> bool:
    return path[: len(group)] == group
