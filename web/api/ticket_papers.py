"""Tickets on paper and in spreadsheets: what a filter finds as CSV or to print, and one ticket whole."""

from collections.abc import Mapping
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from web import csvs, papers, papers_service, pdf
from web.api.tickets import ONE, PATH, Filter, sought_by
from web.routing import Call, Model, Route

Lang = Literal["zh", "en"]
CSV, HTML, PDF = "text/csv", "text/html", "application/pdf"
PAPER = (501, 503)
"""Where no PDF can be made."""


class Spoken(Model):
    """In which language, and as what."""

    lang: Lang = "zh"
    form: Literal["html", "pdf"] = "html"


class Filtered(Filter):
    """What is looked for, and in which language it is told."""

    lang: Lang = "zh"
    most: int = Field(50_000, ge=1, le=200_000)


class Printed(Filtered):
    """The same for paper."""

    form: Literal["html", "pdf"] = "html"


async def sheet(call: Call[None, Filtered]) -> web.StreamResponse:
    """All that suit, for a spreadsheet."""
    shown = await _found(call)
    head, rows = papers.table(shown, call.query.lang, call.service.desk.zone)
    return answer(csvs.table(head, rows), CSV, "tickets.csv")


async def printed(call: Call[None, Printed]) -> web.StreamResponse:
    """All that suit, for paper."""
    lang, shown = call.query.lang, await _found(call)
    return await paper(papers.listed(shown, lang, call.service.desk.zone), call.query.form, "tickets")


async def one(call: Call[None, Spoken]) -> web.StreamResponse:
    """One ticket with its clocks and its history, for paper."""
    desk = call.service.desk
    ticket = await desk.one(call.path("no"), call.identity)
    more = papers_service.blocks(ticket["service"], call.query.lang, desk.zone)
    page = papers.ticket(ticket, call.query.lang, desk.zone, more)
    return await paper(page, call.query.form, f"ticket-{ticket['no']}")


async def _found(call: Call[None, Any]) -> list[Mapping[str, Any]]:
    return await call.service.desk.all(call.query.q, sought_by(call, call.query), call.query.most)


async def paper(page: str, form: str, name: str) -> web.Response:
    """A page for paper: as it is, or as a PDF to be saved under a name."""
    if form == "pdf":
        return answer(await pdf.pdf(page), PDF, f"{name}.pdf")
    return answer(page, HTML)


def answer(body: bytes | str, media: str, name: str = "") -> web.Response:
    """A file, to be saved under a name or to be seen."""
    headers = {"Cache-Control": "no-store"}
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    raw = body.encode("utf-8", "replace") if isinstance(body, str) else body
    charset = "utf-8" if media.startswith("text/") else None
    return web.Response(body=raw, content_type=media, charset=charset, headers=headers)


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
        query=Printed,
        fails=PAPER,
        also=(HTML, PDF),
    ),
    Route(
        "GET",
        ONE + "/print",
        "viewer",
        one,
        "One ticket for paper.",
        gives={200: None},
        query=Spoken,
        fails=PAPER,
        also=(HTML, PDF),
    ),
)
