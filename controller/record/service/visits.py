"""Visits to the hall (REQ-23, REQ-24): planned, departed, arrived, left; a fold of a ticket's entries.

Nobody leaves a job as done on his own word. After the last work on the ticket the device itself must have
passed a test, which the hall makes and only the hall can say; or the customer signs that a work-around or
another appointment will do. Where the hall has nothing to test, the customer signs for the job itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from controller.record import failpoints
from controller.record.lines import moment, written
from controller.record.states import AT_WORK, State
from controller.record.tickets import Entry, Ticket

OUTCOMES = ("done", "workaround", "appointment")
"""How a visit may end: it works; it works somehow, signed for; somebody comes again, signed for."""

WORK = frozenset({"work", "part_used", "relapsed", "joined"})
"""After one of these nothing that was tested before counts."""


class Stage(StrEnum):
    """How far a visit has come."""

    PLANNED = "planned"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    LEFT = "left"
    CALLED_OFF = "called_off"


ALIVE = AT_WORK | {State.NEW}
"""Where a ticket stands while nobody has said that its service works again."""

AHEAD = frozenset({Stage.PLANNED, Stage.DEPARTED})
"""Not there yet."""


@dataclass(frozen=True, slots=True)
class Test:
    """What the hall found when it tried the device: `passed` is None where it could not tell."""

    seq: int
    at: datetime
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. `planned` is when somebody is expected; `via`, `place` and `proof` are how, where and by
    what the arrival was checked in (the hall's `tablet`, the `code` on it, or nothing); `test` is what the
    visit was closed by, `signed_by` the customer who signed, `again` the next appointment.
    """

    no: int
    cycle: int
    person: str
    stage: Stage
    planned: datetime | None = None
    departed: datetime | None = None
    arrived: datetime | None = None
    left: datetime | None = None
    via: str = ""
    place: Mapping[str, Any] | None = None
    proof: str = ""
    outcome: str = ""
    signed_by: str = ""
    again: datetime | None = None
    test: Test | None = None
    since: int = 0


def visits(ticket: Ticket) -> tuple[Visit, ...]:
    """All visits, in the order of their numbers."""
    found: dict[int, Visit] = {}
    for entry in ticket.entries:
        if entry.lawful and (step := _STEPS.get(entry.kind)) is not None:
            step(ticket, found, entry)
    return tuple(found.values())


def meant(ticket: Ticket, data: Mapping[str, Any], *stages: Stage) -> Visit | None:
    """The visit that an entry is about: the one it names, else the latest of this cycle at such a stage."""
    return _meant({one.no: one for one in visits(ticket)}, data, ticket.cycle, stages)


def here(ticket: Ticket) -> tuple[Visit, ...]:
    """Those who are in the hall now."""
    return tuple(one for one in visits(ticket) if one.stage == Stage.ARRIVED and one.cycle == ticket.cycle)


def unfinished(ticket: Ticket) -> tuple[Visit, ...]:
    """Visits of this cycle that nobody has ended or called off."""
    over = (Stage.LEFT, Stage.CALLED_OFF)
    return tuple(one for one in visits(ticket) if one.stage not in over and one.cycle == ticket.cycle)


def proof(ticket: Ticket, visit: Visit, before: int | None = None) -> Test | None:
    """The last test after the arrival and after all work; None while nothing was tested since. `before`: as
    it was when that line was said.
    """
    told = [one for one in ticket.entries if one.lawful and (before is None or one.seq < before)]
    worked = max((one.seq for one in told if _is_work(one)), default=0)
    if failpoints.planted("a_test_before_the_work_will_do"):
        worked = 0
    tests = [one for one in told if is_test(one) and int(one.data.get("of", 0)) > max(worked, visit.since)]
    return _test(tests[-1]) if tests else None


def restored_by(ticket: Ticket) -> dict[str, Any] | None:
    """Who leaves what is done has restored it, when the test passed: what is to be said with that, if the
    ticket does not say it yet.
    """
    last = ticket.entries[-1]
    if last.kind != "visit_left" or last.data.get("outcome") != "done" or ticket.state not in ALIVE:
        return None
    left = [one for one in visits(ticket) if one.left == last.at and one.outcome == "done"]
    at = left[-1].test.at if left and left[-1].test is not None else last.at
    return {"entry": "restored", "at": written(at)}


def is_test(entry: Entry) -> bool:
    """Whether an entry is the hall's own word on the device, `of` its line; what a person says is none."""
    return entry.actor == "system" and "passed" in entry.data


def _is_work(entry: Entry) -> bool:
    return entry.kind in WORK


def _test(entry: Entry) -> Test:
    return Test(entry.seq, entry.at, entry.data["passed"])


# ------------------------------------------------------------ the steps; each takes nonsense and does nothing

Found = dict[int, Visit]


def _meant(found: Found, data: Mapping[str, Any], cycle: int, stages: tuple[Stage, ...]) -> Visit | None:
    fits = [one for one in found.values() if one.stage in stages and one.cycle == cycle]
    if data.get("visit") is not None:
        return next((one for one in fits if one.no == data["visit"]), None)
    return fits[-1] if fits else None


def _new(found: Found, entry: Entry, stage: Stage) -> Visit:
    return Visit(len(found) + 1, entry.cycle, str(entry.data.get("person") or entry.actor), stage)


def _planned(ticket: Ticket, found: Found, entry: Entry) -> None:
    one = _new(found, entry, Stage.PLANNED)
    found[one.no] = replace(one, planned=_moment(entry.data, "at"))


def _departed(ticket: Ticket, found: Found, entry: Entry) -> None:
    one = _meant(found, entry.data, entry.cycle, (Stage.PLANNED,)) or _new(found, entry, Stage.PLANNED)
    found[one.no] = replace(one, stage=Stage.DEPARTED, departed=entry.at)


def _arrived(ticket: Ticket, found: Found, entry: Entry) -> None:
    one = _meant(found, entry.data, entry.cycle, tuple(AHEAD)) or _new(found, entry, Stage.PLANNED)
    found[one.no] = replace(
        one,
        stage=Stage.ARRIVED,
        arrived=entry.at,
        person=str(entry.data.get("person") or one.person),
        via=str(entry.data.get("via", "")),
        place=entry.data.get("place"),
        proof=str(entry.data.get("proof", "")),
        since=entry.seq,
    )


def _left(ticket: Ticket, found: Found, entry: Entry) -> None:
    one = _meant(found, entry.data, entry.cycle, (Stage.ARRIVED,))
    if one is not None:
        found[one.no] = replace(
            one,
            stage=Stage.LEFT,
            left=entry.at,
            outcome=str(entry.data.get("outcome", "")),
            signed_by=str(entry.data.get("signed_by", "")),
            again=_moment(entry.data, "until"),
            test=proof(ticket, one, entry.seq),
        )


def _called_off(ticket: Ticket, found: Found, entry: Entry) -> None:
    one = _meant(found, entry.data, entry.cycle, tuple(AHEAD))
    if one is not None:
        found[one.no] = replace(one, stage=Stage.CALLED_OFF)


def _moment(data: Mapping[str, Any], name: str) -> datetime | None:
    return moment(data[name]) if data.get(name) else None


_STEPS: Mapping[str, Callable[[Ticket, Found, Entry], None]] = {
    "visit_planned": _planned,
    "visit_departed": _departed,
    "visit_arrived": _arrived,
    "visit_left": _left,
    "visit_called_off": _called_off,
}
