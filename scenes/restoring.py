"""Putting back: what is back where it was, what people have taken over, and what is still displaced."""

from collections.abc import Collection, Iterator, Sequence

from controller.hall.sentences import Sentence
from controller.record.failpoints import planted
from drivers.points import Ref
from scenes.hands import Hands
from scenes.model import Set
from scenes.runs import FINE, Run, RunState, StepState, Taken, Undo, leaves
from scenes.undo import Look, may_undo, undo

OVERTAKEN = ("reason.superseded", "reason.superseded_by")


def restored(steps: Sequence[Taken]) -> Collection[Ref]:
    """What is back where it was, or was left to somebody who changed it since."""
    back = FINE | {StepState.SKIPPED}
    back |= {StepState.FAILED} if planted("put_back_is_believed") else frozenset()
    return {one.step.ref for one in steps if isinstance(one.step, Set) and one.state in back}


def settle(run: Run) -> Iterator[Taken]:
    """Once all that is put back has landed: each step that is undone by it, or is somebody else's now, or of
    which nobody knows, for it was told to go back and did not confirm it.
    """
    backs = {one.step.ref: one for one in leaves(run.put_back) if isinstance(one.step, Set)}
    refs = restored(run.put_back)
    for one in run.steps:
        back = backs.get(ref) if (ref := _sets(one)) is not None else None
        if back is None or not one.touched or not one.fine:
            continue
        if ref in refs:
            one.state = StepState.PUT_BACK
            if back.state is StepState.SKIPPED:
                one.state, one.reason = StepState.SKIPPED, back.reason
            yield one
        elif back.touched:
            one.state, one.reason = StepState.FAILED, Sentence("reason.back_unsure", why=back.reason or "")
            yield one


def remains(run: Run, ends: RunState) -> Sentence | None:
    """What is to be said at the end: why it failed, and how much could not be put back."""
    left = sum(one.state is StepState.FAILED for one in leaves(run.put_back))
    if ends is not RunState.FAILED:
        return Sentence("scene.undone_partly", count=left) if left else None
    if not left or run.reason is None:
        return run.reason
    return Sentence("scene.failed_and_left", why=run.reason.params["why"], count=left)


def theirs(run: Run, hands: Hands, ref: Ref, since: int = 0) -> str | None:
    """The person who wanted a point otherwise since a run touched it last, and since `since` was the mark."""
    marks = [one.mark for one in run.steps if one.touched and _sets(one) == ref]
    if not marks or planted("people_are_put_back"):
        return None
    return hands.after(ref, max(marks[-1], since))


def taken_over(run: Run, hands: Hands) -> Iterator[Ref]:
    """The points that people have wanted otherwise since."""
    yield from overruled(run.steps)
    moved = (_sets(one) for one in run.steps if one.touched)
    yield from (ref for ref in moved if ref is not None and theirs(run, hands, ref) is not None)


def undoing(run: Run, hands: Hands, look: Look) -> Undo:
    """What would restore the room after the run, in the hall as it is now."""
    return undo(run.steps, look, may_undo, {*restored(run.put_back), *taken_over(run, hands)})


def overruled(steps: Sequence[Taken]) -> Iterator[Ref]:
    """The points of which the steps themselves say so."""
    last = {_sets(one): one for one in steps if one.touched}
    for ref, one in last.items():
        if ref is not None and one.reason is not None and one.reason.id in OVERTAKEN:
            yield ref


def _sets(one: Taken) -> Ref | None:
    return one.step.ref if isinstance(one.step, Set) else None
