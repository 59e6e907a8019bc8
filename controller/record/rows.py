"""The tables of tickets, brought to where the lines leave them: in the transaction of the lines themselves,
or from the journal at the start when the tables are missing, behind, or of another form.

A row is the fold of its ticket's lines and never more: it can be thrown away at any time. So whoever is
killed, at any moment, leaves tables that are exact up to the line that `meta` names, and the start goes on
from there.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from controller.record import failpoints, schema, spelled
from controller.record.chain import Row, canonical
from controller.record.items import Texts
from controller.record.lines import TICKETS, Line, moment, written
from controller.record.lives import ending
from controller.record.set_clock import JUMPED, shifted
from controller.record.states import OVER
from controller.record.store import Store
from controller.record.tickets import Ticket, apply, opened

KINDS = (*TICKETS, JUMPED)
"""All that a ticket is folded from."""
CHUNK = 4000
"""So many lines are caught up in one transaction."""
CACHED = 500
_FOLDED_BY = (
    "asking",
    "audience",
    "breakdowns",
    "chain",
    "classing",
    "consulting",
    "cycles",
    "lines",
    "lives",
    "relapsing",
    "rows",
    "set_clock",
    "spelled",
    "states",
    "tickets",
    "waiting",
)
"""What a row is made by: when any of it is written otherwise, all rows are made anew."""
_meta, _journal, _tickets = schema.meta.c, schema.journal.c, schema.tickets.c
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def plainly(ticket: Ticket) -> tuple[str, str]:
    """The bare words of a ticket, where nobody gives better ones."""
    said = (value for entry in ticket.entries for value in entry.data.values())
    return "\n".join(one for one in said if isinstance(one, str)), ""


PLAIN = Texts(str, plainly)


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the tables go, and in which form."""

    seq: int
    edition: str
    texts: str


class Rows:
    """Used by the writer's thread alone. Between `begin` and `kept` lies one transaction: if it fails, what
    was heard in it is forgotten.
    """

    def __init__(self, texts: Texts | None = None) -> None:
        self._texts, self._asked = texts or PLAIN, texts is not None
        self._known: dict[int, Ticket] = {}
        self._changed: set[int] = set()
        self._upto, self._open = 0, False

    def begin(self) -> None:
        """A transaction begins; what was heard in one that was not kept did not happen."""
        if self._open or len(self._known) > CACHED:
            self._known.clear()
            self._changed.clear()
            self._upto = 0
        self._open = True

    def kept(self) -> None:
        """It is committed."""
        self._open = False

    def hear(self, connection: Connection, row: Row) -> None:
        """Take one row of the journal in. Raises ValueError where it makes no sense."""
        if row.kind not in KINDS:
            return
        line = line_of(row)
        if line.kind == "ticket.opened":
            self._put(begun(line))
        elif line.kind == "ticket.entry":
            known = self._one(connection, int(line.subject))
            if known is not None and not failpoints.planted("an_entry_is_not_in_its_row"):
                self._put(apply(known, line))
        else:
            self.write(connection)
            for alive in _alive(connection):
                self._put(shifted(alive, line))
        self._upto = line.seq

    def write(self, connection: Connection) -> None:
        """Write what changed, and how far it goes."""
        if not self._upto:
            return
        changed = [self._known[no] for no in sorted(self._changed)]
        if changed:
            _upsert(connection, schema.tickets, map(row_of, changed))
            folds = ({"no": one.no, "body": spelled.write(one)} for one in changed)
            _upsert(connection, schema.ticket_folds, folds)
            _upsert(connection, schema.ticket_texts, map(self._text, changed))
        _stands(connection, Stand(self._upto, edition(), self._texts.mark()))
        self._changed.clear()
        self._upto = 0

    def catch_up(self, store: Store) -> None:
        """Bring the tables to the end of the journal, a stretch at a time."""
        with store.write() as connection:
            found: int | None = self._usable(connection)
        while found is not None:
            self.begin()
            with store.write() as connection:
                found = self._stretch(connection, found)
                failpoints.hit("tickets.catching_up")
            self.kept()

    # ------------------------------------------------------------

    def _usable(self, connection: Connection) -> int:
        """The line that the tables go up to; 0, and empty tables, where they are of another form."""
        found = stand(connection)
        strange = found.edition != edition() or (self._asked and found.texts != self._texts.mark())
        if not strange and found.seq <= _last(connection):
            return found.seq
        connection.execute(delete(schema.tickets))
        connection.execute(delete(schema.ticket_folds))
        connection.execute(delete(schema.ticket_texts))
        ahead = failpoints.planted("the_tables_run_ahead")
        _stands(connection, Stand(_last(connection) if ahead else 0, edition(), self._texts.mark()))
        return 0

    def _stretch(self, connection: Connection, after: int) -> int | None:
        """Some lines more; where to go on, None at the end."""
        wanted = select(schema.journal).where(_journal.seq > after, _journal.kind.in_(KINDS))
        rows = connection.execute(wanted.order_by(_journal.seq).limit(CHUNK)).all()
        for row in rows:
            self.hear(connection, Row(*row))
        self.write(connection)
        return int(rows[-1].seq) if len(rows) == CHUNK else None

    def _one(self, connection: Connection, no: int) -> Ticket | None:
        return self._known.get(no) or one(connection, no)

    def _text(self, ticket: Ticket) -> dict[str, Any]:
        body, inside = self._texts.of(ticket)
        return {"no": ticket.no, "body": body, "inside": inside}

    def _put(self, ticket: Ticket) -> None:
        self._known[ticket.no] = ticket
        self._changed.add(ticket.no)


@cache
def edition() -> str:
    """Another one when rows would be made otherwise."""
    found = hashlib.sha256()
    for name in _FOLDED_BY:
        found.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return found.hexdigest()[:16]


def sensible(line: Line) -> None:
    """Raise ValueError for a line that no ticket can take."""
    if line.kind == "ticket.opened":
        begun(line)
    elif line.kind == "ticket.entry":
        int(line.subject)


def begun(line: Line) -> Ticket:
    """The ticket that a line begins. Raises ValueError where it makes no sense."""
    try:
        return opened(line)
    except (LookupError, TypeError) as error:
        raise ValueError(f"no ticket begins so: {error!r}") from error


def row_of(ticket: Ticket) -> dict[str, Any]:
    """What stands in a ticket's row beside its fold."""
    first, last = ticket.entries[0], ticket.entries[-1]
    return {
        "no": ticket.no,
        "seq": last.seq,
        "state": str(ticket.state),
        "grade": ticket.grade,
        "type": ticket.type,
        "device": ticket.device,
        "cause": ticket.cause,
        "via": ticket.via,
        "opened": written(ticket.opened),
        "received": written(ticket.received),
        "at": written(last.at),
        "faults": "".join(f"\n{key}" for key in ticket.faults) + "\n",
        "recurrence_of": ticket.recurrence_of,
        "actor": first.actor,
        "key": str(first.data["key"]) if first.data.get("key") else None,
        "first": first.seq,
        "title": canonical(ticket.title),
        "restored": None if ticket.restored is None else written(ticket.restored),
        "ending": canonical(ending(ticket)),
    }


def line_of(row: Any) -> Line:
    """A row of the journal as the line that it holds."""
    return Line(row.seq, moment(row.at), row.kind, row.subject, row.actor, json.loads(row.data))


def one(connection: Connection, no: int) -> Ticket | None:
    """The fold of a ticket."""
    wanted = select(schema.ticket_folds.c.body).where(schema.ticket_folds.c.no == no)
    found = connection.execute(wanted).scalar()
    return None if found is None else spelled.read(found)


def stand(connection: Connection) -> Stand:
    """How far the tables go; those that say nothing are empty."""
    found = connection.execute(select(_meta.value).where(_meta.key == "tickets")).scalar()
    if found is None:
        return Stand(0, "", "")
    return Stand(**json.loads(found))


def strange(connection: Connection) -> Iterator[int]:
    """The tickets whose rows are not what their lines say; for checks, not for every day."""
    wanted = select(schema.journal).where(_journal.kind.in_(KINDS)).order_by(_journal.seq)
    from controller.record.folds import Tickets

    folded = Tickets(map(line_of, connection.execute(wanted))).all
    rows = {row.no: dict(row._mapping) for row in connection.execute(select(schema.tickets))}
    for no in sorted(folded.keys() | rows.keys()):
        said = folded.get(no)
        if said is None or rows.get(no) != row_of(said) or one(connection, no) != said:
            yield no


def _alive(connection: Connection) -> Iterable[Ticket]:
    wanted = (
        select(schema.ticket_folds.c.body)
        .join(schema.tickets, _tickets.no == schema.ticket_folds.c.no)
        .where(_tickets.state.not_in(sorted(OVER)))
    )
    return [spelled.read(body) for body in connection.execute(wanted).scalars()]


def _last(connection: Connection) -> int:
    wanted = select(_journal.seq).order_by(_journal.seq.desc()).limit(1)
    return int(connection.execute(wanted).scalar() or 0)


def _stands(connection: Connection, at: Stand) -> None:
    value = json.dumps({"seq": at.seq, "edition": at.edition, "texts": at.texts})
    changed = connection.execute(update(schema.meta).where(_meta.key == "tickets").values(value=value))
    if changed.rowcount == 0:
        connection.execute(insert(schema.meta).values(key="tickets", value=value))


def _upsert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    connection.execute(_upserting(connection.dialect.name, table), list(rows))


@cache
def _upserting(dialect: str, table: Table) -> Any:
    statement = _INSERTS[dialect](table)
    new = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=["no"], set_=new)
