"""Is it alive, is it ready, and the numbers."""

from typing import Any

from aiohttp import web

from web.problems import Problem
from web.routing import Bilingual, Call, Reply, Route, Shown
from web.security import is_loopback


class Alive(Shown):
    """It answers."""

    ok: bool


class Health(Shown):
    """In detail: what is not as it should be."""

    ready: bool
    trouble: Bilingual | None
    backlog: int
    devices: dict[str, str]
    version: str


async def alive(call: Call[None, None]) -> dict[str, Any]:
    """The loop turns."""
    return {"ok": True}


async def ready(call: Call[None, None]) -> Reply:
    """Every device was asked once, or could not be."""
    ok = call.service.hall.ready and call.service.journal.trouble is None
    return Reply({"ok": ok}, 200 if ok else 503)


async def health(call: Call[None, None]) -> dict[str, Any]:
    """In detail."""
    service = call.service
    return {
        "ready": service.hall.ready,
        "trouble": service.journal.trouble,
        "backlog": service.journal.backlog,
        "devices": {one.id: str(one.supervisor.link) for one in service.hall.devices.values()},
        "version": service.version,
    }


async def metrics(call: Call[None, None]) -> web.StreamResponse:
    """For Prometheus: whoever is on this machine, or has a viewer's token."""
    if call.who is None and not is_loopback(call.request.remote):
        raise Problem(401, "no_session", headers={"WWW-Authenticate": "Bearer"})
    text, media = call.service.metrics.text()
    return web.Response(body=text, headers={"Content-Type": media, "Cache-Control": "no-store"})


ROUTES = (
    Route("GET", "/healthz", "public", alive, "Alive.", gives={200: Alive}, quick=True),
    Route("GET", "/readyz", "public", ready, "Ready.", gives={200: Alive, 503: Alive}, quick=True),
    Route("GET", "/metrics", "public", metrics, "The numbers, for Prometheus.", shown=False),
    Route("GET", "/api/v1/health", "viewer", health, "Health in detail.", gives={200: Health}),
)
