"""Scenes and their runs: looked at, run, stopped, undone, learned from the room."""

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from drivers.rigfile.kinds import IDENTIFIER
from scenes.runs import Run
from scenes.trying import Choice
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


class ParamShown(Shown):
    """Something to choose: one of `values`, or a number within `range`."""

    id: str
    name: Bilingual
    values: list[dict[str, Any]]
    range: list[float] | None
    default: Scalar
    unit: str


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
    params: list[ParamShown]
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


class Asked(Shown):
    """A failed step about which a person is to decide."""

    path: str
    reason: Bilingual | None


class RunShown(Shown):
    """A run, step by step. `args` is what was chosen, `asks` are the steps that wait for a decision."""

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
    args: dict[str, Scalar]
    asks: list[Asked]
    can_undo: bool
    undo_lists: list[str]


class Runs(Shown):
    """The latest runs, by id."""

    runs: dict[str, RunShown]


Args = Annotated[dict[str, Scalar], Field(max_length=32)]


class HowToRun(Model):
    """`replace`: stop the scene that is running and begin this one; `args`: what was chosen."""

    replace: bool = False
    args: Args = Field(default_factory=dict)


def _object(text: object) -> object:
    """What a text is in JSON; the text itself where it is none, to be refused like any other value."""
    try:
        return json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return text


class Choices(Model):
    """What was chosen, as a JSON object in the query: `?args={"language":"en"}`."""

    args: Annotated[Args, BeforeValidator(_object), WithJsonSchema({"type": "string"})] = Field(
        default_factory=dict
    )


class Decision(Model):
    """What follows on a failed step: another try, go on without it, or put back what was done."""

    path: str = Field(pattern=r"^\d{1,4}(\.\d{1,4}){0,16}$")
    choice: Choice


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


async def preview(call: Call[None, Choices]) -> dict[str, Any]:
    """What a run would do now; nothing is sent."""
    return call.service.scenes.preview(call.identity.actor, call.path("id"), call.query.args)


async def run(call: Call[HowToRun, None]) -> Reply:
    """Run it."""
    stage = call.service.scenes
    begun = stage.run(call.identity.actor, call.path("id"), call.key, call.body.replace, call.body.args)
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


async def answer(call: Call[Decision, None]) -> Reply:
    """Decide about a failed step."""
    path = tuple(map(int, call.body.path.split(".")))
    stage = call.service.scenes
    return Reply(_run(call, stage.answer(call.identity.actor, call.path("id"), path, call.body.choice)), 202)


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
        "GET",
        SCENES + "/{id}/preview",
        "viewer",
        preview,
        "What it would do now.",
        gives={200: PreviewShown},
        query=Choices,
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
        RUNS + "/{id}/answer",
        "operator",
        answer,
        "Decide about a failed step.",
        gives={202: RunShown},
        takes=Decision,
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
