"""Runs as the journal keeps them, and the way back: after a restart every run is found again.

`scene.started` holds the whole tree, so a run is readable without the file it came from; `scene.step` says
what a step is about to touch and what was before, then how it landed; `scene.ended` closes it. A run that was
started and never ended was interrupted.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from controller.hall.orders import Actor
from controller.hall.rig import Appended
from controller.hall.rig import Journal as Writes
from controller.record.failpoints import hit
from scenes.model import Scene, as_data, from_data, spelled
from scenes.reasons import kept, told
from scenes.runs import Hand, Run, RunState, StepState, Taken, taken

STARTED, STEP, ENDED = "scene.started", "scene.step", "scene.ended"
RESUMED = "scene.resumed"
ANSWERED, QUEUED = "scene.answered", "scene.queued"
KINDS = (QUEUED, STARTED, STEP, ENDED, RESUMED)
"""What is needed to know the runs again. An answer only tells who decided."""


class Line(Protocol):
    """A line of the journal, read back."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


class Record:
    """Writes what happens to runs."""

    def __init__(self, journal: Writes) -> None:
        self._journal = journal

    def started(self, run: Run, actor: Actor, undo: bool = False) -> Appended:
        """A run begins, or is being undone."""
        if undo:
            data = _tree(run.put_back, run, actor) | {"undo": True}
            return self._journal.append(STARTED, run.scene.id, data, actor.name)
        return self._journal.append(STARTED, run.scene.id, _whole(run, actor), actor.name)

    def queued(self, run: Run) -> Appended:
        """A run waits for its turn."""
        line = self._journal.append(QUEUED, run.scene.id, _whole(run, run.actor), run.actor.name)
        hit("scene.queued")
        return line

    def resumed(self, run: Run, actor: Actor) -> Appended:
        """A run goes on where it stood; somebody said so."""
        data = {"run": run.id, "role": actor.role, "via": actor.via}
        return self._journal.append(RESUMED, run.scene.id, data, actor.name)

    def step(self, run: Run, one: Taken) -> Appended:
        """A step is about to touch something, or has landed."""
        data: dict[str, Any] = {"run": run.id, "path": spelled(one.path), "state": str(one.state)}
        data |= {"from": one.before, "touched": one.touched or one.state is StepState.RUNNING}
        data |= {"reason": kept(one.reason), "took": one.took, "back": one in run.put_back}
        data |= {"fell": True} if one.fell else {}
        if one.state is StepState.BY_HAND and one.hand is not None:
            return self._journal.append(STEP, run.scene.id, data, one.hand.by)
        return self._journal.append(STEP, run.scene.id, data, run.actor.name)

    def answered(self, run: Run, one: Taken, choice: str, actor: Actor) -> Appended:
        """Somebody decided what follows on a failure."""
        data = {"run": run.id, "path": spelled(one.path), "choice": str(choice)}
        return self._journal.append(ANSWERED, run.scene.id, data, actor.name)

    def ended(self, run: Run) -> Appended:
        """A run has ended, in whichever way."""
        data = {"run": run.id, "state": str(run.state), "reason": kept(run.reason)}
        return self._journal.append(ENDED, run.scene.id, data, run.actor.name)


def _tree(steps: Iterable[Taken], run: Run, actor: Actor) -> dict[str, Any]:
    tree = [as_data(one.step) for one in steps if len(one.path) == 1]
    return {"run": run.id, "role": actor.role, "via": actor.via, "steps": tree}


def _whole(run: Run, actor: Actor) -> dict[str, Any]:
    scene, data = run.scene, _tree(run.steps, run, actor)
    data |= {"version": run.version, "name": dict(scene.name), "holds": scene.holds}
    data |= {"args": dict(run.args)} if run.args else {}
    data |= {"probe": True} if scene.probe else {}
    return data | ({"reasserts": True} if scene.reasserts else {})


def remembered(lines: Iterable[Line], limit: int) -> dict[str, Run]:
    """The latest runs on record, oldest first; one that never ended is still as it was when the record
    stopped.
    """
    runs: dict[str, Run] = {}
    for line in lines:
        if line.kind in (QUEUED, STARTED) and "steps" in line.data and not line.data.get("undo"):
            runs.pop(line.data["run"], None)  # it waited, and begins
            runs[line.data["run"]] = _run(line)
            if len(runs) > limit:
                del runs[next(iter(runs))]
        elif line.kind in KINDS and (run := runs.get(line.data["run"])):
            _hear(run, line)
    return {id: run.found() for id, run in runs.items()}


def _run(line: Line) -> Run:
    data = line.data
    steps = tuple(map(from_data, data["steps"]))
    reasserts, probe = data.get("reasserts", False), data.get("probe", False)
    scene = Scene(line.subject, data["name"], steps, holds=data["holds"], reasserts=reasserts, probe=probe)
    actor = Actor(line.actor, data["role"], data["via"])
    run = Run(data["run"], scene, actor, line.at, taken(steps), data["version"], data.get("args", {}))
    run.state = RunState.QUEUED if line.kind == QUEUED else RunState.RUNNING
    return run


def _hear(run: Run, line: Line) -> None:
    data = line.data
    match line.kind:
        case "scene.started":
            run.state, run.ended = RunState.UNDOING, None
            run.put_back = taken(tuple(map(from_data, data["steps"])))
        case "scene.resumed":
            run.state, run.reason, run.ended, run.resumed = RunState.RUNNING, None, None, line.at
            for one in run.steps:
                one.again()
        case "scene.step":
            steps = run.put_back if data["back"] else run.steps
            for one in (one for one in steps if spelled(one.path) == data["path"]):
                one.state, one.reason, one.took = StepState(data["state"]), told(data["reason"]), data["took"]
                one.before, one.touched, one.fell = data["from"], data["touched"], data.get("fell", False)
                if one.state is StepState.BY_HAND:
                    one.hand = Hand(line.actor, line.at)
        case "scene.ended":
            run.state, run.reason, run.ended = RunState(data["state"]), told(data["reason"]), line.at
