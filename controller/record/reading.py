"""Reading the record back: lines, attachments, and the check of the whole chain. Loads SQLAlchemy."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from controller.record import chain, schema
from controller.record.chain import Row, Verdict
from controller.record.lines import Line, moment, written
from controller.record.store import Store

_journal, _attachments = schema.journal.c, schema.attachments.c
_CHUNK = 1000


def lines(store: Store, kinds: tuple[str, ...], subject: str | None, after: int) -> Iterator[Line]:
    """The lines after a number, oldest first, of some kinds or all, of one subject or all."""
    wanted = select(schema.journal).where(_journal.seq > after).order_by(_journal.seq)
    if kinds:
        wanted = wanted.where(_journal.kind.in_(kinds))
    if subject is not None:
        wanted = wanted.where(_journal.subject == subject)
    with store.read() as connection:
        for row in connection.execution_options(yield_per=_CHUNK).execute(wanted):
            yield Line(row.seq, moment(row.at), row.kind, row.subject, row.actor, json.loads(row.data))


def last(connection: Connection, before: datetime) -> datetime | None:
    """When the last line of before a moment was written: until then somebody was looking."""
    lines = select(_journal.at).where(_journal.at < written(before)).order_by(_journal.seq.desc())
    found = connection.execute(lines.limit(1)).scalar()
    return None if found is None else moment(found)


def attachment(connection: Connection, seq: int) -> bytes | None:
    """The bytes attached to a line."""
    found = connection.execute(select(_attachments.body).where(_attachments.seq == seq)).scalar()
    return None if found is None else bytes(found)


def verify(connection: Connection) -> Verdict:
    """The chain of rows, and that each attachment is the one its row vouches for."""
    verdict = chain.verify(_rows(connection))
    strange = _strange(connection)
    if strange is None or (verdict.broken is not None and verdict.broken <= strange):
        return verdict
    return Verdict(
        verdict.rows, verdict.tail, strange, f"the attachment of row {strange} is not as it was written"
    )


def _rows(connection: Connection) -> Iterator[Row]:
    wanted = select(schema.journal).order_by(_journal.seq)
    for row in connection.execution_options(yield_per=_CHUNK).execute(wanted):
        yield Row(*row)


def _strange(connection: Connection) -> int | None:
    wanted = (
        select(_journal.seq, _journal.attached, _attachments.body)
        .outerjoin(schema.attachments, _attachments.seq == _journal.seq)
        .where((_journal.attached != "") | (_attachments.seq.is_not(None)))
        .order_by(_journal.seq)
    )
    for seq, attached, body in connection.execution_options(yield_per=10).execute(wanted):
        if body is None or hashlib.sha256(body).hexdigest() != attached:
            return int(seq)
    return None
