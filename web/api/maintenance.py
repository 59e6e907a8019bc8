"""Maintenance windows: announced, in force, ended."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import Field, field_validator

from controller.hall.maintenance import LONGEST
from controller.record.lines import written
from drivers.rigfile.kinds import DURATION, seconds
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Call, Model, Reply, Route, Shown


class NewWindow(Model):
    """A window over a device, a node, or the whole hall (no device).

    fixed: from `start` (now, when left out) for `lasts`; flexible: begins with the first fault between
    `start` and `end`; recurring: at each moment of the cron words `at`, in the hall's time.
    """

    device: str | None = Field(None, min_length=1, max_length=64)
    kind: Literal["fixed", "flexible", "recurring"] = "fixed"
    start: datetime | None = None
    end: datetime | None = None
    lasts: str = Field("1h", max_length=24, pattern=f"^({DURATION})$", examples=["1h30m"])
    at: str = Field("", max_length=100, examples=["0 2 * * 1"])
    reason: str = Field(min_length=1, max_length=1000, description="why: it is shown while the window runs")

    @field_validator("start", "end")
    @classmethod
    def _zoned(cls, moment: datetime | None) -> datetime | None:
        if moment is not None and (moment.tzinfo is None or not 2000 <= moment.year <= 9000):
            raise ValueError("a moment of our times, with its time zone")
        return moment


class WindowShown(Shown):
    """A window. `running`: it is in force, `until` then; `next` is when it begins."""

    id: str
    what: str
    kind: str
    start: str
    end: str | None
    lasts: float
    at: str
    reason: str
    by: str
    running: bool
    until: str | None
    next: str | None


class Windows(Shown):
    """Those in force and those to come."""

    windows: list[WindowShown]


async def windows(call: Call[None, None]) -> dict[str, Any]:
    """All of them."""
    return {"windows": call.service.troubles.windows()}


async def add(call: Call[NewWindow, None]) -> Reply:
    """Announce one."""
    troubles = call.service.troubles
    id, line = troubles.maintain(call.identity.actor, _said(call.body, call.service.clock.now()))
    await recorded(line.committed)
    shown = next((one for one in troubles.windows() if one["id"] == id), {"id": id})
    return Reply(shown, 201)


async def end(call: Call[None, None]) -> Reply:
    """End one, or call it off."""
    await recorded(call.service.troubles.unmaintain(call.identity.actor, call.path("id")).committed)
    return Reply(None, 204)


def _said(body: NewWindow, now: datetime) -> dict[str, Any]:
    if not 0 < seconds(body.lasts) <= LONGEST.total_seconds():
        raise Problem(422, "window_lasts_72h")
    lasts, start = timedelta(seconds=seconds(body.lasts)), (body.start or now).astimezone(UTC)
    end = (body.end or start + lasts).astimezone(UTC)
    return {
        "what": body.device or "",
        "kind": body.kind,
        "start": written(start),
        "end": None if body.kind == "recurring" else written(end),
        "lasts": lasts.total_seconds(),
        "at": body.at,
        "reason": body.reason,
    }


PATH = "/api/v1/maintenance"
ROUTES = (
    Route("GET", PATH, "viewer", windows, "The maintenance windows.", gives={200: Windows}),
    Route(
        "POST",
        PATH,
        "lead",
        add,
        "Announce a window.",
        gives={201: WindowShown},
        takes=NewWindow,
        fails=(503,),
    ),
    Route("DELETE", PATH + "/{id}", "lead", end, "End a window.", gives={204: None}, fails=(404, 503)),
)
