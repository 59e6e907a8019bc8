"""Killed at any moment while it sends, the desk forgets nobody, and repeats only what it can say it
repeated.

A child opens tickets and tells people by webhook and by mail; the two servers live on and write down every
key and every Message-ID that reaches them. After the last death a child without work sends what is left.
Then: every ticket that was acknowledged was told on both ways; whatever arrived twice came under one key
and one Message-ID, once for each try that the record marks as a repeat, and never more often.
"""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import sys
from collections import Counter, defaultdict
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from controller.record.lines import Line, moment
from controller.record.outbox import OUTBOX, Outbox
from tests.desk.test_mail import Server, serving
from tests.record.checker import broken_promises

pytestmark = pytest.mark.slow

ROUNDS = 60
ROOT = Path(__file__).parents[2]
POINTS = ("outbox.after_try", "outbox.after_send", "outbox.after_note")


@dataclass
class Far:
    """What arrived: by key, which tickets, and how often; by mail's id, the same."""

    hooks: Counter[str] = field(default_factory=Counter)
    tickets: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    mail: Server = field(default_factory=Server)

    async def hear(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.hooks[request.headers["Idempotency-Key"]] += 1
        self.tickets["hook"] |= {one["ticket"] for one in body["news"]}
        return web.Response(status=204)


@asynccontextmanager
async def far_side() -> Any:
    far = Far()
    app = web.Application()
    app.router.add_post("/", far.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    with serving(far.mail) as port:
        yield far, f"http://127.0.0.1:{runner.addresses[0][1]}/", port
    await runner.cleanup()


async def child(
    folder: Path, hook: str, port: int, *more: str, lives: float | None = None, **env: str
) -> list[int]:
    """The tickets that a child acknowledged until it ended, or until it is killed after `lives` lines."""
    command = [sys.executable, "-m", "tests.kill.post_child", str(folder), hook, str(port), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=environment)
    assert process.stdout is not None
    told: list[int] = []
    async with asyncio.timeout(120):
        while line := await process.stdout.readline():
            if line.endswith(b"\n"):
                told.append(int(line))
            if lives is not None and len(told) >= lives:
                with contextlib.suppress(ProcessLookupError):
                    process.send_signal(signal.SIGKILL)
                lives = None
        await process.wait()
    return told


async def deaths(folder: Path, rounds: int, **env: str) -> list[str]:
    """What is wrong after so many deaths at random moments."""
    dice, known = random.Random(), set[int]()
    async with far_side() as (far, hook, port):
        for _ in range(rounds):
            known |= set(await child(folder, hook, port, lives=dice.randint(1, 60), **env))
        await child(folder, hook, port, "drain", **env)
        return wrong(folder / "auditorium.db", far, known)


def wrong(database: Path, far: Far, known: set[int]) -> list[str]:
    """Every promise that was broken, in sentences."""
    import json

    with closing(sqlite3.connect(database)) as raw:
        rows = raw.execute("SELECT seq, at, kind, subject, actor, data FROM journal ORDER BY seq").fetchall()
    lines = [
        Line(seq, moment(at), kind, subject, actor, json.loads(data))
        for seq, at, kind, subject, actor, data in rows
    ]
    outbox = Outbox(one for one in lines if one.kind in OUTBOX)
    mails = Counter(str(mail["Message-ID"]) for _, mail in far.mail.took)
    mailed = {int(str(mail["References"]).split(".")[1]) for _, mail in far.mail.took}
    found = broken_promises(database, [])
    found += [f"ticket {no} was told to nobody by {way}" for way, told in
              (("hook", far.tickets["hook"]), ("mail", mailed)) for no in sorted(known - told)]  # fmt: skip
    arrived = {**far.hooks, **{id.strip("<>").partition("@")[0]: times for id, times in mails.items()}}
    for key, times in arrived.items():
        letter = outbox.letters.get(key)
        if letter is None or letter.state != "sent":
            found.append(f"letter {key} arrived and is not noted as sent")
        elif times > 1 + letter.repeats:
            found.append(f"letter {key} arrived {times} times, and {letter.repeats} repeats are counted")
    told = Counter(one.id for letter in outbox.letters.values() for one in letter.intents)
    found += [f"intent {id} is in {times} letters" for id, times in told.items() if times > 1]
    found += [f"letter {key} is {one.state}" for key, one in outbox.letters.items() if one.state != "sent"]
    return found


async def test_sixty_deaths_forget_nobody_and_repeat_only_what_is_counted(tmp_path: Path) -> None:
    assert await deaths(tmp_path, ROUNDS) == []


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("count", [1, 2, 9])
async def test_the_named_points(tmp_path: Path, point: str, count: int) -> None:
    known: set[int] = set()
    async with far_side() as (far, hook, port):
        for _ in range(3):
            known |= set(await child(tmp_path, hook, port, AUDITORIUM_FAILPOINT=f"{point}:{count}"))
        await child(tmp_path, hook, port, "drain")
        assert wrong(tmp_path / "auditorium.db", far, known) == []
        repeats = max(*far.hooks.values(), *Counter(str(m["Message-ID"]) for _, m in far.mail.took).values())
    assert repeats > 1 or point != "outbox.after_send", "the other way out may be cut short at any point"


@pytest.mark.parametrize(
    ("bug", "told"),
    [
        ("outbox_note_before_send", "was told to nobody"),
        ("outbox_new_key_each_try", "arrived and is not noted as sent"),
        ("outbox_intent_in_another_commit", "was told to nobody"),
    ],
)
async def test_the_harness_catches_what_is_planted(tmp_path: Path, bug: str, told: str) -> None:
    found: list[str] = []
    for turn in range(6):
        found = await deaths(tmp_path / str(turn), 10, AUDITORIUM_PLANT=bug)
        if any(told in one for one in found):
            return
    pytest.fail(f"{bug} was not caught: {found[:3]}")
