"""Accounts of people and tokens of programs, while the service runs; for its administrator only."""

from typing import Any, Literal

from pydantic import Field, SecretStr

from web.api.tickets import Moment
from web.routing import Call, Model, Reply, Route, Shown

Name = Field(min_length=1, max_length=64)
Role = Literal["viewer", "helpdesk", "clerk", "operator", "engineer", "lead", "admin"]


class UserShown(Shown):
    """An account; nobody is deleted, only disabled."""

    name: str
    role: str
    created: str
    disabled: str | None


class Users(Shown):
    """All of them: there are no hidden ones."""

    users: list[UserShown]


class NewUser(Model):
    """A name, a first password and a role."""

    name: str = Name
    password: SecretStr = Field(min_length=1, max_length=1024)
    role: Role


class Change(Model):
    """Another password, another role, or no more log-in; what is left out stays. Open sessions end."""

    password: SecretStr | None = Field(None, min_length=1, max_length=1024)
    role: Role | None = None
    disabled: Literal[True] | None = None


class Following(Model):
    """Who follows, and when: now if left out. The old account is disabled then and its sessions end; what it
    has open is the new one's.
    """

    to: str = Name
    at: Moment | None = None


class TakeoverShown(Shown):
    """A take-over; `tickets` are those that were given on, `done` is when."""

    from_: str = Field(alias="from")
    to: str
    at: str
    by: str
    tickets: list[int]
    done: str | None


class Takeovers(Shown):
    """Those that wait, then those that are over, the newest first."""

    handovers: list[TakeoverShown]


class TokenShown(Shown):
    """A program's account, without its secret."""

    name: str
    role: str
    created: str
    revoked: str | None


class Tokens(Shown):
    """All of them, also the revoked."""

    tokens: list[TokenShown]


class NewToken(Model):
    """A name and a role."""

    name: str = Name
    role: Role


class Once(Shown):
    """A new token: the secret is shown this once."""

    name: str
    role: str
    token: str


async def users(call: Call[None, None]) -> dict[str, Any]:
    """All accounts."""
    return {"users": await call.service.staff.users()}


async def add_user(call: Call[NewUser, None]) -> Reply:
    """A new account."""
    body = call.body
    password = body.password.get_secret_value()
    return Reply(await call.service.staff.add_user(body.name, password, body.role, call.identity), 201)


async def change_user(call: Call[Change, None]) -> dict[str, Any]:
    """Another password or role, or the end of it."""
    body, staff, name = call.body, call.service.staff, call.path("name")
    password = None if body.password is None else body.password.get_secret_value()
    return await staff.change_user(name, password, body.role, bool(body.disabled), call.identity)


async def hand_over(call: Call[Following, None]) -> Reply:
    """Let another account follow it."""
    body, old = call.body, call.path("name")
    made = await call.service.takeovers.plan(old, body.to, body.at, call.identity)
    return Reply(made.shown(), 200 if made.ended else 202)


async def keep(call: Call[None, None]) -> Reply:
    """A take-over that waits is called off."""
    await call.service.takeovers.cancel(call.path("name"), call.identity)
    return Reply(None, 204)


async def handovers(call: Call[None, None]) -> dict[str, Any]:
    """Who follows whom."""
    return {"handovers": call.service.takeovers.all()}


async def tokens(call: Call[None, None]) -> dict[str, Any]:
    """All tokens."""
    return {"tokens": await call.service.staff.tokens()}


async def add_token(call: Call[NewToken, None]) -> Reply:
    """A new token; its secret is shown this once."""
    body = call.body
    secret = await call.service.staff.add_token(body.name, body.role, call.identity)
    return Reply({"name": body.name, "role": body.role, "token": secret}, 201)


async def revoke_token(call: Call[None, None]) -> Reply:
    """From now on it opens nothing."""
    await call.service.staff.revoke_token(call.path("name"), call.identity)
    return Reply(None, 204)


USERS, TOKENS = "/api/v1/users", "/api/v1/tokens"
ROUTES = (
    Route("GET", USERS, "admin", users, "All accounts.", gives={200: Users}),
    Route("POST", USERS, "admin", add_user, "Add one.", gives={201: UserShown}, takes=NewUser, fails=(409,)),
    Route(
        "PATCH",
        USERS + "/{name}",
        "admin",
        change_user,
        "Another password or role, or the end of it.",
        gives={200: UserShown},
        takes=Change,
    ),
    Route(
        "POST",
        USERS + "/{name}/handover",
        "admin",
        hand_over,
        "Another account follows it.",
        gives={200: TakeoverShown, 202: TakeoverShown},
        takes=Following,
        fails=(409,),
        past=True,
    ),
    Route("DELETE", USERS + "/{name}/handover", "admin", keep, "Call one off.", gives={204: None}, past=True),
    Route(
        "GET",
        "/api/v1/handovers",
        "admin",
        handovers,
        "Who follows whom.",
        gives={200: Takeovers},
        past=True,
    ),
    Route("GET", TOKENS, "admin", tokens, "All tokens.", gives={200: Tokens}),
    Route("POST", TOKENS, "admin", add_token, "Make one.", gives={201: Once}, takes=NewToken, fails=(409,)),
    Route("DELETE", TOKENS + "/{name}", "admin", revoke_token, "Revoke one.", gives={204: None}),
)
