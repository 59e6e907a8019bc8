"""The sweep before doors, and its signed sheets."""

from typing import Any

from pydantic import ConfigDict

from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown
from web.signing import Seal
from web.words import say


class CheckShown(Shown):
    """One check of one device: there, reads, obeys, or back (after it was stopped); `light` is green, red, or
    grey where it could not be tried.
    """

    device: str
    check: str
    light: str
    ref: str
    why: Bilingual | None


class LeftShown(Shown):
    """A point that was turned over and is not back."""

    ref: str
    was: bool | int | float | str | None
    to: bool | int | float | str | None
    why: Bilingual | None


class SheetShown(Shown):
    """A sheet; `signature` is that of the hall's `key` (Ed25519) under all it says but `digest`, `signature`
    and `key`, once the sweep has ended.

    `state`: going, done, stopped or interrupted (`why`). `quiet`: why it only asked. `left`: what is not back
    as it was. `put_back`: who put that back later, and when.
    """

    id: str
    by: str
    at: str
    ended: str | None
    state: str
    why: Bilingual | None
    quiet: Bilingual | None
    insisted: bool
    ticket: int | None
    counts: dict[str, int]
    left: list[LeftShown]
    put_back: dict[str, Any] | None
    standing: list[str]
    digest: str | None
    signature: str | None
    key: str | None


class WholeSheet(SheetShown):
    """A sheet with its checks."""

    items: list[CheckShown]


class Sheets(Shown):
    """The sheets, the newest first, and the hall's own key."""

    sheets: list[SheetShown]
    key: str | None


class Begin(Model):
    """`insists`: try what may be tried, also during an event and in show mode; a lead may."""

    insists: bool = False


class Held(Model):
    """A sheet as somebody holds it, whatever is in it."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="allow")


class Checked(Shown):
    """Whether this hall signed it as it is: holds, changed, unsigned, other_key; and in words."""

    seal: Seal
    said: Bilingual
    key: str | None


async def begin(call: Call[Begin, None]) -> Reply:
    """Sweep now."""
    insists, sweeps = call.body.insists, call.service.sweeps
    if insists and not call.identity.may("lead"):
        raise Problem(403, "role")
    sheet = sweeps.begin(call.identity.actor, insists=insists)
    await recorded(sheet.recorded)
    return Reply(sweeps.one(sheet.id), 202)


async def stop(call: Call[Nothing, None]) -> dict[str, Any]:
    """Stop one, and put back."""
    return call.service.sweeps.stop(call.identity.actor, call.path("id"))


async def undo(call: Call[Nothing, None]) -> Reply:
    """Put back what one left."""
    return Reply(call.service.sweeps.undo(call.identity.actor, call.path("id")), 202)


async def verify(call: Call[Held, None]) -> dict[str, Any]:
    """Check a sheet that somebody holds."""
    seal = call.service.sweeps.checked(call.body.model_extra or {})
    return {"seal": str(seal), "said": say(f"readiness.seal.{seal}"), "key": call.service.sweeps.key}


async def sheets(call: Call[None, None]) -> dict[str, Any]:
    """All sheets."""
    return {"sheets": call.service.sweeps.all(), "key": call.service.sweeps.key}


async def sheet(call: Call[None, None]) -> dict[str, Any]:
    """One sheet."""
    return call.service.sweeps.one(call.path("id"))


PATH = "/api/v1/readiness"
ONE = PATH + "/{id}"
ROUTES = (
    Route("GET", PATH, "viewer", sheets, "The readiness sheets.", gives={200: Sheets}),
    Route("POST", PATH, "operator", begin, "Sweep.", gives={202: WholeSheet}, takes=Begin, fails=(409, 503)),
    Route(
        "POST",
        PATH + "/verify",
        "viewer",
        verify,
        "Check the signature of a sheet.",
        gives={200: Checked},
        takes=Held,
    ),
    Route("GET", ONE, "viewer", sheet, "One sheet.", gives={200: WholeSheet}),
    Route(
        "POST",
        ONE + "/stop",
        "operator",
        stop,
        "Stop a sweep, and put back what it turned over.",
        gives={200: WholeSheet},
        takes=Nothing,
        fails=(404, 409),
    ),
    Route(
        "POST",
        ONE + "/undo",
        "operator",
        undo,
        "Put back what a sweep left turned over.",
        gives={202: WholeSheet},
        takes=Nothing,
        fails=(404, 409),
    ),
)
