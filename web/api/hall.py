"""The hall itself."""

from typing import Any

from controller.hall.hallfile import KeyAction
from web.routing import Bilingual, Call, Route, Shown


class KeyShown(Shown):
    """A large button of the hall's screen."""

    id: str
    name: Bilingual


class HallShown(Shown):
    """Its name, its time zone, whom to call, its large buttons; `nodes` are what devices hang on and nobody
    controls; `trouble`: why nothing can be saved now.
    """

    id: str
    name: Bilingual
    timezone: str
    help_desk: str
    nodes: dict[str, Bilingual]
    key_actions: list[KeyShown]
    mode: str
    trouble: Bilingual | None


async def hall(call: Call[None, None]) -> dict[str, Any]:
    """What a page shows around everything else."""
    venue, live = call.service.hall.venue, call.service.live
    return {
        "id": venue.hall.id,
        "name": {"zh": venue.hall.name.zh, "en": venue.hall.name.en},
        "timezone": venue.hall.timezone,
        "help_desk": venue.hall.help_desk,
        "nodes": {id: {"zh": one.name.zh, "en": one.name.en} for id, one in venue.nodes.items() if one.name},
        "key_actions": [_key(one) for one in venue.key_actions],
        "mode": live.mode,
        "trouble": live.trouble,
    }


def _key(one: KeyAction) -> dict[str, Any]:
    said = one.model_dump(mode="json", exclude_defaults=True)
    return {**said, "id": one.id, "name": {"zh": one.name.zh, "en": one.name.en}}


ROUTES = (Route("GET", "/api/v1/hall", "viewer", hall, "The hall.", gives={200: HallShown}),)
