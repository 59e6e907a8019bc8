"""What a sweep tries, there and back, and what the steps of its runs say of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from controller.hall.hall import Hall
from controller.hall.orders import OrderState
from controller.hall.refs import meant
from controller.hall.sentences import Sentence
from drivers.points import Ref, Value
from scenes.model import InTurn, Scene, Set, Step, Together
from scenes.restoring import OVERTAKEN
from scenes.runs import Run, StepState, Taken, leaves
from scenes.sheet import Item, Left, Light

NAME = {"zh": "开场前检查", "en": "Readiness sweep"}
NOT_NOW = ("reason.busy", "reason.not_supported")
"""What a projector that is off says when its picture shall be muted: no fault of its."""
CANNOT_TELL = frozenset({OrderState.UNVERIFIABLE, OrderState.REFUSED})
THEIRS = (*OVERTAKEN, "scene.changed_since")

Tries = dict[Ref, list[Taken]]


def probe(steps: Iterable[Step]) -> Scene:
    """What is tried as a scene: a person may stop it, and a service that dies in the middle put it back."""
    return Scene("readiness", NAME, (Together(tuple(steps)),), holds=False, probe=True)


def device(step: Step) -> str:
    """Of which device a trial is."""
    inner = step.steps[0] if isinstance(step, InTurn) else step
    return inner.ref.device if isinstance(inner, Set) else ""


def trial(hall: Hall, id: str, say: Callable[[Item], object]) -> Step | None:
    """What may be tried of a device, one after the other; `say` hears what may not."""
    entry = hall.venue.devices.get(id)
    if entry is None:
        return None
    trials: list[tuple[Ref, Value]] = [(Ref.parse(f"{id}/{key}"), None) for key in entry.readiness.toggle]
    trials += [(Ref.parse(f"{id}/{key}"), to) for key, to in entry.readiness.route.items()]
    if not trials and any(hall.point(ref).settable for ref in points(hall, id)):
        say(Item(id, "obeys", Light.GREY, why=Sentence("readiness.nothing_to_try")))
    steps = [step for ref, to in trials for step in _there_and_back(hall, ref, to, say)]
    return InTurn(tuple(steps), vital=False) if steps else None


def points(hall: Hall, id: str) -> Iterator[Ref]:
    """All of a device."""
    return (ref for ref, _ in hall.state.points(id) if ref.key != "link")


def _there_and_back(hall: Hall, ref: Ref, to: Value, say: Callable[[Item], object]) -> list[Step]:
    now = hall.state.get(ref)
    if now.quality != "live" or now.reported is None:
        say(Item(ref.device, "obeys", Light.GREY, str(ref), Sentence("readiness.not_known")))
        return []
    entry = hall.venue.devices.get(ref.device)
    there = not now.reported if to is None else meant(hall.point(ref), entry, to)
    return [Set(ref, there, vital=False), Set(ref, now.reported, vital=False)]


def tries(runs: Iterable[Run]) -> Tries:
    """Every try of each point, in order: there, back, and back again."""
    found: Tries = {}
    for run in runs:
        for one in leaves(run.steps):
            if isinstance(one.step, Set):
                found.setdefault(one.step.ref, []).append(one)
    return found


def judged(ref: Ref, steps: Sequence[Taken], cut: Sentence | None = None) -> Item:
    """There and back: red where the device did not do it, grey where it was never told, or where the sweep
    was `cut` short.
    """
    failed = next((one for one in steps if not one.fine), None)
    if failed is None and any(one.state is StepState.UNVERIFIABLE for one in steps):
        return Item(ref.device, "obeys", Light.GREY, str(ref), Sentence("readiness.cannot_tell"))
    if failed is None:
        return Item(ref.device, "obeys", Light.GREEN, str(ref))
    not_now = failed.reason is not None and failed.reason.id in (*NOT_NOW, *THEIRS)
    tried = failed.state is StepState.FAILED and failed.touched and not not_now
    why = failed.reason if tried or cut is None else cut
    return Item(ref.device, "obeys", Light.RED if tried else Light.GREY, str(ref), why)


def rows(
    runs: Iterable[Run], cut: Sentence | None, stands: Callable[[Ref, Value], bool]
) -> tuple[list[Item], list[Left]]:
    """A row for each point that was tried, and what is not back. `stands`: a point is known to be so."""
    found = {ref: steps for ref, steps in tries(runs).items() if len(steps) > 1}
    lefts = (_left(ref, steps, cut, stands) for ref, steps in found.items())
    items = [judged(ref, steps[:2], cut) for ref, steps in found.items()]
    return items, [one for one in lefts if one is not None]


def _left(
    ref: Ref, steps: Sequence[Taken], cut: Sentence | None, stands: Callable[[Ref, Value], bool]
) -> Left | None:
    """What is not back as it was; None where it is, where it was never turned over, or where somebody else
    has wanted it otherwise since.
    """
    there, *backs = steps
    if not there.touched or not isinstance(there.step, Set) or not isinstance(backs[0].step, Set):
        return None
    was, to = backs[0].step.value, there.step.value
    theirs = any(one.reason is not None and one.reason.id in THEIRS for one in steps)
    if theirs or any(one.fine for one in backs) or stands(ref, was):
        return None
    return Left(ref, was, to, backs[-1].reason or cut)
