"""What a run would do now, step for step, without sending anything.

The tree is walked as a run walks it, over a forecast instead of the state: a step that is as wished already,
one that a guard would stop and why, one whose device is away, one that must be asked first. Branches that run
together are each judged by themselves: which of them is first is the devices' business.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from controller.hall.hall import Hall
from controller.hall.orders import Actor, NoSuchPoint, NotAValue
from controller.hall.sentences import Sentence
from controller.record.failpoints import planted
from drivers.points import Ref, Value
from scenes.asking import must_ask
from scenes.forecast import Forecast
from scenes.gates import Gate, gate
from scenes.model import InTurn, Invoke, Leaf, Path, Scene, Set, Step, Together, Wait, flat
from scenes.reasons import Reasons
from scenes.runs import StepState, Taken
from scenes.times import Times, within
from scenes.undo import may_put_back, undo


@dataclass(slots=True, eq=False)
class Foreseen:
    """One step as it would go: `taken` is how it would end, `asks` whether the device is asked first."""

    taken: Taken
    now: Value = None
    then: Value = None
    already: bool = False
    asks: bool = False
    blocked: Sentence | None = None
    seconds: float = 0.0

    def shown(self) -> dict[str, Any]:
        """The step as the API shows it; sentences are still sentences."""
        self.taken.say()
        return self.taken.shown() | {
            "now": self.now,
            "then": self.then,
            "already": self.already,
            "asks": self.asks,
            "blocked": self.blocked,
            "seconds": round(self.seconds, 1),
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """A scene as it would run now. `blocked`: something in it cannot be done; `seconds` is the whole.

    `people` are those who are at a device that it would move, by device.
    """

    scene: Scene
    steps: Sequence[Foreseen]
    blocked: bool
    seconds: float
    people: Mapping[str, str] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The preview as the API shows it."""
        steps = [step.shown() for step in self.steps]
        whole = {"scene": self.scene.id, "version": self.scene.version, "steps": steps}
        people = [{"device": device, "who": who} for device, who in self.people.items()]
        return whole | {"blocked": self.blocked, "seconds": round(self.seconds, 1), "people": people}


def preview(hall: Hall, actor: Actor, scene: Scene, times: Times) -> Preview:
    """What running `scene` would do now. Sends nothing, and changes nothing."""
    seer = _Seer(hall, actor, times)
    view = Forecast(hall.state, hall.clock.now())
    fine, seconds = seer.see((), scene.body, view)
    seen = seer.seen[1:]  # the whole is no step
    if not fine:
        seer.put_back([one.taken for one in seen], view)
    return Preview(scene, seen, any(one.blocked is not None for one in seen), seconds)


def with_people(seen: Preview, at: Callable[[str], str | None]) -> Preview:
    """The same, with those who are `at` a device just now that the scene would move."""
    devices = (_device(one.taken.step) for one in seen.steps if one.taken.touched)
    return replace(seen, people={device: who for device in devices if (who := at(device)) is not None})


def _device(step: Step) -> str:
    match step:
        case Set(ref=ref):
            return ref.device
        case Invoke(device=device):
            return device
    return ""


class _Seer:
    """One walk over a forecast."""

    def __init__(self, hall: Hall, actor: Actor, times: Times) -> None:
        self.hall, self.rig, self.clock = hall, hall.rig, hall.clock
        self._actor, self._times, self._reasons = actor, times, Reasons(hall)
        self.seen: list[Foreseen] = []

    def see(self, path: Path, step: Step, view: Forecast, skipped: bool = False) -> tuple[bool, float]:
        """Look at one step; answers whether it goes as wished, and in how many seconds."""
        one = Foreseen(Taken(path, step, within=getattr(step, "within", None)))
        self.seen.append(one)
        match step:
            case Together(steps=steps):
                fine, seconds = self._together(path, steps, view, skipped)
                one.seconds = within(step, seconds)
                one.taken.state = StepState.OK if fine else StepState.FAILED
            case InTurn(steps=steps):
                fine, seconds = self._in_turn(path, steps, view, skipped)
                one.seconds = within(step, seconds)
                one.taken.state = StepState.OK if fine else StepState.FAILED
            case _:
                _Look(self, view).at(one, step)
        if skipped:
            one.taken.state, one.taken.touched, one.seconds = StepState.SKIPPED, False, 0.0
        return one.taken.state is not StepState.FAILED, one.seconds

    def _together(
        self, path: Path, steps: Sequence[Step], view: Forecast, skipped: bool
    ) -> tuple[bool, float]:
        ends: list[tuple[bool, float]] = []
        branches: list[Forecast] = []
        for number, step in enumerate(steps):
            branch = view.branch(branches)
            branches.append(branch)
            fine, seconds = self.see((*path, number), step, branch, skipped)
            ends.append((fine or not step.vital, seconds))
        for branch in branches:
            view.join(branch)
        return all(fine for fine, _ in ends), max((seconds for _, seconds in ends), default=0.0)

    def _in_turn(
        self, path: Path, steps: Sequence[Step], view: Forecast, skipped: bool
    ) -> tuple[bool, float]:
        failed, whole = False, 0.0
        for number, step in enumerate(steps):
            fine, seconds = self.see((*path, number), step, view, skipped or failed)
            whole += seconds
            if not failed and not fine and step.vital:
                failed, view = True, view.branch()  # what is skipped is looked at, and does not come true
        return not failed, whole

    def put_back(self, steps: Sequence[Taken], view: Forecast) -> None:
        """It would fail: what it moved by then would be put back, where no guard minds."""
        back = set()
        for _, wish in flat(undo(steps, self.hall.point, may_put_back).steps):
            if isinstance(wish, Set) and self.stops(wish, view) is None:
                view.becomes(wish.ref, wish.value)
                back.add(wish.ref)
        for one in steps:
            if one.touched and one.fine and isinstance(one.step, Set) and one.step.ref in back:
                one.state = StepState.PUT_BACK

    def stops(self, step: Leaf, view: Forecast) -> Sentence | None:
        """What would stop a step at the door. Raises NoSuchPoint and NotAValue."""
        match step:
            case Set(ref=ref, value=value):
                return self.rig.blocked(self._actor, ref, value, self.hall.guards(view))
            case Invoke(device=device, action=action, args=args):
                return self.rig.blocked_action(self._actor, device, action, args, self.hall.guards(view))
        return None

    def offline(self, device: str) -> Sentence | None:
        """Why the device cannot be reached, as far as is known."""
        return self._reasons.offline(device)

    def shut(self, ref: Ref, gate: Gate) -> Sentence:
        """What keeps a point from being told and asked."""
        return self._reasons.shut(ref, gate)

    def impossible(self, device: str) -> Sentence:
        """It is no longer in this hall."""
        return self._reasons.impossible(device)

    def expected(self, step: Step) -> float:
        """How long it takes."""
        return self._times.expected(step)


class _Look:
    """A look at single steps, through one view."""

    def __init__(self, seer: _Seer, view: Forecast) -> None:
        self._seer, self.state = seer, view
        self.hall, self.rig, self.clock = seer.hall, seer.rig, seer.clock

    def at(self, one: Foreseen, step: Leaf) -> None:
        """See how one step would go."""
        device = step.device if isinstance(step, Invoke) else step.ref.device
        try:
            if isinstance(step, Set | Wait):
                self._stands(one, step)
            if not one.already and one.blocked is None:
                one.blocked = self._blocked(one, step, device)
        except (NoSuchPoint, NotAValue, KeyError):
            one.blocked = self._seer.impossible(device)
        if one.already:
            one.taken.state = StepState.ALREADY
        elif one.blocked is not None:
            one.taken.state = StepState.FAILED
        else:
            self._goes(one, step, device)

    def _blocked(self, one: Foreseen, step: Leaf, device: str) -> Sentence | None:
        return self._seer.stops(step, self.state) or self._seer.offline(device)

    def _stands(self, one: Foreseen, step: Set | Wait) -> None:
        now, shut = self.state.get(step.ref), gate(self, step)
        one.now, one.then = now.reported, step.value
        one.asks = not shut.opens if shut is not None else must_ask(self, step.ref, step.value)
        if one.asks and planted("previews_ask"):
            self.rig.read(step.ref)
        known = now.quality in (("live", "stale") if isinstance(step, Set) else ("live", "assumed", "stale"))
        found = now.desired if now.pending and self.unsure(step.ref) else now.reported
        agrees = known and self.hall.point(step.ref).agrees(step.value, found)
        one.already = agrees and (shut is None or (isinstance(step, Wait) and now.quality != "stale"))
        one.already &= not (now.quality == "stale" and self._seer.offline(step.ref.device))
        if shut is not None and not shut.opens and isinstance(step, Set):
            one.blocked = self._seer.offline(step.ref.device) or self._seer.shut(step.ref, shut)
        if one.already and one.asks:
            self.state.shows(step.ref, found)  # it will have said so
        one.taken.before = found if shut is None else None  # nobody can tell what it was

    def unsure(self, ref: Ref) -> bool:
        """Whether somebody has just told the device something: what it was told is what it will say."""
        return not self.state.foresees(ref) and self.rig.unsure(ref)

    def _goes(self, one: Foreseen, step: Leaf, device: str) -> None:
        one.seconds = self._seer.expected(step)
        one.taken.state = StepState.OK
        match step:
            case Set(ref=ref, value=value):
                told = self.rig.verifiable(ref)
                one.taken.state = StepState.OK if told else StepState.UNVERIFIABLE
                one.taken.touched = True
                self.state.becomes(ref, value, told)
            case Wait(ref=ref, value=value):
                self.state.shows(ref, value)
            case Invoke(action=action, args=args):
                one.taken.state, one.taken.touched = StepState.UNVERIFIABLE, True
                self.state.does(step)
                self.state.cuts(self.hall.devices[device].places.cuts(action, args))
