"""A line of the journal: the one form in which anything that matters is remembered."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypedDict

FAULTS = ("fault.raised", "fault.flag", "fault.cleared")
TICKETS = ("ticket.opened", "ticket.entry")
VERIFIED = "fault.verified"
"""A fault that is over stayed away, and what it was about answers."""
LEFT = "fault.left"
"""What a fault that is over was about has left the hall's file, or is switched off there: nobody verifies it.
"""

REFUSED = "journal.refused"
"""Stands where a line would have broken a promise (a second open fault of one key); says which line, and
why.
"""

SKIPPED = "journal.skipped"
"""Stands for lines that memory could not keep while the disk was in trouble: data says `from` and `count`."""


class Sentence(TypedDict):
    """What a person is told, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Line:
    """What happened: `seq` counts 1, 2, 3 without a gap; `at` is aware UTC; `data` is plain JSON, and not
    changed later.

    `kind` is family and event (`fault.raised`), `subject` the thing it is about, `actor` who did it.
    """

    seq: int
    at: datetime
    kind: str
    subject: str
    actor: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Appended(Line):
    """A line just said. `committed` is done once the disk has it: only then may the outside hear of it.

    It fails with `Refused` if the line would have broken a promise, with `NotKept` if it could not be kept.
    """

    committed: "asyncio.Future[Line]" = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something longer that belongs to a line, such as the 200 frames before a fault: bytes, or anything
    JSON.
    """

    name: str
    content: Any
    media: str = "application/json"


class Refused(Exception):
    """The line is not on record: it broke a promise that the database guards (one open fault a key, one open
    ticket a cause), or makes no sense. A bug of ours, and `journal.refused` in its place says which.
    """


class NotKept(Exception):
    """The line is not on record and never will be: memory was full, or the service ended, while the disk was
    in trouble.
    """


class AlreadyOpen(Exception):
    """Another process writes to this record; the message says which, and what to do."""


class TooNew(Exception):
    """The record was written by a newer edition; the message says what to do."""


def written(at: datetime) -> str:
    """A moment as the record spells it: RFC 3339, UTC, microseconds, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def moment(text: str) -> datetime:
    """The inverse of `written`."""
    return datetime.fromisoformat(text)
