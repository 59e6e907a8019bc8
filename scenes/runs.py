"""A run: one scene on its way through the room, with the state of every step, told as it lands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from controller.record.failpoints import planted
from drivers.points import Ref, Value
from scenes.model import KINDS, InTurn, Invoke, Path, Scene, Set, Step, Together, Wait, flat, on_fail, spelled
from scenes.told import Told

if TYPE_CHECKING:
    import asyncio


class StepState(StrEnum):
    """How far a step is. `ALREADY`: it was so, and was verified; `PUT_BACK`: done, and undone again;
    `BY_HAND`: a person says so, and nothing proves it.
    """

    WAITING = "waiting"
    RUNNING = "running"
    OK = "ok"
    ALREADY = "already"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNVERIFIABLE = "unverifiable"
    BY_HAND = "by_hand"
    STOPPED = "stopped"
    PUT_BACK = "put_back"


DONE_BY_US = frozenset({StepState.OK, StepState.ALREADY, StepState.UNVERIFIABLE})
FINE = DONE_BY_US | {StepState.BY_HAND}


class RunState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPING = "stopping"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    UNDOING = "undoing"
    UNDONE = "undone"


RESUMABLE = frozenset({RunState.INTERRUPTED, RunState.STOPPED})
ACTIVE = frozenset({RunState.RUNNING, RunState.STOPPING, RunState.UNDOING})


class Hand(NamedTuple):
    """Who did a step by hand, and when he said so."""

    by: str
    at: datetime


class Fare(NamedTuple):
    """How a step fares."""

    state: StepState = StepState.WAITING
    reason: Sentence | None = None
    took: float | None = None
    hand: Hand | None = None


class Verdict(NamedTuple):
    """How far a run is, and how it ended."""

    state: RunState
    reason: Sentence | None = None
    ended: datetime | None = None


@dataclass(slots=True, eq=False)
class Taken:
    """One step of one run.

    `before` is what the point was before this step touched it (None: nobody knows), `touched` whether
    anything was sent for it. `took` is in seconds, `within` the time allowed. `repeatable`: it may be tried
    again; an action that may have been done may not. `mark` is how many orders people had given when it was
    touched: a later one is theirs, and is not put back. `fell`: it stood once, and did no longer when the run
    ended. `hand` is whose word stands for it. `told` is as much of it as is on disk.
    """

    path: Path
    step: Step
    state: StepState = StepState.WAITING
    reason: Sentence | None = None
    before: Value = None
    touched: bool = False
    within: float | None = None
    started: datetime | None = None
    took: float | None = None
    repeatable: bool = True
    mark: int = 0
    fell: bool = False
    forgiven: bool = False
    hand: Hand | None = None
    told: Told[Fare] = field(default_factory=lambda: Told(Fare()), repr=False)

    def say(
        self, line: "asyncio.Future[Any] | None" = None, then: Callable[[], object] | None = None
    ) -> None:
        """It is in another state: let that be told, once `line` is on disk (None: nothing could be lost)."""
        hand = self.hand if self.state is StepState.BY_HAND else None
        self.told.say(Fare(self.state, self.reason, self.took, hand), line, then)

    def again(self) -> None:
        """Before an interrupted run goes on: what is verified again is not begun, what may have been done
        once is left alone, and so is what a person did."""
        if self.state is StepState.BY_HAND:
            return
        if not isinstance(self.step, Invoke) or not self.touched or planted("deeds_are_done_twice"):
            self.state, self.reason, self.took, self.fell = StepState.WAITING, None, None, False
        else:
            self.repeatable = False
            if not self.fine:
                self.state, self.reason = StepState.SKIPPED, Sentence("scene.may_be_done")
        self.say()

    def anew(self) -> None:
        """Before another try: as if not begun. What may not be repeated stays done, and what a person did."""
        if self.repeatable and self.state is not StepState.BY_HAND:
            self.state, self.reason, self.took = StepState.WAITING, None, None
            self.say()

    @property
    def fine(self) -> bool:
        """Whether it ended as wished, as far as can be known."""
        return self.state in FINE

    def shown(self) -> dict[str, Any]:
        """The step as the API shows it; `reason` is still a sentence."""
        now = self.told.now
        return {
            **wish(self.path, self.step),
            "from": self.before,
            "state": str(now.state),
            "reason": now.reason,
            "within_s": self.within,
            "started": self.started,
            "took_s": None if now.took is None else round(now.took, 3),
            "hand": None if now.hand is None else now.hand._asdict(),
        }


def wish(path: Path, step: Step) -> dict[str, Any]:
    """What a step wants, without how it fares."""
    said: dict[str, Any] = {"path": spelled(path), "kind": KINDS[type(step)], "vital": step.vital}
    said |= {"within_s": step.within, "retries": step.retries, "on_fail": on_fail(step)}
    match step:
        case Set(ref=ref, value=value) | Wait(ref=ref, value=value):
            return said | {"ref": str(ref), "to": value}
        case Invoke(device=device, action=action, args=args):
            return said | {"device": device, "action": action, "args": dict(args)}
        case Together(title=title) | InTurn(title=title):
            return said | ({"title": dict(title)} if title else {})


def taken(steps: tuple[Step, ...]) -> list[Taken]:
    """Every step of a tree, none of them begun, in the order of the tree."""
    return [Taken(path, step, within=step.within) for path, step in flat(steps)]


@dataclass(slots=True, eq=False)
class Run:
    """One run. It finishes with the version of the scene it started with.

    `put_back` are the steps that restore what it moved, once it failed or was undone; `recorded` is done when
    its start is on disk, `stored` when all that was said of it by now is; `told` is as much of its state as
    is. `asks` are the failed steps about which a person is to decide, `handy` tells, while it is under way,
    which he may say to have done by hand. `resumed` is when it went on after it was interrupted; only the
    `latest` of all runs may.
    """

    id: str
    scene: Scene
    actor: Actor
    at: datetime
    steps: list[Taken]
    version: str
    args: Mapping[str, Value] = field(default_factory=dict)
    state: RunState = RunState.RUNNING
    reason: Sentence | None = None
    ended: datetime | None = None
    resumed: datetime | None = None
    latest: bool = True
    expected: float | None = None
    put_back: list[Taken] = field(default_factory=list)
    asks: tuple[Path, ...] = ()
    undo: "Undo" = field(default_factory=lambda: Undo())
    recorded: "asyncio.Future[Any] | None" = field(default=None, repr=False)
    stored: "asyncio.Future[Any] | None" = field(default=None, repr=False)
    told: Told[Verdict] = field(init=False, repr=False)
    handy: "Callable[[], Sequence[Path]] | None" = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.told = Told(Verdict(self.state))

    def say(
        self, line: "asyncio.Future[Any] | None" = None, then: Callable[[], object] | None = None
    ) -> None:
        """It is in another state: let that be told, once `line` is on disk (None: nothing could be lost)."""
        self.told.say(Verdict(self.state, self.reason, self.ended), line, then)

    def found(self) -> "Run":
        """All that is known of it is on disk: it was read from there."""
        self.say()
        for one in (*self.steps, *self.put_back):
            one.say()
        return self

    def tell_all(self) -> None:
        """Let everything be told, whether it is on disk or not: the disk is in trouble, and that is told."""
        self.told.all()
        for one in (*self.steps, *self.put_back):
            one.told.all()

    @property
    def active(self) -> bool:
        """Whether it may still send something."""
        return self.state in ACTIVE

    @property
    def can_resume(self) -> bool:
        """Whether it stands half done and may go on from there, when a person says so."""
        half = any(one.state not in DONE_BY_US for one in leaves(self.steps))
        may = self.state in RESUMABLE and self.latest and not self.put_back and not self.scene.probe
        return may and (half or self.state is RunState.INTERRUPTED)

    @property
    def by_hand(self) -> list[Path]:
        """The steps that a person may say to have done by hand: so the run goes on, now or when resumed."""
        if self.handy is not None:
            return list(self.handy())
        return [one.path for one in leaves(self.steps) if not one.fine] if self.can_resume else []

    def why(self, path: Path) -> Sentence | None:
        """Why the step at a path failed: its own reason, or that of the first failure within it."""
        failed = (
            one for one in self.steps if one.path[: len(path)] == path and one.state is StepState.FAILED
        )
        return next((one.reason for one in failed if one.reason is not None), None)

    def shown(self) -> dict[str, Any]:
        """The run as the API shows it; sentences and moments are still what they are."""
        now, settled = self.told.now, self.told.now.state is self.state
        swept = self.scene.probe and self.state is RunState.DONE  # and has put back what it turned over
        failed = {one.path for one in self.steps if one.told.now.state is StepState.FAILED}
        return {
            "id": self.id,
            "scene": self.scene.id,
            "version": self.version,
            "args": dict(self.args),
            "by": self.actor.name,
            "via": self.actor.via,
            "state": str(now.state),
            "at": self.at,
            "ended": now.ended,
            "resumed": self.resumed,
            "reason": now.reason,
            "expected_s": None if self.expected is None else round(self.expected, 1),
            "steps": [step.shown() for step in self.steps],
            "put_back": [back for step in leaves(self.put_back) if (back := _back(step))],
            "asks": [{"path": spelled(p), "reason": self.why(p)} for p in self.asks if p in failed],
            "by_hand": [*map(spelled, self.by_hand)] if settled and not self.scene.probe else [],
            "can_undo": settled and bool(self.undo.steps) and not swept,
            "can_resume": settled and self.can_resume,
            "undo_lists": [*map(str, self.undo.lost)] if settled else [],
        }


@dataclass(frozen=True, slots=True)
class Undo:
    """What would restore the room: `steps` to take, and what they cannot bring back (points, actions)."""

    steps: tuple[Step, ...] = ()
    lost: Sequence[Ref | str] = ()


def _back(one: Taken) -> Mapping[str, Any]:
    match one.step:
        case Set(ref=ref, value=value):
            now = one.told.now
            return {"ref": str(ref), "value": value, "state": str(now.state), "reason": now.reason}
    return {}


def leaves(steps: Sequence[Taken]) -> list[Taken]:
    """The steps that are no groups."""
    return [one for one in steps if not isinstance(one.step, Together | InTurn)]
