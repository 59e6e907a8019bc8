"""Where the record lives: an SQLite file by default, PostgreSQL by URL, one code for both.

A `Store` is the one writer; it belongs to the thread that opened it. Everybody else reads, through `read`,
on connections that cannot write. Importing this module loads SQLAlchemy (0.8 s): the journal does it in its
own thread.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError

from controller.record import failpoints, migrate, schema
from controller.record.chain import GENESIS, Tail
from controller.record.lines import AlreadyOpen
from controller.record.lock import Lock
from controller.record.place import Place

_LOCK_NUMBER = 0x6175_6469  # "audi": the advisory lock that stands for "the writer" in PostgreSQL
_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=250",  # nobody else writes; whoever does keeps us waiting as trouble, which is told
    "PRAGMA mmap_size=0",
)
_READER = ("PRAGMA query_only=ON", "PRAGMA busy_timeout=5000", "PRAGMA mmap_size=0")


class Store:
    """The open record. Raises `AlreadyOpen` for a second writer, `TooNew` for tables of a later edition."""

    def __init__(self, place: Place, lock: Lock | None = None) -> None:
        self._place = place
        self._gate = threading.Lock()
        self._lock = lock or (Lock(place.file) if place.file else None)
        self._writer = _writing(place)
        self._reader = _reading(place)
        with ExitStack() as undo:
            undo.callback(self.close)
            self._connection = self._writer.connect()
            self._bring_up_to_date()
            undo.pop_all()

    @property
    def dialect(self) -> Any:
        """How the database likes its statements spelled."""
        return self._writer.dialect

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction on the one writing connection, one at a time: committed on the way out, rolled back
        if anything is raised.
        """
        with self._gate, self._connection.begin():
            yield self._connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that can only read; any thread may ask for its own."""
        with self._reader.connect() as connection:
            yield connection

    def tail(self) -> Tail:
        """The last row of the journal."""
        last = select(func.max(schema.journal.c.seq)).scalar_subquery()
        with self.write() as connection:
            found = connection.execute(
                select(schema.journal.c.seq, schema.journal.c.hash).where(schema.journal.c.seq == last)
            ).first()
        return Tail(found.seq, found.hash) if found else Tail(0, GENESIS)

    def renew(self) -> None:
        """Drop the writing connection, which trouble may have left in any state, and make a new one."""
        with self._gate:
            with suppress(SQLAlchemyError):
                self._connection.invalidate()
                self._connection.close()
            self._connection = self._writer.connect()

    def close(self) -> None:
        """End all connections and let the next writer in."""
        if connection := getattr(self, "_connection", None):
            connection.close()
        self._reader.dispose()
        self._writer.dispose()
        if self._lock:
            self._lock.release()

    def _bring_up_to_date(self) -> None:
        with self.write() as connection:
            found = migrate.revision(connection)
        if found == migrate.HEAD:
            return
        migrate.refuse_newer(found)
        if found and self._place.file:
            copy_before(self._place.file, found)
        with self.write() as connection:
            migrate.upgrade(connection)
        failpoints.hit("migrate.after_commit")


def copy_before(file: Path, edition: str) -> Path:
    """Copy the file as it is, beside itself, before its tables are changed; the answer is where."""
    kept = file.with_name(f"{file.name}.before-{edition}-is-left")
    with sqlite3.connect(file) as source, sqlite3.connect(kept) as target:
        source.backup(target)
    source.close()
    target.close()
    return kept


def _writing(place: Place) -> Engine:
    if place.file is None:
        engine = create_engine(place.url)
        event.listen(engine, "connect", _claim)
        return engine
    file = str(place.file)
    engine = create_engine(
        URL.create("sqlite", database=file), creator=lambda: sqlite3.connect(file, check_same_thread=False)
    )
    event.listen(engine, "connect", lambda raw, _: _tell(raw, _WRITER))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _reading(place: Place) -> Engine:
    if place.file is None:
        return create_engine(place.url, execution_options={"postgresql_readonly": True})
    file, uri = str(place.file), f"file:{quote(str(place.file))}?mode=ro"
    engine = create_engine(
        URL.create("sqlite", database=file),
        creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False),
    )
    event.listen(engine, "connect", lambda raw, _: _tell(raw, _READER))
    return engine


def _tell(raw: Any, pragmas: tuple[str, ...]) -> None:
    raw.isolation_level = None  # we begin transactions ourselves, at once for writing
    for pragma in pragmas:
        raw.execute(pragma)


def _claim(raw: Any, _: object) -> None:
    with raw.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK_NUMBER,))
        (mine,) = cursor.fetchone()
    raw.rollback()
    if not mine:
        raise AlreadyOpen(
            "Another service is writing to this database. Stop it first, or give this one its own. "
            "另一个服务正在写入此数据库；请先停止它，或为本服务使用单独的数据库。"
        )
