"""REQ 50: a photo comes with a ticket once, is known by its content, and is shown to whoever may read it."""

import asyncio
import base64
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from controller.record import failpoints
from tests.web.house import House
from web.photos import LARGEST, kind_of

PATH = "/api/v1/tickets"


def png(width: int = 2, height: int = 1, more: bytes = b"") -> bytes:
    """A small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" + b"\x80" * width)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body + more) + chunk(b"IEND", b"")


JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5"
    "PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="
)
WEBP = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")


async def bring(
    house: House, raw: bytes, no: int = 1, role: str = "operator", media: str = "application/octet-stream"
) -> Any:
    headers = {"Content-Type": media}
    status, said, _ = await house.ask("POST", f"{PATH}/{no}/photos", raw, role=role, **headers)
    return status, said


async def ticket(house: House) -> None:
    assert (await house.ask("POST", PATH, {"title": "red picture"}, role="operator"))[0] == 201


async def seen(house: House, seq: int, role: str = "viewer") -> tuple[int, bytes, str]:
    headers = {"Authorization": f"Bearer {house.tokens[role]}"}
    async with house.http.get(f"{house.url}{PATH}/1/photos/{seq}", headers=headers) as reply:
        return reply.status, await reply.read(), reply.headers["Content-Type"]


async def prove_that_it_is_kept_once(house: House) -> None:
    await ticket(house)
    first = await bring(house, png(), media="text/html")
    again = await asyncio.gather(*(bring(house, png()) for _ in range(4)), bring(house, png(), role="lead"))
    assert (first[0], first[1]["again"]) == (201, False)
    assert {one[1]["seq"] for one in again} == {first[1]["seq"]}
    assert {(status, said["again"]) for status, said in again} == {(200, True)}
    kept = await house.journal.read(_bodies)
    assert kept == [("1-1.png", "image/png", png())]


def _bodies(connection: Any) -> list[tuple[str, str, bytes]]:
    from sqlalchemy import select

    from controller.record import schema

    found = connection.execute(select(schema.attachments).where(schema.attachments.c.media.like("image/%")))
    return [(row.name, row.media, row.body) for row in found]


async def test_req_50_a_photo_is_kept_beside_the_record_once(house: House) -> None:
    await prove_that_it_is_kept_once(house)


async def test_a_photo_that_is_kept_again_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"a_photo_is_kept_again"}))
    with pytest.raises(AssertionError):
        await prove_that_it_is_kept_once(house)


async def test_req_50_it_is_shown_on_the_ticket(house: House) -> None:
    await ticket(house)
    for raw, media in ((png(), "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")):
        status, said = await bring(house, raw)
        assert status == 201, said
        assert await seen(house, said["seq"]) == (200, raw, media)
    _, whole, _ = await house.ask("GET", f"{PATH}/1", role="viewer")
    shown = [one for one in whole["entries"] if one["kind"] == "photo"]
    assert [one["data"]["name"] for one in shown] == ["1-1.png", "1-2.jpg", "1-3.webp"]
    assert whole["has_trace"] is False
    assert (await seen(house, 1))[0] == 404, "a line that is no photo"
    assert (await house.ask("GET", f"{PATH}/1/photos/x"))[0] == 404
    assert (await house.journal.verify()).broken is None


@pytest.mark.parametrize(
    "raw",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>" + b"x" * 100,
        b"GIF89a" + b"\0" * 50,
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        png()[:-20],
        JPEG[:-30],
        b"\xff\xd8\xff" + b"\0" * 40 + b"\xff\xd9",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        WEBP + b"<script>",
        png(width=60_000),
        png(width=0),
    ],
)
async def test_req_50_what_is_no_whole_picture_is_refused(house: House, raw: bytes) -> None:
    await ticket(house)
    assert (await bring(house, raw, media="image/png"))[1]["code"] == "photo_kind"


async def test_req_50_how_much_and_by_whom(house: House) -> None:
    await ticket(house)
    large = png(more=b"\0" * (LARGEST - len(png())))
    assert len(large) == LARGEST
    assert (await bring(house, large))[0] == 201
    assert (await bring(house, large + b"\0"))[1]["code"] == "photo_too_large"
    assert (await bring(house, b""))[1]["code"] == "no_photo"
    assert (await bring(house, png(), no=99))[0] == 404
    assert (await bring(house, png(), role="viewer"))[0] == 403
    for width in range(3, 22):
        assert (await bring(house, png(width), role="admin"))[0] == 201
    assert (await bring(house, png(30)))[1]["code"] == "too_many_photos"


@pytest.mark.parametrize("cut", [lambda raw, n: raw[:n], lambda raw, n: raw[:n] + b"\xff" + raw[n + 1 :]])
def test_no_damage_raises(cut: Callable[[bytes, int], bytes]) -> None:
    for raw in (png(), JPEG, WEBP):
        for n in range(len(raw)):
            assert kind_of(cut(raw, n)) in (None, "image/png", "image/jpeg", "image/webp")
