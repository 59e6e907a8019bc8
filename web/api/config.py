"""The hall's file, read again: what it does not change lives on; one with a mistake changes nothing."""

import asyncio
from typing import Any

from controller.record import failpoints
from drivers.rigfile.messages import LANGUAGES
from drivers.rigfile.problems import Problem as Mistake
from drivers.rigfile.problems import RigFileError
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Call, Nothing, Route, Shown
from web.service import Service


class Reloaded(Shown):
    """What the hall has now."""

    devices: int
    scenes: int


async def reload(service: Service, by: str = "system") -> "asyncio.Future[Any]":
    """Take the file as it is now; what comes back is done once all that follows from it is on disk. Raises
    RigFileError, and then nothing has changed.
    """
    from controller.hall.venue import load
    from scenes import library

    catalog = service.catalog
    venue = await asyncio.to_thread(load, service.hall.venue.file, catalog=catalog)
    scenes = library.load(venue, catalog)
    service.hall.reconfigure(venue)
    service.scenes.take(scenes, by)
    service.timetable.renew()
    await service.post.apply(venue)
    service.desk.renew(venue.contract)
    service.links.venue = venue
    service.live.renew()
    failpoints.hit("config.applied")
    return service.journal.append("config.applied", venue.hall.id, {"file": venue.file}).committed


async def again(call: Call[Nothing, None]) -> dict[str, Any]:
    """Read the file again."""
    call.service.occasions.edits()
    try:
        stored = await reload(call.service, call.identity.actor.name)
    except RigFileError as error:
        raise Problem(422, "config", errors=[_mistake(one) for one in error.problems]) from None
    await recorded(stored)
    return {"devices": len(call.service.hall.venue.devices), "scenes": len(call.service.scenes.engine.scenes)}


def _mistake(one: Mistake) -> dict[str, Any]:
    file, line, col = one.spot
    message = {lang: one.sentence(lang) for lang in LANGUAGES}
    spot = {"file": file, "line": line, "col": col}
    return {"path": ".".join(map(str, one.path)), "code": one.code, "message": message, **spot}


ROUTES = (
    Route(
        "POST",
        "/api/v1/config/reload",
        "admin",
        again,
        "Read the hall's file again; one with a mistake is never applied.",
        gives={200: Reloaded},
        takes=Nothing,
    ),
)
