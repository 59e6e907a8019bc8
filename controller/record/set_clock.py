"""A wall clock that was set must neither make a breach nor hide one: what was written by the old clock
moves along.

The hall notices that the wall clock was set, against the monotonic one, and says by how much
(`clock.jumped`). All moments that a living ticket has from before are moved by as much, so that the time
that really passed is what its clocks show; the new clock is the one to believe. What is closed is left as
it was: last month's figures stay. The lines themselves are never touched, and every fold of them comes to
the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from controller.record import failpoints
from controller.record.lines import Line, moment, written
from controller.record.tickets import Ticket

JUMPED = "clock.jumped"
MOMENTS = ("at", "until", "received", "review", "began", "ended")
"""The members of an entry that are moments."""
NOTICED = timedelta(seconds=5)
"""So soon at the latest the hall sees that the clock was set; a line may say it better."""


def jump_of(line: Line) -> timedelta:
    """By how much the clock was set."""
    return timedelta(seconds=float(line.data["seconds"]))


def noticed(line: Line) -> timedelta:
    """How long ago, at the most, the clock was set when that was written down: younger is the new one's."""
    said = line.data.get("passed")
    return NOTICED if said is None else timedelta(seconds=float(said))


def shifted(ticket: Ticket, line: Line) -> Ticket:
    """A ticket as the clock that is now set would have written it."""
    if failpoints.planted("a_set_clock_moves_nothing"):
        return ticket
    by, (young, since) = jump_of(line), _fresh(ticket, line)

    def moved(at: datetime) -> datetime:
        return at if since <= at <= line.at else at + by

    def told(data: Mapping[str, Any]) -> Mapping[str, Any]:
        found = {name: written(moment(data[name]) + by) for name in MOMENTS if _is_moment(data.get(name))}
        return {**data, **found} if found else data

    entries = tuple(
        one if one.seq >= young else replace(one, at=one.at + by, data=told(one.data))
        for one in ticket.entries
    )
    return replace(
        ticket,
        entries=entries,
        opened=moved(ticket.opened),
        received=moved(ticket.received),
        restored=None if ticket.restored is None else moved(ticket.restored),
        own=None if ticket.own is None else moved(ticket.own),
        claims=tuple(replace(one, received=moved(one.received)) for one in ticket.claims),
        workaround=None if ticket.workaround is None else told(ticket.workaround),
    )


def _fresh(ticket: Ticket, line: Line) -> tuple[int, datetime]:
    """From which entry, and from when on, the ticket was written by the new clock: the last entries, as far
    as they are as young as the look that noticed it. One before an older one was not, whatever its moment
    looks like.
    """
    since = line.at - noticed(line)
    young = line.seq, line.at
    for one in reversed(ticket.entries):
        if not since <= one.at <= line.at:
            break
        young = one.seq, one.at
    return young


def _is_moment(said: object) -> bool:
    try:
        return isinstance(said, str) and moment(said).tzinfo is not None
    except ValueError:
        return False
