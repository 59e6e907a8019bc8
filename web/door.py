"""The one door of the web: default-deny. A path that is no route of ours is refused to strangers like any
other.

In this order: our host name, who asks, the role, the origin, how often, then the body against its model. What
is refused before the last two never reaches a handler.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from aiohttp import hdrs, web
from aiohttp.web_urldispatcher import AbstractRoute
from pydantic import BaseModel, ValidationError

from controller.record import failpoints
from web import security
from web.checking import errors_of
from web.errors import told
from web.jsons import dumps
from web.limits import Buckets
from web.problems import MEDIA, Problem, spoken
from web.roles import Identity
from web.routing import Call, Reply, Route
from web.service import Service
from web.sessions import cookie_of

LARGEST = 1 << 20
SLOWEST = 30.0
"""Bytes and seconds of a request's body."""
RATE, BURST = 20.0, 200.0
"""Changing requests a second of one account in the long run, and at once."""
JSON = "application/json"


class Door:
    """The middleware in front of every handler."""

    def __init__(self, service: Service, names: frozenset[str]) -> None:
        self._service, self._names = service, names
        self._routes: dict[AbstractRoute, Route] = {}
        self._writes = Buckets(service.clock, RATE, BURST)

    def add(self, app: web.Application, routes: Iterable[Route]) -> None:
        """Make these the paths of `app`."""
        for route in routes:
            added = app.router.add_route(route.method, route.path, self._handler(route))
            self._routes[added] = route

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._let_in(request, route)

        return handle

    def middleware(self) -> Any:
        """What aiohttp calls for every request, also for one that leads nowhere."""

        @web.middleware
        async def door(request: web.Request, handler: Any) -> web.StreamResponse:
            answer = await told(lambda: self._answer(request, handler))
            return _problem(request, answer) if isinstance(answer, Problem) else answer

        return door

    async def _answer(self, request: web.Request, handler: Any) -> web.StreamResponse:
        security.check_host(request.headers.get(hdrs.HOST), self._names)
        if request.match_info.route in self._routes:
            response: web.StreamResponse = await handler(request)
            return response
        who, _ = await self._who(request)
        if who is None:
            raise Problem(401, "no_session", headers={"WWW-Authenticate": "Bearer"})
        raise request.match_info.http_exception or Problem(404, "not_found")

    async def _who(self, request: web.Request) -> tuple[Identity | None, bool]:
        cookie = cookie_of(request.headers.get(hdrs.COOKIE))
        return await self._service.gate.identify(request.headers.get(hdrs.AUTHORIZATION), cookie)

    async def _let_in(self, request: web.Request, route: Route) -> web.StreamResponse:
        headers = request.headers
        who, ambient = (None, False) if route.quick else await self._who(request)
        if route.need != "public":
            if who is None:
                raise Problem(401, "no_session", headers={"WWW-Authenticate": "Bearer"})
            if not who.may(route.need):
                raise Problem(403, "role")
        socket = headers.get(hdrs.UPGRADE, "").lower() == "websocket"
        security.check_origin(
            request.method,
            headers.get(hdrs.ORIGIN),
            headers.get(hdrs.HOST),
            ambient and who is not None,
            socket,
        )
        if who is not None and request.method not in security.SAFE and not self._writes.take(who.name):
            raise Problem(429, "too_many", headers={"Retry-After": "1"})
        if route.past:
            await self._service.recalled.wait()
        body = await _body(request, route)
        query = _checked(route.query, dict(request.query), "query") if route.query else None
        answer = await route.handle(Call(self._service, request, who, body, query))
        if request.method not in security.SAFE:
            failpoints.hit("answer.ready")
        return answer if isinstance(answer, web.StreamResponse) else _json(answer)


async def _body(request: web.Request, route: Route) -> Any:
    if route.takes is None or route.raw:
        return None
    if request.can_read_body and request.content_type != JSON:
        raise Problem(415, "media")
    async with asyncio.timeout(SLOWEST):
        raw = await request.read()
    return _checked(route.takes, raw or b"{}", "body")


def _checked(model: type[BaseModel], given: bytes | Mapping[str, Any], where: str) -> BaseModel:
    try:
        if isinstance(given, bytes):
            return model.model_validate_json(given)
        return model.model_validate(given)
    except ValidationError as error:
        broken = any(one["type"] == "json_invalid" for one in error.errors(include_url=False))
        raise Problem(
            400 if broken else 422, "not_json" if broken else "invalid", errors=errors_of(error, where)
        ) from None


def _json(answer: Any) -> web.Response:
    reply = answer if isinstance(answer, Reply) else Reply(answer)
    headers = {"Cache-Control": "no-store", **reply.headers}
    if reply.data is None:
        return web.Response(status=reply.status, headers=headers)
    return web.Response(text=dumps(reply.data), status=reply.status, content_type=JSON, headers=headers)


def _problem(request: web.Request, problem: Problem) -> web.Response:
    body = problem.body(spoken(request.headers.get(hdrs.ACCEPT_LANGUAGE, "")))
    headers = {"Cache-Control": "no-store", **problem.headers}
    return web.Response(text=dumps(body), status=problem.status, content_type=MEDIA, headers=headers)
