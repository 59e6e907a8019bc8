"""The sweep before doors, and its signed sheets."""

from typing import Any

from web.routing import Bilingual, Call, Nothing, Reply, Route, Shown


class CheckShown(Shown):
    """One check of one device; `light` is green, red, or grey where it could not be tried."""

    device: str
    check: str
    light: str
    ref: str
    why: Bilingual | None


class SheetShown(Shown):
    """A sheet; `signature` is that of the hall's `key` (Ed25519) under `digest`, once the sweep has ended."""

    id: str
    by: str
    at: str
    ended: str | None
    counts: dict[str, int]
    digest: str | None
    signature: str | None
    key: str | None


class WholeSheet(SheetShown):
    """A sheet with its checks."""

    items: list[CheckShown]


class Sheets(Shown):
    """The sheets, the newest first."""

    sheets: list[SheetShown]


async def begin(call: Call[Nothing, None]) -> Reply:
    """Sweep now."""
    return Reply(call.service.sweeps.begin(call.identity.actor), 202)


async def sheets(call: Call[None, None]) -> dict[str, Any]:
    """All sheets."""
    return {"sheets": call.service.sweeps.all()}


async def sheet(call: Call[None, None]) -> dict[str, Any]:
    """One sheet."""
    return call.service.sweeps.one(call.path("id"))


PATH = "/api/v1/readiness"
ROUTES = (
    Route("GET", PATH, "viewer", sheets, "The readiness sheets.", gives={200: Sheets}),
    Route(
        "POST", PATH, "operator", begin, "Sweep.", gives={202: WholeSheet}, takes=Nothing, fails=(409, 503)
    ),
    Route("GET", PATH + "/{id}", "viewer", sheet, "One sheet.", gives={200: WholeSheet}),
)
