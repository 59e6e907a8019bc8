"""When the disk does not take what it is given: nothing is lost, nothing is acknowledged, and people are
told.
"""

import asyncio
import queue
import resource
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from controller.clock import ManualClock
from controller.record.items import Outcome, Said
from controller.record.journal import Journal
from controller.record.keeper import Keeper
from controller.record.lines import Appended, NotKept, Sentence
from controller.record.place import Place
from controller.record.store import Store
from controller.record.trouble import DiskTrouble, sentence
from controller.record.writer import GROUP, Writer
from tests.record.desk import NOON


class Troubles:
    """What the banner showed, and a way to wait for its next change."""

    def __init__(self, journal: Journal) -> None:
        import asyncio

        self.seen: asyncio.Queue[Sentence | None] = asyncio.Queue()
        journal.on_trouble(self.seen.put_nowait)


@contextmanager
def another_program_writing(file: Path) -> Iterator[None]:
    """Keeps the file locked, as a careless administrator's tool would."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full_disk(file: Path) -> Iterator[None]:
    """No file may grow past what the write-ahead log has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = file.with_name(file.name + "-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def opened(folder: Path, limit: int = 1000) -> Journal:
    journal = Journal(str(folder), ManualClock(), pauses=(0.001,), limit=limit)
    await journal.open()
    await journal.append("service.started", "hall", {}).committed
    return journal


async def test_a_full_disk_is_told_and_nothing_is_acknowledged_until_there_is_room(tmp_path: Path) -> None:
    journal = await opened(tmp_path)
    troubles = Troubles(journal)
    with full_disk(tmp_path / "auditorium.db"):
        lines = [journal.append("order.asked", "a", {"n": n, "pad": "x" * 5000}) for n in range(20)]
        told = await troubles.seen.get()
        assert told is not None
        assert told == journal.trouble
        assert not any(line.committed.done() for line in lines)
        assert journal.backlog == 20
    assert await troubles.seen.get() is None
    await lines[-1].committed
    assert [line.data["n"] for line in await journal.recall(kinds=("order.asked",))] == list(range(20))
    assert (await journal.verify()).broken is None
    await journal.close()


async def test_past_the_bound_orders_are_counted_and_tickets_are_still_kept(tmp_path: Path) -> None:
    journal = await opened(tmp_path, limit=5)
    troubles = Troubles(journal)
    with another_program_writing(tmp_path / "auditorium.db"):
        kept = [journal.append("order.asked", "a", {"n": n}) for n in range(5)]
        lost = [journal.append("order.asked", "a", {"n": n}) for n in range(5, 9)]
        ticket = journal.append("ticket.opened", "1", {"cause": "pdu/4"})
        lost += [journal.append("scene.step", "lecture", {"n": n}) for n in range(3)]
        assert await troubles.seen.get() is not None
    assert await troubles.seen.get() is None
    await ticket.committed
    assert all(isinstance(line.committed.exception(), NotKept) for line in lost)
    assert all(line.committed.done() for line in kept)
    after = journal.append("order.asked", "a", {})
    await after.committed
    told = [(line.seq, line.kind, line.data) for line in await journal.recall(after=6)]
    assert told[0] == (10, "journal.skipped", {"from": 7, "count": 4})
    assert [kind for _, kind, _ in told] == [
        "journal.skipped",
        "ticket.opened",
        "journal.skipped",
        "order.asked",
    ]
    assert (await journal.verify()).broken is None
    await journal.close()


async def test_closing_in_trouble_gives_up_in_the_end_and_says_so(tmp_path: Path) -> None:
    journal = await opened(tmp_path)
    with another_program_writing(tmp_path / "auditorium.db"):
        line = journal.append("order.asked", "a", {})
        await journal.close(patience=0.01)
        assert isinstance(line.committed.exception(), NotKept)
    again = await opened(tmp_path)
    assert (await again.verify()).broken is None
    assert await again.recall(kinds=("order.asked",)) == []
    await again.close()


class LateTrouble(Store):
    """A disk that reports an error once: after the commit, or before it."""

    after, before = False, False

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
            if self.before:
                raise OSError("I/O error before the commit")
        if self.after:
            raise OSError("I/O error after the commit")


def said(keeper: Keeper, count: int) -> list[Said]:
    loop = asyncio.get_running_loop()
    numbers = range(keeper.tail.seq + 1, keeper.tail.seq + 1 + count)
    return [
        Said(Appended(seq, NOON, "order.asked", "a", "chen", {}, loop.create_future()), None)
        for seq in numbers
    ]


async def test_a_commit_that_failed_only_in_appearance_is_not_written_twice(tmp_path: Path) -> None:
    store = LateTrouble(Place.at(tmp_path))
    keeper = Keeper(store)
    group = said(keeper, 3)
    store.after = True
    with pytest.raises(DiskTrouble):
        keeper.keep(group)
    store.after = False
    landed = keeper.recover()
    assert landed is not None
    assert [outcome.said.line.seq for outcome in landed] == [1, 2, 3]
    assert keeper.tail.seq == 3
    keeper.keep(said(keeper, 1))
    store.close()


async def test_a_commit_that_did_not_land_is_tried_again(tmp_path: Path) -> None:
    store = LateTrouble(Place.at(tmp_path))
    keeper = Keeper(store)
    group = said(keeper, 3)
    store.before = True
    with pytest.raises(DiskTrouble):
        keeper.keep(group)
    store.before = False
    assert keeper.recover() is None
    assert len(keeper.keep(group)) == 3
    store.close()


async def test_a_row_that_is_not_ours_stops_the_writing(tmp_path: Path) -> None:
    store = LateTrouble(Place.at(tmp_path))
    keeper = Keeper(store)
    group = said(keeper, 2)
    store.before = True
    with pytest.raises(DiskTrouble):
        keeper.keep(group)
    store.before = False
    with store.write() as connection:
        connection.exec_driver_sql("INSERT INTO journal VALUES (1, '', '', '', '', '{}', '', 'x')")
    with pytest.raises(DiskTrouble, match="not ours") as caught:
        keeper.recover()
    assert "Another program has written" in caught.value.sentence["en"]
    store.close()


async def test_once_a_line_is_given_up_nothing_after_it_is_written(tmp_path: Path) -> None:
    """Else the record would have a gap in it, and its chain would say that a row is missing."""

    class Ears:
        def __init__(self) -> None:
            self.heard: list[Outcome] = []

        def settled(self, outcomes: Sequence[Outcome]) -> None:
            self.heard += outcomes
            store.before = False  # the disk comes back between the first group and the second

        def troubled(self, sentence: Sentence | None) -> None:
            pass

        def ended(self) -> None:
            pass

    store, ears = LateTrouble(Place.at(tmp_path)), Ears()
    waiting: queue.SimpleQueue[Sequence[Said] | None] = queue.SimpleQueue()
    keeper = Keeper(store)
    for one in said(keeper, GROUP + 1):
        waiting.put([one])
    store.before = True
    writer = Writer(keeper, waiting, ears)
    writer.pauses = (0.001,)
    writer.end()
    writer.hurry()
    writer.start()
    await asyncio.to_thread(writer.join)
    assert len(ears.heard) == GROUP + 1
    assert all(isinstance(outcome.error, NotKept) for outcome in ears.heard)


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        ("database or disk is full", "磁盘已满", "The disk is full"),
        ("disk I/O error", "磁盘读写出错", "The disk reports errors"),
        ("attempt to write a readonly database", "数据目录不可写", "cannot be written"),
        ("something new", "记录无法保存", "Records cannot be saved"),
    ],
)
def test_each_trouble_is_told_in_both_languages_with_what_to_do(error: str, zh: str, en: str) -> None:
    told = sentence(error)
    assert zh in told["zh"]
    assert en in told["en"]
