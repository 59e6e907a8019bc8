"""The web application: every route of the product, behind the one door."""

from aiohttp import web

from web import openapi, pages, socket
from web.api import commands, devices, faults, hall, health, points, scenes, session, tickets
from web.door import LARGEST, Door
from web.routing import Route
from web.service import Service

MODULES = (session, hall, points, devices, scenes, faults, tickets, commands, health)


def routes() -> tuple[Route, ...]:
    """All routes, in the order in which they are tried: the page's catch-all is last."""
    api = (*(route for module in MODULES for route in module.ROUTES), *socket.ROUTES)
    return (*api, *openapi.routes(api), *pages.ROUTES)


def application(service: Service, names: frozenset[str]) -> web.Application:
    """The application; `names` are the host names that it answers to."""
    door = Door(service, names)
    app = web.Application(middlewares=[door.middleware()], client_max_size=LARGEST)
    door.add(app, routes())
    return app
