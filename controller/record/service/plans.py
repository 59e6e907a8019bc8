"""How a long repair goes on (REQ-25), and the expert who is called in (REQ-27): folds of the entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from controller.record.lines import moment
from controller.record.tickets import Entry, Ticket

WAYS = ("spare", "manufacturer", "workaround")
"""What a plan may rest on: a spare unit, the manufacturer, a work-around."""

CALLED = ("on_site", "remote", "advised", "declined", "not_needed")
"""What came of the proposal to call in an expert."""

GREAT = 3
"""From this class on a long repair needs a plan, and an expert is proposed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How the repair goes on: `way` is one of WAYS, `until` when it shall be done."""

    seq: int
    at: datetime
    by: str
    way: str
    text: str
    person: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Demand:
    """A plan was asked for, until `until`; `overdue`: none came in time. `of` is the plan that had failed."""

    at: datetime
    until: datetime
    of: int
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Expert:
    """The expert who was proposed (`who` is empty where the directory has none), and what came of it."""

    at: datetime
    who: str
    name: Any
    level: int
    phones: tuple[str, ...] = ()
    result: str = ""
    person: str = ""
    text: str = ""


def plan(ticket: Ticket) -> Plan | None:
    """The plan that holds in this cycle: the last one."""
    made = [one for one in of_cycle(ticket) if one.kind == "plan"]
    return _plan(made[-1]) if made else None


def demand(ticket: Ticket) -> Demand | None:
    """The last time that a plan was asked for in this cycle, if none was made since."""
    last: Demand | None = None
    for one in of_cycle(ticket):
        if one.kind == "plan":
            last = None
        elif one.kind == "plan_demanded":
            last = Demand(one.at, moment(one.data["until"]), int(one.data.get("of", 0)))
        elif one.kind == "overdue" and one.data.get("what") == "plan" and last is not None:
            last = Demand(last.at, last.until, last.of, True)
    return last


def expert(ticket: Ticket) -> Expert | None:
    """The expert of this cycle, proposed or called in unasked."""
    found: Expert | None = None
    for one in of_cycle(ticket):
        if one.kind == "expert_proposed":
            found = _proposed(one.at, one.data)
        elif one.kind == "expert":
            known = found or Expert(one.at, "", "", 0)
            said = (str(one.data.get(name, "")) for name in ("outcome", "person", "text"))
            found = Expert(known.at, known.who, known.name, known.level, known.phones, *said)
    return found


def of_cycle(ticket: Ticket) -> Iterator[Entry]:
    """The lawful entries of the present cycle."""
    return (one for one in ticket.entries if one.lawful and one.cycle == ticket.cycle)


def _plan(entry: Entry) -> Plan:
    data = entry.data
    said = str(data["what"]), str(data["text"]), str(data.get("person", ""))
    return Plan(entry.seq, entry.at, entry.actor, *said, moment(data["until"]))


def _proposed(at: datetime, data: Mapping[str, Any]) -> Expert:
    phones = tuple(map(str, data.get("phones", ())))
    return Expert(at, str(data.get("who", "")), data.get("name", ""), int(data.get("level", 0)), phones)
