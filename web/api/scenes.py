"""Scenes and their runs: looked at, run, stopped, undone, learned from the room."""

from typing import Annotated, Any

from pydantic import Field

from drivers.rigfile.kinds import IDENTIFIER
from scenes.runs import Run
from web.api.points import Scalar
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown
from web.shown import plain

Id = Annotated[str, Field(pattern=f"^{IDENTIFIER}$")]
Ref = Annotated[str, Field(min_length=3, max_length=200)]


class StepShown(Shown):
    """A step: a wish (set), a deed (invoke), a wait, or a group; `path` says where in the tree it stands."""

    path: str
    kind: str
    ref: str | None = None
    device: str | None = None
    action: str | None = None
    to: Scalar | None = None
    state: str | None = None
    reason: Bilingual | None = None


class LastRun(Shown):
    """When it last ran, and how that ended."""

    run: str
    state: str
    at: str


class SceneShown(Shown):
    """A scene. `holds`: the hall stands in it now."""

    id: str
    name: Bilingual
    about: Bilingual | None
    icon: str | None
    risk: str
    steps: list[StepShown]
    usual_s: float | None
    version: str
    last: LastRun | None
    holds: bool


class Scenes(Shown):
    """All of them, in the order of the hall's file."""

    scenes: list[SceneShown]


class PreviewShown(Shown):
    """What a run would do now; each step has `now`, `then`, `already`, `blocked`, `seconds`."""

    scene: str
    version: str
    steps: list[StepShown]
    blocked: bool
    seconds: float


class PutBack(Shown):
    """A value that was restored, or not."""

    ref: str
    value: Scalar | None
    state: str
    reason: Bilingual | None


class RunShown(Shown):
    """A run, step by step."""

    id: str
    scene: str
    by: str
    via: str
    state: str
    at: str
    ended: str | None
    reason: Bilingual | None
    expected_s: float | None
    steps: list[StepShown]
    put_back: list[PutBack]
    can_undo: bool
    undo_lists: list[str]


class Runs(Shown):
    """The latest runs, by id."""

    runs: dict[str, RunShown]


class HowToRun(Model):
    """`replace`: stop the scene that is running and begin this one."""

    replace: bool = False


class Names(Model):
    """A name in both languages."""

    zh: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)


class Lesson(Model):
    """The points whose values make the scene. `save`: write it beside the hall's file, too."""

    id: Id
    name: Names
    refs: list[Ref] = Field(min_length=1, max_length=500)
    keep: bool = False
    save: bool = False


class ChangeShown(Shown):
    """A point in which the room differs from the scene as it was."""

    ref: str
    was: Scalar | None
    now: Scalar | None


class LearnedShown(Shown):
    """The scene as the room stands; `unknown` are points that nobody can vouch for, left out."""

    scene: SceneShown
    diff: list[ChangeShown]
    unknown: list[str]
    yaml: str


async def everything(call: Call[None, None]) -> dict[str, Any]:
    """All scenes."""
    return {"scenes": call.service.scenes.scenes()}


async def preview(call: Call[None, None]) -> dict[str, Any]:
    """What a run would do now; nothing is sent."""
    return call.service.scenes.preview(call.identity.actor, call.path("id"))


async def run(call: Call[HowToRun, None]) -> Reply:
    """Run it."""
    stage = call.service.scenes
    begun = stage.run(call.identity.actor, call.path("id"), call.key, call.body.replace)
    await recorded(begun.recorded)
    return Reply(_run(call, begun), 202)


async def runs(call: Call[None, None]) -> dict[str, Any]:
    """The latest runs."""
    return {"runs": call.service.scenes.shelf().all()}


async def one(call: Call[None, None]) -> dict[str, Any]:
    """One run."""
    found = call.service.scenes.one(call.path("id"))
    if found is None:
        raise Problem(404, "no_run")
    return found


async def stop(call: Call[Nothing, None]) -> Reply:
    """Send nothing more, at any depth."""
    return Reply(_run(call, call.service.scenes.stop(call.identity.actor, call.path("id"))), 202)


async def undo(call: Call[Nothing, None]) -> Reply:
    """Restore what it moved, as far as that is reversible."""
    return Reply(_run(call, call.service.scenes.undo(call.identity.actor, call.path("id"))), 202)


async def learn(call: Call[Lesson, None]) -> Reply:
    """A scene from the room as it stands."""
    body, stage = call.body, call.service.scenes
    if body.save and call.service.demo:
        raise Problem(409, "demo_keeps_nothing")
    found = stage.learn(body.id, body.name.model_dump(), body.refs, body.keep or body.save, body.save)
    changes = [{"ref": str(one.ref), "was": one.was, "now": one.now} for one in found.diff]
    shown = {"scene": stage.scene(found.scene), "diff": changes, "unknown": [*map(str, found.unknown)]}
    return Reply(plain(shown) | {"yaml": found.text}, 201)


def _run(call: Call[Any, Any], found: Run) -> Any:
    return call.service.scenes.one(found.id) or plain(found.shown())


SCENES, RUNS = "/api/v1/scenes", "/api/v1/runs"
ROUTES = (
    Route("GET", SCENES, "viewer", everything, "All scenes.", gives={200: Scenes}),
    Route(
        "GET", SCENES + "/{id}/preview", "viewer", preview, "What it would do now.", gives={200: PreviewShown}
    ),
    Route(
        "POST",
        SCENES + "/{id}/run",
        "operator",
        run,
        "Run it.",
        gives={202: RunShown},
        takes=HowToRun,
        fails=(409, 503),
    ),
    Route(
        "POST",
        SCENES,
        "lead",
        learn,
        "Learn a scene from the room.",
        gives={201: LearnedShown},
        takes=Lesson,
        fails=(404, 409),
    ),
    Route("GET", RUNS, "viewer", runs, "The latest runs.", gives={200: Runs}),
    Route("GET", RUNS + "/{id}", "viewer", one, "One run, step by step.", gives={200: RunShown}),
    Route(
        "POST",
        RUNS + "/{id}/stop",
        "operator",
        stop,
        "Stop it.",
        gives={202: RunShown},
        takes=Nothing,
        fails=(409,),
    ),
    Route(
        "POST",
        RUNS + "/{id}/undo",
        "operator",
        undo,
        "Undo it.",
        gives={202: RunShown},
        takes=Nothing,
        fails=(409,),
    ),
)
