"""REQ 52: the tables of tickets are the fold of the lines and nothing else, after any story and any death."""

import ast
import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from controller.clock import ManualClock
from controller.record import finding, past, rows, spelled
from controller.record.folds import Tickets
from controller.record.journal import Journal
from controller.record.lines import TICKETS, Refused
from controller.record.place import Place
from controller.record.set_clock import JUMPED
from controller.record.sought import Sought, Term
from controller.record.states import ENDED
from controller.record.store import Store
from tests.record.desk import NOON
from tests.record.stories import told

ROOT = Path(__file__).parents[2]
REOPEN = "from controller.record.store import Store; from controller.record.place import Place; "
REOPEN += "from controller.record.rows import Rows; import sys; Rows().catch_up(Store(Place.at(sys.argv[1])))"


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    journal = Journal(str(tmp_path), ManualClock(NOON), pauses=(0.001,))
    await journal.open()
    await journal.ready()
    yield journal
    await journal.close()


async def live(journal: Journal, seed: int, count: int = 400) -> None:
    dice, last = random.Random(seed), None
    for kind, subject, data in told(dice, count):
        journal._clock.advance(dice.choice((1.0, 60.0)))  # type: ignore[attr-defined]
        last = journal.append(kind, subject, data, dice.choice(("li", "system")))
        if dice.random() < 0.1:
            await asyncio.wait([last.committed])  # some are refused: they break a promise of the record
    assert last is not None
    await asyncio.wait([last.committed])


async def strange(journal: Journal) -> list[int]:
    return await journal.read(lambda connection: list(rows.strange(connection)))


def reopened(folder: Path, **env: str) -> int:
    path = os.pathsep.join([str(ROOT), *sys.path])
    return subprocess.run(
        [sys.executable, "-c", REOPEN, str(folder)], env={**os.environ, "PYTHONPATH": path, **env}
    ).returncode


def spoil(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "auditorium.db")) as raw, raw:
        for one in statements:
            raw.execute(one)


def what_is_strange(folder: Path) -> list[int]:
    store = Store(Place.at(folder))
    with store.read() as connection:
        found = list(rows.strange(connection))
    store.close()
    return found


@pytest.mark.parametrize("seed", range(8))
async def test_req_52_a_row_is_the_fold_of_its_lines_after_any_story(journal: Journal, seed: int) -> None:
    await live(journal, seed)
    assert await strange(journal) == []
    folded = Tickets(journal.replay((*TICKETS, JUMPED))).all
    assert len(folded) > 20
    assert all(spelled.read(spelled.write(one)) == one for one in folded.values())


@pytest.mark.parametrize(
    "harm",
    [
        ["DELETE FROM meta WHERE key = 'tickets'"],
        ["UPDATE meta SET value = replace(value, 'edition\": \"', 'edition\": \"x') WHERE key = 'tickets'"],
        ["DELETE FROM tickets", "DELETE FROM ticket_folds", "DELETE FROM ticket_texts",
         "UPDATE meta SET value = json_set(value, '$.seq', 0) WHERE key = 'tickets'"],
        ["UPDATE meta SET value = json_set(value, '$.seq', 999999) WHERE key = 'tickets'"],
    ],
    ids=["missing", "another form", "behind", "ahead"],
)  # fmt: skip
async def test_tables_that_are_not_of_these_lines_are_made_anew(tmp_path: Path, harm: list[str]) -> None:
    journal = Journal(str(tmp_path), ManualClock(NOON))
    await journal.open()
    await live(journal, 3)
    await journal.close()
    spoil(tmp_path, "UPDATE tickets SET state = 'odd', seq = 1", *harm)
    assert reopened(tmp_path) == 0
    assert what_is_strange(tmp_path) == []


async def behind(tmp_path: Path) -> None:
    """A record whose tables have everything before them, in more than one stretch."""
    journal = Journal(str(tmp_path), ManualClock(NOON))
    await journal.open()
    for number in range(rows.CHUNK * 2):
        no = str(number // 9 + 1)
        if number % 9 == 0:
            last = journal.append("ticket.opened", no, {"title": "无画面"})
        else:
            last = journal.append("ticket.entry", no, {"entry": "note", "text": f"{number}"})
    await last.committed
    await journal.close()
    spoil(tmp_path, "DELETE FROM meta WHERE key = 'tickets'")


async def test_req_52_killed_while_catching_up_it_goes_on_where_it_was(tmp_path: Path) -> None:
    await behind(tmp_path)
    for _ in range(2):
        assert reopened(tmp_path, AUDITORIUM_FAILPOINT="tickets.catching_up") == 9
    assert reopened(tmp_path, AUDITORIUM_FAILPOINT="tickets.catching_up:2") == 9
    with closing(sqlite3.connect(tmp_path / "auditorium.db")) as raw:
        (stands,) = raw.execute("SELECT value FROM meta WHERE key = 'tickets'").fetchone()
    assert 0 < json.loads(stands)["seq"] < rows.CHUNK * 2
    assert reopened(tmp_path) == 0
    assert what_is_strange(tmp_path) == []


@pytest.mark.parametrize("bug", ["the_tables_run_ahead", "an_entry_is_not_in_its_row"])
async def test_the_proof_finds_a_planted_bug(tmp_path: Path, bug: str) -> None:
    await behind(tmp_path)
    reopened(tmp_path, AUDITORIUM_FAILPOINT="tickets.catching_up", AUDITORIUM_PLANT=bug)
    assert reopened(tmp_path, AUDITORIUM_PLANT=bug) == 0
    assert what_is_strange(tmp_path) != []


async def test_a_ticket_that_makes_no_sense_is_refused_and_harms_no_other(journal: Journal) -> None:
    journal.append("ticket.opened", "1", {"title": "a"})
    bad = journal.append("ticket.opened", "2", {"title": "b", "class": "five"})
    good = journal.append("ticket.entry", "1", {"entry": "note", "text": "x"})
    await good.committed
    with pytest.raises(Refused):
        await bad.committed
    assert await strange(journal) == []


@pytest.mark.parametrize("seed", range(4))
async def test_req_52_what_is_found_is_what_a_walk_through_all_tickets_finds(
    journal: Journal, seed: int
) -> None:
    await live(journal, seed)
    every = sorted(Tickets(journal.replay((*TICKETS, JUMPED))).all.values(), key=lambda one: -one.no)
    for sought, suits in (
        (Sought(), lambda one: True),
        (Sought(open=True), lambda one: one.state not in ENDED),
        (Sought(open=False, grade=2), lambda one: one.state in ENDED and one.grade == 2),
        (Sought(state="new", device="lamp"), lambda one: one.state == "new" and one.device == "lamp"),
        (Sought(fault="2"), lambda one: "lamp/2" in one.faults),
        (Sought(fault="lamp/1", via="auto"), lambda one: "lamp/1" in one.faults and one.via == "auto"),
        (Sought(since=NOON, until=NOON + timedelta(hours=2)),
         lambda one: NOON <= one.received < NOON + timedelta(hours=2)),
        (Sought((Term("灯泡"),)), lambda one: "灯泡" in rows.plainly(one)[0]),
        (Sought((Term("%_"),)), lambda one: False),
        (Sought((Term("zz", 3), Term("行"))), lambda one: one.no == 3 and len(one.entries) > 1),
        (Sought((Term("zz", 0, ("lamp",)),)), lambda one: one.device == "lamp"),
    ):  # fmt: skip
        wanted = [one.no for one in every if suits(one)]
        found = await journal.read(lambda c, s=sought: finding.find(c, s, None, None))  # type: ignore[misc]
        assert ([no for no, _ in found.rows], found.total, found.more) == (wanted, len(wanted), False)
        part = await journal.read(lambda c, s=sought: finding.find(c, s, 20, 3))  # type: ignore[misc]
        below = [no for no in wanted if no < 20]
        assert ([no for no, _ in part.rows], part.total, part.more) == (
            below[:3],
            len(wanted),
            len(below) > 3,
        )


async def test_what_is_held_at_the_start_is_all_that_lines_after_it_are_about(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "RECENT", 5)
    monkeypatch.setattr(past, "NEWEST", 3)
    await live(journal, 2, count=900)
    known = await journal.read(
        lambda connection: past.read(connection, "ticket.threshold", NOON + timedelta(days=9))
    )
    folded = Tickets(journal.replay((*TICKETS, JUMPED)))
    held = {one.no: one for one in known.tickets}
    assert all(folded.all[no] == one for no, one in held.items())
    assert folded.alive.keys() <= held.keys()
    assert {no for no, one in folded.all.items() if one.entries[-1].seq > known.since} <= held.keys()
    assert known.since > 0
    assert known.top == max(folded.all)


def test_everything_that_makes_a_row_is_known_to_make_it() -> None:
    """Where it is written otherwise, rows have to be made anew: so its name is on the list."""
    folder = Path(rows.__file__).parent
    seen, todo = set(), ["tickets", "lives", "rows", "spelled", "set_clock"]
    while todo:
        name = todo.pop()
        if name in seen or not (folder / f"{name}.py").exists():
            continue
        seen.add(name)
        if name in ("schema", "store", "failpoints", "items"):
            continue
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("controller.record"):
                deeper = node.module.removeprefix("controller.record").strip(".")  # type: ignore[union-attr]
                todo += [deeper] if deeper else [one.name for one in node.names]
    assert seen - {"schema", "store", "failpoints", "items", "folds"} == set(rows._FOLDED_BY)
