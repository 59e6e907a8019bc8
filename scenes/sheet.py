"""The sheet of a readiness sweep: what was tried, how it went, and what could not be put back.

The record says that a sweep begins (`readiness.begun`) before anybody is told so, and each finding as it
comes (`readiness.found`): a service that dies in the middle finds its sheet again, and calls it interrupted.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from controller.hall.sentences import Sentence
from drivers.points import Ref, Value
from scenes.reasons import kept, told
from scenes.record import Line

BEGUN, FOUND, SHEET, AMENDED = (
    "readiness.begun",
    "readiness.found",
    "readiness.sheet",
    "readiness.amended",
)
CHECKS = ("there", "reads", "obeys")


class Light(StrEnum):
    """What a check came to; grey: it could not be tried as things stand."""

    GREEN = "green"
    RED = "red"
    GREY = "grey"


class How(StrEnum):
    """How far a sweep is, or how it ended."""

    GOING = "going"
    DONE = "done"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Item:
    """One check of one device: there, reads, obeys (and which point was tried), or back."""

    device: str
    check: str
    light: Light
    ref: str = ""
    why: Sentence | None = None

    def data(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return self.shown() | {"light": str(self.light), "why": kept(self.why)}

    def shown(self) -> dict[str, Any]:
        """As it is shown; `why` is still a sentence."""
        said: dict[str, Any] = {"device": self.device, "check": self.check, "light": self.light}
        return said | {"ref": self.ref, "why": self.why}


@dataclass(frozen=True)
class Left:
    """A point that was turned over and is not back: it was `was`, and was told to be `to`."""

    ref: Ref
    was: Value
    to: Value
    why: Sentence | None = None

    def shown(self) -> dict[str, Any]:
        """As it is shown; `why` is still a sentence. A whole number has no point, whoever writes it down."""
        return {"ref": str(self.ref), "was": _whole(self.was), "to": _whole(self.to), "why": self.why}


@dataclass
class Sheet:
    """What a sweep found, as far as it has come; `ended` is None while it goes on.

    `which` are the devices it is about. `quiet` says why nothing was tried, only asked; `insisted`: a lead
    wanted it tried all the same. `why` says why it did not come to its end. `ticket`: one device was tried,
    for a repair. `recorded` is done when its beginning is on disk.
    """

    id: str
    by: str
    at: datetime
    which: frozenset[str] = frozenset()
    items: list[Item] = field(default_factory=list)
    ended: datetime | None = None
    ticket: int | None = None
    state: How = How.GOING
    why: Sentence | None = None
    quiet: Sentence | None = None
    insisted: bool = False
    left: list[Left] = field(default_factory=list)
    recorded: "asyncio.Future[Any] | None" = field(default=None, repr=False)

    def begun(self) -> dict[str, Any]:
        """What the record says of its beginning."""
        said = {"devices": sorted(self.which), "insisted": self.insisted, "ticket": self.ticket}
        return said | {"at": self.at.isoformat()}

    def shown(self) -> dict[str, Any]:
        """As it is shown, and signed; sentences and moments are still what they are."""
        said: dict[str, Any] = {"id": self.id, "by": self.by, "at": self.at, "ended": self.ended}
        said |= {"state": self.state, "why": self.why, "ticket": self.ticket}
        said |= {"quiet": self.quiet, "insisted": self.insisted}
        said |= {"items": [item.shown() for item in self.items]}
        said |= {"counts": counts(str(item.light) for item in self.items)}
        return said | {"left": [one.shown() for one in self.left], "put_back": None}

    def unfinished(self, why: Sentence) -> list[Item]:
        """A grey row for each check that nobody came to; one that is away is asked nothing more."""
        done = {(item.device, item.check) for item in self.items}
        away = {item.device for item in self.items if (item.check, item.light) == ("there", Light.RED)}
        every = [(device, check) for device in sorted(self.which - away) for check in CHECKS]
        return [
            Item(device, check, Light.GREY, why=why) for device, check in every if (device, check) not in done
        ]


def counts(lights: Iterable[str]) -> dict[str, int]:
    """How many of each light."""
    found = list(lights)
    return {str(light): found.count(str(light)) for light in Light}


def recalled(begun: Line, found: Iterable[Line]) -> Sheet:
    """A sheet as the record has it, as far as it had come."""
    data = begun.data
    at, which = datetime.fromisoformat(data["at"]), frozenset(data["devices"])
    sheet = Sheet(begun.subject, begun.actor, at, which, ticket=data["ticket"], insisted=data["insisted"])
    sheet.items = [_item(line.data) for line in found]
    return sheet


def left_of(data: Iterable[Mapping[str, Any]]) -> list[Left]:
    """What a sheet says to be left turned over."""
    return [Left(Ref.parse(one["ref"]), one["was"], one["to"]) for one in data]


def _item(data: Mapping[str, Any]) -> Item:
    return Item(data["device"], data["check"], Light(data["light"]), data["ref"], told(data["why"]))


def _whole(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() else value
