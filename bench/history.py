"""`python -m bench.history [TICKETS]`: the list of tickets over HTTP when there are many; and the reports.

The record is written first, by the journal itself; then a service with one hall and no devices starts on it.
Each question is asked many times. p95 of 50,000 tickets shall be at most 100 ms; a hand-over of 36 months and
5,000 tickets at most 10 s.
"""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bench.measure import share
from controller.clock import ManualClock
from controller.hall.venue import load
from controller.record.journal import Journal
from web.compose import start

HALL = """
version: 1
hall: {id: bench, name: {zh: 大礼堂, en: Grand Hall}}
"""
MONTHS = 36
ASKED = {
    "first page": "?limit=50",
    "open ones": "?state=open&limit=50",
    "two characters": "?q=投影&limit=50",
    "two characters, rare": "?q=渗水&limit=50",
    "two words": "?q=投影 灯泡&limit=50",
    "nothing found": "?q=zzzz&limit=50",
    "device and class": "?device=projector-7&class=2&limit=50",
    "a month": "?since=2025-03-01&until=2025-03-31&limit=50",
    "a page far down": "?before=200&limit=50",
}
TITLES = ("主投影无画面", "话筒无声", "矩阵输出黑屏", "左侧投影偏色", "调音台无响应", "幕布不动")
CAUSES = ("lamp", "cable", "power", "firmware", "operator")


def lines(count: int) -> Iterator[tuple[datetime, str, int, dict[str, Any], str]]:
    """The lives of so many tickets over three years, in order of time, most of them over."""
    dice, begin = random.Random(7), datetime(2023, 12, 1, tzinfo=UTC)
    step = timedelta(days=MONTHS * 30) / count
    found: list[tuple[datetime, str, int, dict[str, Any], str]] = []
    for no in range(1, count + 1):
        at = begin + no * step
        found += _life(dice, no, at, over=no < count - 100)
    found.sort(key=lambda one: one[0])
    return iter(found)


def _life(
    dice: random.Random, no: int, at: datetime, over: bool
) -> list[tuple[datetime, str, int, dict[str, Any], str]]:
    device = f"projector-{dice.randrange(40)}"
    opened: dict[str, Any] = {
        "title": dice.choice(TITLES),
        "class": dice.choice((1, 2, 2, 2, 3)),
        "device": device,
    }
    opened |= {"via": dice.choice(("auto", "phone", "tablet")), "faults": [f"{device}/link_lost"]}
    entries: list[dict[str, Any]] = [{"entry": "contact_made", "person": "王老师"}]
    note = "墙面渗水，已通知物业" if no % 5000 == 0 else "检查灯泡与线缆，更换后画面正常"
    entries += [{"entry": "state", "to": "diagnosing"}, {"entry": "note", "text": note}]
    if over:
        entries += [{"entry": "restored"}, {"entry": "state", "to": "resolved"}]
        entries += [{"entry": "state", "to": "callback_due"}, {"entry": "survey", "score": 5}]
        closing = {"resolution": "repaired", "cause_code": dice.choice(CAUSES), "parts": "none"}
        entries += [{"entry": "state", "to": "closed", "evidence": "picture seen", **closing}]
    life = [(at, "ticket.opened", no, opened, "system")]
    for number, entry in enumerate(entries, 1):
        life.append((at + timedelta(minutes=7 * number), "ticket.entry", no, entry, "li"))
    return life


async def write(folder: str, count: int) -> datetime:
    """Put them on record; the answer is when the last of it was."""
    clock = ManualClock(datetime(2023, 12, 1, tzinfo=UTC))
    journal = Journal(folder, clock)
    await journal.open()
    await journal.ready()
    last = None
    for at, kind, no, data, actor in lines(count):
        clock.advance(max(0.0, (at - clock.now()).total_seconds()))
        last = journal.append(kind, str(no), data, actor)
        if last.seq % 5000 == 0:
            await last.committed
    if last is not None:
        await last.committed
    await journal.close()
    return clock.now()


async def ask(folder: str, now: datetime, rounds: int) -> None:
    """Start a service on the record and ask it."""
    file = Path(folder) / "hall.yaml"
    file.write_text(HALL, encoding="utf-8")
    clock, began, busy = ManualClock(now), time.perf_counter(), time.process_time()
    running = await start(load(file, {}), folder, ("127.0.0.1", 0), "bench", clock=clock)
    assert running.waking is not None
    assert running.service is not None
    await running.waking
    took, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"ready after {took:.1f} s, processor {busy:.1f} s, {memory():.0f} MiB")
    token = await running.service.people.add_token(f"bench-{os.getpid()}", "viewer")
    headers = {"Authorization": f"Bearer {token}"}
    every: list[float] = []
    async with aiohttp.ClientSession(headers=headers) as http:
        for name, query in ASKED.items():
            busy = time.process_time()
            took = [await once(http, running.url, query) for _ in range(rounds)]
            busy = (time.process_time() - busy) / rounds * 1e3
            every += took
            p50, p95 = share(took, 0.5) * 1e3, share(took, 0.95) * 1e3
            print(f"{name:22} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   processor {busy:6.1f} ms")
    print(f"{'all':22} p50 {share(every, 0.5) * 1e3:6.1f} ms   p95 {share(every, 0.95) * 1e3:6.1f} ms")
    print(f"{memory():.0f} MiB")
    lead = await running.service.people.add_token(f"lead-{os.getpid()}", "lead")
    month = f"month={(now - timedelta(days=40)):%Y-%m}"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {lead}"}) as http:
        monthly = [f"reports/{name}?{month}" for name in ("sla", "alarms", "availability", "satisfaction")]
        for path in ("reports/handover?", *monthly):
            busy = time.process_time()
            seconds = await once(http, running.url, path + "&form=html", "/api/v1/")
            busy = time.process_time() - busy
            print(
                f"{path.partition('?')[0]:22} {seconds:6.2f} s   processor {busy:6.2f} s   {memory():.0f} MiB"
            )
    await running.stop()


async def once(http: aiohttp.ClientSession, url: str, query: str, path: str = "/api/v1/tickets") -> float:
    """One question, from its first byte to the last of the answer."""
    began = time.perf_counter()
    async with http.get(f"{url}{path}{query}") as reply:
        await reply.read()
        assert reply.status == 200, await reply.text()
    return time.perf_counter() - began


def memory() -> float:
    """The most that was resident, in MiB; what `getrusage` says begins with what the parent held."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> int:
    """Write, ask, print."""
    if sys.argv[1:2] == ["ask"]:  # in a process of its own: what writing took is not its memory
        asyncio.run(ask(sys.argv[2], datetime.fromisoformat(sys.argv[3]), 40))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        began, busy = time.perf_counter(), time.process_time()
        now = asyncio.run(write(folder, count))
        took, busy = time.perf_counter() - began, time.process_time() - busy
        print(f"{count} tickets written in {took:.1f} s, processor {busy:.1f} s")
        spawned = [sys.executable, "-m", "bench.history", "ask", folder, now.isoformat()]
        for what in ("the tables made anew, for the texts were nobody's", "as usual"):
            print(what)
            subprocess.run(spawned, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
