"""Scenes by the clock: what is due next, what rests, and what asks before it begins."""

from typing import Any

from scenes.plans import Answer
from web.api.waiting import recorded
from web.routing import Bilingual, Call, Model, Route, Shown


class ScheduleShown(Shown):
    """A schedule. `waits`: for the end of an event, or for its turn (`why`: behind what). `asks_until`: it
    begins then, unless somebody says no. `last`: the moment handled last (`due`), its run or a word
    (`outcome`), and `why` it never ran.
    """

    id: str
    name: Bilingual | None
    scene: str
    at: str
    days: str
    next: str | None
    held: bool
    waits: bool
    asks_until: str | None
    why: Bilingual | None
    last: dict[str, Any] | None


class Schedules(Shown):
    """All of them, in the order of the hall's file."""

    schedules: list[ScheduleShown]


class Hold(Model):
    """Whether it shall rest."""

    held: bool


class Said(Model):
    """What a person says to a schedule that asks: now, later (in half an hour), or not this time."""

    answer: Answer


async def schedules(call: Call[None, None]) -> dict[str, Any]:
    """All schedules."""
    return {"schedules": call.service.timetable.shown()}


async def hold(call: Call[Hold, None]) -> dict[str, Any]:
    """Let one rest, or go on."""
    call.service.timetable.hold(call.identity.actor, call.path("id"), call.body.held)
    await recorded(call.service.timetable.schedules.stored)
    return {"schedules": call.service.timetable.shown()}


async def answer(call: Call[Said, None]) -> dict[str, Any]:
    """Answer one that asks."""
    call.service.timetable.answer(call.identity.actor, call.path("id"), call.body.answer)
    await recorded(call.service.timetable.schedules.stored)
    return {"schedules": call.service.timetable.shown()}


PATH = "/api/v1/schedules"
ROUTES = (
    Route("GET", PATH, "viewer", schedules, "Scenes by the clock.", gives={200: Schedules}),
    Route(
        "POST",
        PATH + "/{id}/hold",
        "lead",
        hold,
        "Let it rest, or go on.",
        gives={200: Schedules},
        takes=Hold,
        fails=(404,),
    ),
    Route(
        "POST",
        PATH + "/{id}/answer",
        "operator",
        answer,
        "Answer one that asks.",
        gives={200: Schedules},
        takes=Said,
        fails=(404, 409),
    ),
)
