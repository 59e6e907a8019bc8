"""Another help desk speaks to ours: no account and no token, but a signature over each message."""

import asyncio
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from controller.record import failpoints
from web.api.tickets import Impact, Line, Text
from web.api.waiting import recorded
from web.checking import errors_of
from web.door import SLOWEST
from web.problems import Problem
from web.routing import Call, Model, Reply, Route, Shown


class Message(Model):
    """What another desk says. `ref` is its own number of the ticket, `ticket` ours; `at` and `state` are what
    it claims, and are kept as that: receipt is when the message arrived here.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: Literal["ticket.opened", "ticket.note", "ticket.state"]
    ref: str = Field("", max_length=100)
    ticket: int | None = Field(None, ge=1, le=10**9)
    title: Line = "—"
    text: Text = ""
    by: str = Field("", max_length=200)
    device: str | None = Field(None, max_length=64)
    impact: Impact | None = None
    class_: int | None = Field(None, alias="class", ge=1, le=4)
    state: str | None = Field(None, max_length=64)
    at: str | None = Field(None, max_length=40)


class Accepted(Shown):
    """Our ticket; `again`: this message had been taken before, and did nothing now."""

    ticket: int
    again: bool


async def hear(call: Call[None, None]) -> Reply:
    """Take a message in, once."""
    name, links = call.path("name"), call.service.links
    async with asyncio.timeout(SLOWEST):
        body = await call.request.read()
    links.check(name, call.request.headers, body)
    try:
        said: dict[str, Any] = Message.model_validate_json(body).model_dump(by_alias=True, exclude_none=True)
    except ValidationError as error:
        raise Problem(422, "invalid", errors=errors_of(error, "body")) from None
    taken = await links.take(name, call.request.headers["webhook-id"], said)
    await recorded(None if taken.line is None else taken.line.committed)
    failpoints.hit("link.noted")
    return Reply({"ticket": taken.ticket, "again": taken.again}, 200)


ROUTES = (
    Route(
        "POST",
        "/api/v1/links/{name}",
        "public",
        hear,
        "Another help desk says something (signed).",
        gives={200: Accepted},
        fails=(401, 404, 413, 422, 503),
        raw=True,
    ),
)
