"""The schedules of a hall's file, and how each stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any, NamedTuple

from controller.hall.cron import following
from controller.hall.sentences import Sentence
from controller.hall.venue import Venue
from drivers.points import Value
from scenes.model import mark

WORKDAY, RESTDAY, ANY = "workday", "restday", "any"
WAIT, SKIP, RUN = "wait", "skip", "run"


class Answer(StrEnum):
    """What a person says to a scene that asks before it runs by itself."""

    NOW = "now"
    LATER = "later"
    NOT = "not"


class Ran(NamedTuple):
    """How it went to begin: `word` is the run, or in a word why there is none; `busy`: it is worth another
    try once whatever is under way has ended.
    """

    word: str
    why: Sentence | None = None
    busy: bool = False


@dataclass(frozen=True)
class Plan:
    """One schedule: of a scene, or (`readiness`) of a sweep. `at` are five cron words in the hall's time;
    `ask`: seconds to say no before it runs.

    `days` are workdays (make-up days too), days of rest, or any; `during` is what an event makes of it.
    """

    id: str
    scene: str
    at: str
    args: Mapping[str, Value] = field(default_factory=dict)
    name: Mapping[str, str] | None = None
    days: str = ANY
    exceptions: frozenset[date] = frozenset()
    during: str = WAIT
    ask: float = 0.0
    readiness: bool = False

    def next(self, after: datetime, zone: tzinfo) -> datetime | None:
        """The first moment after `after`; None where the words mean no moment at all."""
        return following(self.at, after, zone)

    def moments(self, after: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
        """Every moment after `after`, up to and with `until`."""
        moment = self.next(after, zone)
        while moment is not None and moment <= until:
            yield moment
            moment = self.next(moment, zone)

    @property
    def mark(self) -> str:
        """Equal for what does the same at the same moments, whatever it is called."""
        return mark([self.scene, self.readiness, self.at, self.days, dict(self.args)])

    def meant(self, due: datetime, zone: tzinfo, works: Callable[[date], bool]) -> bool:
        """Whether it is for this day."""
        day = due.astimezone(zone).date()
        return day not in self.exceptions and (self.days == ANY or works(day) == (self.days == WORKDAY))


def plans(venue: Venue) -> list[Plan]:
    """The schedules in a hall's file."""
    return [
        Plan(
            id,
            said.scene or "",
            said.at,
            said.args,
            {"zh": said.name.zh, "en": said.name.en} if said.name else None,
            said.days,
            frozenset(said.exceptions),
            said.during_event,
            said.ask or 0.0,
            said.readiness,
        )
        for id, said in venue.schedules.items()
    ]


@dataclass
class Standing:
    """How a schedule stands: when it is due next, whether it is held, whether it waits, until when it asks.

    It waits for the end of an event, or, since `turn`, for its turn; `why` names what it waits for then.
    """

    plan: Plan
    due: datetime | None = None
    held: bool = False
    waits: bool = False
    asks_until: datetime | None = None
    turn: datetime | None = None
    why: Sentence | None = None
    last: Mapping[str, Any] | None = None

    @property
    def pending(self) -> bool:
        """Whether it has come due and does not run yet."""
        return self.waits or self.asks_until is not None

    def rest(self) -> None:
        """Nothing of it waits any more."""
        self.due, self.waits, self.asks_until, self.turn, self.why = None, False, None, None, None

    def shown(self) -> dict[str, Any]:
        """As the API shows it."""
        plan = self.plan
        return {
            "id": plan.id,
            "name": dict(plan.name) if plan.name else None,
            "scene": plan.scene,
            "readiness": plan.readiness,
            "at": plan.at,
            "days": plan.days,
            "next": self.due,
            "held": self.held,
            "waits": self.waits,
            "asks_until": self.asks_until,
            "why": self.why,
            "last": dict(self.last) if self.last else None,
        }
