"""Scenes and their runs: looked at, run, decided about, stopped, undone, learned from the room."""

from typing import Any

from scenes.runs import Run
from web.api.scenes_shown import (
    Choices,
    Decision,
    HowToRun,
    LearnedShown,
    Lesson,
    PreviewShown,
    Runs,
    RunShown,
    Scenes,
)
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Call, Nothing, Reply, Route
from web.shown import plain


async def everything(call: Call[None, None]) -> dict[str, Any]:
    """All scenes."""
    return {"scenes": call.service.scenes.scenes()}


async def preview(call: Call[None, Choices]) -> dict[str, Any]:
    """What a run would do now; nothing is sent."""
    return call.service.scenes.preview(call.identity.actor, call.path("id"), call.query.args)


async def run(call: Call[HowToRun, None]) -> Reply:
    """Run it."""
    stage = call.service.scenes
    how = call.body
    begun = stage.run(call.identity.actor, call.path("id"), call.key, how.replace, how.args, how.queue)
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


async def resume(call: Call[Nothing, None]) -> Reply:
    """Go on where it stood."""
    found = call.service.scenes.resume(call.identity.actor, call.path("id"))
    await recorded(found.stored)
    return Reply(_run(call, found), 202)


async def undo(call: Call[Nothing, None]) -> Reply:
    """Restore what it moved, as far as that is reversible."""
    found = call.service.scenes.undo(call.identity.actor, call.path("id"))
    await recorded(found.stored)
    return Reply(_run(call, found), 202)


async def answer(call: Call[Decision, None]) -> Reply:
    """Decide about a failed step."""
    path = tuple(map(int, call.body.path.split(".")))
    found = call.service.scenes.answer(call.identity.actor, call.path("id"), path, call.body.choice)
    await recorded(found.stored)
    return Reply(_run(call, found), 202)


async def learn(call: Call[Lesson, None]) -> Reply:
    """A scene from the room as it stands."""
    call.service.occasions.edits()
    body, stage = call.body, call.service.scenes
    if body.save and call.service.demo:
        raise Problem(409, "demo_keeps_nothing")
    found, line = stage.learn(
        call.identity.actor, body.id, body.name.model_dump(), body.refs, body.keep or body.save, body.save
    )
    if line is not None:
        await recorded(line.committed)
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
        RUNS + "/{id}/resume",
        "operator",
        resume,
        "Go on with it.",
        gives={202: RunShown},
        takes=Nothing,
        fails=(409, 503),
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
