"""The working calendar: its editions, and a new one from a file, looked at before it holds."""

from dataclasses import asdict
from typing import Any, Literal

from pydantic import Field

from controller.record.calendar import Hours
from controller.record.calendars import Edition, said
from controller.record.coverage import years
from controller.record.dayfiles import Unreadable, about, differences, merged, read, whole_years
from controller.record.view import stamp
from web.api.waiting import recorded
from web.problems import Problem
from web.routing import Call, Model, Reply, Route, Shown
from web.service import Service


class EditionShown(Shown):
    """One edition: since which line of the journal and since when, by whom, from what; `at` is null for what
    held from the beginning.
    """

    version: str
    since: int
    by: str
    at: str | None
    source: str


class YearShown(Shown):
    """How a year is known: `official`, `part`, `expected` (not published: provisional) or `plain`."""

    year: int
    state: str
    days_off: int
    made_up: int


class CalendarShown(Shown):
    """The calendar in force. `missing`: `warn` from 1 December while next year is not published, `block` from
    the 25th; deadlines past `published` are provisional.
    """

    version: str
    zone: str
    weekly: dict[str, list[str]]
    days: dict[str, list[str]]
    names: dict[str, str]
    published: str | None
    missing: str
    years: list[YearShown]
    editions: list[EditionShown]


class DayFile(Model):
    """A file of holidays and make-up workdays: JSON, iCalendar or CSV. `official`: as published."""

    text: str = Field(min_length=1, max_length=500_000)
    form: Literal["", "json", "ics", "csv"] = ""
    version: str = Field("", max_length=40, pattern=r"^[A-Za-z0-9._-]*$")
    official: bool = True


class Difference(Shown):
    """A day whose hours are other than before."""

    date: str
    was: str
    now: str
    name: str


class Preview(Shown):
    """What a new edition would change: days, and deadlines of open tickets by ticket and clock. `part` are
    years of which the file has only some days: they are added, and stay provisional.
    """

    version: str
    published: str | None
    part: list[int]
    days: list[Difference]
    deadlines: dict[str, dict[str, dict[str, str]]]


async def one(call: Call[None, None]) -> dict[str, Any]:
    """The calendar in force."""
    return shown(call.service)


async def preview(call: Call[DayFile, None]) -> dict[str, Any]:
    """What a file would change; nothing is changed."""
    return _changes(call.service, *_new(call.service, call.body))


async def adopt(call: Call[DayFile, None]) -> Reply:
    """Let it be in force."""
    new, part = _new(call.service, call.body)
    found = _changes(call.service, new, part)
    source = f"{call.body.form or 'file'}, {len(call.body.text.encode())} bytes"
    await recorded(call.service.desk.board.adopt(new, call.identity.name, source).committed)
    return Reply(found, 201)


def shown(service: Service) -> dict[str, Any]:
    """The calendar in force, and its editions."""
    calendars, hours = service.desk.board.calendars, _hours(service)
    now = service.clock.now()
    known = {"missing": hours.missing(now), "years": [asdict(one) for one in years(hours, now)]}
    return {**said(hours), **known, "editions": [_edition(each) for each in calendars.editions]}


def _edition(one: Edition) -> dict[str, Any]:
    at = None if one.at is None else stamp(one.at)
    return {"version": one.calendar.version, "since": one.seq, "by": one.by, "at": at, "source": one.source}


def _hours(service: Service) -> Hours:
    found = service.desk.board.calendars.now
    if not isinstance(found, Hours):
        raise Problem(409, "no_calendar")
    return found


def _new(service: Service, body: DayFile) -> tuple[Hours, list[int]]:
    hours, raw = _hours(service), body.text.encode()
    try:
        days = read(raw, body.form, hours.zone)
    except Unreadable as error:
        errors = [
            {
                "path": f"text.{mistake.line}",
                "code": "day_file",
                "line": mistake.line,
                "column": mistake.column,
                "message": dict(mistake.sentence),
            }
            for mistake in error.mistakes[:50]
        ]
        raise Problem(422, "day_file", errors=errors) from None
    number = len(service.desk.board.calendars.editions)
    version = body.version or f"{max(day.date for day in days).year}.{number}"
    year = about(raw, body.form)
    part = {day.date.year for day in days} - whole_years(days, year)
    return merged(hours, days, version, body.official, year), sorted(part)


def _changes(service: Service, new: Hours, part: list[int]) -> dict[str, Any]:
    moved = service.desk.board.moved_by(new)
    return {
        "version": new.version,
        "published": None if new.published is None else new.published.isoformat(),
        "part": part,
        "days": differences(_hours(service), new),
        "deadlines": {str(no): clocks for no, clocks in moved.items()},
    }


PATH = "/api/v1/calendars"
ROUTES = (
    Route(
        "GET", PATH, "viewer", one, "The working calendar in force.", gives={200: CalendarShown}, fails=(409,)
    ),
    Route(
        "POST",
        PATH + "/preview",
        "helpdesk",
        preview,
        "What a file of holidays would change.",
        gives={200: Preview},
        takes=DayFile,
        fails=(409,),
    ),
    Route(
        "POST",
        PATH,
        "lead",
        adopt,
        "Take a file of holidays: a new edition.",
        gives={201: Preview},
        takes=DayFile,
        fails=(409, 503),
    ),
)
