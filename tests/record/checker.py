"""What must be true of a record after any crash, whoever wrote it: used by every harness that kills
something.

`acknowledged` are the numbers of lines that somebody outside was told are saved, written down outside the
process that was killed. The answer is a list of sentences; an empty one means that every promise held.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from controller.record import chain, spelled
from controller.record.chain import Row
from controller.record.folds import Faults, Tickets
from controller.record.lines import Line, moment
from controller.record.states import ENDED


def broken_promises(
    database: Path, acknowledged: Iterable[int], said: Mapping[int, str] | None = None
) -> list[str]:
    """Everything wrong with the record. `said` are the subjects of acknowledged lines, where they are
    known.
    """
    with closing(sqlite3.connect(database)) as raw:
        rows = [Row(*row) for row in raw.execute("SELECT * FROM journal ORDER BY seq")]
        found = [*_integrity(raw), *_lost(rows, acknowledged, said or {}), *_chain(rows)]
        return [*found, *_projections(raw, rows)]


def _integrity(raw: sqlite3.Connection) -> Iterator[str]:
    (verdict,) = raw.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        yield f"the file is damaged: {verdict}"
    if strange := raw.execute("PRAGMA foreign_key_check").fetchall():
        yield f"rows that refer to nothing: {strange}"


def _lost(rows: list[Row], acknowledged: Iterable[int], said: Mapping[int, str]) -> Iterator[str]:
    subjects = {row.seq: row.subject for row in rows}
    for seq in acknowledged:
        if seq not in subjects:
            yield f"line {seq} was acknowledged and is lost"
        elif said.get(seq, subjects[seq]) != subjects[seq]:
            yield f"line {seq} was acknowledged as {said[seq]!r} and is {subjects[seq]!r}"
    orders = [json.loads(row.data).get("id") for row in rows if row.kind == "order.asked"]
    known = [uid for uid in orders if uid is not None]
    if len(known) != len(set(known)):
        yield "an order was recorded twice"


def _chain(rows: list[Row]) -> Iterator[str]:
    if verdict := chain.verify(rows).why:
        yield f"the chain is broken: {verdict}"


def _projections(raw: sqlite3.Connection, rows: list[Row]) -> Iterator[str]:
    lines = [
        Line(row.seq, moment(row.at), row.kind, row.subject, row.actor, json.loads(row.data)) for row in rows
    ]
    standing = set(Faults(lines).standing)
    if (table := {key for (key,) in raw.execute("SELECT key FROM open_faults")}) != standing:
        yield f"open faults: the table says {sorted(table)}, the lines say {sorted(standing)}"
    tickets = {ticket.no for ticket in Tickets(lines).all.values() if ticket.state not in ENDED}
    if (numbers := {no for (no,) in raw.execute("SELECT no FROM open_tickets")}) != tickets:
        yield f"open tickets: the table says {sorted(numbers)}, the lines say {sorted(tickets)}"
    yield from _folds(raw, lines)


def _folds(raw: sqlite3.Connection, lines: list[Line]) -> Iterator[str]:
    """Every row of a ticket is the fold of its lines."""
    told = Tickets(lines).all
    rows = {no: spelled.read(body) for no, body in raw.execute("SELECT no, body FROM ticket_folds")}
    for no in sorted(told.keys() | rows.keys()):
        if told.get(no) != rows.get(no):
            yield f"ticket {no}: its row is not what its lines say"
    states = {no: str(one.state) for no, one in told.items()}
    if (known := dict(raw.execute("SELECT no, state FROM tickets"))) != states:
        yield f"states of tickets: the table says {known}, the lines say {states}"
