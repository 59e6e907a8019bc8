"""How long things take: what they took in past runs, else what they are allowed."""

from collections import defaultdict, deque
from functools import partial
from statistics import median

from controller.hall.hall import Hall
from controller.hall.orders import NoSuchPoint
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
        """A run has ended; one that only verified, or was resumed, says nothing of how long its scene
        takes.
        """
        moved = run.resumed is None and any(one.touched for one in run.steps)
        if moved and run.state is RunState.DONE and run.ended is not None:
            self._took[f"scene {run.scene.id}"].append((run.ended - run.at).total_seconds())

    def usual(self, scene: Scene) -> float | None:
        """Seconds that a scene usually takes; None when it never went well."""
        return self._median(f"scene {scene.id}")

    def expected(self, step: Step) -> float:
        """Seconds that a step will take if it has to be taken."""
        match step:
            case Together(steps=inner):
                return max(map(self.expected, inner), default=0.0)
            case InTurn(steps=inner):
                return sum(map(self.expected, inner))
        known = self._median(_key(step))
        return self._allowed(step) if known is None else known

    def ahead(self, step: Step) -> float:
        """The same, less what is as wished already."""
        match step:
            case Together(steps=inner):
                return max(map(self.ahead, inner), default=0.0)
            case InTurn(steps=inner):
                return sum(map(self.ahead, inner))
            case Set(ref=ref, value=value) | Wait(ref=ref, value=value) if self._so(Set(ref, value)):
                return 0.0
        return self.expected(step)

    def _so(self, wish: Set) -> bool:
        now = self._hall.state.get(wish.ref)
        try:
            return now.quality == "live" and self._hall.point(wish.ref).agrees(wish.value, now.reported)
        except KeyError:
            return False

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


def _key(step: Step) -> str:
    match step:
        case Set(ref=ref, value=value):
            return f"{ref} = {value!r}"
        case Wait(ref=ref, value=value):
            return f"wait {ref} = {value!r}"
        case Invoke(device=device, action=action):
            return f"{device}/{action}"
    return ""
