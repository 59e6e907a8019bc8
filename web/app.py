"""The web application: every route of the product, behind the one door."""

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from aiohttp import web

from web import openapi, pages, socket
from web.api import (
    accounts,
    calendars,
    commands,
    config,
    contact_sheet,
    devices,
    events,
    faults,
    hall,
    health,
    knowledge,
    links,
    notifications,
    photos,
    points,
    promises,
    readiness,
    reports,
    scene_versions,
    scenes,
    schedules,
    session,
    ticket_papers,
    ticket_service,
    ticket_work,
    tickets,
)
from web.door import LARGEST, Door
from web.routing import Route
from web.security import HEADERS
from web.service import Service

PAST = (
    *(scenes, scene_versions, events, schedules, readiness, faults, notifications, calendars),
    *(tickets, photos, ticket_work, ticket_service, ticket_papers, promises, reports),
    *(knowledge, links),
)
"""What tells of runs, faults and tickets: an empty list while the record is still read would be a lie."""
MODULES = (session, accounts, hall, points, devices, contact_sheet, *PAST, commands, config, health)


def routes() -> tuple[Route, ...]:
    """All routes, in the order in which they are tried: the page's catch-all is last."""
    api = (*(route for module in MODULES for route in _of(module)), *socket.ROUTES)
    return (*api, *openapi.routes(api), *pages.ROUTES)


def _of(module: ModuleType) -> Iterator[Route]:
    for route in module.ROUTES:
        yield replace(route, past=True) if module in PAST else route


def application(service: Service, names: frozenset[str]) -> web.Application:
    """The application; `names` are the host names that it answers to."""
    door = Door(service, names)
    app = web.Application(middlewares=[door.middleware()], client_max_size=LARGEST)
    app.on_response_prepare.append(_dress)
    door.add(app, routes())
    return app


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    """Every answer carries the same headers, that of a WebSocket too."""
    response.headers.update(HEADERS)
