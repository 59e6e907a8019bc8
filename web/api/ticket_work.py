"""What people do to a ticket: add to it, let it live on in another one, take it apart again."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from controller.record.lawful import REVIEW_WITHIN
from controller.record.lines import written
from controller.record.states import State
from controller.record.talking import HERE
from web.api.ticket_service import ServiceFields, ServiceKind, stamped
from web.api.tickets import ONE, Impact, Line, Moment, Text, TicketWhole, Urgency, WorkaroundShown
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Reply, Route, Shown

Kind = Literal[
    "note", "progress", "comment", "confirmed", "contact", "contact_attempt", "contact_made", "state",
    "class", "workaround", "workaround_over", "restored", "relapsed", "reopened", "survey_attempt",
    "survey_later", "survey", "answered", "converted", "approval_asked", "approval_given",
    "approval_refused", "explained",
]  # fmt: skip


Score = Annotated[int | None, Field(ge=1, le=5)]


class Addition(ServiceFields):
    """An entry: its kind, and what that kind has to say; `contact` is a talk in the hall, in a line,
    `contact_made` a call with its number, its times and its outcome (`until`: the visit agreed for).
    """

    kind: Kind | ServiceKind
    text: Text = ""
    person: Line | None = None
    phone: Line | None = Field(None, description="the number that was called, or called from")
    began: Moment | None = None
    ended: Moment | None = Field(None, description="of a talk; now if left out")
    to: State | None = None
    reason: Line | None = None
    class_: int | None = Field(None, alias="class", ge=1, le=4)
    impact: Impact | None = None
    urgency: Urgency | None = None
    what: Line | None = None
    measure: Line | None = Field(None, description="against another breach")
    clock: str | None = Field(None, pattern="^C[1-8]$", description="which was late; all if left out")
    limits: Line | None = None
    scene: str | None = Field(None, max_length=64, description="a scene that a work-around advises")
    review: Moment | None = None
    asked_by: Line | None = None
    accepted_by: Line | None = None
    until: Moment | None = None
    at: Moment | None = None
    resolution: Line | None = None
    cause_code: Line | None = None
    parts: Line | None = None
    evidence: Line | None = Field(
        None, description="of a wait: a note of the call; of the end: what was seen"
    )
    file: int | None = Field(
        None, ge=1, description="the photo or mail that shows why it waits, by its entry"
    )
    of: int | None = Field(None, ge=1, description="what was asked for and is answered, by its entry")
    device: Line | None = None
    answers: int | None = Field(None, ge=1, description="the entry that it answers, by its number")
    solved: bool | None = None
    score: Score = None
    attitude: Score = None
    speed: Score = None
    result: Score = None
    further: Line | None = Field(None, description="what else the customer needs")


class Into(Model):
    """The ticket in which this one is to live on."""

    into: int = Field(ge=1, le=10**9)


class Why(Model):
    """Why it is taken apart again."""

    reason: Line


class InForce(WorkaroundShown):
    """A work-around and its ticket."""

    ticket: int
    title: Bilingual | str
    device: str | None


class Workarounds(Shown):
    """All that are in force, the newest first."""

    workarounds: list[InForce]


async def add(call: Call[Addition, None]) -> Reply:
    """Add an entry."""
    no, desk = call.path("no"), call.service.desk
    await desk.hold(no)
    entry = _entry(call.body, call.service.clock.now())
    _answers(entry, await desk.one(no, call.identity))
    if _is_no_person(call):
        raise Problem(403, "person_only")
    if entry.get("scene") and entry["scene"] not in call.service.scenes.engine.scenes:
        raise Problem(422, "no_scene")
    entry = stamped(call, await desk.parted(no, await desk.graded(no, entry)))
    await recorded((await desk.add(no, entry, call.identity)).committed)
    return Reply(await desk.one(no, call.identity), 201)


async def merge(call: Call[Into, None]) -> dict[str, Any]:
    """Let it live on in another."""
    no, desk = call.path("no"), call.service.desk
    await recorded((await desk.merge(no, call.body.into, call.identity)).committed)
    return await desk.one(no, call.identity)


async def unmerge(call: Call[Why, None]) -> dict[str, Any]:
    """Take it apart again."""
    no, desk = call.path("no"), call.service.desk
    await recorded((await desk.unmerge(no, call.body.reason, call.identity)).committed)
    return await desk.one(no, call.identity)


async def workarounds(call: Call[None, None]) -> dict[str, Any]:
    """What holds until the repair."""
    return {"workarounds": call.service.desk.workarounds()}


def _is_no_person(call: Call[Addition, None]) -> bool:
    """Whether a program wants to be the second person: only somebody with an account of his own is one."""
    return call.body.kind == "approval_given" and call.identity.via != "tablet"


def _answers(entry: dict[str, Any], ticket: dict[str, Any]) -> None:
    """An answer is to something that is there, and that whoever answers can read."""
    if "answers" in entry and entry["answers"] not in {one["seq"] for one in ticket["entries"]}:
        raise Problem(422, "no_entry")


def _entry(body: Addition, now: datetime) -> dict[str, Any]:
    given = body.model_dump(by_alias=True, exclude_none=True, exclude={"kind"}).items()
    entry = {name: written(one) if isinstance(one, datetime) else one for name, one in given if one != ""}
    if body.kind == "contact":
        return {"person": body.person or body.text[:400], **entry, "entry": "contact_made", "way": HERE}
    if body.kind == "contact_made":
        entry.setdefault("ended", written(now))
    if body.kind == "workaround" and body.review is None:
        entry["review"] = written(now + REVIEW_WITHIN - timedelta(minutes=1))
    return entry | {"entry": body.kind} | ({"to": str(body.to)} if body.to is not None else {})


ROUTES = (
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
    Route(
        "POST",
        ONE + "/merge",
        "helpdesk",
        merge,
        "Let it live on in another ticket.",
        gives={200: TicketWhole},
        takes=Into,
        fails=(409, 503),
    ),
    Route(
        "POST",
        ONE + "/unmerge",
        "helpdesk",
        unmerge,
        "Take it apart again, within a day.",
        gives={200: TicketWhole},
        takes=Why,
        fails=(409, 503),
    ),
    Route(
        "GET",
        "/api/v1/workarounds",
        "viewer",
        workarounds,
        "Work-arounds in force.",
        gives={200: Workarounds},
    ),
)
