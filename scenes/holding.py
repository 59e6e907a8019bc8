"""What a scene vouches for while it holds the room: the points it set, and the values they were confirmed at.

A change that nobody ordered then differs from the scene; a value that the device keeps in steps of its own
does not. Whoever orders something else by ourselves, or does what may change a point, does so on purpose:
that point is let go. So is what the run itself may have changed later by an action: what a preset brings is
as the scene wants it, whatever that is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from controller.events import OrderMoved
from controller.hall.hall import Hall
from controller.hall.orders import OrderState
from controller.record.failpoints import planted
from drivers.points import Ref, Value, same
from scenes.hands import NOBODY
from scenes.model import Invoke, Path, Set, Step, Together
from scenes.runs import Run, StepState, Taken

Changes = Callable[[str, str, Ref], bool]
"""Whether an action of a device may change a point."""
VOUCHED = frozenset({StepState.OK, StepState.ALREADY})


class Holding:
    """The points that are held, and for which scene."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._state = hall, hall.state
        self.scene: str | None = None
        self.reasserts = False
        self.values: dict[Ref, Value] = {}
        self.told: Callable[[], object] = lambda: None
        hall.bus.subscribe(OrderMoved, self._ordered)

    def take(self, run: Run) -> None:
        """The run went well: hold what it brought about."""
        self.drop()
        self.told()
        if run.scene.holds:
            self.scene, self.reasserts = run.scene.id, run.scene.reasserts
            self.values = dict(_confirmed(run.steps, self._hall.rig.changes))
            for ref, value in self.values.items():
                self._state.hold(ref, value)

    def drop(self) -> None:
        """No scene holds anything any more."""
        for ref in self.values:
            self._state.release(ref)
        self.scene, self.values, self.reasserts = None, {}, False

    def release(self, ref: Ref) -> None:
        """Let go of one point: somebody ordered something else."""
        if ref in self.values:
            del self.values[ref]
            self._state.release(ref)

    def recall(self, subject: str, data: Mapping[str, Any]) -> None:
        """An order of the record, given after the run that holds."""
        if data.get("kind") == "set" and data.get("role") != "scene":
            self._wanted(Ref.parse(subject), data.get("value"))
        elif data.get("kind") == "invoke" and data.get("role") not in NOBODY:
            device, _, action = subject.partition("/")
            self._done(device, action)

    def differs(self) -> Mapping[Ref, Value]:
        """The held points that now report something else, with what they report."""
        return {ref: self._state.get(ref).reported for ref in self.values if self.drifted(ref)}

    def drifted(self, ref: Ref) -> bool:
        """Whether a point that is held stands otherwise."""
        now = self._state.get(ref)
        if ref not in self.values or now.quality != "live":
            return False
        return not self._hall.point(ref).agrees(self.values[ref], now.reported)

    def _ordered(self, event: OrderMoved) -> None:
        order = event.order
        if order.state is not OrderState.ASKED or order.actor.role == "scene":
            return
        if order.kind == "set" and order.ref is not None:
            self._wanted(order.ref, order.value)
        elif order.kind == "invoke" and order.actor.role not in NOBODY:
            self._done(order.device, order.action)

    def _done(self, device: str, action: str) -> None:
        """Somebody recalled a preset: what it may change is as he wants it, whatever that is."""
        for ref in [ref for ref in self.values if self._hall.rig.changes(device, action, ref)]:
            self.release(ref)

    def _wanted(self, ref: Ref, value: Value) -> None:
        """Somebody ordered a value: what the scene wants there no longer counts, unless it is the same."""
        if ref in self.values and not same(self.values[ref], value):
            self.release(ref)


def _confirmed(steps: Sequence[Taken], changes: Changes) -> Iterator[tuple[Ref, Value]]:
    """What a run knows of each point; the last of its steps counts, must have been confirmed, and nothing
    that the run did later, or at the same time, may have changed it.
    """
    last = {one.step.ref: one for one in steps if isinstance(one.step, Set)}
    groups = {one.path: one.step for one in steps}
    deeds = [one for one in steps if isinstance(one.step, Invoke) and _done(one)]
    for ref, one in last.items():
        if isinstance(one.step, Set) and one.state in VOUCHED:
            after = [deed for deed in deeds if not _before(deed.path, one.path, groups)]
            if planted("presets_are_fought") or not any(_changes(deed, ref, changes) for deed in after):
                yield ref, one.step.value


def _done(deed: Taken) -> bool:
    return deed.touched or deed.state is StepState.BY_HAND


def _changes(deed: Taken, ref: Ref, changes: Changes) -> bool:
    return isinstance(deed.step, Invoke) and changes(deed.step.device, deed.step.action, ref)


def _before(one: Path, other: Path, groups: Mapping[Path, Step]) -> bool:
    """Whether a step is over before another begins: they part in steps that run in turn."""
    deep = next(depth for depth, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return one < other and not isinstance(groups.get(one[:deep]), Together)
