"""A route is a value: its path, the role it needs, what it takes and gives, and who answers.

Each module of `web.api` ends in a tuple of them. From that one list come the dispatch, the door's default-
deny, the OpenAPI document and the tests of roles, so a new route cannot be forgotten by any of them.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from web.problems import Problem
from web.roles import Identity, Need

if TYPE_CHECKING:
    from aiohttp.web import Request, StreamResponse

    from web.service import Service

Body = TypeVar("Body")
Query = TypeVar("Query")
PARAM = re.compile(r"\{(\w+)(?::[^}]*)?\}")


class Model(BaseModel):
    """What a request holds or an answer shows; the checker is built when it is first needed."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Shown(BaseModel):
    """An answer. It may grow: a reader ignores what it does not know."""

    model_config = ConfigDict(defer_build=True, extra="allow")


class Bilingual(Shown):
    """A text in both languages."""

    zh: str
    en: str


class Nothing(Model):
    """A request without a body, or an answer without content."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer other than 200 with JSON: its status, its data, its headers."""

    data: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Call(Generic[Body, Query]):
    """One request, let in and understood. `who` is None only on public routes."""

    service: "Service"
    request: "Request"
    who: Identity | None
    body: Body
    query: Query

    def path(self, name: str) -> str:
        """The part of the path called `name`, decoded."""
        return self.request.match_info[name]

    @property
    def identity(self) -> Identity:
        """Who asks, on a route that is not public."""
        if self.who is None:
            raise Problem(401, "no_session")
        return self.who

    @property
    def key(self) -> str | None:
        """The Idempotency-Key: the same order again is the same order."""
        key = self.request.headers.get("Idempotency-Key")
        if key is not None and not 0 < len(key) <= 200:
            raise Problem(422, "idempotency_key")
        return key


Answer = Awaitable["dict[str, Any] | Reply | StreamResponse"]
Handler = Callable[[Call[Any, Any]], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """`gives` maps each good status to its model; `fails` are the problems beside those any route may have.

    `also`: kinds of a good answer that are not JSON. `quick`: nobody is looked up, so that it answers while
    the service starts. `raw`: no body is read. `past`: it tells of what was, and waits until that is
    recalled.
    """

    method: str
    path: str
    need: Need
    handle: Handler
    about: str
    gives: Mapping[int, type[BaseModel] | None] = field(default_factory=dict)
    takes: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    fails: tuple[int, ...] = ()
    raw: bool = False
    quick: bool = False
    past: bool = False
    shown: bool = True
    also: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The path without the patterns of its parameters: /points/{ref}."""
        return PARAM.sub(r"{\1}", self.path)

    @property
    def params(self) -> tuple[str, ...]:
        """The names of the path's parameters."""
        return tuple(PARAM.findall(self.path))
