"""Reports: of the contract, of the alarms, and for whoever takes over; on the page, on paper, as a table."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from controller.desk.reports.sheet import Sheet
from web import pdf, sheets
from web.api.ticket_papers import CSV, HTML, PAPER, PDF, Lang, answer, paper
from web.routing import Call, Handler, Model, Reply, Route, Shown


class Form(Model):
    """As what, and in which language."""

    form: Literal["json", "html", "csv", "pdf"] = "json"
    lang: Lang = "zh"


class Monthly(Form):
    """Of which month."""

    month: str = Field(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-10"])


class SectionShown(Shown):
    """A table; a figure that was counted is {value, tickets, events}."""

    id: str
    columns: list[str]
    rows: list[list[Any]]


class SheetShown(Shown):
    """A report; lengths of time are seconds."""

    report: str
    facts: dict[str, Any]
    sections: list[SectionShown]


class Kinds(Shown):
    """Which there are, and of which months; `pdf`: whether they can be had as such."""

    monthly: list[str]
    months: list[str]
    pdf: bool


async def kinds(call: Call[None, None]) -> dict[str, Any]:
    """What can be asked for."""
    months = await call.service.reports.months(call.service)
    return {"monthly": list(MONTHLY), "months": months, "pdf": pdf.possible()}


async def sla(call: Call[None, Monthly]) -> Any:
    """What was promised and kept."""
    sheet = await call.service.reports.sla(call.service, call.query.month)
    return await _as(call, sheet, f"sla-{call.query.month}")


async def alarms(call: Call[None, Monthly]) -> Any:
    """How good the alarms were."""
    sheet = await call.service.reports.alarms(call.service, call.query.month)
    return await _as(call, sheet, f"alarms-{call.query.month}")


async def availability(call: Call[None, Monthly]) -> Any:
    """How much was there to be used."""
    sheet = await call.service.reports.availability(call.service, call.query.month)
    return await _as(call, sheet, f"availability-{call.query.month}")


async def satisfaction(call: Call[None, Monthly]) -> Any:
    """What the customers said."""
    sheet = await call.service.reports.satisfaction(call.service, call.query.month)
    return await _as(call, sheet, f"satisfaction-{call.query.month}")


async def handover(call: Call[None, Form]) -> Any:
    """A hand-over."""
    return await _as(call, await call.service.reports.handover(call.service), "handover")


async def _as(call: Call[None, Any], sheet: Sheet, name: str) -> Any:
    form, lang, zone = call.query.form, call.query.lang, call.service.desk.zone
    if form in ("html", "pdf"):
        return await paper(sheets.html(sheet, lang, zone), form, name)
    if form == "csv":
        return answer(sheets.csv(sheet, lang, zone), CSV, f"{name}.csv")
    return Reply(sheets.shown(sheet))


PATH = "/api/v1/reports"


def _monthly(name: str, handle: Handler, about: str) -> Route:
    shown: dict[int, type[BaseModel] | None] = {200: SheetShown}
    return Route(
        "GET",
        f"{PATH}/{name}",
        "helpdesk",
        handle,
        about,
        gives=shown,
        query=Monthly,
        fails=PAPER,
        also=(HTML, CSV, PDF),
    )


MONTHLY: dict[str, tuple[Handler, str]] = {
    "sla": (sla, "A month's contract."),
    "alarms": (alarms, "A month's alarms."),
    "availability": (availability, "What was there to be used in a month."),
    "satisfaction": (satisfaction, "What the customers of a month said."),
}
"""The reports of a month."""
ROUTES = (
    Route("GET", PATH, "helpdesk", kinds, "Which reports there are.", gives={200: Kinds}),
    *(_monthly(name, *how) for name, how in MONTHLY.items()),
    Route(
        "GET",
        PATH + "/handover",
        "lead",
        handover,
        "A hand-over.",
        gives={200: SheetShown},
        query=Form,
        fails=PAPER,
        also=(HTML, CSV, PDF),
    ),
)
