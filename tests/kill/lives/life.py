"""One life of the service: it finds what the last one left, says whether what it shows is what is on record,
works as a hall does, and ends when the work is done, unless it dies before.

What somebody was told is written outside first: `acts` holds every request (`try`) and every answer (`ack`),
`wire` what reached the devices, `told` what this life found wrong by itself.
"""

import asyncio
import itertools
import json
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

from argon2 import PasswordHasher

from controller.clock import ManualClock
from controller.hall.venue import load
from controller.record import accounts, failpoints, passwords
from controller.record.lines import Line, moment
from tests.hall.room import Catalog
from tests.kill.lives import hallfile
from tests.kill.lives.far import Lasting, Notebook, read
from tests.web.house import House
from web.compose import start

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
ROLES = ("helpdesk", "operator", "engineer", "lead", "admin")
STEP, DOWN = 0.5, timedelta(minutes=20)


def run(
    folder: Path,
    outside: str,
    number: int,
    point: str = "",
    count: int = 1,
    plant: str = "",
    after: float | None = None,
    parts: Sequence[str] = (),
) -> None:
    """Live, in this process: to the armed `point`, for `after` seconds, or until the work is done: all of it,
    or these `parts`.
    """
    if after is not None:
        Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()
    failpoints._left = passed = Passed({point: count} if point else {})
    failpoints._planted = frozenset(plant.split(",")) - {""}
    passwords._hasher = lambda: PasswordHasher(1, 8, 1)  # type: ignore[assignment]
    asyncio.run(_live(folder, outside, number, parts))
    Notebook(folder / "passed").note(life=number, times=passed.times)


class Passed(dict[str, int]):
    """What is armed; and how often each point was passed, armed or not."""

    def __init__(self, armed: dict[str, int]) -> None:
        super().__init__(armed)
        self.times: Counter[str] = Counter()

    def __contains__(self, name: object) -> bool:
        self.times[str(name)] += 1
        return super().__contains__(name)


async def _live(folder: Path, outside: str, number: int, parts: Sequence[str]) -> None:
    from tests.kill.lives.shown import differences
    from tests.kill.lives.story import story

    life = await Life.begin(folder, outside, number)
    await life.calm()
    life.told.note(life=number, wrong=await differences(life))
    life.wire.note(device="", by="began", life=number, set=[])
    await story(life, parts)
    life.told.note(life=number, wrong=await differences(life))
    await life.close()


class Life(House):
    """A service that goes on from its record, and whoever works with it."""

    folder: Path
    outside: str
    number: int
    wire: Notebook
    acts: Notebook
    told: Notebook

    @classmethod
    async def begin(cls, folder: Path, outside: str, number: int) -> "Life":
        """Start it; on return every device was asked once and all that was is recalled."""
        file = hallfile.write(folder, outside, str(number))
        venue, clock = load(file, {}, Catalog()), ManualClock(_now(folder / "record" / "auditorium.db"))
        wire, past = Notebook(folder / "wire"), read(folder / "wire")
        wire.note(device="", by="start", life=number, set=[])
        far = {id: Lasting(id, entry.driver, wire) for id, entry in venue.devices.items()}
        for one in far.values():
            one.remember(past)
        running = await start(
            venue,
            str(folder / "record"),
            ("127.0.0.5", 0),
            "1.0",
            clock=clock,
            catalog=Catalog(),
            dial=lambda id, secrets: far[id].dial(),
            chance=Random(7),
        )
        life = cls(running, far, clock)
        life.folder, life.number, life.wire, life.outside = folder, number, wire, outside
        life.acts, life.told = Notebook(folder / "acts"), Notebook(folder / "told")
        return await life.furnish()

    async def furnish(self) -> "Life":
        """Somebody of each role, new in every life."""
        self._count = itertools.count(1)
        await self.journal.ready()
        assert self.running.waking
        await self.running.waking
        now = self.clock.now()
        self.tokens = await self.journal.write(
            lambda c: {role: accounts.add_token(c, f"{role}-{self.number}", role, now) for role in ROLES}
        )
        await self.until(lambda: self.hall.ready, 100_000)
        return self

    # ------------------------------------------------------------ time

    async def calm(self) -> None:
        """Let everything come to rest that needs no time of the hall's clock."""
        idle = 0
        while idle < 3:
            if tasks := self._tasks():
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.to_thread(lambda: None)
            idle = 0 if self._busy() else idle + 1

    async def pass_(self, seconds: float) -> None:
        """Let time pass; the disk and the world outside are as fast as they like."""
        for _ in range(round(seconds / STEP)):
            self.clock.advance(STEP)
            for _ in range(8):
                await asyncio.sleep(0)
            if self._busy():
                await self.calm()

    async def passes(self, so: Callable[[], object], seconds: float = 120) -> None:
        """Let time pass until it is so."""
        for _ in range(round(seconds / STEP)):
            if so():
                return
            await self.pass_(STEP)
        raise AssertionError("it never became so")

    def _busy(self) -> bool:
        return bool(self.journal.backlog or self._tasks())

    def _tasks(self) -> list[asyncio.Task[None]]:
        """Letters on their way, and a look into the mailbox."""
        post = self.service.post
        tasks = [task for _, task in post.office.dispatcher._under_way.values()]
        looking = None if post.poller is None else post.poller._task
        return [one for one in (*tasks, looking) if one is not None and not one.done()]

    # ------------------------------------------------------------ people

    def mark(self) -> str:
        """A word that no other life and no other act has."""
        return f"L{self.number}n{next(self._count)}z"

    async def do(
        self,
        method: str,
        path: str,
        body: Any = None,
        role: str | None = "lead",
        *,
        kind: str = "",
        mark: str = "",
        of: Callable[[Any], str] = lambda answer: "",
        **headers: str,
    ) -> Any:
        """Ask for something; its answer. `kind` is the line of the journal that it becomes, once: with `mark`
        in it, or what `of` makes of the answer.
        """
        self.acts.note(t="try", kind=kind, mark=mark)
        status, answer, _ = await self.ask(method, f"/api/v1{path}", body, role, **headers)
        assert status < 300, (path, status, answer)
        self.acts.note(t="ack", kind=kind, mark=of(answer) or mark)
        return answer

    def lines(self) -> list[Line]:
        """All that is on disk, read past the service."""
        return lines_in(self.folder / "record" / "auditorium.db")


def lines_in(database: Path) -> list[Line]:
    """The lines of a record that lies there, dead or alive; none where there are no tables yet."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as raw:
        if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
            return []
        found = raw.execute("SELECT seq, at, kind, subject, actor, data FROM journal ORDER BY seq").fetchall()
    return [Line(seq, moment(at), *rest, json.loads(data)) for seq, at, *rest, data in found]


def _now(database: Path) -> datetime:
    """A while after the last line: whoever starts it again had to come first."""
    return max((line.at for line in lines_in(database)), default=MONDAY) + DOWN
