"""A message as a channel takes it, and what a channel says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from controller.desk.notify.bucket import Limit


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to one receiver: `key` is the same at every try, and so is what follows from it.

    `mark` is the ticket's token for threads of e-mail, `answers` the Message-ID of a mail that this one is
    the answer to. `lines` are plain text: a channel escapes what its form does not let stand.
    """

    key: str
    to: str
    lang: str
    subject: str
    lines: tuple[str, ...]
    at: datetime
    urgent: bool = False
    ticket: int | None = None
    mark: str = ""
    url: str = ""
    hall: str = ""
    answers: str = ""
    news: tuple[Mapping[str, Any], ...] = ()

    @property
    def text(self) -> str:
        """Subject and lines in one."""
        return "\n".join((self.subject, *self.lines))


@dataclass(frozen=True, slots=True)
class Delivered:
    """The other side has taken it."""

    answer: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """It has not: why, whether a later try can help, and how long the other side wants to be left alone.
    `perhaps`: it may have been taken all the same, for only the answer is missing.
    """

    why: str
    again: bool = True
    after: float | None = None
    perhaps: bool = False


Answer = Delivered | Failed


class Channel(Protocol):
    """A way out of the house."""

    @property
    def limit(self) -> Limit:
        """How fast it may be used."""

    async def send(self, message: Message) -> Answer:
        """Hand a message over; never raises for what the other side does."""


@dataclass(slots=True)
class Silent:
    """A channel that takes everything and tells nobody: for a hall that names none."""

    limit: Limit = field(default_factory=Limit)

    async def send(self, message: Message) -> Answer:
        """Taken."""
        return Delivered()
