"""The store: where it is, who may write to it, and how its tables come to be."""

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from controller.clock import ManualClock
from controller.record import migrate, schema
from controller.record.journal import Journal
from controller.record.lines import AlreadyOpen, TooNew
from controller.record.place import Place
from controller.record.store import Store


def test_a_folder_a_file_and_a_server_are_told_apart(tmp_path: Path) -> None:
    assert Place.at(tmp_path / "new").file == tmp_path / "new" / "auditorium.db"
    assert Place.at(f"sqlite:///{tmp_path}/hall.db").file == tmp_path / "hall.db"
    server = Place.at("postgresql://u@127.0.0.1/hall")
    assert (server.file, server.url) == (None, "postgresql+psycopg://u@127.0.0.1/hall")
    assert server.last_seq() is None


def test_a_path_of_any_spelling_works(tmp_path: Path) -> None:
    folder = tmp_path / "大礼堂 100% #1?"
    Store(Place.at(folder)).close()
    store = Store(Place.at(folder))
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() == 0
    store.close()


def test_the_newest_migration_is_the_one_this_program_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS).replace("%", "%%"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_the_migrations_make_the_tables_that_the_code_sees(tmp_path: Path) -> None:
    store = Store(Place.at(tmp_path))
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    store.close()


def test_the_writer_is_set_to_survive_a_power_cut_and_readers_cannot_write(tmp_path: Path) -> None:
    store = Store(Place.at(tmp_path))
    with store.write() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0}
    with store.read() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM meta")
    store.close()


def test_a_second_writer_is_refused_until_the_first_has_let_go(tmp_path: Path) -> None:
    first = Store(Place.at(tmp_path))
    with pytest.raises(AlreadyOpen, match="进程"):
        Store(Place.at(tmp_path))
    first.close()
    Store(Place.at(tmp_path)).close()


def test_a_record_of_a_newer_edition_is_left_alone(tmp_path: Path) -> None:
    Store(Place.at(tmp_path)).close()
    with sqlite3.connect(tmp_path / "auditorium.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(TooNew, match="install the newer program again"):
        Store(Place.at(tmp_path))
    assert list(tmp_path.glob("*before*")) == []


def test_a_record_at_the_newest_edition_opens_without_alembic(tmp_path: Path) -> None:
    Store(Place.at(tmp_path)).close()
    program = (
        "import sys; from controller.record.store import Store; from controller.record.place import Place\n"
        f"Store(Place.at({str(tmp_path)!r})).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_what_the_loop_imports_does_not_bring_the_database_library() -> None:
    program = (
        "import sys, controller.record.journal, controller.record.people, controller.record.folds\n"
        "import controller.record.view, controller.record.lawful\n"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_an_update_killed_before_its_commit_leaves_nothing_behind(tmp_path: Path) -> None:
    program = (
        "from controller.record.store import Store; from controller.record.place import Place\n"
        f"Store(Place.at({str(tmp_path)!r}))"
    )
    for point in ("migrate.before", "migrate.before_commit"):
        env = {"AUDITORIUM_FAILPOINT": point, "PYTHONPATH": ":".join(sys.path)}
        assert subprocess.run([sys.executable, "-c", program], env=env).returncode == 9
        with sqlite3.connect(tmp_path / "auditorium.db") as raw:
            assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        raw.close()
    Store(Place.at(tmp_path)).close()


def test_what_was_there_is_copied_before_its_tables_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(Place.at(tmp_path)).close()
    monkeypatch.setattr(migrate, "HEAD", "9999")
    Store(Place.at(tmp_path)).close()
    (kept,) = tmp_path.glob("*before*")
    with sqlite3.connect(kept) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
    raw.close()


def test_a_file_that_is_no_database_is_left_alone_and_not_kept_locked(tmp_path: Path) -> None:
    file = tmp_path / "auditorium.db"
    file.write_text("my holiday notes, long enough to be taken for a page" * 100)

    async def attempt() -> None:
        with pytest.raises(sqlite3.DatabaseError):
            await Journal(str(tmp_path), ManualClock()).open()

    asyncio.run(attempt())
    asyncio.run(attempt())
    assert file.read_text().startswith("my holiday")


def test_only_its_owner_may_read_a_record(tmp_path: Path) -> None:
    """It holds password hashes, and what is written beside the file belongs to it."""
    with Store(Place.at(tmp_path)).write():
        modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    assert "auditorium.db" in modes
    assert set(modes.values()) == {0}
