"""The devices: what they are, what they can do, and what passes over their links."""

from typing import Any

from pydantic import Field

from controller.hall.device import Device
from controller.hall.orders import NoSuchPoint, NotAValue
from drivers.errors import NotAllowed
from web import describing, outcomes
from web.api.points import Accepted, Done, Scalar, answered
from web.api.waiting import Wait, wait_of
from web.problems import Problem
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown
from web.streams import entry


class PlaceShown(Shown):
    """A place of an axis, and what this hall calls it."""

    id: int | str
    name: Bilingual | None


class AxisShown(Shown):
    """An axis of an array point; without places where only the device can tell how many it has."""

    name: str
    places: list[PlaceShown]


class PointDescribed(Shown):
    """A point, with all that a control for it needs."""

    key: str
    about: Bilingual
    type: str
    values: list[Scalar] | None
    range: list[float] | None
    step: float | None
    unit: str | None
    settable: bool
    passing: list[str]
    risk: str
    axes: list[AxisShown]
    value_names: dict[str, Bilingual] | None


class Argument(Shown):
    """An argument of an action; both null where any value will do."""

    name: str
    values: list[Scalar] | None
    range: list[float] | None


class ActionDescribed(Shown):
    """Something it does once when told to."""

    name: str
    about: Bilingual | None
    risk: str
    args: list[Argument]


class LinkShown(Shown):
    """The connection: its state, why it is not up and what to do, and its counters since the start."""

    state: str
    since: str
    sentence: Bilingual | None
    rtt_ms: float | None
    sent: int
    heard: int
    errors: int
    reconnects: int
    noise: int


class DeviceShown(Shown):
    """A device."""

    id: str
    name: Bilingual
    driver: str
    title: Bilingual
    area: str | None
    address: str
    enabled: bool
    fed_by: list[str]
    feeds: dict[str, str]
    identity: dict[str, Scalar | None]
    points: list[PointDescribed]
    actions: list[ActionDescribed]
    link: LinkShown


class Devices(Shown):
    """All of them."""

    devices: list[DeviceShown]


class FrameShown(Shown):
    """One frame or note: ">" said, "<" heard, "!" noted; secrets are masked."""

    at: str
    dir: str
    text: str


class Frames(Shown):
    """The newest frames, oldest first."""

    frames: list[FrameShown]


class Limit(Model):
    """How many frames at most."""

    limit: int = Field(100, ge=1, le=2000)


class Args(Model):
    """The arguments of an action, by name."""

    args: dict[str, Scalar] = Field(default_factory=dict, max_length=20)


async def everything(call: Call[None, None]) -> dict[str, Any]:
    """All devices."""
    hall = call.service.hall
    return {"devices": [describing.device(hall, one) for one in hall.devices.values()]}


async def one(call: Call[None, None]) -> dict[str, Any]:
    """One device."""
    return describing.device(call.service.hall, _device(call))


async def trace(call: Call[None, Limit]) -> dict[str, Any]:
    """The last frames."""
    return {"frames": [entry(one) for one in _device(call).trace.last(call.query.limit)]}


async def act(call: Call[Args, Wait]) -> Reply:
    """Do something once."""
    device, name, wait = _device(call), call.path("name"), wait_of(call)
    try:
        order = call.service.hall.rig.invoke(
            call.identity.actor, device.id, name, call.body.args, key=call.key
        )
    except (NotAllowed, NotAValue, NoSuchPoint) as error:
        raise outcomes.refused(error) from None
    return await answered(call, order, wait)


async def reconnect(call: Call[Nothing, None]) -> Reply:
    """Dial anew, also a device that refused the password."""
    call.service.hall.reconnect(_device(call).id)
    return Reply({}, 202)


def _device(call: Call[Any, Any]) -> Device:
    device = call.service.hall.devices.get(call.path("id"))
    if device is None:
        raise Problem(404, "no_device")
    return device


PATH = "/api/v1/devices"
ONE = PATH + "/{id}"
ROUTES = (
    Route("GET", PATH, "viewer", everything, "All devices.", gives={200: Devices}),
    Route("GET", ONE, "viewer", one, "One device.", gives={200: DeviceShown}),
    Route("GET", ONE + "/trace", "viewer", trace, "Its last frames.", gives={200: Frames}, query=Limit),
    Route(
        "POST", ONE + "/reconnect", "operator", reconnect, "Dial it anew.", gives={202: Shown}, takes=Nothing
    ),
    Route(
        "POST",
        ONE + "/actions/{name}",
        "operator",
        act,
        "Do something once; never retried.",
        gives={200: Done, 202: Accepted},
        takes=Args,
        query=Wait,
        fails=(409, 502, 503),
    ),
)
