"""What a desk has to know of the past when it starts, however long that is: read from the tables in one look.

Held are the tickets that are not over; those that changed last, for they may be reopened, merged or told of;
and the last of each cause that stands. Of faults only what was said since each was last raised still matters.
Loads SQLAlchemy.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from controller.record import finding, schema
from controller.record.calendars import ADOPTED
from controller.record.contracts import AGREED
from controller.record.lines import FAULTS, VERIFIED, Line, written
from controller.record.rows import line_of
from controller.record.states import OVER
from controller.record.tickets import Ticket

RECENT = 500
"""So many of those that changed last are held, by the order of the lines: no clock has a say in it."""
NEWEST = 100
MOST = 5000
"""So many at most that changed lately, by the clock, whatever the clock says."""
_AT_ONCE = 400
_journal, _rows = schema.journal.c, schema.tickets.c


@dataclass(frozen=True, slots=True)
class Past:
    """As it was at the line `upto`. Every ticket that a line after `since` is about is among `tickets`;
    `last` is the newest ticket of each cause, `top` the highest number. `lines` are those of faults,
    calendars and thresholds that still matter.
    """

    upto: int
    since: int
    top: int
    last: dict[str, int]
    tickets: list[Ticket]
    lines: list[Line]


def read(connection: Connection, threshold: str, back: datetime) -> Past:
    """All of it, as at one moment; `threshold` is the kind of line that tells of thresholds. What changed
    since `back` is held, too.
    """
    _at_one_moment(connection)
    upto = int(connection.execute(select(func.max(_journal.seq))).scalar() or 0)
    standing = list(connection.execute(select(schema.open_faults.c.key)).scalars())
    since, nos = _held(connection, standing, back)
    tickets = list(finding.folds(connection, sorted(nos)))
    alive = [one for one in tickets if one.state not in OVER]
    keys = {*standing, *(key for one in alive for key in one.faults)}
    lines = [*_faults(connection, keys), *_lines(connection, _journal.kind.in_((ADOPTED, AGREED)))]
    lines += thresholds(connection, threshold, [one.no for one in tickets])
    top = int(connection.execute(select(func.max(_rows.no))).scalar() or 0)
    return Past(upto, since, top, _last(connection), tickets, sorted(lines, key=lambda one: one.seq))


def thresholds(connection: Connection, kind: str, nos: Sequence[int]) -> Iterator[Line]:
    """The thresholds that the clocks of these tickets have passed."""
    for begin in range(0, len(nos), _AT_ONCE):
        subjects = list(map(str, nos[begin : begin + _AT_ONCE]))
        yield from _lines(connection, _journal.subject.in_(subjects), _journal.kind == kind)


def keyed(connection: Connection, actor: str, key: str) -> int | None:
    """The ticket that somebody opened under an idempotency key."""
    wanted = select(_rows.no).where(_rows.key == key, _rows.actor == actor)
    found = connection.execute(wanted).scalar()
    return None if found is None else int(found)


# ------------------------------------------------------------


def _at_one_moment(connection: Connection) -> None:
    """Let all that follows see the same state of the record."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _held(connection: Connection, standing: Sequence[str], back: datetime) -> tuple[int, set[int]]:
    """The numbers of those to be held, and the line since when none is missing."""
    latest = connection.execute(select(_rows.no, _rows.seq).order_by(_rows.seq.desc()).limit(RECENT)).all()
    since = int(latest[-1].seq) if len(latest) == RECENT else 0
    nos = {int(row.no) for row in latest}
    nos |= _numbers(connection, select(_rows.no).where(_rows.state.not_in(sorted(OVER))))
    nos |= _numbers(connection, select(_rows.no).order_by(_rows.no.desc()).limit(NEWEST))
    late = select(_rows.no).where(_rows.at >= written(back)).order_by(_rows.seq.desc()).limit(MOST)
    nos |= _numbers(connection, late)
    for begin in range(0, len(standing), _AT_ONCE):
        part = standing[begin : begin + _AT_ONCE]
        wanted = select(func.max(_rows.no)).where(_rows.cause.in_(part)).group_by(_rows.cause)
        nos |= _numbers(connection, wanted)
    return since, nos


def _numbers(connection: Connection, wanted: Any) -> set[int]:
    return {int(no) for no in connection.execute(wanted).scalars()}


def _last(connection: Connection) -> dict[str, int]:
    wanted = select(_rows.cause, func.max(_rows.no)).where(_rows.cause.is_not(None)).group_by(_rows.cause)
    return {row[0]: int(row[1]) for row in connection.execute(wanted)}


def _faults(connection: Connection, keys: Iterable[str]) -> Iterator[Line]:
    """What was said of each since it was last raised."""
    for key in sorted(keys):
        mine = _journal.subject == key
        raised = select(func.max(_journal.seq)).where(mine, _journal.kind == "fault.raised")
        seq = connection.execute(raised).scalar()
        if seq is not None:
            about = _journal.kind.in_((*FAULTS, VERIFIED))
            yield from _lines(connection, mine, about, _journal.seq >= seq)


def _lines(connection: Connection, *conditions: Any) -> Iterator[Line]:
    wanted = select(schema.journal).where(*conditions).order_by(_journal.seq)
    return map(line_of, connection.execute(wanted).all())
