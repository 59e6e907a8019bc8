"""One account follows another (REQ-53): at a moment the old one is disabled, its sessions end, and what it
has open is the new one's. Both are named on record.

The plan is a line of the journal, and so is its end: a service that dies between the two goes on with it when
it starts again, and what was done already is not done twice.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from controller.clock import Clock, Timer
from controller.desk.owners import handing, owned
from controller.record.journal import Journal
from controller.record.lines import Line, moment, written
from web.jsons import stamp
from web.problems import Problem
from web.roles import Identity

if TYPE_CHECKING:
    from controller.desk.board import Board
    from web.staff import Staff

PLANNED, DONE, OFF = "account.handover", "account.handed_over", "account.handover_off"
KINDS = (PLANNED, DONE, OFF)
AGAIN = 600.0
"""Seconds after which the time is looked at again."""


@dataclass(frozen=True, slots=True)
class Takeover:
    """Who follows whom, when, and who says so; `tickets` once it is done, `ended` when that was."""

    old: str
    new: str
    at: datetime
    by: str
    tickets: tuple[int, ...] = ()
    ended: datetime | None = None

    def shown(self) -> dict[str, Any]:
        """For programs."""
        facts = {"from": self.old, "to": self.new, "at": stamp(self.at), "by": self.by}
        return facts | {"tickets": list(self.tickets), "done": stamp(self.ended)}


class Takeovers:
    """Speaks for the take-overs of one hall."""

    def __init__(self, journal: Journal, clock: Clock, staff: "Staff", board: "Board") -> None:
        self._journal, self._clock, self._staff, self._board = journal, clock, staff, board
        self.waiting: dict[str, Takeover] = {}
        self.over: list[Takeover] = []
        self._timers: dict[str, Timer] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def wake(self) -> None:
        """Remember what was planned; what became due meanwhile is done now. The board is loaded."""
        for line in await self._journal.recall(KINDS):
            self._hear(line)
        for one in list(self.waiting.values()):
            self._await(one)

    def stop(self) -> None:
        """No more."""
        for timer in self._timers.values():
            timer.cancel()
        for task in self._running:
            task.cancel()

    def all(self) -> list[dict[str, Any]]:
        """Those that wait, then those that are over, the newest first."""
        waiting = sorted(self.waiting.values(), key=lambda one: one.at)
        return [one.shown() for one in (*waiting, *reversed(self.over))]

    async def plan(self, old: str, new: str, at: datetime | None, who: Identity) -> Takeover:
        """Let `new` follow `old`, at a moment or now. Raises 404 and 409."""
        now = self._clock.now()
        at = now if at is None else max(at, now)
        await self._check(old, new)
        data = {"to": new, "at": written(at)}
        line = self._journal.append(PLANNED, old, data, who.name)
        await line.committed
        self._hear(line)
        planned = self.waiting[old]
        if at > now:
            self._await(planned)
            return planned
        return await self._do(planned)

    async def cancel(self, old: str, who: Identity) -> None:
        """It stays as it is. Raises 404."""
        if old not in self.waiting:
            raise Problem(404, "no_takeover")
        line = self._journal.append(OFF, old, {"to": self.waiting[old].new}, who.name)
        await line.committed
        self._hear(line)
        if (timer := self._timers.pop(old, None)) is not None:
            timer.cancel()

    # ------------------------------------------------------------ when it is time

    def _await(self, one: Takeover) -> None:
        left = (one.at - self._clock.now()).total_seconds()
        wait = min(max(0.0, left), AGAIN)  # the wall clock may be set meanwhile
        self._timers[one.old] = self._clock.call_later(wait, self._look, one)

    def _look(self, one: Takeover) -> None:
        if self._clock.now() < one.at:
            self._await(one)
            return
        task = asyncio.get_running_loop().create_task(self._in_time(one))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _in_time(self, one: Takeover) -> None:
        """Nobody waits for the answer: why it could not be done is on record."""
        try:
            await self._do(one)
        except Problem as problem:
            line = self._journal.append(OFF, one.old, {"to": one.new, "why": problem.code}, one.by)
            self._hear(line)

    async def _do(self, one: Takeover) -> Takeover:
        """Twice is as once: an account that is disabled, and a ticket that is hers no more, are passed by."""
        users = {user["name"]: user for user in await self._staff.users()}
        by = Identity(one.by, "admin", "api", "")
        if users[one.old]["disabled"] is None:
            await self._staff.change_user(one.old, None, None, True, by)
        given = owned(self._board.tickets(), one.old)
        for ticket in given:
            data = handing(ticket, one.old, one.new)
            await self._board.add_entry(ticket.no, data, one.by, "system").committed
        said = {"to": one.new, "tickets": [ticket.no for ticket in given]}
        line = self._journal.append(DONE, one.old, said, one.by)
        await line.committed
        self._hear(line)
        return self.over[-1]

    async def _check(self, old: str, new: str) -> None:
        users = {user["name"]: user for user in await self._staff.users()}
        if old not in users or new not in users:
            raise Problem(404, "no_account")
        if old == new or users[new]["disabled"] is not None:
            raise Problem(409, "takeover_by_nobody")
        if users[old]["disabled"] is not None:
            raise Problem(409, "takeover_of_nobody")
        admins = [name for name, user in users.items() if user["role"] == "admin" and not user["disabled"]]
        if admins == [old]:
            raise Problem(409, "last_admin")

    def _hear(self, line: Line) -> None:
        old, new = line.subject, str(line.data["to"])
        planned = self.waiting.pop(old, None)
        if line.kind == PLANNED:
            self.waiting[old] = Takeover(old, new, moment(line.data["at"]), line.actor)
        elif line.kind == DONE and planned is not None:
            given = tuple(line.data["tickets"])
            self.over.append(Takeover(old, new, planned.at, planned.by, given, line.at))
