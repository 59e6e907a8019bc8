"""The events of the hall, entered or from a calendar, and its mode."""

from typing import Annotated, Any, Literal

from pydantic import Field

from drivers.rigfile.kinds import IDENTIFIER
from web.api.tickets import Moment
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Reply, Route, Shown
from web.words import words

Id = Annotated[str, Field(pattern=f"^({IDENTIFIER})?$")]


class EventShown(Shown):
    """An event; `scene` is what it will want, `source` the calendar it came with."""

    id: str
    title: str
    start: str
    end: str
    scene: str
    notes: str
    source: str


class Events(Shown):
    """All that are not long over; `running` and `next` are ids."""

    running: str | None
    next: str | None
    events: list[EventShown]


class NewEvent(Model):
    """An event to book; moments with their time zone."""

    title: str = Field(min_length=1, max_length=200)
    start: Moment
    end: Moment
    scene: Id = ""
    notes: str = Field("", max_length=2000)


class CalendarText(Model):
    """A calendar in iCalendar form; a later text of the same `source` takes its place."""

    source: str = Field(min_length=1, max_length=64)
    text: str = Field(min_length=1, max_length=2_000_000)


class Taken(Shown):
    """How many events are new or changed, how many are gone, and what had to be guessed about them."""

    booked: int
    gone: int
    remarks: list[Bilingual]


class Mode(Model):
    """`show`: the hall is operated and nothing about it is changed."""

    mode: Literal["edit", "show"]


async def events(call: Call[None, None]) -> dict[str, Any]:
    """What is booked."""
    return call.service.occasions.events()


async def add(call: Call[NewEvent, None]) -> Reply:
    """Book an event."""
    said = call.body.model_dump(mode="json")
    made, line = call.service.occasions.add(call.identity.actor, said)
    await recorded(line.committed)
    return Reply(made.data(), 201)


async def remove(call: Call[None, None]) -> Reply:
    """Cancel one."""
    await recorded(call.service.occasions.remove(call.identity.actor, call.path("id")).committed)
    return Reply(None, 204)


async def take(call: Call[CalendarText, None]) -> dict[str, Any]:
    """Take the coming events of a calendar."""
    said = call.body
    taken = await call.service.occasions.take(call.identity.actor, said.source, said.text)
    if taken.line is not None:
        await recorded(taken.line.committed)
    return {"booked": taken.booked, "gone": taken.gone, "remarks": [words(one) for one in taken.remarks]}


async def mode(call: Call[Mode, None]) -> dict[str, Any]:
    """Enter show mode, or leave it; leaving takes a lead."""
    if call.body.mode == "edit" and not call.identity.may("lead"):
        raise Problem(403, "role")
    show = call.service.occasions.show
    show.set(call.identity.actor, call.body.mode)
    await recorded(show.stored)  # also of whoever was a moment earlier
    return {"mode": show.mode}


EVENTS = "/api/v1/events"
ROUTES = (
    Route("GET", EVENTS, "viewer", events, "What is booked.", gives={200: Events}),
    Route("POST", EVENTS, "lead", add, "Book an event.", gives={201: EventShown}, takes=NewEvent),
    Route("DELETE", EVENTS + "/{id}", "lead", remove, "Cancel an event.", gives={204: None}),
    Route(
        "POST", EVENTS + "/import", "lead", take, "Take a calendar.", gives={200: Taken}, takes=CalendarText
    ),
    Route("POST", "/api/v1/mode", "operator", mode, "Show mode, or not.", gives={200: Mode}, takes=Mode),
)
