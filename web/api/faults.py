"""What is wrong in the hall now, and what people say to it."""

from typing import Any

from pydantic import Field

from controller.hall.quiet import LONGEST
from drivers.rigfile.kinds import DURATION, seconds
from web.api import maintenance
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown


class FaultShown(Shown):
    """A fault: what it is, what it does to the hall, what to do now; `behind` are those that it explains.

    `why` is its probable cause, `act_s` how soon to act, `group` what all of its kind are called; `related`
    are faults upstream by signal. `expected` is the order that makes it lawful for now, `maintenance` the
    window it stands in; `healing` is what may be and was tried by itself.
    """

    id: str
    rule: str
    subject: str
    device: str | None
    title: Bilingual
    impact: Bilingual | None
    advice: list[Bilingual]
    severity: str
    phase: str
    since: str
    why: Bilingual
    group: Bilingual
    card: str
    act_s: int | None
    grade: int = Field(alias="class")
    related: list[str]
    acked_by: str | None
    acked_until: str | None
    silenced_until: str | None
    flapping: bool
    stale: bool
    maintenance: str | None
    expected: str | None
    healing: dict[str, Any] | None
    ticket: int | None
    cause: str | None
    behind: list[str]
    suppressed_by: str | None
    evidence: dict[str, Any]


class FloodShown(Shown):
    """Whether more is new than a person can take in: lists then collapse to groups."""

    on: bool
    new: int


class Faults(Shown):
    """All that stand, the oldest first."""

    faults: list[FaultShown]
    flood: FloodShown


class Silence(Model):
    """No ticket of one fault, or of anything at one device, for so long; eight hours at most."""

    fault: str | None = Field(None, min_length=1, max_length=300)
    device: str | None = Field(None, min_length=1, max_length=64)
    for_: str = Field("10m", alias="for", max_length=24, pattern=f"^({DURATION})$", examples=["10m"])
    reason: str = Field("", max_length=1000)


class Tried(Model):
    """How somebody tried, at the device itself, what it was told and did not do."""

    how: str = Field(min_length=1, max_length=1000, pattern=r"\S")


class Silenced(Shown):
    """What is silent now."""

    what: str
    seconds: float


async def everything(call: Call[None, None]) -> dict[str, Any]:
    """All standing faults."""
    return {"faults": call.service.troubles.standing(), "flood": call.service.troubles.flood()}


async def ack(call: Call[Nothing, None]) -> dict[str, Any]:
    """Somebody has seen it."""
    key, troubles = call.path("id"), call.service.troubles
    line = troubles.ack(key, call.identity.actor)
    await recorded(None if line is None else line.committed)
    shown = troubles.one(key)
    if shown is None:
        raise Problem(404, "no_fault")
    return shown


async def checked(call: Call[Tried, None]) -> dict[str, Any]:
    """It was tried by hand, and it obeys: the fault goes when nothing speaks against it."""
    key, troubles = call.path("id"), call.service.troubles
    await recorded(troubles.checked(key, call.identity.actor, call.body.how.strip()).committed)
    shown = troubles.one(key)
    if shown is None:
        raise Problem(404, "no_fault")
    return shown


async def silence(call: Call[Silence, None]) -> Reply:
    """No ticket for a while."""
    body = call.body
    what = body.fault or body.device
    if what is None or (body.fault and body.device):
        raise Problem(422, "fault_or_device")
    try:
        lasts = seconds(body.for_)
    except ValueError:
        raise Problem(422, "invalid") from None
    if not 0 < lasts <= LONGEST:
        raise Problem(422, "silence_too_long")
    line = call.service.troubles.silence(what, call.identity.actor, lasts, body.reason)
    await recorded(None if line is None else line.committed)
    return Reply({"what": what, "seconds": lasts}, 201)


ROUTES = (
    Route("GET", "/api/v1/faults", "viewer", everything, "What is wrong now.", gives={200: Faults}),
    Route(
        "POST",
        "/api/v1/faults/{id:.+}/ack",
        "helpdesk",
        ack,
        "Acknowledge it.",
        gives={200: FaultShown},
        takes=Nothing,
        fails=(503,),
    ),
    Route(
        "POST",
        "/api/v1/faults/{id:.+}/checked",
        "operator",
        checked,
        "Say that a device was tried by hand, and obeys.",
        gives={200: FaultShown},
        takes=Tried,
        fails=(404, 409, 503),
    ),
    Route(
        "POST",
        "/api/v1/silences",
        "operator",
        silence,
        "Silence it for a while.",
        gives={201: Silenced},
        takes=Silence,
        fails=(404, 503),
    ),
    *maintenance.ROUTES,
)
