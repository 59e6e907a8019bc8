"""The life of an order, for whoever asks later."""

from typing import Any

from web import outcomes
from web.api.points import Scalar
from web.problems import Problem
from web.routing import Bilingual, Call, Route, Shown


class Command(Shown):
    """An order: asked, sent, acknowledged, and how it ended; `times` has the moment of each state reached."""

    id: str
    kind: str
    device: str
    ref: str | None
    value: Scalar | None
    action: str | None
    args: dict[str, Scalar]
    by: str
    via: str
    state: str
    reason: Bilingual | None
    said: str | None
    within_s: float
    times: dict[str, str]


async def one(call: Call[None, None]) -> dict[str, Any]:
    """One of the last two thousand."""
    hall = call.service.hall
    order = hall.rig.order(call.path("id"))
    if order is None:
        raise Problem(404, "no_command")
    return outcomes.described(order, hall.title(order.device))


ROUTES = (
    Route("GET", "/api/v1/commands/{id}", "viewer", one, "How far an order has come.", gives={200: Command}),
)
