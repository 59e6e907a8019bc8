"""The life of an order, for whoever asks later, also after a restart."""

import json
from typing import Any

from controller.record.journal import Journal
from controller.record.lines import Line, moment
from web import outcomes
from web.api.points import Scalar
from web.jsons import stamp
from web.problems import Problem
from web.routing import Bilingual, Call, Route, Shown


class Command(Shown):
    """An order: asked, sent, acknowledged, and how it ended; `times` has the moment of each state reached.

    One of before the last start is as the record has it; `interrupted` where the record has no end of it.
    """

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
    """One of the latest, or one of those on record."""
    id, hall = call.path("id"), call.service.hall
    order = hall.rig.order(id)
    if order is not None:
        return outcomes.described(order, hall)
    lines = await _recorded(call.service.journal, id) if id.isalnum() and len(id) == ORDER else []
    if not lines:
        raise Problem(404, "no_command")
    return _remembered(id, lines)


ORDER = 16
"""Letters of an order's id."""


async def _recorded(journal: Journal, id: str) -> list[Line]:
    """Its lines, found in the text of the record: it happens too rarely for an index of its own."""
    from sqlalchemy import Connection, select

    from controller.record.schema import journal as rows

    kinds, data = rows.c.kind.in_(("order.asked", "order.ended")), rows.c.data.contains(f'"{id}"')
    wanted = select(rows).where(kinds, data).order_by(rows.c.seq).limit(2)

    def find(connection: Connection) -> list[Line]:
        return [
            Line(row.seq, moment(row.at), row.kind, row.subject, row.actor, json.loads(row.data))
            for row in connection.execute(wanted)
        ]

    await journal.ready()
    return await journal.read(find)


def _remembered(id: str, lines: list[Line]) -> dict[str, Any]:
    """What the record says of an order; one that has no end there was under way when the service ended."""
    asked, ended = lines[0], lines[-1]
    said = {**asked.data, **ended.data}
    state = said.get("state", "interrupted")
    device, _, rest = asked.subject.partition("/")
    times = {"asked": asked.at} | ({state: ended.at} if ended.kind == "order.ended" else {})
    return {
        "id": id,
        "kind": said["kind"],
        "device": device,
        "ref": asked.subject if said["kind"] == "set" else None,
        "value": said.get("value"),
        "action": rest if said["kind"] == "invoke" else None,
        "args": said.get("args", {}),
        "by": asked.actor,
        "via": said["via"],
        "state": state,
        "reason": None,
        "said": said.get("said") or None,
        "within_s": said["within"],
        "times": {name: stamp(at) for name, at in times.items()},
    }


ROUTES = (
    Route("GET", "/api/v1/commands/{id}", "viewer", one, "How far an order has come.", gives={200: Command}),
)
