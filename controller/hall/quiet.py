"""What people say of faults: seen (acknowledged), and silenced for a while. Both run out by themselves.

Their ends are moments of the wall clock. When that is set they move along, so that nothing is silent for
longer, or shorter, than was said.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from controller.hall.faults import Fault
from controller.hall.ledger import Journal, Ledger
from controller.hall.orders import Actor
from controller.record import failpoints
from controller.record.lines import Appended, Line, moment, written

LONGEST = 8 * 3600.0
"""Nothing is parked for longer: acknowledged or silenced, it comes up again."""
SILENCE = "silence"


class Quiet:
    """Acknowledgements and silences; a silence is of one fault or of a whole device. It outlives the fault:
    one that comes and goes does not wake whoever asked for quiet.
    """

    def __init__(self, ledger: Ledger, journal: Journal) -> None:
        self._ledger, self._journal = ledger, journal
        self._parked: dict[str, datetime] = {}  # by device, or by the key of a fault

    def recall(self, line: Line) -> None:
        """A silence, after a restart; in order."""
        if (until := line.data["until"]) is not None:
            self._parked[line.subject] = moment(until)
        else:
            self._parked.pop(line.subject, None)

    def until(self, device: str) -> datetime | None:
        """Until when a device is silenced."""
        return self._parked.get(device)

    def ack(self, key: str, actor: Actor, now: datetime, hours: float) -> Appended | None:
        """Somebody has seen it. None where that changes nothing. Raises KeyError."""
        until = now + timedelta(seconds=min(hours * 3600, LONGEST))
        fault = replace(self._ledger.cases[key].fault, acked_by=actor.name, acked_until=until)
        return self._ledger.move(fault, actor.name)

    def silence(self, what: str, actor: Actor, until: datetime, reason: str) -> Appended | None:
        """No ticket of a fault, or of anything at a device, until then."""
        self._parked[what] = until
        data: dict[str, Any] = {"until": written(until), "reason": reason}
        line = self._journal.append(SILENCE, what, data, actor.name)
        if what not in self._ledger.cases:
            return line
        fault = replace(self._ledger.cases[what].fault, silenced_until=until, silenced_why=reason)
        return self._ledger.move(replace(fault, due=False), actor.name) or line

    def unsilence(self, what: str, actor: Actor) -> Appended | None:
        """End a silence before its time."""
        self._parked.pop(what, None)
        line = self._journal.append(SILENCE, what, {"until": None}, actor.name)
        if what not in self._ledger.cases:
            return line
        fault = replace(self._ledger.cases[what].fault, silenced_until=None, silenced_why="")
        return self._ledger.move(fault, actor.name) or line

    def shift(self, by: timedelta) -> None:
        """The wall clock was set by so much."""
        if failpoints.planted("silences_by_wall_clock"):
            return
        for case in list(self._ledger.cases.values()):
            fault = case.fault
            acked, silenced = _moved(fault.acked_until, by), _moved(fault.silenced_until, by)
            self._ledger.move(replace(fault, acked_until=acked, silenced_until=silenced))
        for what, until in self._parked.items():
            self._parked[what] = until + by
            self._journal.append(SILENCE, what, {"until": written(until + by), "reason": "clock"})

    def awake(self, now: datetime) -> None:
        """After a restart: nothing can have been silenced for longer than is allowed."""
        latest = now + timedelta(seconds=LONGEST)
        self._parked = {what: min(until, latest) for what, until in self._parked.items()}
        for case in self._ledger.cases.values():
            fault = case.fault
            acked, silenced = _capped(fault.acked_until, latest), _capped(fault.silenced_until, latest)
            self._ledger.move(replace(fault, acked_until=acked, silenced_until=silenced))

    def run_out(self, now: datetime) -> Iterator[str]:
        """Take back what has run out; answers the devices at which something may be audible again."""
        for what, until in list(self._parked.items()):
            if now >= until:
                del self._parked[what]
                yield what
        for case in list(self._ledger.cases.values()):
            fault = _without(case.fault, now)
            parked = self._parked.get(fault.key)
            if parked is not None and fault.silenced_until is None:  # it is back
                self._ledger.move(replace(fault, silenced_until=parked, due=False))
            elif fault is not case.fault:
                self._ledger.move(fault)
                yield fault.device


def _without(fault: Fault, now: datetime) -> Fault:
    if fault.acked_until is not None and now >= fault.acked_until:
        fault = replace(fault, acked_by=None, acked_until=None)
    if fault.silenced_until is not None and now >= fault.silenced_until:
        fault = replace(fault, silenced_until=None, silenced_why="")
    return fault


def _moved(until: datetime | None, by: timedelta) -> datetime | None:
    return None if until is None else until + by


def _capped(until: datetime | None, latest: datetime) -> datetime | None:
    return None if until is None else min(until, latest)
