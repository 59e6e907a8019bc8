"""Puts batches on record: chain the rows, insert them, change the projections, commit, all in one
transaction.

A batch that fails is tried again by the writer. Whether a failed commit did land after all is read from the
database, not guessed, so that nothing is written twice. A line that would break a unique index is not
written: a `journal.refused` line takes its place and number, so that the count has no gap and the bug is on
record.
"""

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from controller.record import alive, chain, failpoints, schema
from controller.record.chain import Row, Tail
from controller.record.items import Outcome, Said, Texts
from controller.record.lines import REFUSED, AlreadyOpen, Attachment, Refused, written
from controller.record.projections import project
from controller.record.rows import Rows, sensible
from controller.record.store import Store
from controller.record.trouble import DiskTrouble

_log = logging.getLogger(__name__)


class Keeper:
    """The writing end of a `Store`; used by one thread."""

    def __init__(self, store: Store, texts: Texts | None = None) -> None:
        self.store = store
        self._tickets = Rows(texts)
        self._tickets.catch_up(store)
        self.tail = store.tail()
        self._insert = str(insert(schema.journal).compile(dialect=store.dialect))
        self._attempt: tuple[list[Row], list[Outcome]] = ([], [])

    def alive(self) -> str | None:
        """The last sign of the life before this one."""
        with self.store.read() as connection:
            return alive.last(connection)

    def keep(self, batch: Sequence[Said]) -> list[Outcome]:
        """Commit `batch` and say what each item came to; raises `DiskTrouble` if nothing of it is on
        record.
        """
        try:
            return self._keep(batch)
        except (SQLAlchemyError, OSError) as error:
            raise DiskTrouble(error) from error

    def recover(self) -> list[Outcome] | None:
        """After trouble: start afresh; what the batch came to if it did land, None if it has to be tried
        again.
        """
        try:
            self.store.renew()
            found = self.store.tail()
        except (SQLAlchemyError, OSError, AlreadyOpen) as error:
            raise DiskTrouble(error) from error
        if found == self.tail:
            return None
        rows, outcomes = self._attempt
        if not rows or found != _end(rows):
            raise DiskTrouble(f"foreign writer: row {found.seq} is not ours")
        self.tail = found
        return outcomes

    def _keep(self, batch: Sequence[Said]) -> list[Outcome]:
        try:
            return self._commit(batch, {})
        except (IntegrityError, LookupError, ValueError):
            return self._commit(batch, self._sift(batch))

    def _commit(self, batch: Sequence[Said], refused: dict[int, str]) -> list[Outcome]:
        self._tickets.begin()
        rows = self._chain(batch, refused)
        outcomes: list[Outcome] = []
        self._attempt = (rows, outcomes)
        with self.store.write() as connection:
            self._write(connection, rows)
            failpoints.hit("journal.inserted")
            outcomes += [_do(connection, item, refused) for item in batch]
            for row in rows:
                self._tickets.hear(connection, row)
            self._tickets.write(connection)
            failpoints.hit("journal.before_commit")
        failpoints.hit("journal.after_commit")
        self._tickets.kept()
        self.tail = _end(rows)
        return outcomes

    def _write(self, connection: Connection, rows: Sequence[Row]) -> None:
        # the compiled statement, handed to the driver as it is: half the time of `execute(insert())`
        if connection.dialect.positional:
            connection.exec_driver_sql(self._insert, [tuple(row) for row in rows])
        else:
            connection.exec_driver_sql(self._insert, [row._asdict() for row in rows])

    def _chain(self, batch: Sequence[Said], refused: dict[int, str]) -> list[Row]:
        rows: list[Row] = []
        tail = self.tail
        for item in batch:
            row = chain.link(tail, _row(item, refused.get(item.line.seq)))
            rows.append(row)
            tail = Tail(row.seq, row.hash)
        return rows

    def _sift(self, batch: Sequence[Said]) -> dict[int, str]:
        """Which lines break a unique index, and how: each is tried on its own, then all of it is undone."""
        refused: dict[int, str] = {}
        with self.store.write() as connection:
            for item in batch:
                if why := self._objection(connection, item):
                    _log.error("line %s is refused: %s", item.line, why)
                    refused[item.line.seq] = why
            if (transaction := connection.get_transaction()) is not None:
                transaction.rollback()
        return refused

    def _objection(self, connection: Connection, item: Said) -> str:
        try:
            with connection.begin_nested():
                self._write(connection, [_row(item, None)])
                project(connection, item.line)
                sensible(item.line)
        except IntegrityError as error:
            return str(error.orig)
        except (LookupError, ValueError) as error:
            return f"it makes no sense: {error!r}"
        return ""


def _end(rows: Sequence[Row]) -> Tail:
    return Tail(rows[-1].seq, rows[-1].hash)


def _row(item: Said, refused: str | None) -> Row:
    line = item.line
    kind: str = line.kind
    data: dict[str, Any] = line.data
    attached = "" if item.attachment is None else hashlib.sha256(body(item.attachment)).hexdigest()
    if refused is not None:
        kind, data, attached = REFUSED, {"kind": line.kind, "said": line.data, "why": refused}, ""
    subject, actor = chain.clean(line.subject), chain.clean(line.actor)
    text = chain.canonical(data)
    return Row(line.seq, written(line.at), chain.clean(kind), subject, actor, text, attached, "")


def _do(connection: Connection, item: Said, refused: dict[int, str]) -> Outcome:
    line = item.line
    if line.seq in refused:
        return Outcome(
            item, error=Refused(f"line {line.seq} ({line.kind} {line.subject}): {refused[line.seq]}")
        )
    project(connection, line)
    if item.attachment is not None:
        _attach(connection, line.seq, item.attachment)
    return Outcome(item)


def _attach(connection: Connection, seq: int, attachment: Attachment) -> None:
    found = {"seq": seq, "name": attachment.name, "media": attachment.media, "body": body(attachment)}
    connection.execute(insert(schema.attachments), found)


def body(attachment: Attachment) -> bytes:
    """The bytes of an attachment: as they are, or as JSON."""
    content = attachment.content
    return content if isinstance(content, bytes) else chain.canonical(content).encode()
