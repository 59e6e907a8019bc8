"""What was promised, class by class: the repair plan of the contract in force (REQ-29), also for paper."""

from dataclasses import asdict
from typing import Any

from aiohttp import web

from controller.desk.promises import table
from web import pdf, promised
from web.api.ticket_papers import HTML, PAPER, PDF, Spoken, paper
from web.routing import Call, Route, Shown


class PromiseShown(Shown):
    """A promise in seconds from the receipt; `plan` is the softer, earlier goal; `office`: only office hours
    count; `clock` is the one that keeps it, empty for a promise without one.
    """

    seconds: float
    clock: str
    plan: float | None
    office: bool


class RowShown(Shown):
    """A class; `at_once`: who is on call is paged at once, whatever the hour."""

    grade: int
    call_back: PromiseShown
    remote: PromiseShown
    on_site: PromiseShown
    restore: PromiseShown
    repair: PromiseShown
    at_once: bool
    plan_after: float | None
    expert_after: float | None
    team: bool


class PromisesShown(Shown):
    """The table, the profile it comes from, and the working calendar that counts; `pdf`: whether it can be
    had as such.
    """

    profile: str
    calendar: str
    rows: list[RowShown]
    pdf: bool


async def promises(call: Call[None, None]) -> dict[str, Any]:
    """The table."""
    board = call.service.desk.board
    rows = [asdict(one) for one in table(board.contract)]
    found = {"profile": board.contract.name, "calendar": board.calendars.now.version, "rows": rows}
    return found | {"pdf": pdf.possible()}


async def printed(call: Call[None, Spoken]) -> web.StreamResponse:
    """The same for paper."""
    board, name = call.service.desk.board, call.service.hall.venue.hall.name
    hall = {"zh": name.zh, "en": name.en}
    page = promised.page(board.contract, board.calendars.now.version, hall, call.query.lang)
    return await paper(page, call.query.form, "promises")


PATH = "/api/v1/promises"
ROUTES = (
    Route("GET", PATH, "viewer", promises, "What was promised, class by class.", gives={200: PromisesShown}),
    Route(
        "GET",
        PATH + ".html",
        "viewer",
        printed,
        "The same for paper.",
        gives={200: None},
        query=Spoken,
        fails=PAPER,
        also=(HTML, PDF),
    ),
)
