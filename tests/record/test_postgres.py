"""The same record in PostgreSQL: a server of our own, on a socket in a folder."""

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from controller.clock import ManualClock
from controller.record import accounts, finding, rows
from controller.record.archive import Archive
from controller.record.journal import Journal
from controller.record.lines import AlreadyOpen, Attachment, Refused
from controller.record.sought import Sought, Term
from tests.record.desk import NOON

DEBIAN = sorted(glob.glob("/usr/lib/postgresql/*/bin"))  # where Debian keeps them, off the PATH
PATH = os.pathsep.join([os.environ.get("PATH", ""), *DEBIAN])
HERE = shutil.which("initdb", path=PATH) and shutil.which("pg_ctl", path=PATH)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HERE, reason="PostgreSQL's server is not installed"),
]


def as_postgres(*command: str) -> list[str]:
    """A server refuses to run as root: where we are root, run it as the user that Debian made for it."""
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        if os.geteuid() == 0
        else [*command]
    )


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder, "env": {**os.environ, "PATH": PATH}}
    subprocess.run(as_postgres("initdb", "-D", data, "-A", "trust", "-U", "hall", "-E", "UTF8"), **run)  # type: ignore[call-overload]
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    start = ["pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"]
    subprocess.run(as_postgres(*start), **run)  # type: ignore[call-overload]
    yield f"postgresql://hall@/postgres?host={folder}"
    subprocess.run(as_postgres("pg_ctl", "-D", data, "-m", "immediate", "stop"), **run)  # type: ignore[call-overload]
    shutil.rmtree(folder)


def cut(server: str) -> None:
    """End every connection of ours, as a restart of the server would."""
    ours = "usename = 'hall' AND pid <> pg_backend_pid()"
    others = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}"
    psql = ["psql", "-U", "hall", "-h", server.split("host=")[1], "-c", others, "postgres"]
    subprocess.run(psql, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
async def journal(server: str) -> AsyncIterator[Journal]:
    journal = Journal(server, ManualClock(NOON), pauses=(0.01,))
    await journal.open()
    await journal.write(
        lambda c: c.exec_driver_sql("DROP TRIGGER IF EXISTS journal_no_change ON journal") and None
    )
    yield journal
    await journal.close()


async def test_the_record_is_written_read_verified_and_goes_on(server: str) -> None:
    journal = Journal(server, ManualClock(NOON))
    await journal.open()
    attachment = Attachment("trace", [{"text": "大"}])
    first = journal.append("fault.raised", "pj/lamp", {"half": "\ud800", "level": float("inf")}, "陈\0")
    second = journal.append("ticket.opened", "1", {"cause": "pj/lamp"}, "system", attachment)
    await second.committed
    assert await journal.attachment(second.seq) == '[{"text":"大"}]'.encode()
    with pytest.raises(Exception, match="only ever added to"):
        await journal.write(lambda c: c.exec_driver_sql("DELETE FROM journal WHERE seq = 1"))
    await journal.close()
    again = Journal(server, ManualClock(NOON))
    await again.open()
    assert again.append("order.asked", "pj/power", {}).seq == first.seq + 2
    assert [line.kind for line in await again.recall(kinds=("fault.raised",))] == ["fault.raised"]
    assert (await again.verify()).broken is None
    await again.close()


async def test_a_second_writer_is_refused(journal: Journal, server: str) -> None:
    with pytest.raises(AlreadyOpen, match="Another service is writing"):
        await Journal(server, ManualClock()).open()


async def test_what_the_indexes_promise_holds_here_too(journal: Journal) -> None:
    journal.append("fault.raised", "matrix/link", {})
    doubled = journal.append("fault.raised", "matrix/link", {})
    after = journal.append("order.asked", "a", {})
    await after.committed
    assert isinstance(doubled.committed.exception(), Refused)
    assert (await journal.verify()).broken is None


async def test_a_connection_cut_by_the_server_is_trouble_and_passes(journal: Journal, server: str) -> None:
    troubles: list[object] = []
    journal.on_trouble(troubles.append)
    await journal.append("order.asked", "a", {}).committed
    cut(server)
    line = journal.append("order.asked", "b", {})
    await line.committed
    assert [told is None for told in troubles] == [False, True]
    assert (await journal.verify()).broken is None


async def test_accounts_are_the_same(journal: Journal) -> None:
    await journal.write(lambda c: accounts.add_user(c, "chen", "operator", "x", NOON))
    with pytest.raises(accounts.Taken):
        await journal.write(lambda c: accounts.add_user(c, "chen", "operator", "x", NOON))
    cookie = await journal.write(lambda c: accounts.open_session(c, "chen", NOON))
    found = await journal.read(lambda c: accounts.find_session(c, cookie, NOON))
    assert found is not None
    assert found.name == "chen"


async def test_req_52_rows_of_tickets_are_kept_and_found_here_too(journal: Journal) -> None:
    line = journal.append(
        "ticket.opened", "900", {"title": "主投影无画面", "faults": ["pj/lamp"], "key": "k"}, "li"
    )
    for text in ("检查灯泡 100%", "x"):
        line = journal.append("ticket.entry", "900", {"entry": "note", "text": text})
    journal.append("clock.jumped", "hall", {"seconds": 60})
    line = journal.append("ticket.entry", "900", {"entry": "workaround", "what": "B", "accepted_by": "Li"})
    await line.committed
    assert await journal.read(lambda c: list(rows.strange(c))) == []
    for word, numbers in (("投影", [900]), ("0%", [900]), ("%_", [])):
        sought = Sought((Term(word),), fault="lamp", since=NOON - timedelta(days=1))
        found = await journal.read(lambda c, s=sought: finding.find(c, s, None, 5))  # type: ignore[misc]
        assert [no for no, _ in found.rows] == numbers
    archive = Archive(journal)
    known = await archive.past("ticket.threshold", NOON)
    assert 900 in {one.no for one in known.tickets}
    assert await archive.keyed("li", "k") == 900
    assert await archive.lives(NOON - timedelta(days=1), lambda lives: 900 in {one.no for one in lives})
    assert await archive.within(
        NOON, NOON + timedelta(days=1), lambda every: 900 in {one.no for one in every}
    )
    await journal.write(lambda c: c.exec_driver_sql("DELETE FROM meta WHERE key = 'tickets'") and None)
    rows.Rows().catch_up(journal._opened())
    assert await journal.read(lambda c: list(rows.strange(c))) == []
