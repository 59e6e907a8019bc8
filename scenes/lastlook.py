"""Before a run says how it ended, what it says to stand is looked at once more.

A scene may take minutes. A device that was lost meanwhile, or a point that was moved at the device, would
make a lie of its verdict: of a failed run and of one that is undone as well, for people act on what it lists.
What was seen a moment ago is believed; the rest is asked, one question a device at a time, and one answer may
settle many. What the run itself did later (it recalled a preset, it cut the power) is no fall. Nothing is
sent but questions, so a preview has nothing to foresee here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from controller.hall.hall import Hall
from controller.hall.orders import Actor, NoSuchPoint, Order, OrderState
from controller.hall.sentences import Sentence
from drivers.points import Ref
from drivers.vocabulary import POWER
from scenes.hands import Hands
from scenes.model import Invoke, Set
from scenes.reasons import Reasons
from scenes.runs import StepState, Taken, leaves
from scenes.silencing import silenced

MOMENT = 0.5
"""Seconds for which what was seen is believed."""
STOOD = frozenset({StepState.OK, StepState.ALREADY})
CANNOT_TELL = frozenset({OrderState.REFUSED, OrderState.UNVERIFIABLE})


class Fall(NamedTuple):
    """A step that no longer stands; `somebody` ordered it otherwise, and then it is nobody's failure."""

    step: Taken
    why: Sentence
    somebody: bool = False


class Story(NamedTuple):
    """What is known of a run at its end: all its steps in the order of the tree, then those that put back;
    when each landed (monotonic, in that order); who had his hands on what.
    """

    steps: Sequence[Taken]
    landings: Mapping[Taken, float]
    hands: Hands


class LastLook:
    """Looks once; `done(falls)` is called when every device has answered, perhaps before `begin` returns."""

    def __init__(self, hall: Hall, actor: Actor, story: Story, done: Callable[[list[Fall]], object]) -> None:
        self._hall, self._actor, self._story, self._done = hall, actor, story, done
        self._reasons = Reasons(hall)
        self._falls: list[Fall] = []
        self._left: dict[str, list[Taken]] = {}
        self._over = False

    def begin(self) -> None:
        """Look at everything that is said to stand, or to be back."""
        for one in standing(self._story.steps):
            self._left.setdefault(_ref(one).device, []).append(one)
        for device in list(self._left):
            self._next(device)
        self._end_if_done()

    def drop(self) -> None:
        """Nobody wants to know any more."""
        self._over = True

    # ------------------------------------------------------------ one device

    def _next(self, device: str) -> None:
        """Judge what needs no question; ask the next, and go on when it is answered."""
        left = self._left[device]
        while left and not self._over:
            one = left.pop(0)
            if self._seen_just_now(one) or silenced(self._hall, device, self._story.steps):
                self._judge(one)
            elif self._ask(device, one):
                return
        self._left.pop(device, None)

    def _ask(self, device: str, one: Taken) -> bool:
        """Whether there is something to wait for."""
        ref = _ref(one)
        try:
            if self._hall.rig.interval(ref) is None:
                self._judge(one)  # nobody can ask: it tells by itself
                return False
            order = self._hall.rig.read(ref, self._actor)
        except (NoSuchPoint, KeyError):
            self._fell(one, self._reasons.impossible(ref.device))
            return False
        if order.ended:
            self._judge(one, order)
            return False
        order.settled.add_done_callback(lambda ended: self._answered(device, one, ended))
        return True

    def _answered(self, device: str, one: Taken, order: Order) -> None:
        if not self._over:
            self._judge(one, order)
            self._next(device)
            self._end_if_done()

    def _end_if_done(self) -> None:
        if not self._left and not self._over:
            self._over = True
            self._done(self._falls)

    # ------------------------------------------------------------ one step

    def _seen_just_now(self, one: Taken) -> bool:
        now, clock = self._hall.state.get(_ref(one)), self._hall.clock
        if now.quality != "live" or now.at is None or self._hall.rig.unsure(_ref(one)):
            return False
        if one.state is StepState.OK and clock.monotonic() - self._story.landings.get(one, 0.0) < MOMENT:
            return True
        return abs((clock.now() - now.at).total_seconds()) < MOMENT

    def _judge(self, one: Taken, order: Order | None = None) -> None:
        ref, wish = _ref(one), one.step
        now = self._hall.state.get(ref)
        if isinstance(wish, Set) and now.quality == "live":
            if not self._hall.point(ref).agrees(wish.value, now.reported) and not self._did_it(one):
                self._moved(one, wish)
        elif (why := self._lost(ref, order)) is not None:
            self._fell(one, Sentence("reason.lost_since", why=why))

    def _moved(self, one: Taken, wish: Set) -> None:
        name, ref = self._hall.title(wish.ref.device), wish.ref
        who = self._story.hands.since(ref, self._story.landings.get(one, 0.0))
        if who is not None:
            self._falls.append(Fall(one, Sentence("reason.superseded_by", name=name, who=who), True))
            return
        is_now = self._reasons.word(ref, self._hall.state.get(ref).reported)
        wanted = self._reasons.word(ref, wish.value)
        self._fell(one, Sentence("reason.moved_since", name=name, wanted=wanted, now=is_now))

    def _fell(self, one: Taken, why: Sentence) -> None:
        self._falls.append(Fall(one, why))

    def _lost(self, ref: Ref, order: Order | None) -> Sentence | None:
        """Why nobody can vouch for it; None where it answers, or the run itself took it off the line."""
        answers = order is not None and order.state in CANNOT_TELL
        if answers or silenced(self._hall, ref.device, self._story.steps):
            return None
        away = self._reasons.offline(ref.device)
        return self._reasons.of(order) if away is None and order is not None and not order.ok else away

    def _did_it(self, one: Taken) -> bool:
        """Whether the run did something to the device afterwards that may change more than it says."""
        device, landed = _ref(one).device, list(self._story.landings)
        after = landed[landed.index(one) + 1 :] if one in landed else []
        return any(_sweeping(step, device) for step in leaves(after) if step.touched)


def fallen(steps: Sequence[Taken], falls: Sequence[Fall]) -> Iterator[Taken]:
    """Mark what has fallen, and the groups of `steps` that failed with it, the inner ones first.
    What puts back takes no group with it: nothing there is vital.
    """
    for fall in falls:
        one = fall.step
        one.state = StepState.SKIPPED if fall.somebody else StepState.FAILED
        one.reason, one.fell = fall.why, True
        yield one
        while one.state is StepState.FAILED and one.step.vital and len(one.path) > 1:
            one = next(other for other in steps if other.path == one.path[:-1])
            one.state = StepState.FAILED
            yield one


def standing(steps: Sequence[Taken]) -> list[Taken]:
    """The steps that are said to stand: the last wish for each point whose turn came, if it was confirmed."""
    last = {one.step.ref: one for one in leaves(steps) if isinstance(one.step, Set) and _tried(one)}
    return [one for one in last.values() if one.state in STOOD]


def _tried(one: Taken) -> bool:
    """Whether its turn came."""
    return one.state is not StepState.SKIPPED or one.started is not None


def _ref(one: Taken) -> Ref:
    if not isinstance(one.step, Set):
        raise TypeError("only a wish can stand")
    return one.step.ref


def _sweeping(one: Taken, device: str) -> bool:
    match one.step:
        case Invoke(device=there):
            return there == device
        case Set(ref=ref):
            return ref.device == device and ref.key == POWER.key
    return False
