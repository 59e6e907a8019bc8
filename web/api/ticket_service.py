"""The service that a ticket is given, as pages read it and say it: visits, team, plan, expert, parts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import Field

from controller.record.states import ENDED
from web import qr
from web.api.waiting import recorded
from web.jsons import stamp
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown

ServiceKind = Literal[
    "work", "visit_planned", "visit_departed", "visit_arrived", "visit_left", "visit_called_off",
    "team_opened", "team_member", "team_decision", "team_cause", "team_measure", "team_measure_done",
    "team_review", "plan", "expert", "part_used", "part_returned", "complaint_answered",
]  # fmt: skip
Outcome = Literal[
    "done", "workaround", "appointment", "on_site", "remote", "advised", "declined", "not_needed",
    "solved", "visit",
]  # fmt: skip
SVG = "image/svg+xml"
Short = Annotated[str, Field(min_length=1, max_length=100)]


class Place(Model):
    """Where somebody checked in, if his device knows: degrees, and how exact, in metres."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    within: float | None = Field(None, ge=0, le=1e6)


class ServiceFields(Model):
    """What entries of the service say beside what others do. `visit`: its number, the latest if left out;
    `number`: of a measure or a part; `outcome`: of a visit, or of the call for an expert.
    """

    visit: int | None = Field(None, ge=1, le=10_000)
    number: int | None = Field(None, ge=1, le=10_000)
    outcome: Outcome | None = None
    signed_by: Short | None = Field(None, description="the customer who signs")
    place: Place | None = None
    code: str | None = Field(
        None, pattern=r"^\d{6}$", description="the digits that the hall's tablet shows to who arrives"
    )
    duty: Literal["leader", "member", "left"] | None = None
    part: Short | None = None
    sort: Literal["part", "software"] | None = None
    count: int | None = Field(None, ge=1, le=10_000)
    serial_out: Short | None = Field(None, description="of software: the version before")
    serial_in: Short | None = Field(None, description="of software: the version after")
    rma: Short | None = None
    shipped: date | None = None
    back: date | None = None


class TestShown(Shown):
    """What the hall found when it tried the device; `passed` is null where it could not tell."""

    seq: int
    at: str
    passed: bool | None


class VisitShown(Shown):
    """A visit; `stage` is planned, departed, arrived, left or called_off, `again` the next appointment."""

    no: int
    cycle: int
    person: str
    stage: str
    planned: str | None
    departed: str | None
    arrived: str | None
    left: str | None
    via: str
    proof: str
    outcome: str
    signed_by: str
    again: str | None
    test: TestShown | None


class SaidShown(Shown):
    """A word of the team."""

    at: str
    by: str
    text: str


class MeasureShown(Shown):
    """A measure against its happening again."""

    no: int
    text: str
    person: str
    until: str | None
    done: str | None


class TeamShown(Shown):
    """The emergency team; `review_due` is known once the ticket is resolved."""

    opened: str
    leader: str
    members: list[str]
    decisions: list[SaidShown]
    cause: SaidShown | None
    measures: list[MeasureShown]
    review: SaidShown | None
    review_due: str | None


class PlanShown(Shown):
    """How a long repair goes on: `way` is spare, manufacturer or workaround."""

    way: str
    text: str
    person: str
    until: str
    at: str
    by: str


class ExpertShown(Shown):
    """Who was proposed, and what came of it; `who` is empty where the directory has no expert."""

    at: str
    who: str
    name: Bilingual | str
    level: int
    phones: list[str]
    result: str
    person: str
    text: str


class PartShown(Shown):
    """What was put in for what, and how the old one goes back."""

    no: int
    at: str
    by: str
    sort: str
    name: str
    count: int
    out: str
    into: str
    rma: str
    shipped: str
    back: str


class WaitShown(Shown):
    """Why it waits for its customer: who asked (`asked_by`), what shows it (`evidence`, or the entry `file`),
    who wrote it down and who approved; `began` with its first word, `since` the last one; `long`: told.
    """

    reason: str | None
    asked_by: str | None
    evidence: str | None
    file: int | None
    until: str | None
    by: str | None
    approved_by: str | None
    began: str
    since: str
    long: bool


class AskedShown(Shown):
    """What waits for a second person: `to` which state, `by` which account; `seq` is to be answered."""

    seq: int
    to: str
    reason: str | None
    asked_by: str | None
    evidence: str | None
    file: int | None
    until: str | None
    by: str
    at: str


class ServiceShown(Shown):
    """All of it; `test` is the last one of this cycle."""

    visits: list[VisitShown]
    test: TestShown | None
    team: TeamShown | None
    plan: PlanShown | None
    expert: ExpertShown | None
    parts: list[PartShown]
    wait: WaitShown | None
    asked: AskedShown | None


class Begun(Shown):
    """A test that is under way: its result becomes an entry of the ticket."""

    id: str


class CodeShown(Shown):
    """The digits for who arrives, and when there are others."""

    code: str
    until: str


async def checkin(call: Call[None, None]) -> dict[str, Any]:
    """The code, on the hall's own tablet."""
    await call.service.desk.hold(call.path("no"))
    said, until = _code(call)
    return {"code": said, "until": stamp(until)}


async def picture(call: Call[None, None]) -> web.StreamResponse:
    """The same as a picture that leads a telephone to the ticket."""
    await call.service.desk.hold(call.path("no"))
    address = call.service.post.address or str(call.request.url.origin())
    drawn = qr.svg(f"{address}/#/tickets/{call.path('no')}/{_code(call)[0]}")
    file = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return web.Response(text=file, content_type=SVG, headers={"Cache-Control": "no-store"})


def _code(call: Call[None, None]) -> tuple[str, datetime]:
    """Only the hall's people show it: an engineer who could look it up would not have to come."""
    if call.identity.role != "operator":
        raise Problem(403, "hall_only")
    return call.service.post.code(call.service.desk.find(call.path("no")).no)


async def test(call: Call[Nothing, None]) -> Reply:
    """Try the ticket's device."""
    ticket = await call.service.desk.hold(call.path("no"))
    if ticket.device not in call.service.hall.devices:
        raise Problem(409, "no_device_to_test")
    if ticket.state in ENDED:
        raise Problem(409, "ticket_is_over")
    sheet = call.service.sweeps.begin(call.identity.actor, ticket.device, ticket.no)
    await recorded(sheet.recorded)
    return Reply({"id": sheet.id}, 202)


ONE = "/api/v1/tickets/{no}"
ROUTES = (
    Route(
        "GET",
        ONE + "/checkin",
        "operator",
        checkin,
        "The code for who arrives.",
        gives={200: CodeShown},
    ),
    Route(
        "GET",
        ONE + "/checkin.svg",
        "operator",
        picture,
        "The same as a picture for a telephone.",
        gives={200: None},
        also=(SVG,),
    ),
    Route(
        "POST",
        ONE + "/test",
        "operator",
        test,
        "Try its device: the result becomes an entry.",
        gives={202: Begun},
        takes=Nothing,
        fails=(409, 503),
    ),
)


def stamped(call: Call[Any, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of the service as the record keeps it: days as text, and by what an arrival is proved."""
    days = {name: entry[name].isoformat() for name in ("shipped", "back") if name in entry}
    said = {name: value for name, value in entry.items() if name != "code"} | days
    return said | (_proved(call, entry) if call.body.kind == "visit_arrived" else {})


def _proved(call: Call[Any, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    who = call.identity
    told = {"via": who.via}
    if "code" in entry:
        if not call.service.post.shown(call.service.desk.find(call.path("no")).no, entry["code"]):
            raise Problem(422, "wrong_code")
        return told | {"proof": "code"}
    return told | ({"proof": "tablet"} if (who.via, who.role) == ("tablet", "operator") else {})
