"""What is said of a run as a whole: why it failed, and what went otherwise although it is done."""

from collections.abc import Callable, Iterator, Sequence

from controller.hall.sentences import Sentence
from controller.record.failpoints import planted
from drivers.points import Ref
from scenes.model import Invoke, Wait
from scenes.restoring import OVERTAKEN
from scenes.runs import StepState, Taken, leaves

Changes = Callable[[str, str, Ref], bool]
"""Whether an action (device, its name) may change a point."""


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


def remark(steps: Sequence[Taken], changes: Changes) -> Sentence | None:
    """What is to be said of a run that is done: what failed, what nothing proves, what is somebody else's."""
    failed = sum(one.state is StepState.FAILED for one in leaves(steps))
    if failed:
        return Sentence("scene.partly", count=failed)
    by_hand = sum(one.state is StepState.BY_HAND for one in leaves(steps))
    if by_hand:
        return Sentence("scene.by_hand", count=by_hand)
    unproved = sum(1 for _ in unproven(leaves(steps), changes))
    if unproved and not planted("what_nobody_proves_is_done"):
        return Sentence("scene.unproved", count=unproved)
    reasons = (one.reason.id for one in leaves(steps) if one.reason is not None)
    overtaken = sum(id in OVERTAKEN for id in reasons)
    return Sentence("scene.overtaken", count=overtaken) if overtaken else None


def unproven(steps: Sequence[Taken], changes: Changes) -> Iterator[Taken]:
    """What was sent and no device can confirm. An action is proved by what it changes, where the scene waits
    for that afterwards and it came.
    """
    for number, one in enumerate(steps):
        if one.state is StepState.UNVERIFIABLE and not _seen(one, steps[number + 1 :], changes):
            yield one


def _seen(one: Taken, later: Sequence[Taken], changes: Changes) -> bool:
    if not isinstance(one.step, Invoke):
        return False
    device, action = one.step.device, one.step.action
    came = (other.step.ref for other in later if isinstance(other.step, Wait) and other.fine)
    return any(changes(device, action, ref) for ref in came)
