"""How long things take: what they took in past runs, else what they are allowed."""

from collections import defaultdict, deque
from collections.abc import Mapping
from functools import partial
from statistics import median

from controller.hall.hall import Hall
from controller.hall.orders import NoSuchPoint
from drivers.points import Ref, Value
from scenes.model import InTurn, Invoke, Scene, Set, Step, Together, Wait
from scenes.runs import Run, RunState, StepState, Taken

REMEMBERED = 10
QUICK = 1.0
"""Seconds for a point that passes through nothing: it obeys at once, or not at all."""
LANDED = frozenset({StepState.OK, StepState.UNVERIFIABLE})


class Times:
    """The last ten times of every wish that was ever sent, and of every scene that went well."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._took: dict[str, deque[float]] = defaultdict(partial(deque, maxlen=REMEMBERED))

    def landed(self, taken: Taken) -> None:
        """A step has ended."""
        if taken.state in LANDED and taken.took is not None and not isinstance(taken.step, Together | InTurn):
            self._took[_key(taken.step)].append(taken.took)

    def ended(self, run: Run) -> None:
        """A run has ended; one that only verified, was resumed, or waited for a person's hand, says nothing
        of how long its scene takes.
        """
        hands = any(one.state is StepState.BY_HAND for one in run.steps)
        moved = run.resumed is None and not hands and any(one.touched for one in run.steps)
        if moved and run.state is RunState.DONE and run.ended is not None:
            self._took[f"scene {run.scene.id}"].append((run.ended - run.at).total_seconds())

    def usual(self, scene: Scene) -> float | None:
        """Seconds that a scene usually takes; None when it never went well."""
        return self._median(f"scene {scene.id}")

    def expected(self, step: Step) -> float:
        """Seconds that a step will take if it has to be taken."""
        match step:
            case Together(steps=inner):
                return within(step, max(map(self.expected, inner), default=0.0))
            case InTurn(steps=inner):
                return within(step, sum(map(self.expected, inner)))
        known = self._median(_key(step))
        return self._allowed(step) if known is None else known

    def ahead(self, step: Step) -> float:
        """The same, less what is as wished already, or will be by then."""
        return self._ahead(step, {})

    def _ahead(self, step: Step, then: dict[Ref, Value]) -> float:
        """`then` is what earlier steps will have brought about; branches do not see one another."""
        match step:
            case Together(steps=inner):
                branches = [dict(then) for _ in inner]
                whole = max(map(self._ahead, inner, branches), default=0.0)
                for branch in branches:
                    then |= branch
                return within(step, whole)
            case InTurn(steps=inner):
                return within(step, sum(self._ahead(one, then) for one in inner))
            case Set(ref=ref, value=value) | Wait(ref=ref, value=value):
                so = self._so(ref, value, then)
                then[ref] = value
                return 0.0 if so else self.expected(step)
        return self.expected(step)

    def _so(self, ref: Ref, value: Value, then: Mapping[Ref, Value]) -> bool:
        now = self._hall.state.get(ref)
        try:
            agrees = self._hall.point(ref).agrees
        except KeyError:
            return False
        return (
            agrees(value, then[ref]) if ref in then else now.quality == "live" and agrees(value, now.reported)
        )

    def _allowed(self, step: Step) -> float:
        if not isinstance(step, Set | Wait):
            return QUICK
        try:
            usual = self._hall.rig.usual(step.ref) if step.within is None else step.within
            return usual if self._hall.point(step.ref).passing else min(usual, QUICK)
        except (KeyError, NoSuchPoint):
            return QUICK

    def _median(self, key: str) -> float | None:
        took = self._took.get(key)
        return median(took) if took else None


def within(step: Step, seconds: float) -> float:
    """A group is over when its time is."""
    return seconds if step.within is None else min(seconds, step.within)


def _key(step: Step) -> str:
    match step:
        case Set(ref=ref, value=value):
            return f"{ref} = {value!r}"
        case Wait(ref=ref, value=value):
            return f"wait {ref} = {value!r}"
        case Invoke(device=device, action=action):
            return f"{device}/{action}"
    return ""
