"""Photos of a ticket: brought by whoever reports or works, seen by whoever may read the ticket."""

import asyncio

from aiohttp import web

from web import photos
from web.api.tickets import ONE
from web.problems import Problem
from web.routing import Call, Reply, Route, Shown

SLOWEST = 120.0
"""Seconds: a tablet at the edge of its network."""


class PhotoShown(Shown):
    """Where it is on the ticket; `again`: it was there already."""

    seq: int
    again: bool


async def bring(call: Call[None, None]) -> Reply:
    """Take the bytes of a picture; the same picture again is the same photo."""
    raw = await _body(call.request)
    seq, new = await photos.keep(call.service, call.path("no"), raw, call.identity)
    return Reply({"seq": seq, "again": not new}, 201 if new else 200)


async def show(call: Call[None, None]) -> web.StreamResponse:
    """The picture."""
    raw, media, name = await photos.find(call.service, call.path("no"), call.path("seq"), call.identity)
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Disposition": f'inline; filename="{name}"',
    }
    return web.Response(body=raw, content_type=media, headers=headers)


async def _body(request: web.Request) -> bytes:
    """As much as a photo may have, and not a byte more."""
    if (request.content_length or 0) > photos.LARGEST:
        raise Problem(413, "photo_too_large")
    found = bytearray()
    async with asyncio.timeout(SLOWEST):
        async for part in request.content.iter_chunked(1 << 16):
            found += part
            if len(found) > photos.LARGEST:
                raise Problem(413, "photo_too_large")
    return bytes(found)


PATH = ONE + "/photos"
KINDS = tuple(photos.ENDINGS)
ROUTES = (
    Route(
        "POST",
        PATH,
        "helpdesk",
        bring,
        "Bring a photo: the bytes of a JPEG, PNG or WebP picture, 10 MB at most.",
        gives={200: PhotoShown, 201: PhotoShown},
        fails=(409, 413, 415, 422, 503),
        raw=True,
    ),
    Route("GET", PATH + "/{seq}", "viewer", show, "A photo.", gives={200: None}, also=KINDS),
)
