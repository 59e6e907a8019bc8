"""Repair tickets: found in all that ever were, shown with every clock, reported by whoever sees something."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from controller.record.lines import written
from controller.record.sought import Sought
from controller.record.states import CUSTOMER
from web.api.devices import FrameShown
from web.api.ticket_service import ServiceShown
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Reply, Route, Shown

Line = Annotated[str, Field(min_length=1, max_length=400, pattern=r"\S")]
Text = Annotated[str, Field(max_length=4000)]
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)]
Day = Annotated[date, Field(ge=FIRST.date(), le=LAST.date())]
Impact = Literal["degraded", "function", "hall", "disaster"]
Urgency = Literal["low", "normal", "high"]
Channel = Literal["phone", "fax", "letter", "email", "web", "tablet", "inspection", "callback"]


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


class WorkaroundShown(Shown):
    """What holds until the repair; `scene` is advice: a person runs it."""

    what: str
    accepted_by: str
    review: str | None
    scene: str | None
    by: str
    since: str


class DemandShown(Shown):
    """What somebody has to do now: `leader`, `plan`, `expert` or `review`."""

    what: str
    until: str | None
    overdue: bool


class TicketShown(Shown):
    """A ticket; `type` is fault or consultation; `faults` are the keys of what is in it. `raised_from`: the
    class it has without urgency.
    """

    no: int
    type: str
    title: Bilingual | str
    state: str
    class_: int = Field(alias="class")
    impact: str
    urgency: str
    raised_from: int | None
    cause: str | None
    device: str | None
    faults: list[str]
    opened: str
    received: str
    by: str
    via: str
    restored: str | None
    cycle: int
    merged_into: int | None
    merged_from: list[int]
    recurrence_of: int | None
    workaround: WorkaroundShown | None
    clocks: list[ClockShown]
    has_trace: bool
    last_entry: int
    demands: list[DemandShown]


class EntryShown(Shown):
    """One line of its history."""

    seq: int
    at: str
    actor: str
    kind: str
    text: Bilingual | str
    data: dict[str, Any]


class ThresholdShown(Shown):
    """A part of a clock's promise that has passed, or (`plan`) of its softer, earlier goal; `late_s`: told so
    late, because the service was down.
    """

    clock: str
    cycle: int
    percent: int
    late_s: int
    target_s: int | None = None
    plan: bool = False


class UnderShown(Shown):
    """The contract a ticket runs under, or ran when it closed."""

    profile: str
    version: str


class Relative(Shown):
    """Another ticket, in a line."""

    no: int
    title: Bilingual | str
    state: str
    opened: str


class TicketWhole(TicketShown):
    """The same with its history; `recurrences` are later tickets of the same, `earlier` those of the same
    device or fault; `owner` is who works on it; `may` are the kinds of entry, and the states, that whoever
    asks may add now.
    """

    entries: list[EntryShown]
    thresholds: list[ThresholdShown]
    recurrences: list[int]
    earlier: list[Relative]
    may: list[str]
    contract: UnderShown
    owner: str | None
    service: ServiceShown


class Tickets(Shown):
    """The newest first; `total` are all that suit, `next` is where the next page goes on (`before`)."""

    tickets: list[TicketShown]
    total: int
    next: int | None


class Frames(Shown):
    """The frames before the fault, secrets masked."""

    frames: list[FrameShown]


class Filter(Model):
    """What is looked for. `open`: only those that are still to be resolved; `over`: only the others; `q`:
    words that all have to be there, two characters are enough; days are those of the receipt, in the hall's
    time.
    """

    state: Literal["open", "over"] | None = None
    stands: str | None = Field(None, max_length=32, description="one state, such as onsite")
    q: str = Field("", max_length=100)
    device: str | None = Field(None, max_length=64)
    class_: int | None = Field(None, alias="class", ge=1, le=4)
    via: Channel | Literal["auto", "api"] | None = None
    type: Literal["fault", "consultation"] | None = None
    fault: str | None = Field(None, max_length=300, description="a fault's key, or its code")
    since: Day | None = None
    until: Day | None = None


class Which(Filter):
    """The same, a page at a time."""

    limit: int = Field(100, ge=1, le=500)
    before: int | None = Field(None, ge=1, le=10**9)


class Names(Model):
    """A title in both languages."""

    zh: Line
    en: Line


class Report(Model):
    """What a person reports. `received`: when the service side first heard of it, now if left out; `began`:
    since when it is so, in the words of whoever reports; `via`: by which channel; `fault`: a standing fault
    that it is about; without `class` impact and urgency give it.
    """

    title: Line | Names
    type: Literal["fault", "consultation"] = "fault"
    device: str | None = Field(None, max_length=64)
    class_: int | None = Field(None, alias="class", ge=1, le=4)
    impact: Impact | None = None
    urgency: Urgency | None = None
    text: Text = ""
    received: Moment | None = None
    began: Moment | None = None
    via: Channel | None = None
    reporter: Line | None = None
    reference: Line | None = Field(None, description="of the letter, fax or recording")
    fault: str | None = Field(None, max_length=300)
    recurrence_of: int | None = Field(None, ge=1, le=10**9)


async def everything(call: Call[None, Which]) -> dict[str, Any]:
    """All tickets that suit."""
    which = call.query
    return await call.service.desk.page(which.q, sought_by(call, which), which.before, which.limit)


async def one(call: Call[None, None]) -> dict[str, Any]:
    """One ticket with its history."""
    return await call.service.desk.one(call.path("no"), call.identity)


async def trace(call: Call[None, None]) -> dict[str, Any]:
    """The frames before its fault."""
    return {"frames": await call.service.desk.trace(call.path("no"))}


async def report(call: Call[Report, None]) -> Reply:
    """Open a ticket; the same Idempotency-Key again is the same ticket."""
    body, desk = call.body, call.service.desk
    title = body.title if isinstance(body.title, str) else body.title.model_dump()
    said: dict[str, Any] = {"impact": body.impact, "urgency": body.urgency, "reporter": body.reporter}
    said |= {"reference": body.reference, "recurrence_of": body.recurrence_of, "key": call.key}
    said |= {"began": None if body.began is None else written(body.began)}
    more = {name: value for name, value in said.items() if value is not None}
    device = body.device
    more |= {"type": body.type} if body.type != "fault" else {}
    if body.fault is not None and body.type != "fault":
        raise Problem(422, "fault_is_no_question")
    if body.fault is not None:
        fault = call.service.troubles.one(body.fault)
        if fault is None:
            raise Problem(404, "no_fault")
        device = device or fault["device"]
        more |= {"cause": fault["cause"] or fault["id"], "faults": [fault["id"]]}
    if device is not None and device not in call.service.hall.devices:
        raise Problem(404, "no_device")
    no = await desk.open(
        call.identity,
        title,
        device=device,
        grade=body.class_,
        text=body.text,
        received=body.received,
        via=body.via,
        more=more,
    )
    return Reply(await desk.one(str(no), call.identity), 201)


def sought_by(call: Call[Any, Any], which: Filter) -> Sought:
    """The filter as the record takes it; the words go beside it."""
    desk = call.service.desk
    return Sought(
        open=None if which.state is None else which.state == "open",
        state=which.stands,
        device=which.device,
        grade=which.class_,
        via=which.via,
        fault=which.fault,
        since=desk.midnight(which.since),
        until=desk.midnight(which.until, after=1),
        inside=call.identity.role not in CUSTOMER,
        type=which.type,
    )


PATH = "/api/v1/tickets"
ONE = PATH + "/{no}"
ROUTES = (
    Route("GET", PATH, "viewer", everything, "All tickets that suit.", gives={200: Tickets}, query=Which),
    Route(
        "POST",
        PATH,
        "helpdesk",
        report,
        "Open one.",
        gives={201: TicketWhole},
        takes=Report,
        fails=(404, 409, 503),
    ),
    Route("GET", ONE, "viewer", one, "One, with its history.", gives={200: TicketWhole}),
    Route("GET", ONE + "/trace", "viewer", trace, "The frames before its fault.", gives={200: Frames}),
)
