"""The service that a ticket is given, as pages read it and say it: visits, team, plan, expert, parts."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from controller.record.states import ENDED
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown

ServiceKind = Literal[
    "work", "visit_planned", "visit_departed", "visit_arrived", "visit_left", "visit_called_off",
    "team_opened", "team_member", "team_decision", "team_cause", "team_measure", "team_measure_done",
    "team_review", "plan", "expert", "part_used", "part_returned",
]  # fmt: skip
Outcome = Literal[
    "done", "workaround", "appointment", "on_site", "remote", "advised", "declined", "not_needed"
]
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


class ServiceShown(Shown):
    """All of it; `test` is the last one of this cycle."""

    visits: list[VisitShown]
    test: TestShown | None
    team: TeamShown | None
    plan: PlanShown | None
    expert: ExpertShown | None
    parts: list[PartShown]


class Begun(Shown):
    """A test that is under way: its result becomes an entry of the ticket."""

    id: str


async def test(call: Call[Nothing, None]) -> Reply:
    """Try the ticket's device."""
    ticket = call.service.desk.find(call.path("no"))
    if ticket.device not in call.service.hall.devices:
        raise Problem(409, "no_device_to_test")
    if ticket.state in ENDED:
        raise Problem(409, "ticket_is_over")
    sheet = call.service.sweeps.begin(call.identity.actor, ticket.device, ticket.no)
    return Reply({"id": sheet["id"]}, 202)


ROUTES = (
    Route(
        "POST",
        "/api/v1/tickets/{no}/test",
        "operator",
        test,
        "Try its device: the result becomes an entry.",
        gives={202: Begun},
        takes=Nothing,
        fails=(409, 503),
    ),
)


def stamped(kind: str, via: str, entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of the service as the record keeps it: days as text, and how an arrival was said."""
    days = {name: entry[name].isoformat() for name in ("shipped", "back") if name in entry}
    return entry | days | ({"via": via} if kind == "visit_arrived" else {})
