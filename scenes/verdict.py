"""What is said of a run as a whole: why it failed, and what went otherwise although it is done."""

from collections.abc import Sequence

from controller.hall.sentences import Sentence
from scenes.restoring import OVERTAKEN
from scenes.runs import StepState, Taken, leaves


def cause(steps: Sequence[Taken]) -> Sentence | None:
    """Why a run failed: the reason of its first vital failure."""
    failed = (one for one in leaves(steps) if one.state is StepState.FAILED)
    return next((one.reason for one in failed if not spared(steps, one)), None)


def spared(steps: Sequence[Taken], one: Taken) -> bool:
    """Whether it may fail, or stands in a group that may; or a person said that it goes on."""
    return any(
        (not other.step.vital or other.forgiven) and one.path[: len(other.path)] == other.path
        for other in steps
    )


def remark(steps: Sequence[Taken]) -> Sentence | None:
    """What is to be said of a run that is done: what failed in it, or is as somebody else wanted it."""
    failed = sum(one.state is StepState.FAILED for one in leaves(steps))
    if failed:
        return Sentence("scene.partly", count=failed)
    by_hand = sum(one.state is StepState.BY_HAND for one in leaves(steps))
    if by_hand:
        return Sentence("scene.by_hand", count=by_hand)
    reasons = (one.reason.id for one in leaves(steps) if one.reason is not None)
    overtaken = sum(id in OVERTAKEN for id in reasons)
    return Sentence("scene.overtaken", count=overtaken) if overtaken else None
