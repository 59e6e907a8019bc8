"""One tree of steps on its way through the devices: groups here, what touches a device in `leaf`.

Theory of operation. No task, no await: a step begins, and tells its group when it has landed, in the call
stack in which the device answered. So the first bytes of everything in a `Together` leave in one loop turn. A
group in turn goes on in a loop and not by recursion, so a hundred steps that land at once are no deep stack.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from controller.events import PointChanged
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from drivers.points import Ref
from scenes.leaf import Leaf
from scenes.leaves import Invoking, Setting, Waiting
from scenes.model import InTurn, Invoke, Path, Set, Together, Wait
from scenes.reasons import Reasons
from scenes.runs import StepState, Taken
from scenes.trying import Trying, tried

if TYPE_CHECKING:
    import asyncio

Landed = Callable[[bool], object]


class Host(Protocol):
    """Whose walk it is."""

    def moved(self, step: Taken) -> object:
        """A step is in another state."""

    def touching(self, step: Taken) -> "asyncio.Future[Any]":
        """A step is about to send something; what was before is known, if it can be. Done once on disk."""

    def asking(self) -> object:
        """A person is to decide about a step, or has."""

    def who(self, ref: Ref) -> str | None:
        """The person who last wanted a point otherwise."""

    def theirs(self, ref: Ref) -> str | None:
        """The person who wanted a point otherwise since this run touched it."""


class Node(Protocol):
    """A step at work."""

    taken: Taken

    def begin(self, landed: Landed) -> None:
        """Do it, and tell once whether it went as wished."""


class Open(Protocol):
    """What is under way: a step at a device, or a pause between two tries."""

    taken: Taken

    def halt(self) -> None:
        """Send nothing more."""

    def land(self, state: StepState, reason: Sentence | None = None) -> None:
        """It is over."""


class Walk:
    """Takes `steps` (a list in the tree's order); `done(fine)` is called once, when nothing is under way."""

    def __init__(self, hall: Hall, actor: Actor, steps: Sequence[Taken], host: Host, done: Landed) -> None:
        self.hall, self.rig, self.clock, self.state = hall, hall.rig, hall.clock, hall.state
        self.actor, self.host, self.reasons = actor, host, Reasons(hall)
        self.halted = False
        self.puts_back = False
        self.given_up: set[Path] = set()  # where a person, or his silence, has ended all further tries
        self.open: dict[Open, None] = {}  # in the order they began
        self.expired: dict[Path, Sentence] = {}  # groups whose time is over, and how that is said
        self.doubts: dict[str, datetime] = {}  # when an action of this walk may have changed a device
        self._watched: dict[Ref, list[Callable[[], object]]] = {}
        self._unsubscribe: Callable[[], None] | None = None
        self._done = done
        self._root = Turns(self, Taken((), InTurn(())), _nodes(self, steps, ()), steps)

    def begin(self) -> None:
        """Take the first steps."""
        self._root.begin(self._done)

    def halt(self) -> None:
        """Send nothing more, at any depth. What has left may still land; what only waits ends now."""
        self.halted = True
        for leaf in list(self.open):
            leaf.halt()

    def expire(self, path: Path, reason: Sentence) -> None:
        """The time of a step is over: nothing below it is begun any more, and nothing waited for."""
        self.expired[path] = reason
        for one in list(self.open):
            if one.taken.path[: len(path)] == path:
                one.halt()
                one.land(StepState.FAILED, reason)

    def late(self, path: Path) -> Sentence | None:
        """Why a step may not be begun any more; None where it may."""
        late = (reason for group, reason in self.expired.items() if path[: len(group)] == group)
        return next(late, None) if self.expired else None

    def unsure(self, ref: Ref) -> bool:
        """Whether an order for it is under way, or was and nobody has heard since how the point stands."""
        return self.rig.unsure(ref)

    @property
    def asking(self) -> list[Trying]:
        """The steps about which a person is to decide."""
        return [one for one in self.open if isinstance(one, Trying) and one.asks]

    def abandon(self, reason: Sentence) -> None:
        """Wait no longer for what has left."""
        for leaf in list(self.open):
            leaf.land(StepState.STOPPED, reason)

    def watch(self, ref: Ref, callback: Callable[[], object]) -> None:
        """Call back whenever the point changes, until `unwatch`."""
        self._watched.setdefault(ref, []).append(callback)
        if self._unsubscribe is None:
            self._unsubscribe = self.hall.bus.subscribe(PointChanged, self._changed)

    def unwatch(self, ref: Ref, callback: Callable[[], object]) -> None:
        """Call back no more."""
        self._watched[ref].remove(callback)
        if not any(self._watched.values()) and self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def _changed(self, event: PointChanged) -> None:
        for callback in tuple(self._watched.get(event.ref, ())):
            callback()


class Group:
    """Several steps that land as one."""

    def __init__(self, walk: Walk, taken: Taken, nodes: Sequence[Node], steps: Sequence[Taken]) -> None:
        self.taken, self._walk, self._nodes, self._steps = taken, walk, nodes, steps
        self._failed = False
        self._landed: Landed = bool

    def begin(self, landed: Landed) -> None:
        """Begin with what is in it."""
        self._landed = landed
        self._move(StepState.RUNNING)
        self._go()

    def _go(self) -> None:
        raise NotImplementedError

    def _count(self, node: Node, fine: bool) -> None:
        self._failed = self._failed or (not fine and node.taken.step.vital)

    def _finish(self) -> None:
        halted = self._walk.halted
        for one in self._steps:
            if one.state is StepState.WAITING:
                one.state = StepState.STOPPED if halted else StepState.SKIPPED
                self._walk.host.moved(one)
        over = StepState.FAILED if self._failed else StepState.STOPPED if halted else StepState.OK
        self._move(over)
        self._landed(not self._failed)

    def _move(self, state: StepState) -> None:
        self.taken.state = state
        if self.taken.path:  # the whole is no step
            self._walk.host.moved(self.taken)


class Turns(Group):
    """One after the other, until the end or a vital failure."""

    def _go(self) -> None:
        self._next = 0
        self._under_way = self._pumping = False
        self._pump()

    def _pump(self) -> None:
        if self._pumping:
            return
        self._pumping = True
        while not self._under_way and not self._over():
            self._under_way = True
            self._nodes[self._next].begin(self._one_landed)
        self._pumping = False
        if not self._under_way:
            self._finish()

    def _over(self) -> bool:
        return self._failed or self._walk.halted or self._next == len(self._nodes)

    def _one_landed(self, fine: bool) -> None:
        self._count(self._nodes[self._next], fine)
        self._next += 1
        self._under_way = False
        self._pump()


class Branches(Group):
    """All at once; it lands when the last of them has."""

    def _go(self) -> None:
        self._left = len(self._nodes) + 1
        for node in self._nodes:
            if not self._walk.halted:
                node.begin(lambda fine, node=node: self._one_landed(node, fine))  # type: ignore[misc]
            else:
                self._left -= 1
        self._drop()

    def _one_landed(self, node: Node, fine: bool) -> None:
        self._count(node, fine)
        self._drop()

    def _drop(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._finish()


LEAVES: Mapping[type, type[Leaf]] = {
    Set: Setting,
    Invoke: Invoking,
    Wait: Waiting,
}


def _nodes(walk: Walk, steps: Sequence[Taken], under: Path) -> list[Node]:
    """What stands directly under a path, ready to begin."""
    deep = len(under)
    return [
        _node(walk, one, steps) for one in steps if len(one.path) == deep + 1 and one.path[:deep] == under
    ]


def _node(walk: Walk, one: Taken, steps: Sequence[Taken]) -> Node:
    inside: list[Taken] = []
    if isinstance(one.step, Together | InTurn):
        inside = [other for other in steps if other is not one and other.path[: len(one.path)] == one.path]
    if tried(one.step):
        return Trying(walk, one, inside, lambda: _plain_node(walk, one, inside))
    return _plain_node(walk, one, inside)


def _plain_node(walk: Walk, one: Taken, inside: Sequence[Taken]) -> Node:
    if not isinstance(one.step, Together | InTurn):
        return LEAVES[type(one.step)](walk, one)
    kind = Branches if isinstance(one.step, Together) else Turns
    return kind(walk, one, _nodes(walk, inside, one.path), inside)
