"""Repair tickets: listed, opened, written to; with every clock, and the frames before the fault."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from controller.record.lines import written
from controller.record.states import State
from web.api.devices import FrameShown
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Reply, Route, Shown

Line = Annotated[str, Field(min_length=1, max_length=400)]
Text = Annotated[str, Field(max_length=4000)]
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)]
Kind = Literal[
    "note", "progress", "confirmed", "contact", "contact_attempt", "contact_made", "state", "class",
    "workaround", "restored", "relapsed", "reopened", "survey_attempt", "survey_later", "survey",
]  # fmt: skip


class ClockShown(Shown):
    """A clock: its target, what has passed (gross, and net of lawful pauses), and how it stands."""

    name: str
    target_s: int
    started: str
    due: str | None
    elapsed_gross_s: int
    elapsed_net_s: int
    paused_by: str | None
    state: str
    stopped: str | None
    provisional: bool = False


class TicketShown(Shown):
    """A ticket; `faults` are the keys of what is in it."""

    no: int
    title: Bilingual | str
    state: str
    class_: int = Field(alias="class")
    cause: str | None
    device: str | None
    faults: list[str]
    opened: str
    received: str
    by: str
    via: str
    restored: str | None
    clocks: list[ClockShown]
    has_trace: bool


class EntryShown(Shown):
    """One line of its history."""

    seq: int
    at: str
    actor: str
    kind: str
    text: Bilingual | str
    data: dict[str, Any]


class ThresholdShown(Shown):
    """A part of a clock's promise that has passed; `late_s`: told so late, because the service was down."""

    clock: str
    cycle: int
    percent: int
    late_s: int


class TicketWhole(TicketShown):
    """The same with its history."""

    entries: list[EntryShown]
    thresholds: list[ThresholdShown]


class Tickets(Shown):
    """The newest first."""

    tickets: list[TicketShown]


class Frames(Shown):
    """The frames before the fault, secrets masked."""

    frames: list[FrameShown]


class Which(Model):
    """`open`: only those that are still to be resolved; `over`: only the others."""

    state: Literal["open", "over"] | None = None


class Names(Model):
    """A title in both languages."""

    zh: Line
    en: Line


class Report(Model):
    """What a person reports. `received`: when the service side first heard of it, now if left out."""

    title: Line | Names
    device: str | None = Field(None, max_length=64)
    class_: int = Field(2, alias="class", ge=1, le=4)
    text: Text = ""
    received: Moment | None = None


class Addition(Model):
    """An entry: its kind, and what that kind has to say; `contact` is `contact_made` in a word."""

    kind: Kind
    text: Text = ""
    person: Line | None = None
    to: State | None = None
    reason: Line | None = None
    class_: int | None = Field(None, alias="class", ge=1, le=4)
    what: Line | None = None
    asked_by: Line | None = None
    accepted_by: Line | None = None
    approved_by: Line | None = None
    until: Moment | None = None
    at: Moment | None = None
    resolution: Line | None = None
    cause_code: Line | None = None
    score: int | None = Field(None, ge=1, le=5)


async def everything(call: Call[None, Which]) -> dict[str, Any]:
    """All tickets."""
    state = call.query.state
    return {"tickets": call.service.desk.tickets(None if state is None else state == "open")}


async def one(call: Call[None, None]) -> dict[str, Any]:
    """One ticket with its history."""
    return call.service.desk.one(call.path("no"))


async def trace(call: Call[None, None]) -> dict[str, Any]:
    """The frames before its fault."""
    return {"frames": await call.service.desk.trace(call.path("no"))}


async def report(call: Call[Report, None]) -> Reply:
    """Open a ticket."""
    body, desk = call.body, call.service.desk
    if body.device is not None and body.device not in call.service.hall.devices:
        raise Problem(404, "no_device")
    title = body.title if isinstance(body.title, str) else body.title.model_dump()
    more = {"device": body.device, "grade": body.class_, "text": body.text, "received": body.received}
    no = await desk.open(call.identity, title, **more)
    return Reply(desk.one(str(no)), 201)


async def add(call: Call[Addition, None]) -> Reply:
    """Add an entry."""
    no, desk = call.path("no"), call.service.desk
    await recorded(desk.add(no, _entry(call.body), call.identity).committed)
    return Reply(desk.one(no), 201)


def _entry(body: Addition) -> dict[str, Any]:
    given = body.model_dump(by_alias=True, exclude_none=True, exclude={"kind"}).items()
    entry = {name: written(one) if isinstance(one, datetime) else one for name, one in given if one != ""}
    if body.kind == "contact":
        return {"person": body.person or body.text[:400], **entry, "entry": "contact_made"}
    return entry | {"entry": body.kind} | ({"to": str(body.to)} if body.to is not None else {})


PATH = "/api/v1/tickets"
ONE = PATH + "/{no}"
ROUTES = (
    Route("GET", PATH, "viewer", everything, "All tickets.", gives={200: Tickets}, query=Which),
    Route(
        "POST",
        PATH,
        "helpdesk",
        report,
        "Open one.",
        gives={201: TicketWhole},
        takes=Report,
        fails=(404, 503),
    ),
    Route("GET", ONE, "viewer", one, "One, with its history.", gives={200: TicketWhole}),
    Route("GET", ONE + "/trace", "viewer", trace, "The frames before its fault.", gives={200: Frames}),
    Route(
        "POST",
        ONE + "/entries",
        "helpdesk",
        add,
        "Add an entry: a note, a contact made, another state.",
        gives={201: TicketWhole},
        takes=Addition,
        fails=(409, 503),
    ),
)
