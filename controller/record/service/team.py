"""The emergency team of a ticket of class 4 (REQ-22): who, what was decided, why it happened, what is done
about it, and the closing review; a fold of the entries of the present cycle.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from controller.record.calendars import Calendars
from controller.record.cycles import cycles
from controller.record.lines import moment
from controller.record.service.workdays import Office, end_of_workday
from controller.record.states import State
from controller.record.tickets import Entry, Ticket


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the team, by whom and when."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that shall be done: by whom, until when, and when it was done."""

    no: int
    text: str
    person: str
    until: datetime | None
    done: datetime | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """The record of an emergency team."""

    opened: datetime
    leader: str = ""
    members: tuple[str, ...] = ()
    decisions: tuple[Said, ...] = ()
    cause: Said | None = None
    measures: tuple[Measure, ...] = field(default=())
    review: Said | None = None


def team(ticket: Ticket) -> Team | None:
    """The team of the present cycle; None where none was called together."""
    found: Team | None = None
    for entry in _mine(ticket):
        if entry.kind == "team_opened":
            found = found or Team(entry.at)
        elif found is not None and (step := _STEPS.get(entry.kind)) is not None:
            found = step(found, entry)
    return found


def lacks(found: Team) -> Iterator[str]:
    """What a closing review still needs: `leader`, `cause`, `measures`."""
    yield from (name for name in ("leader", "cause", "measures") if not getattr(found, name))


def review_due(ticket: Ticket, office: Office, days: int) -> datetime | None:
    """When the closing review is due: by the end of so many workdays after the day of the resolution, as the
    calendar said then; None before that.
    """
    entries = cycles(ticket)[-1].entries
    resolved = next((one for one in entries if one.state == State.RESOLVED), None)
    if resolved is None:
        return None
    hours = office.under(resolved.seq) if isinstance(office, Calendars) else office
    return end_of_workday(hours, resolved.at, days)


def _mine(ticket: Ticket) -> Iterator[Entry]:
    return (one for one in ticket.entries if one.lawful and one.cycle == ticket.cycle)


def _said(entry: Entry) -> Said:
    return Said(entry.at, entry.actor, str(entry.data.get("text", "")))


def _member(found: Team, entry: Entry) -> Team:
    who = str(entry.data.get("person", ""))
    others = tuple(one for one in found.members if one != who)
    match entry.data.get("duty"):
        case "left":
            return replace(found, members=others, leader="" if found.leader == who else found.leader)
        case "leader":
            was = (found.leader,) if found.leader not in ("", who) else ()
            return replace(found, leader=who, members=(*others, *was))
    return found if found.leader == who else replace(found, members=(*others, who))


def _decision(found: Team, entry: Entry) -> Team:
    return replace(found, decisions=(*found.decisions, _said(entry)))


def _cause(found: Team, entry: Entry) -> Team:
    return replace(found, cause=_said(entry))


def _measure(found: Team, entry: Entry) -> Team:
    until = moment(entry.data["until"]) if entry.data.get("until") else None
    said = str(entry.data.get("text", "")), str(entry.data.get("person", ""))
    return replace(found, measures=(*found.measures, Measure(len(found.measures) + 1, *said, until)))


def _done(found: Team, entry: Entry) -> Team:
    no = entry.data.get("number")
    return replace(
        found,
        measures=tuple(replace(one, done=entry.at) if one.no == no else one for one in found.measures),
    )


def _review(found: Team, entry: Entry) -> Team:
    return replace(found, review=_said(entry))


_STEPS: Mapping[str, Callable[[Team, Entry], Team]] = {
    "team_member": _member,
    "team_decision": _decision,
    "team_cause": _cause,
    "team_measure": _measure,
    "team_measure_done": _done,
    "team_review": _review,
}
