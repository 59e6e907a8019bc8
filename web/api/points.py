"""Every value of the hall: read, and set."""

from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, StrictStr

from controller.hall.orders import DONE, NoSuchPoint, NotAValue, Order
from drivers.errors import NotAllowed
from drivers.points import Ref
from web import outcomes
from web.api.waiting import Wait, settled, wait_of
from web.frames import shown
from web.problems import Problem
from web.routing import Call, Model, Reply, Route, Shown
from web.words import say

Whole = Annotated[StrictInt, Field(ge=-(2**53), le=2**53)]
Real = Annotated[float, Field(strict=True, ge=-1e300, le=1e300)]
Text = Annotated[StrictStr, Field(max_length=1000)]
Scalar = StrictBool | Whole | Real | Text


class PointShown(Shown):
    """One point: what the device last said, what is wished, how far it can be vouched for, and since when."""

    reported: Scalar | None
    desired: Scalar | None
    quality: str
    at: str | None
    deadline: str | None = None


class Points(Shown):
    """All of them, as the frame `rev` left them."""

    rev: int
    points: dict[str, PointShown]


class Wish(Model):
    """The value it shall have."""

    value: Scalar


class Accepted(Shown):
    """The order is on record and on its way; `GET /commands/<id>` tells the rest."""

    id: str
    state: str


class Done(Accepted):
    """It is so: confirmed by reading it back, or unverifiable where the device cannot tell."""

    value: Scalar | None


async def everything(call: Call[None, None]) -> dict[str, Any]:
    """All points."""
    live = call.service.live
    now = live.everything()
    return {"rev": now["rev"], "points": now["points"]}


async def one(call: Call[None, None]) -> dict[str, Any]:
    """One point."""
    return shown(call.service.hall.state.get(_ref(call)))


async def put(call: Call[Wish, Wait]) -> Reply:
    """Set it; with `?wait=5s` the answer waits for how it went."""
    ref, rig = _ref(call), call.service.hall.rig
    wait = wait_of(call)
    try:
        order = rig.set(call.identity.actor, ref, call.body.value, key=call.key)
    except (NotAllowed, NotAValue, NoSuchPoint) as error:
        raise outcomes.refused(error) from None
    return await answered(call, order, wait)


async def answered(call: Call[Any, Any], order: Order, wait: float) -> Reply:
    """The answer to an order: on record before anything is said, then as far as it has come."""
    await settled(call.service.clock, order, wait)
    if not order.ended or not wait:
        return Reply({"id": order.id, "state": "accepted"}, 202)
    if order.state in DONE:
        return Reply({"id": order.id, "state": str(order.state), "value": order.value})
    raise outcomes.problem(order, call.service.hall)


def _ref(call: Call[Any, Any]) -> Ref:
    try:
        ref = Ref.parse(call.path("ref"))
    except ValueError:
        ref = None
    if ref is None or not call.service.hall.state.knows(ref):
        raise Problem(404, "no_such_point", say("problem.no_such_point", what=call.path("ref")))
    return ref


PATH = "/api/v1/points"
ONE = PATH + "/{ref:.+}"
ROUTES = (
    Route(
        "GET",
        PATH,
        "viewer",
        everything,
        "All points, and the number of the last frame.",
        gives={200: Points},
    ),
    Route("GET", ONE, "viewer", one, "One point: device/key or device/key/index.", gives={200: PointShown}),
    Route(
        "PUT",
        ONE,
        "operator",
        put,
        "Set a point; an Idempotency-Key makes a repeated request the same order.",
        gives={200: Done, 202: Accepted},
        takes=Wish,
        query=Wait,
        fails=(409, 502, 503),
    ),
)
