"""What people were told, and what could not be told; another try for that; contacts, and who is on call."""

from typing import Annotated, Any, Literal

from pydantic import Field

from web.api.waiting import recorded
from web.routing import Bilingual, Call, Model, Nothing, Reply, Route, Shown


class LetterShown(Shown):
    """One message to one receiver: `state` is sending, waiting (for another try), sent or dead; `repeats`
    counts the tries after which it may have arrived twice.
    """

    key: str
    state: str
    channel: str
    kind: str
    to: str
    who: Bilingual
    tickets: list[int]
    subject: str
    lines: list[str]
    urgent: bool
    since: str
    changed: str | None
    next: str | None
    tries: int
    repeats: int
    answer: str


class QueuedShown(Shown):
    """News that waits: for company, for its interval, for the end of somebody's night."""

    who: Bilingual
    channel: str
    at: str
    urgent: bool


class ChannelShown(Shown):
    """A way out of the house."""

    name: str
    kind: str


class InboxShown(Shown):
    """The desk's mailbox: when it was last looked into, and what is wrong with it."""

    last: str | None
    trouble: str
    silent: bool


class Letters(Shown):
    """Letters, the newest first, 200 at most; `counts` are of all."""

    letters: list[LetterShown]
    queued: list[QueuedShown]
    counts: dict[str, int]
    channels: list[ChannelShown]
    inbox: InboxShown | None


class Which(Model):
    """All, those of a state, or those about a ticket."""

    state: Literal["sending", "waiting", "sent", "dead"] | None = None
    ticket: Annotated[int, Field(ge=1, le=10**9)] | None = None


class Trial(Model):
    """A test: by which channel, and to whom where the channel needs to know."""

    channel: str = Field(min_length=1, max_length=64)
    to: str = Field("", max_length=320, pattern=r"^[^\s<>,;\"\\]*$")
    lang: Literal["zh", "en", "both"] = "both"


class ContactShown(Shown):
    """Somebody in the contact directory."""

    id: str
    name: Bilingual
    role: str
    phones: list[str]


class Contacts(Shown):
    """Who there is, and who is on call now, in the order in which they are paged."""

    contacts: list[ContactShown]
    on_call: list[str]
    hotline: str


async def letters(call: Call[None, Which]) -> dict[str, Any]:
    """What was told."""
    post, which = call.service.post, call.query
    return {
        "letters": post.letters(which.state, which.ticket),
        "queued": post.queued(which.ticket),
        "counts": post.counts(),
        "channels": post.channels(),
        "inbox": post.inbox(),
    }


async def retry(call: Call[Nothing, None]) -> dict[str, Any]:
    """Send a dead letter once more."""
    key, post = call.path("key"), call.service.post
    await recorded(post.retry(key, call.identity).committed)
    return post.letter(key)


async def trial(call: Call[Trial, None]) -> Reply:
    """Send a test."""
    body = call.body
    await recorded(call.service.post.test(body.channel, body.to, body.lang, call.identity).committed)
    return Reply({"name": body.channel, "kind": call.service.post.office.settings.kinds[body.channel]}, 202)


async def contacts(call: Call[None, None]) -> dict[str, Any]:
    """Whom to call."""
    return call.service.post.directory()


PATH = "/api/v1/notifications"
ROUTES = (
    Route("GET", PATH, "helpdesk", letters, "What people were told.", gives={200: Letters}, query=Which),
    Route(
        "POST",
        PATH + "/test",
        "lead",
        trial,
        "Send a test by a channel.",
        gives={202: ChannelShown},
        takes=Trial,
        fails=(404, 503),
    ),
    Route(
        "POST",
        PATH + "/{key}/retry",
        "helpdesk",
        retry,
        "Send a dead letter once more.",
        gives={200: LetterShown},
        takes=Nothing,
        fails=(404, 409, 503),
    ),
    Route("GET", "/api/v1/contacts", "viewer", contacts, "Whom to call.", gives={200: Contacts}),
)
