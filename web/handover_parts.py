"""What the hand-over report tells beside the tickets (REQ-53, REQ-82): the hall and its scenes, its people
and accounts, what is booked, and, by name, what nobody has measured.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from controller.desk.notify.directory import Dated, Weekly
from controller.desk.reports.sheet import Word

if TYPE_CHECKING:
    from web.service import Service

Part = tuple[tuple[str, ...], Sequence[tuple[object, ...]]]
"""Columns and rows."""

NOT_MEASURED = ("cover", "grants", "health", "inspections", "stock", "documents")
"""What a hand-over owes as well and this edition keeps no record of: said, and never left to be guessed."""


async def parts(service: "Service", now: datetime, since: datetime) -> dict[str, Part]:
    """All of them, in the order in which they are read."""
    return {
        "devices": _devices(service),
        "scenes": _scenes(service),
        "scene_changes": _scene_changes(service, since),
        "contacts": _contacts(service),
        "roster": (("when", "who"), list(roster(service))),
        "accounts": await _accounts(service),
        "takeovers": _takeovers(service),
        "agenda": _agenda(service, now),
        "gaps": _gaps(),
    }


def _devices(service: "Service") -> Part:
    rows = [
        (id, service.hall.title(id), entry.driver, entry.area, entry.address)
        for id, entry in sorted(service.hall.venue.devices.items())
    ]
    return ("device", "name", "driver", "area", "address"), rows


def _scenes(service: "Service") -> Part:
    """As each stands, and who made it so."""
    rows: list[tuple[object, ...]] = []
    for scene in service.scenes.scenes():
        versions = service.scenes.history(scene["id"])
        last = versions[0] if versions else {}
        rows.append((scene["id"], scene["name"], scene["version"], last.get("by"), last.get("at")))
    return ("scene", "name", "version", "by", "at"), rows


def _scene_changes(service: "Service", since: datetime) -> Part:
    """Who changed what when, the newest first."""
    rows = [
        (one["at"], scene["id"], scene["name"], one["by"], one["version"])
        for scene in service.scenes.scenes()
        for one in service.scenes.history(scene["id"])
        if datetime.fromisoformat(one["at"]) >= since
    ]
    return ("at", "scene", "name", "by", "version"), sorted(rows, key=lambda row: (row[0], row[1]))[::-1]


def _contacts(service: "Service") -> Part:
    """The contact sheet."""
    found = service.post.directory()
    rows: list[tuple[object, ...]] = [
        (
            one["name"],
            Word(f"ui.contacts.role.{one['role']}"),
            ", ".join(one["phones"]),
            "✓" if one["id"] in found["on_call"] else "",
        )
        for one in found["contacts"]
    ]
    return ("name", "role", "phones", "on_call"), rows


def roster(service: "Service") -> Iterator[tuple[str, list[object]]]:
    """Who is on call when: dated duties go before the weekly ones."""
    directory = service.post.office.settings.directory
    duties: list[Dated | Weekly] = [*directory.dated, *directory.weekly]
    for duty in duties:
        names = [directory.contacts[id].name for id in duty.who if id in directory.contacts]
        yield _when(duty), names


def _when(duty: Dated | Weekly) -> str:
    if isinstance(duty, Dated):
        return f"{duty.start:%Y-%m-%d %H:%M} – {duty.until:%Y-%m-%d %H:%M}"
    days = " ".join(str(day + 1) for day in sorted(duty.days))
    return f"{days} · {duty.start:%H:%M}–{duty.until:%H:%M}"


async def _accounts(service: "Service") -> Part:
    """Accounts and tokens in force first, then those that have ended."""
    users, tokens = await service.staff.users(), await service.staff.tokens()
    kinds = ("account", users, "disabled"), ("token", tokens, "revoked")
    rows = [
        (one["name"], Word(f"report.{kind}"), Word(f"ui.role.{one['role']}"), one["created"], one[end])
        for kind, all, end in kinds
        for one in all
    ]
    return ("name", "kind", "role", "created", "ended"), sorted(rows, key=lambda row: row[-1] is not None)


def _takeovers(service: "Service") -> Part:
    rows = [
        (one["from"], one["to"], one["at"], one["done"], one["by"], len(one["tickets"]))
        for one in service.takeovers.all()
    ]
    return ("from", "to", "at", "done", "by", "tickets"), rows


def _agenda(service: "Service", now: datetime) -> Part:
    booked = service.occasions.agenda.within(now, now + timedelta(days=366))
    return ("title", "since", "until", "scene"), [
        (one.title, one.start, one.end, one.scene) for one in booked
    ]


def _gaps() -> Part:
    rows = [(Word(f"report.gap.{name}"), Word("report.not_measured")) for name in NOT_MEASURED]
    return ("what", "standing"), rows
