"""Finding tickets in the tables: by words, by filters, by whom they are related to. Loads SQLAlchemy.

A search walks through the texts in the database's own code, which holds up nobody: two characters are found
in fifty thousand tickets in some hundredths of a second, and exactly. Whoever wants the newest fifty of many
stops there; how many there are in all is counted apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, false, func, or_, select

from controller.record import schema, spelled
from controller.record.lines import written
from controller.record.lives import COLUMNS, Life, life_in
from controller.record.sought import Found, Sought, Term
from controller.record.states import ENDED, OVER, State
from controller.record.tickets import Ticket

_rows, _texts, _folds = schema.tickets.c, schema.ticket_texts.c, schema.ticket_folds.c
_OPEN = sorted(set(State) - ENDED)
_AT_ONCE = 500
SLACK = timedelta(days=31)
"""For clocks that were set."""
Condition = ColumnElement[bool]


def find(connection: Connection, sought: Sought, before: int | None, limit: int | None) -> Found:
    """Those that suit below the number `before`, so many of them at most."""
    dialect = connection.dialect.name
    wanted = _wanted(dialect, sought)
    part = wanted.order_by(wanted.selected_columns.no.desc())
    part = part if before is None else part.where(wanted.selected_columns.no < before)
    part = part if limit is None else part.limit(limit + 1)
    nos = [int(no) for no in connection.execute(part).scalars()]
    whole = before is None and (limit is None or len(nos) <= limit)
    total = len(nos) if whole else _count(connection, wanted)
    more = limit is not None and len(nos) > limit
    return Found(tuple(_with_seq(connection, nos[:limit])), total, more)


def folds(connection: Connection, nos: Sequence[int]) -> Iterator[Ticket]:
    """The tickets of these numbers, in this order; those that are not there are left out."""
    for begin in range(0, len(nos), _AT_ONCE):
        part = nos[begin : begin + _AT_ONCE]
        wanted = select(_folds.no, _folds.body).where(_folds.no.in_(part))
        bodies: dict[int, str] = {row.no: row.body for row in connection.execute(wanted)}
        yield from (spelled.read(bodies[no]) for no in part if no in bodies)


def within(connection: Connection, since: datetime, until: datetime) -> Iterator[Ticket]:
    """Those that were there before `until` and of which something was said since, or may still be."""
    lasted = (_rows.at >= written(since - SLACK)) | _rows.state.not_in(sorted(OVER))
    return through(connection, (_rows.opened < written(until)) & lasted)


def through(connection: Connection, condition: Condition) -> Iterator[Ticket]:
    """All tickets whose rows suit, by number, one in memory at a time."""
    wanted = (
        select(_folds.body)
        .join(schema.tickets, _rows.no == _folds.no)
        .where(condition)
        .order_by(_folds.no)
        .execution_options(yield_per=_AT_ONCE)
    )
    for body in connection.execute(wanted).scalars():
        yield spelled.read(body)


def lives(connection: Connection, since: datetime) -> Iterator[Life]:
    """Those that were received since, or are still to be resolved, each in a line, by number."""
    recent = (_rows.received >= written(since)) | _rows.state.in_(_OPEN)
    wanted = select(*(_rows[name] for name in COLUMNS)).where(recent).order_by(_rows.no)
    yield from map(life_in, connection.execution_options(yield_per=_AT_ONCE).execute(wanted))


def later(connection: Connection, no: int) -> list[int]:
    """The tickets that say that they are this one, come again."""
    wanted = select(_rows.no).where(_rows.recurrence_of == no).order_by(_rows.no)
    return [int(one) for one in connection.execute(wanted).scalars()]


def earlier(connection: Connection, ticket: Ticket, most: int) -> list[Ticket]:
    """The latest earlier tickets of the same device, or with one of its faults."""
    dialect = connection.dialect.name
    alike = [_holds(dialect, _rows.faults, f"\n{key}\n") for key in ticket.faults]
    alike += [_rows.device == ticket.device] if ticket.device is not None else []
    wanted = select(_rows.no).where(_rows.no < ticket.no, or_(false(), *alike))
    nos = connection.execute(wanted.order_by(_rows.no.desc()).limit(most)).scalars()
    return list(folds(connection, [int(no) for no in nos]))


# ------------------------------------------------------------ what suits


def _wanted(dialect: str, sought: Sought) -> Select[Any]:
    """The numbers of all that suit. With words it is the texts that are walked through."""
    filters = list(_filters(dialect, sought))
    if not sought.terms:
        return select(_rows.no).where(*filters)
    among = [_texts.no.in_(select(_rows.no).where(*filters))] if filters else []
    terms = [_has(dialect, term, sought.inside) for term in sought.terms]
    return select(_texts.no).where(*among, *terms)


def _has(dialect: str, term: Term, inside: bool) -> Condition:
    ways: list[Condition] = [_holds(dialect, _texts.body, term.word)]
    ways += [_holds(dialect, _texts.inside, term.word)] if inside else []
    ways += [_texts.no == term.number] if term.number else []
    ways += [_texts.no.in_(select(_rows.no).where(_rows.device.in_(term.devices)))] if term.devices else []
    return or_(*ways)


def _filters(dialect: str, sought: Sought) -> Iterator[Condition]:
    if sought.open is not None:
        yield _rows.state.in_(_OPEN if sought.open else sorted(ENDED))
    names = ("state", "device", "type", "grade", "via")
    same = {name: getattr(sought, name) for name in names}
    for name, value in same.items():
        if value is not None:
            yield _rows[name] == value
    if sought.fault is not None:
        ends = (f"\n{sought.fault}\n", f"/{sought.fault}\n")
        yield or_(*(_holds(dialect, _rows.faults, end) for end in ends))
    if sought.since is not None:
        yield _rows.received >= written(sought.since)
    if sought.until is not None:
        yield _rows.received < written(sought.until)


def _holds(dialect: str, column: ColumnElement[str], part: str) -> Condition:
    """Whether a text has a part: `LIKE` would take some characters for more than they are."""
    place = func.strpos if dialect == "postgresql" else func.instr
    return place(column, part) > 0


def _count(connection: Connection, wanted: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one())


def _with_seq(connection: Connection, nos: Sequence[int]) -> Iterable[tuple[int, int]]:
    for begin in range(0, len(nos), _AT_ONCE):
        part = nos[begin : begin + _AT_ONCE]
        rows = connection.execute(select(_rows.no, _rows.seq).where(_rows.no.in_(part)))
        known = {row.no: row.seq for row in rows}
        yield from ((no, int(known[no])) for no in part if no in known)
