"""The contact sheet of a hall (REQ-15): whom to call, by which ways, who is on call when; for paper, with a
code that leads to the same page. It has a version and a date: another one as soon as anything on it differs.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from web import printing, qr
from web.handover_parts import roster
from web.jsons import dumps, stamp
from web.papers import word
from web.post_parts import own_addresses
from web.printing import Block, Drawing, Facts, Heading, Lang, Table, Text, chosen
from web.shown import plain
from web.words import words

if TYPE_CHECKING:
    from web.service import Service

ISSUED = "contacts.issued"
PATH = "/api/v1/contacts/print"
LADDER = ("hotline", "engineer", "lead", "project", "head", "management", "customer")
"""In this order people are called."""


def content(service: "Service") -> dict[str, Any]:
    """What stands on it, but for the moment at which it is read."""
    venue, found = service.hall.venue, service.post.directory()
    lines = [one for one in found["contacts"] if one["role"] == "hotline"]
    return {
        "hall": {"zh": venue.hall.name.zh, "en": venue.hall.name.en},
        "hotlines": [venue.hall.help_desk, *(phone for one in lines for phone in one["phones"])],
        "mail": list(own_addresses(venue)),
        "contacts": sorted(found["contacts"], key=lambda one: LADDER.index(one["role"])),
        "roster": [[when, [plain(name) for name in who]] for when, who in roster(service)],
    }


async def issue(service: "Service", said: Mapping[str, Any]) -> tuple[int, datetime]:
    """The number and the date of what it says now; what is on record keeps its own."""
    mark = hashlib.sha256(dumps(said).encode()).hexdigest()[:16]
    known = await service.journal.recall([ISSUED])
    if known and known[-1].data["mark"] == mark:
        return int(known[-1].data["version"]), known[-1].at
    version = len(known) + 1
    line = service.journal.append(
        ISSUED, service.hall.venue.hall.id, {"version": version, "mark": mark, "said": dict(said)}
    )
    await line.committed
    return version, line.at


async def sheet(service: "Service") -> dict[str, Any]:
    """The sheet for programs: its content, who is on call now, version and date."""
    said = content(service)
    version, at = await issue(service, said)
    return {**said, "on_call": service.post.directory()["on_call"], "version": version, "issued": stamp(at)}


def html(service: "Service", shown: Mapping[str, Any], lang: Lang, address: str) -> str:
    """For paper."""
    zone = service.desk.zone
    date = datetime.fromisoformat(shown["issued"]).astimezone(zone).strftime("%Y-%m-%d")
    named = {one["id"]: chosen(lang, one["name"]) for one in shown["contacts"]}
    facts: list[tuple[str, object]] = [
        (word("sheet.hotline", lang), " · ".join(dict.fromkeys(one for one in shown["hotlines"] if one))),
        (word("sheet.on_call", lang), ", ".join(named[id] for id in shown["on_call"])),
        (word("sheet.mail", lang), ", ".join(shown["mail"])),
        (word("sheet.version", lang), f"{shown['version']} · {date}"),
    ]
    people = [
        (named[one["id"]], word(f"ui.contacts.role.{one['role']}", lang), " · ".join(one["phones"]))
        for one in shown["contacts"]
    ]
    columns = [word(f"report.col.{name}", lang) for name in ("name", "role", "phones")]
    blocks: list[Block] = [Facts(facts), Text(word("sheet.ways", lang)), Table(columns, people)]
    if shown["roster"]:
        rows = [(when, ", ".join(chosen(lang, words(one)) for one in who)) for when, who in shown["roster"]]
        heads = [word(f"report.col.{name}", lang) for name in ("when", "who")]
        blocks += [Heading(word("report.handover.roster", lang)), Table(heads, rows)]
    title = f"{chosen(lang, shown['hall'])} · {word('sheet.title', lang)}"
    return printing.page(title, lang, [*blocks, *_code(address)])


def _code(address: str) -> list[Block]:
    """What leads here; an address too long for a small code is only written down."""
    try:
        return [Drawing(qr.svg(address), address)]
    except ValueError:
        return [Text(address)]
