"""What a line changes besides the journal, in the same transaction: which faults stand and which tickets
are open.

These tables hold two promises by their unique indexes: one open fault a key, one open ticket a cause. They
are never read to learn what a ticket says (that is the fold of its lines); the code that opens a ticket
looks before it leaps, and the index is there for the day it does not.
"""

import json
from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select

from controller.record import schema
from controller.record.lines import Line
from controller.record.states import ENDED, target

_faults, _tickets, _journal = schema.open_faults.c, schema.open_tickets.c, schema.journal.c


def project(connection: Connection, line: Line) -> None:
    """Bring the projections to where `line` leaves them; a broken promise raises the database's
    IntegrityError.
    """
    if change := _CHANGES.get(line.kind):
        change(connection, line)


def _raised(connection: Connection, line: Line) -> None:
    connection.execute(insert(schema.open_faults).values(key=line.subject, seq=line.seq))


def _cleared(connection: Connection, line: Line) -> None:
    connection.execute(delete(schema.open_faults).where(_faults.key == line.subject))


def _opened(connection: Connection, line: Line) -> None:
    _open(connection, line, line.data.get("cause"))


def _entry(connection: Connection, line: Line) -> None:
    if line.data.get("entry") in ("reopened", "unmerged"):
        _open(connection, line, _cause(connection, line.subject))
    elif target(line.data) in ENDED:
        connection.execute(delete(schema.open_tickets).where(_tickets.no == int(line.subject)))


def _open(connection: Connection, line: Line, cause: str | None) -> None:
    row = {"no": int(line.subject), "cause": cause, "seq": line.seq}
    connection.execute(insert(schema.open_tickets), row)


def _cause(connection: Connection, subject: str) -> str | None:
    opened = (_journal.kind == "ticket.opened") & (_journal.subject == subject)
    found = connection.execute(select(_journal.data).where(opened)).scalar()
    if found is None:
        raise LookupError(f"no line opens ticket {subject}")
    cause: str | None = json.loads(found).get("cause")
    return cause


_CHANGES: dict[str, Callable[[Connection, Line], None]] = {
    "fault.raised": _raised,
    "fault.cleared": _cleared,
    "ticket.opened": _opened,
    "ticket.entry": _entry,
}
