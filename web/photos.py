"""Photos that come with a ticket (REQ-50): known by what is in them, kept beside the record once, shown.

What a file calls itself is not asked. A picture of ours begins and ends as its kind does, and says a size
that a picture can have; everything else, a drawing with a script in it too, is refused.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from controller.record import failpoints
from controller.record.audience import seen_by
from controller.record.lawful import NotLawful, check
from controller.record.lines import Attachment
from web.problems import Problem
from web.roles import Identity

if TYPE_CHECKING:
    from controller.record.tickets import Entry
    from web.service import Service

LARGEST = 10_000_000
"""Bytes of one."""
MOST = 20
"""So many a ticket."""
WIDEST = 20_000
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_SIZED = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})


def kind_of(raw: bytes) -> str | None:
    """What it is, by its content; None for what is no whole picture of a kind that we take."""
    for media, size in (("image/png", _png(raw)), ("image/webp", _webp(raw)), ("image/jpeg", _jpeg(raw))):
        if size is not None and all(0 < one <= WIDEST for one in size):
            return media
    return None


async def keep(service: "Service", no: str, raw: bytes, who: Identity) -> tuple[int, bool]:
    """The number of its line on the ticket, and whether it is new: the same picture again is the same line.
    Raises 404, 409, 413, 415, 422 and 503.
    """
    ticket, media = await service.desk.hold(no), kind_of(raw)
    if not raw:
        raise Problem(422, "no_photo")
    if media is None:
        raise Problem(415, "photo_kind")
    mark = hashlib.sha256(raw).hexdigest()
    known = _photos(service, ticket.no)
    for entry in known:
        if entry.data["sha256"] == mark and not failpoints.planted("a_photo_is_kept_again"):
            return entry.seq, False
    if len(known) >= MOST:
        raise Problem(409, "too_many_photos")
    if service.journal.trouble is not None:  # so much is not kept in memory until a disk is well again
        raise Problem(503, "not_recorded")
    name = f"{ticket.no}-{len(known) + 1}.{ENDINGS[media]}"
    data: dict[str, Any] = {"entry": "photo", "name": name, "media": media, "size": len(raw), "sha256": mark}
    try:
        check(service.desk.board.said(ticket.no) or ticket, data, who.name, who.role, service.clock.now())
    except NotLawful as error:
        raise Problem(409, "not_lawful", error.sentence) from None
    data["role"] = who.role
    line = service.journal.append(
        "ticket.entry", str(ticket.no), data, who.name, Attachment(name, raw, media)
    )
    await line.committed
    return line.seq, True


async def find(service: "Service", no: str, seq: str, who: Identity) -> tuple[bytes, str, str]:
    """A photo of a ticket: its bytes, its kind and its name. Raises 404."""
    ticket = seen_by(await service.desk.hold(no), who.role)
    for entry in ticket.entries:
        if entry.kind == "photo" and str(entry.seq) == seq:
            raw = await service.journal.attachment(entry.seq)
            if raw is not None:
                return raw, str(entry.data["media"]), str(entry.data["name"])
    raise Problem(404, "no_photo_here")


def _photos(service: "Service", no: int) -> "list[Entry]":
    ticket = service.desk.board.said(no) or service.desk.find(str(no))
    return [entry for entry in ticket.entries if entry.kind == "photo"]


# ------------------------------------------------------------ what a picture looks like


def _png(raw: bytes) -> tuple[int, int] | None:
    whole = raw.startswith(b"\x89PNG\r\n\x1a\n") and raw[12:16] == b"IHDR" and b"IEND" in raw[-16:]
    return (int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])) if whole else None


def _webp(raw: bytes) -> tuple[int, int] | None:
    whole = raw[:4] == b"RIFF" and raw[8:12] == b"WEBP" and len(raw) >= 30
    if not whole or abs(int.from_bytes(raw[4:8], "little") + 8 - len(raw)) > 1:
        return None
    match raw[12:16]:
        case b"VP8 ":
            return int.from_bytes(raw[26:28], "little") & 0x3FFF, int.from_bytes(
                raw[28:30], "little"
            ) & 0x3FFF
        case b"VP8L":
            bits = int.from_bytes(raw[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(raw[24:27], "little") + 1, int.from_bytes(raw[27:30], "little") + 1
    return None


def _jpeg(raw: bytes) -> tuple[int, int] | None:
    """From marker to marker up to the one that says the size; the end has to be there, too."""
    if not raw.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in raw[-64:]:
        return None
    at = 2
    while at + 9 < len(raw) and raw[at] == 0xFF:
        marker, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4])
        if marker in _SIZED:
            return int.from_bytes(raw[at + 7 : at + 9]), int.from_bytes(raw[at + 5 : at + 7])
        if marker == 0xFF:
            at += 1
        elif length < 2:
            return None
        else:
            at += 2 + length
    return None
