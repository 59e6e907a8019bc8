"""How the back door says no: RFC 9457 problems in JSON, and only to callers on this machine."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from simulators.loopback import is_loopback

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def problem(status: int, detail: str, errors: list[str] | None = None) -> web.Response:
    """A refusal: one sentence, and one more for each thing that was wrong."""
    titles = {
        400: "Not understood",
        403: "Not from here",
        404: "Not there",
        405: "Not this way",
        422: "Not a value",
    }
    body = {
        "type": "about:blank",
        "title": titles.get(status, "Not done"),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = [{"detail": error} for error in errors]
    return web.json_response(body, status=status, content_type="application/problem+json")


class Refusal(Exception):
    """Raised by a handler to end in a problem."""

    def __init__(self, status: int, detail: str, errors: list[str] | None = None) -> None:
        """What `problem` takes."""
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors


def local(url: str) -> bool:
    """Whether a Host or Origin names this machine: no page from elsewhere breaks devices by a browser."""
    return is_loopback(_name(url))


def _name(url: str) -> str:
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""


def keeping_out(names: frozenset[str]) -> Middleware:
    """The middleware that turns refusals into problems, and strangers away; `names` are further own names."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        callers = [request.host] if origin is None else [request.host, origin]
        if not all(local(caller) or _name(caller) in names for caller in callers):
            return problem(403, "the back door is for this machine only")
        try:
            return await handler(request)
        except Refusal as no:
            return problem(no.status, no.detail, no.errors)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return problem(error.status, error.reason or "no such page")

    return middleware
