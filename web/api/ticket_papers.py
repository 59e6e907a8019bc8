"""Tickets on paper and in spreadsheets: what a filter finds as CSV or to print, and one ticket whole."""

from collections.abc import Mapping
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from web import csvs, papers, papers_service
from web.api.tickets import ONE, PATH, Filter, sought_by
from web.routing import Call, Model, Route

Lang = Literal["zh", "en"]
CSV, HTML = "text/csv", "text/html"


class Spoken(Model):
    """In which language."""

    lang: Lang = "zh"


class Filtered(Filter):
    """What is looked for, and in which language it is told."""

    lang: Lang = "zh"
    most: int = Field(50_000, ge=1, le=200_000)


async def sheet(call: Call[None, Filtered]) -> web.StreamResponse:
    """All that suit, for a spreadsheet."""
    shown = await _found(call)
    head, rows = papers.table(shown, call.query.lang, call.service.desk.zone)
    return answer(csvs.table(head, rows), CSV, "tickets.csv")


async def printed(call: Call[None, Filtered]) -> web.StreamResponse:
    """All that suit, for paper."""
    lang, shown = call.query.lang, await _found(call)
    return answer(papers.listed(shown, lang, call.service.desk.zone), HTML)


async def one(call: Call[None, Spoken]) -> web.StreamResponse:
    """One ticket with its clocks and its history, for paper."""
    desk = call.service.desk
    ticket = await desk.one(call.path("no"), call.identity)
    more = papers_service.blocks(ticket["service"], call.query.lang, desk.zone)
    return answer(papers.ticket(ticket, call.query.lang, desk.zone, more), HTML)


async def _found(call: Call[None, Filtered]) -> list[Mapping[str, Any]]:
    return await call.service.desk.all(call.query.q, sought_by(call, call.query), call.query.most)


def answer(body: bytes | str, media: str, name: str = "") -> web.Response:
    """A file, to be saved under a name or to be seen."""
    headers = {"Cache-Control": "no-store"}
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    raw = body.encode("utf-8", "replace") if isinstance(body, str) else body
    return web.Response(body=raw, content_type=media, charset="utf-8", headers=headers)


ROUTES = (
    Route(
        "GET",
        PATH + ".csv",
        "viewer",
        sheet,
        "For a spreadsheet.",
        gives={200: None},
        query=Filtered,
        also=(CSV,),
    ),
    Route(
        "GET",
        PATH + ".html",
        "viewer",
        printed,
        "For paper.",
        gives={200: None},
        query=Filtered,
        also=(HTML,),
    ),
    Route(
        "GET",
        ONE + "/print",
        "viewer",
        one,
        "One ticket for paper.",
        gives={200: None},
        query=Spoken,
        also=(HTML,),
    ),
)
