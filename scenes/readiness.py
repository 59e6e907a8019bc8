"""Before doors: every device is exercised in a way that harms nothing, and a sheet says green or red.

Each device must be there, answer what it is asked, and obey where its hall says that trying is safe: a point
is turned over and back, a test picture is sent to an output and what was there comes back. A device that
answers and ignores is found by that, and by nothing else. What it tries runs as a scene, so that a person may
stop it and a service that dies in the middle can put it back.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from controller.events import RunMoved
from controller.hall.guards import Asking, first
from controller.hall.hall import Hall
from controller.hall.orders import Actor, NoSuchPoint, Order, OrderState
from controller.hall.refs import meant
from controller.hall.sentences import Sentence
from drivers.errors import NotAllowed
from drivers.points import Ref, Value
from scenes.engine import Engine
from scenes.model import InTurn, Scene, Set, Step, Together
from scenes.reasons import Reasons, kept
from scenes.runs import Run, StepState, Taken, leaves

SHEET = "readiness.sheet"
MOST = 64
"""Points of one device that are asked for; of larger ones, so many, evenly."""
NAME = {"zh": "开场前检查", "en": "Readiness sweep"}
NOT_NOW = ("reason.busy", "reason.not_supported")
"""What a projector that is off says when its picture shall be muted: no fault of its."""
CANNOT_TELL = frozenset({OrderState.UNVERIFIABLE, OrderState.REFUSED})


class Light(StrEnum):
    """What a check came to; grey: it could not be tried as things stand."""

    GREEN = "green"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True)
class Item:
    """One check of one device: there, reads, or obeys (and which point was tried)."""

    device: str
    check: str
    light: Light
    ref: str = ""
    why: Sentence | None = None

    def data(self) -> dict[str, Any]:
        """As the journal keeps it."""
        said: dict[str, Any] = {"device": self.device, "check": self.check, "light": str(self.light)}
        return said | {"ref": self.ref, "why": kept(self.why)}


@dataclass
class Sheet:
    """What a sweep found, as far as it has come; `ended` is None while it goes on."""

    id: str
    by: str
    at: datetime
    items: list[Item] = field(default_factory=list)
    ended: datetime | None = None
    ticket: int | None = None

    def data(self) -> dict[str, Any]:
        """As the journal keeps it, and as it is signed; `ticket`: one device was tried, for a repair."""
        said = {"id": self.id, "by": self.by, "at": self.at.isoformat()}
        ended = self.ended.isoformat() if self.ended else None
        asked = {} if self.ticket is None else {"ticket": self.ticket}
        return said | {"ended": ended, "items": [item.data() for item in self.items]} | asked


def digest(data: Mapping[str, Any]) -> str:
    """The mark of a sheet: equal for equal sheets, whoever writes them down."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Readiness:
    """Sweeps one hall, one sweep at a time. `moved(sheet)` is called as it goes on, and once at its end."""

    def __init__(self, hall: Hall, engine: Engine, moved: Callable[[Sheet], object]) -> None:
        self._hall, self._engine, self._moved = hall, engine, moved
        self._reasons = Reasons(hall)
        self._left: set[str] = set()
        self._which: frozenset[str] = frozenset()
        self._run: Run | None = None
        self._actor: Actor | None = None
        self.sheet: Sheet | None = None
        hall.bus.subscribe(RunMoved, lambda event: self._look())

    @property
    def going(self) -> bool:
        """Whether a sweep is under way."""
        return self.sheet is not None and self.sheet.ended is None

    def begin(self, actor: Actor, only: str | None = None, ticket: int | None = None) -> Sheet:
        """Begin a sweep, of all devices or of `only` one, for a ticket. Raises NotAllowed with a sentence
        while one, or a scene, is under way.
        """
        if self.going:
            raise NotAllowed(Sentence("readiness.going"))
        if self._engine.active is not None:
            raise NotAllowed(Sentence("readiness.scene_runs"))
        if (why := first(self._hall.rig.guards, Asking(actor, "", "a", name=NAME))) is not None:
            raise NotAllowed(why)
        now = self._hall.clock.now()
        self.sheet = Sheet(f"sweep-{now:%Y%m%d-%H%M%S}", actor.name, now, ticket=ticket)
        self._which = frozenset(self._hall.devices if only is None else [only])
        self._actor, self._left = actor, set(self._which)
        for device in sorted(self._which):
            self._there(device)
        self._tried()
        return self.sheet

    # ------------------------------------------------------------ there, and reading

    def _there(self, device: str) -> None:
        away = self._reasons.offline(device)
        if away is not None:
            self._say(Item(device, "there", Light.RED, why=away))
            self._left.discard(device)
            return
        self._say(Item(device, "there", Light.GREEN))
        if refs := list(self._readable(device)):
            self._read(device, refs, [])
            return
        self._say(Item(device, "reads", Light.GREY, why=Sentence("readiness.nothing_to_ask")))
        self._left.discard(device)

    def _readable(self, device: str) -> Iterator[Ref]:
        rig = self._hall.rig
        asked = [ref for ref in self._points(device) if rig.interval(ref) is not None]
        step = max(1, -(-len(asked) // MOST))
        yield from asked[::step]

    def _read(self, device: str, refs: list[Ref], failed: list[Order]) -> None:
        """One after the other: a slow line has no use for a heap of questions."""
        if not refs or len(failed) > 2:
            self._was_read(device, failed)
            return
        ref, *rest = refs
        try:
            order = self._hall.rig.read(ref)
        except NoSuchPoint:
            self._read(device, rest, failed)
            return

        def answered(ended: Order) -> None:
            fine = ended.ok or ended.state in CANNOT_TELL
            self._read(device, rest, failed if fine else [*failed, ended])

        order.settled.add_done_callback(answered)

    def _was_read(self, device: str, failed: list[Order]) -> None:
        if failed:
            why = self._reasons.unread(failed[0])
            self._say(Item(device, "reads", Light.RED, str(failed[0].ref or ""), why))
        else:
            self._say(Item(device, "reads", Light.GREEN))
        self._left.discard(device)
        self._tried()

    # ------------------------------------------------------------ obeying

    def _tried(self) -> None:
        """Once every device is read, what may be tried is tried, all devices at once."""
        if self._left or self._run is not None or self.sheet is None or self.sheet.ended is not None:
            return
        trials = map(self._trial, sorted(self._which))
        steps = tuple(trial for trial in trials if trial is not None)
        if not steps or self._actor is None:
            self._end()
            return
        try:
            scene = Scene("readiness", NAME, (Together(steps),), holds=False, probe=True)
            self._run = self._engine.begin(self._actor, scene)
            self._look()  # it may be over already
        except NotAllowed as stopped:
            why = stopped.why if isinstance(stopped.why, Sentence) else Sentence("readiness.scene_runs")
            for step in steps:
                self._say(Item(_device(step), "obeys", Light.GREY, why=why))
            self._end()

    def _trial(self, device: str) -> Step | None:
        entry = self._hall.venue.devices.get(device)
        if entry is None or self._reasons.offline(device) is not None:
            return None
        trials: list[tuple[Ref, Value]] = [
            (Ref.parse(f"{device}/{key}"), None) for key in entry.readiness.toggle
        ]
        trials += [(Ref.parse(f"{device}/{key}"), to) for key, to in entry.readiness.route.items()]
        if not trials and any(self._hall.point(ref).settable for ref in self._points(device)):
            self._say(Item(device, "obeys", Light.GREY, why=Sentence("readiness.nothing_to_try")))
        steps = [step for ref, to in trials for step in self._there_and_back(ref, to)]
        return InTurn(tuple(steps), vital=False) if steps else None

    def _points(self, device: str) -> Iterator[Ref]:
        return (ref for ref, _ in self._hall.state.points(device) if ref.key != "link")

    def _there_and_back(self, ref: Ref, to: Value) -> list[Step]:
        now = self._hall.state.get(ref)
        if now.quality != "live" or now.reported is None:
            self._say(Item(ref.device, "obeys", Light.GREY, str(ref), Sentence("readiness.not_known")))
            return []
        entry = self._hall.venue.devices.get(ref.device)
        there = not now.reported if to is None else meant(self._hall.point(ref), entry, to)
        return [Set(ref, there, vital=False), Set(ref, now.reported, vital=False)]

    def _look(self) -> None:
        run = self._run
        if run is None or run.active:
            return
        self._run = None
        for ref in dict.fromkeys(one.step.ref for one in leaves(run.steps) if isinstance(one.step, Set)):
            mine = [one for one in leaves(run.steps) if isinstance(one.step, Set) and one.step.ref == ref]
            self._say(_judged(ref, mine))
        self._end()

    def _end(self) -> None:
        if self.sheet is not None:
            self.sheet.ended = self._hall.clock.now()
            self._moved(self.sheet)

    def _say(self, item: Item) -> None:
        if self.sheet is not None:
            self.sheet.items.append(item)
            self._moved(self.sheet)


def _judged(ref: Ref, steps: list[Taken]) -> Item:
    """There and back: red where the device did not do it, grey where it was never told."""
    failed = next((one for one in steps if not one.fine), None)
    if failed is None and any(one.state is StepState.UNVERIFIABLE for one in steps):
        return Item(ref.device, "obeys", Light.GREY, str(ref), Sentence("readiness.cannot_tell"))
    if failed is None:
        return Item(ref.device, "obeys", Light.GREEN, str(ref))
    not_now = failed.reason is not None and failed.reason.id in NOT_NOW
    tried = failed.state is StepState.FAILED and failed.touched and not not_now
    return Item(ref.device, "obeys", Light.RED if tried else Light.GREY, str(ref), failed.reason)


def _device(step: Step) -> str:
    inner = step.steps[0] if isinstance(step, InTurn) else step
    return inner.ref.device if isinstance(inner, Set) else ""
