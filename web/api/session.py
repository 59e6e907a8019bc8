"""Logging in and out, and who sits here."""

from typing import Any

from pydantic import Field

from web.roles import Identity
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown
from web.sessions import COOKIE, cookie_of


class LogIn(Model):
    """A name and its password."""

    name: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=1024)


class User(Shown):
    """Who sits here."""

    name: str
    role: str


class HallName(Shown):
    """The hall, before anybody is let in."""

    id: str
    name: Bilingual


class Session(Shown):
    """`user` is null for a stranger; `demo` are the accounts of a demonstration."""

    user: User | None
    lang: str
    hall: HallName


async def who(call: Call[None, None]) -> dict[str, Any]:
    """Who sits here, if anybody."""
    return _session(call, call.who)


async def log_in(call: Call[LogIn, None]) -> Reply:
    """Open a session; its cookie is a new one each time."""
    gate, address = call.service.gate, call.request.remote or ""
    cookie = await gate.log_in(call.body.name, call.body.password, address)
    identity, _ = await gate.identify(None, cookie)
    return Reply(_session(call, identity), headers={"Set-Cookie": _cookie(cookie, call.request.secure)})


async def log_out(call: Call[Nothing, None]) -> Reply:
    """End the session of the cookie, and every WebSocket opened with it."""
    cookie = cookie_of(call.request.headers.get("Cookie"))
    if cookie and call.who is not None:
        await call.service.gate.log_out(cookie)
    return Reply(None, 204, {"Set-Cookie": _cookie("", call.request.secure) + "; Max-Age=0"})


def _cookie(value: str, secure: bool) -> str:
    return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if secure else "")


def _session(call: Call[Any, Any], who: Identity | None) -> dict[str, Any]:
    venue = call.service.hall.venue
    found: dict[str, Any] = {
        "user": None if who is None else {"name": who.name, "role": who.role},
        "lang": "zh-CN",
        "hall": {"id": venue.hall.id, "name": {"zh": venue.hall.name.zh, "en": venue.hall.name.en}},
    }
    if call.service.demo:
        found["demo"] = [dict(one) for one in call.service.demo]
    if who is not None:
        found["version"] = call.service.version
    return found


PATH = "/api/v1/session"
ROUTES = (
    Route("GET", PATH, "public", who, "Who sits here.", gives={200: Session}),
    Route("POST", PATH, "public", log_in, "Log in.", gives={200: Session}, takes=LogIn, fails=(401, 429)),
    Route("DELETE", PATH, "public", log_out, "Log out.", gives={204: None}),
)
