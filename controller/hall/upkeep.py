"""The maintenance windows of a hall at work: which are in force, who is in them, and what follows their end.

A window that has begun is measured on the monotonic clock: a wall clock that is set neither ends it nor makes
it longer. When it ends everything in it is asked at once; what is still ill a moment later, whether it began
before, inside or at the end of it, then gets the ticket that it would have had.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from controller.hall.cases import Case, Now
from controller.hall.faults import Fault, Phase
from controller.hall.knowledge import Knowledge
from controller.hall.ledger import Journal
from controller.hall.maintenance import (
    HALL,
    LONGEST,
    NotAWindow,
    Window,
    checked,
    is_over,
    may_begin,
    span,
    upcoming,
    window,
)
from controller.hall.orders import Actor
from controller.hall.topology import End
from controller.record import failpoints
from controller.record.lines import Appended, Line, moment, written

SET, BEGUN, OVER = "maintenance.set", "maintenance.begun", "maintenance.over"
KINDS = (SET, BEGUN, OVER)
SURE = 600.0
"""Seconds for which the time of a window has to be past until it was missed."""


@dataclass(slots=True)
class Running:
    """A window in force: `began` (UTC), `ends` on the monotonic clock; then it is `probed`."""

    began: datetime
    ends: float
    probed: bool = False


class Upkeep:
    """The windows of one hall, folded from the journal's lines. `moved` is called when one moves."""

    def __init__(self, know: Knowledge, journal: Journal, zone: ZoneInfo) -> None:
        self._know, self._journal, self._zone = know, journal, zone
        self.windows: dict[str, Window] = {}
        self._running: dict[str, Running] = {}
        self._past: dict[str, float] = {}  # since when it seems to be over that has not begun
        self._last: dict[str, datetime] = {}  # when a recurring one last began
        self.moved: Callable[[], object] = lambda: None

    # ------------------------------------------------------------ what people do

    def add(self, actor: Actor, said: Mapping[str, Any], now: datetime) -> tuple[Window, Appended]:
        """Announce a window. Raises NotAWindow."""
        one = checked(window(f"mw-{secrets.token_hex(5)}", {**said, "by": actor.name}), now)
        if one.what != HALL and not self._there(one.what):
            raise NotAWindow("no_device")
        line = self._journal.append(SET, one.id, one.data(), actor.name)
        self.windows[one.id] = one
        return one, line

    def end(self, id: str, actor: Actor, now: Now) -> Appended:
        """End it, or call it off. Raises KeyError."""
        self.windows.pop(id)
        if (running := self._running.get(id)) is not None:
            running.ends = min(running.ends, now.mono)
        return self._journal.append(OVER, id, {"called_off": True}, actor.name)

    def shown(self, now: Now) -> list[dict[str, Any]]:
        """All windows, with whether they are in force and when they begin or end."""
        there = [one for one in self.windows.values() if one.id in self._running or not is_over(one, now.at)]
        return [self._shown(one, now) for one in sorted(there, key=lambda one: one.start)]

    # ------------------------------------------------------------ after a restart, and a clock that is set

    def recall(self, line: Line, now: Now) -> None:
        """One of its own lines, in order."""
        if line.kind == SET:
            self.windows[line.subject] = window(line.subject, line.data)
        elif line.kind == BEGUN:
            left = min(moment(line.data["until"]) - now.at, timedelta(seconds=line.data["lasts"]), LONGEST)
            self._last[line.subject] = moment(line.data["began"])
            self._running[line.subject] = Running(line.at, now.mono + max(0.0, left.total_seconds()))
        elif line.kind == OVER:
            self._running.pop(line.subject, None)
            one = self.windows.get(line.subject)
            if one is not None and (line.data.get("called_off") or one.kind != "recurring"):
                del self.windows[one.id]

    def shift(self, by: timedelta) -> None:
        """The wall clock was set: what is in force stays so for as long as it was to."""
        if failpoints.planted("windows_by_wall_clock"):
            self._running.clear()
            return
        self._last = {id: at + by for id, at in self._last.items()}
        for id, running in self._running.items():
            running.began += by
            if (one := self.windows.get(id)) is not None:
                self._note(one, running, self._know.sight.clock.now(), self._know.sight.clock.monotonic())

    # ------------------------------------------------------------ at every look

    def look(self, now: Now) -> None:
        """Begin and end what begins and ends now, and flag the faults that stand in one."""
        for one in list(self.windows.values()):
            if one.id not in self._running:
                self._begin(one, now)
        for id, running in list(self._running.items()):
            self._ending(id, running, now)
        for case in list(self._know.ledger.cases.values()):
            self._flag(case)

    def over(self, fault: Fault) -> str | None:
        """The window that a fault stands in, if it is in force."""
        return next((id for id in self._running if self._covers(id, fault)), None)

    def holds(self, name: str) -> bool:
        """Whether somebody works at this device or node now, ill or not."""
        running = (one for id in self._running if (one := self.windows.get(id)) is not None)
        return any(self._about(one, name) for one in running)

    # ------------------------------------------------------------

    def _begin(self, one: Window, now: Now) -> None:
        if may_begin(one, now.at) and any(
            self._calls(one, case) for case in self._know.ledger.cases.values()
        ):
            self._run(one, now.at, one.lasts.total_seconds(), now)
        elif (found := span(one, now.at, self._zone)) is not None and self._last.get(one.id) != found[0]:
            self._last[one.id] = found[0]
            self._run(one, found[0], (found[1] - now.at).total_seconds(), now)
        elif self._missed(one, now):
            del self.windows[one.id]
            self._journal.append(OVER, one.id, {"missed": True})

    def _missed(self, one: Window, now: Now) -> bool:
        """Whether its time is past, and stays so: a clock that is wrong for a moment calls nothing off."""
        if not is_over(one, now.at):
            self._past.pop(one.id, None)
            return False
        since = self._past.setdefault(one.id, now.mono)
        return now.mono - since >= SURE or failpoints.planted("the_clock_calls_windows_off")

    def _run(self, one: Window, began: datetime, seconds: float, now: Now) -> None:
        running = self._running[one.id] = Running(began, now.mono + seconds)
        self._note(one, running, now.at, now.mono)

    def _note(self, one: Window, running: Running, at: datetime, mono: float) -> None:
        left = max(0.0, running.ends - mono)
        said = {"what": one.what, "began": written(running.began), "lasts": left}
        self._journal.append(BEGUN, one.id, said | {"until": written(at + timedelta(seconds=left))})
        failpoints.hit("maintenance.begun")
        self.moved()

    def _ending(self, id: str, running: Running, now: Now) -> None:
        """Ask everything in it first; it is over when there was time to answer."""
        if now.mono >= running.ends and not running.probed:
            running.probed = True
            for device in self._inside(id):
                self._know.sight.probe(device)
        if now.mono < running.ends + self._know.settings.parents:
            return
        del self._running[id]
        one = self.windows.get(id)
        if one is not None:
            self._journal.append(OVER, id, {"what": one.what})
            failpoints.hit("maintenance.ended")
            if one.kind != "recurring":
                del self.windows[id]
        self.moved()

    def _flag(self, case: Case) -> None:
        fault, inside = case.fault, self.over(case.fault)
        if inside is None and failpoints.planted("maintenance_forgets"):
            return
        if fault.maintenance != inside:
            self._know.ledger.move(replace(fault, maintenance=inside, due=fault.due and inside is None))

    def _covers(self, id: str, fault: Fault) -> bool:
        """Called off or not: what stood in it waits with it for the answers."""
        one = self.windows.get(id)
        return fault.maintenance == id if one is None else self._about(one, fault.device)

    def _about(self, one: Window, device: str) -> bool:
        """A window over a node is about everything that goes down with it."""
        sight = self._know.sight
        if one.covers(device) or one.what == HALL or one.what in sight.devices():
            return one.covers(device)
        return device in sight.topology.without({End(one.what)})

    def _calls(self, one: Window, case: Case) -> bool:
        return (
            self._about(one, case.fault.device) and case.fault.phase is Phase.ACTIVE and not case.fault.cause
        )

    def _inside(self, id: str) -> Iterable[str]:
        faults = [case.fault for case in self._know.ledger.cases.values() if case.fault.maintenance == id]
        ill = {fault.device for fault in faults}
        return sorted(ill & set(self._know.sight.devices()))

    def _there(self, what: str) -> bool:
        topology = self._know.sight.topology
        return what in self._know.sight.devices() or any(
            feed.source.device == what for feed in topology.feeds
        )

    def _shown(self, one: Window, now: Now) -> dict[str, Any]:
        running = self._running.get(one.id)
        left = None if running is None else max(0.0, running.ends - now.mono)
        return {
            "id": one.id,
            **one.data(),
            "running": running is not None,
            "until": None if left is None else written(now.at + timedelta(seconds=left)),
            "next": None if (at := upcoming(one, now.at, self._zone)) is None else written(at),
        }
