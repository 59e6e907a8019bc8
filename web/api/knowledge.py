"""Articles by kind of device and fault code: written by people, read where they help, and counted."""

from typing import Annotated, Any

from pydantic import Field

from web.api.waiting import recorded
from web.routing import Bilingual, Call, Model, Reply, Route, Shown

Line = Annotated[str, Field(min_length=1, max_length=200)]
Long = Annotated[str, Field(min_length=1, max_length=8000)]
Code = Annotated[str, Field(min_length=1, max_length=64)]


class ArticleShown(Shown):
    """An article; `mine`: what whoever asks said of it, on the ticket in question."""

    id: str
    title: Bilingual
    text: Bilingual
    devices: list[str]
    faults: list[str]
    by: str
    at: str
    helped: int
    vain: int
    mine: bool | None


class Articles(Shown):
    """What helped most often first."""

    articles: list[ArticleShown]


class About(Model):
    """For a ticket, for a fault, or with words; all of them when nothing is said."""

    ticket: int | None = Field(None, ge=1, le=10**9)
    fault: str | None = Field(None, max_length=300)
    q: str = Field("", max_length=100)


class Title(Model):
    """In both languages."""

    zh: Line
    en: Line


class Body(Model):
    """In both languages."""

    zh: Long
    en: Long


class Writing(Model):
    """An article. `devices` are driver names, `faults` fault codes; none: any."""

    title: Title
    text: Body
    devices: list[Code] = Field(default_factory=list, max_length=50)
    faults: list[Code] = Field(default_factory=list, max_length=50)


class Voice(Model):
    """Whether it helped, on which ticket."""

    helped: bool
    ticket: int | None = Field(None, ge=1, le=10**9)


async def articles(call: Call[None, About]) -> dict[str, Any]:
    """Those that suit."""
    about, advice = call.query, call.service.advice
    if about.ticket is not None:
        return {"articles": await advice.for_ticket(about.ticket, call.identity)}
    if about.fault is not None:
        return {"articles": advice.for_fault(about.fault, call.identity)}
    return {"articles": advice.all(about.q, call.identity)}


async def write(call: Call[Writing, None]) -> Reply:
    """A new one."""
    id, line = call.service.advice.write(None, call.body.model_dump(), call.identity)
    await recorded(line.committed)
    return Reply(call.service.advice.one(id, call.identity), 201)


async def rewrite(call: Call[Writing, None]) -> dict[str, Any]:
    """Another text of one; what was said of it stays."""
    id, line = call.service.advice.write(call.path("id"), call.body.model_dump(), call.identity)
    await recorded(line.committed)
    return call.service.advice.one(id, call.identity)


async def retire(call: Call[None, None]) -> Reply:
    """It is shown no more."""
    await recorded(call.service.advice.retire(call.path("id"), call.identity).committed)
    return Reply(None, 204)


async def vote(call: Call[Voice, None]) -> dict[str, Any]:
    """It helped, or did not."""
    id, body, advice = call.path("id"), call.body, call.service.advice
    if body.ticket is not None:
        await call.service.desk.one(str(body.ticket))
    await recorded(advice.vote(id, body.helped, body.ticket, call.identity).committed)
    return advice.one(id, call.identity)


PATH = "/api/v1/knowledge"
ROUTES = (
    Route(
        "GET",
        PATH,
        "viewer",
        articles,
        "Articles that suit.",
        gives={200: Articles},
        query=About,
        fails=(404,),
    ),
    Route(
        "POST", PATH, "helpdesk", write, "Write one.", gives={201: ArticleShown}, takes=Writing, fails=(503,)
    ),
    Route(
        "PUT",
        PATH + "/{id}",
        "helpdesk",
        rewrite,
        "Write one anew.",
        gives={200: ArticleShown},
        takes=Writing,
        fails=(503,),
    ),
    Route("DELETE", PATH + "/{id}", "lead", retire, "Show it no more.", gives={204: None}, fails=(503,)),
    Route(
        "POST",
        PATH + "/{id}/votes",
        "helpdesk",
        vote,
        "It helped, or did not.",
        gives={200: ArticleShown},
        takes=Voice,
        fails=(503,),
    ),
)
