"""A ticket's fold as text, and back: what its row carries, so that nobody has to fold a hundred lines to show
one.

`read` is the inverse of `write`, to the last member of the last entry. It is a copy of what the lines say;
where the two differ, the lines are right, and the row is made anew.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from controller.record.chain import canonical
from controller.record.lines import moment, written
from controller.record.states import State
from controller.record.tickets import Claim, Entry, Ticket

_STATES = {str(state): state for state in State}
_OWN = ("entries", "faults", "opened", "received", "restored", "own", "claims", "pressed", "workaround")
_PLAIN = tuple(one.name for one in fields(Ticket) if one.name not in _OWN)


def write(ticket: Ticket) -> str:
    """The ticket as one line of JSON."""
    said: dict[str, Any] = {name: getattr(ticket, name) for name in _PLAIN}
    said |= {name: _written(getattr(ticket, name)) for name in ("opened", "received", "restored", "own")}
    said |= {"faults": ticket.faults, "pressed": sorted(ticket.pressed)}
    said["claims"] = [(one.no, written(one.received)) for one in ticket.claims]
    said["workaround"] = _held(ticket.workaround, _written)
    entries = ",".join(map(_entry, ticket.entries))
    return f"[{canonical(said)},[{entries}]]"


def read(text: str) -> Ticket:
    """The inverse of `write`."""
    said, entries = json.loads(text)
    for name in ("opened", "received", "restored", "own"):
        said[name] = _moment(said[name])
    for name in ("state", "before", "apart"):
        said[name] = _STATES[said[name]]
    said["claims"] = tuple(Claim(no, moment(received)) for no, received in said["claims"])
    said["workaround"] = _held(said["workaround"], _moment)
    said |= {"faults": tuple(said["faults"]), "pressed": frozenset(said["pressed"])}
    return Ticket(**said, entries=tuple(map(_told, entries)))


def _entry(one: Entry) -> str:
    lawful, at = str(one.lawful).lower(), written(one.at)
    who, data = canonical((one.actor, one.kind)), canonical(one.data)
    raised = "null" if one.raised is None else one.raised
    return f'[{one.seq},"{at}",{who},{data},"{one.state}",{one.grade},{one.cycle},{lawful},{raised}]'


def _told(said: list[Any]) -> Entry:
    seq, at, (actor, kind), data, state, grade, cycle, lawful, raised = said
    return Entry(seq, moment(at), actor, kind, data, _STATES[state], grade, cycle, lawful, raised)


def _written(at: datetime | None) -> str | None:
    return None if at is None else written(at)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment(text)


def _held(workaround: Mapping[str, Any] | None, since: Any) -> dict[str, Any] | None:
    """A work-around with its moment in the other form."""
    return None if workaround is None else {**workaround, "since": since(workaround["since"])}
