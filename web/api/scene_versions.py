"""The versions of scenes: listed, held against the present one, brought back."""

from typing import Any

from web.api.scenes_shown import Back, DifferenceShown, SceneShown, Versions
from web.api.waiting import recorded
from web.routing import Call, Route

SCENES = "/api/v1/scenes"


async def versions(call: Call[None, None]) -> dict[str, Any]:
    """Every version that a scene had."""
    return {"versions": call.service.scenes.history(call.path("id"))}


async def version(call: Call[None, None]) -> dict[str, Any]:
    """One version, against the present one."""
    return call.service.scenes.difference(call.path("id"), call.path("version"))


async def restore(call: Call[Back, None]) -> dict[str, Any]:
    """Let a scene be as it was."""
    call.service.occasions.edits()
    stage = call.service.scenes
    scene, line = stage.restore(call.identity.actor, call.path("id"), call.body.version)
    if line is not None:
        await recorded(line.committed)
    return stage.scene(scene)


ROUTES = (
    Route("GET", SCENES + "/{id}/versions", "viewer", versions, "Its versions.", gives={200: Versions}),
    Route(
        "GET",
        SCENES + "/{id}/versions/{version}",
        "viewer",
        version,
        "A version, against the present one.",
        gives={200: DifferenceShown},
        fails=(409,),
    ),
    Route(
        "POST",
        SCENES + "/{id}/restore",
        "lead",
        restore,
        "Let it be as it was in a version.",
        gives={200: SceneShown},
        takes=Back,
        fails=(404, 409),
    ),
)
