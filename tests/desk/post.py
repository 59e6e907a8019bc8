"""A post office in a test: a journal that is on disk at once, tickets by hand, channels that remember."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.desk.notify.bucket import Limit
from controller.desk.notify.directory import Contact, Directory, Quiet, Reach, Weekly
from controller.desk.notify.message import Answer, Delivered, Message
from controller.desk.notify.office import Office, Settings
from controller.events import Bus
from controller.record.contract import STRICT
from tests.faults.paper import Done, Paper

__all__ = ["MONDAY", "Box", "PostHouse", "contact", "timedelta"]
MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Noon in Shanghai, on a working day."""


class Kept(Done):
    """A commit that can be awaited."""

    def __await__(self):
        yield from ()
        return self.line


class Sheet(Paper):
    """A journal on paper whose lines can be awaited."""

    def append(self, kind, subject, data, actor="system", attachment=None):
        line = super().append(kind, subject, data, actor, attachment)
        line.committed.__class__ = Kept
        return line


@dataclass
class Box:
    """A channel that keeps what it is given, and answers what it is told to."""

    limit: Limit = field(default_factory=lambda: Limit(100, 6000))
    answers: list[Answer] = field(default_factory=list)
    got: list[Message] = field(default_factory=list)
    gate: asyncio.Event | None = None
    always: Answer = field(default_factory=lambda: Delivered("ok"))

    async def send(self, message: Message) -> Answer:
        if self.gate is not None:
            await self.gate.wait()
        self.got.append(message)
        return self.answers.pop(0) if self.answers else self.always


def contact(id: str, role: str = "engineer", **more: Any) -> Contact:
    return Contact(id, id, role, reach=(Reach("mail", f"{id}@example.org"),), **more)


NIGHT = Quiet(time(22), time(7))
PEOPLE = Directory(
    {one.id: one for one in (
        contact("chen", order=1), contact("li", order=2), contact("wang", order=3, lang="en"),
        contact("lead", "lead"), contact("project", "project"), contact("head", "head"),
        contact("boss", "management", quiet=NIGHT),
    )},
    weekly=(Weekly(frozenset(range(5)), time(8), time(20), ("chen", "li")),
            Weekly(frozenset(range(7)), time(20), time(8), ("wang", "li"))),
)  # fmt: skip


class PostHouse:
    """A board, and a post office beside it, on one journal."""

    def __init__(self, clock=None, lines=None, box=None, contract=STRICT, **settings):
        self.clock = clock or ManualClock(MONDAY)
        self.journal = Sheet(self.clock, lines)
        self.box = box or Box()
        self.board = Board(self.journal, self.clock, Bus(), contract)
        said = {"hall": {"zh": "大礼堂", "en": "Grand Hall"}, "directory": PEOPLE} | settings
        said.setdefault("channels", {"mail": self.box})
        said.setdefault("kinds", {"mail": "email"})
        self.office = Office(self.journal, self.clock, self.board, Settings(**said))

    async def start(self):
        await self.board.load()
        await self.office.load()
        self.board.start()
        self.office.start()
        await self.turn()
        return self

    async def turn(self):
        for _ in range(12):
            await asyncio.sleep(0)

    async def pass_time(self, seconds, step=5.0):
        while seconds > 0:
            self.clock.advance(min(step, seconds))
            seconds -= step
            await self.turn()

    async def crash(self):
        """Die as a process does: nothing more is noted; then start again on the same record."""
        self.journal.append = lambda *_, **__: (_ for _ in ()).throw(AssertionError("dead"))
        for _, task in self.office.dispatcher._under_way.values():
            task.cancel()
        self.office.dispatcher._awake = False
        lines = list(self.journal.lines)
        dead = self.clock
        clock = ManualClock(dead.now())
        return await PostHouse(clock, lines, self.box).start()

    def open(self, grade=2, **more):
        no, _ = self.board.open_by_hand(
            "guest", "phone", more.pop("title", "no picture"), grade=grade, **more
        )
        return no

    def told(self):
        """Who was told what, in order."""
        return [(one.to.partition("@")[0], [news["what"] for news in one.news]) for one in self.box.got]
