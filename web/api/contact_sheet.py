"""The contact sheet of the hall: for a tablet that keeps it, and for paper."""

from typing import Any

from aiohttp import web

from web import contact_sheet
from web.api.notifications import ContactShown
from web.api.ticket_papers import HTML, PAPER, PDF, Spoken, paper
from web.routing import Bilingual, Call, Route, Shown


class SheetShown(Shown):
    """Whom to call; `version` and `issued` are those of what it says, `on_call` are ids, in their order."""

    hall: Bilingual
    hotlines: list[str]
    mail: list[str]
    contacts: list[ContactShown]
    roster: list[Any]
    on_call: list[str]
    version: int
    issued: str


async def sheet(call: Call[None, None]) -> dict[str, Any]:
    """The sheet."""
    return await contact_sheet.sheet(call.service)


async def printed(call: Call[None, Spoken]) -> web.StreamResponse:
    """The same for paper, with a code that leads to this very page."""
    shown = await contact_sheet.sheet(call.service)
    base = call.service.hall.venue.notify.url or f"{call.request.scheme}://{call.request.host}"
    address = f"{base.rstrip('/')}{contact_sheet.PATH}?lang={call.query.lang}"
    page = contact_sheet.html(call.service, shown, call.query.lang, address)
    return await paper(page, call.query.form, "contacts")


ROUTES = (
    Route("GET", "/api/v1/contacts/sheet", "viewer", sheet, "The contact sheet.", gives={200: SheetShown}),
    Route(
        "GET",
        contact_sheet.PATH,
        "viewer",
        printed,
        "The contact sheet for paper.",
        gives={200: None},
        query=Spoken,
        fails=PAPER,
        also=(HTML, PDF),
    ),
)
