"""The hash chain: every row of the journal vouches for all rows before it.

A row's hash is SHA-256, in hex, over the hash of the row before it followed by the row's own canonical JSON:
an object with the members actor, at, attached, data, kind, seq, subject in this order, no spaces, UTF-8. The
first row follows 64 zeros. `attached` is the SHA-256 of the row's attachment, or empty. Anyone can recompute
it with a dozen lines of any language; whoever edits, removes or moves a row is contradicted by every row
after it.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from controller.record.lines import SKIPPED

GENESIS = "0" * 64
_DEPTH = 32
_readable = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode
_escaped = json.JSONEncoder(allow_nan=False, sort_keys=True, separators=(",", ":")).encode


class Row(NamedTuple):
    """A line as the table holds it, in the table's order of columns."""

    seq: int
    at: str
    kind: str
    subject: str
    actor: str
    data: str
    attached: str
    hash: str


class Tail(NamedTuple):
    """The last row: what the next one follows."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole chain found: how many rows, the last one, and the first broken one if any
    is.
    """

    rows: int
    tail: Tail
    broken: int | None = None
    why: str = ""


def canonical(value: object) -> str:
    """`value` as JSON with sorted keys and no spaces. What JSON cannot say (a moment, an infinity) is said
    as text.
    """
    try:
        return _dump(value)
    except (TypeError, ValueError, RecursionError):
        return _dump(_plain(value, _DEPTH))


def link(tail: Tail, row: Row) -> Row:
    """`row` with its hash, as the one that follows `tail`."""
    return row._replace(hash=digest(tail.hash, row))


def digest(before: str, row: Row) -> str:
    """The hash of `row`, given the hash of the row before it."""
    said = (
        f'{{"actor":{_dump(row.actor)},"at":"{row.at}","attached":"{row.attached}","data":{row.data},'
        f'"kind":{_dump(row.kind)},"seq":{row.seq},"subject":{_dump(row.subject)}}}'
    )
    return hashlib.sha256((before + said).encode()).hexdigest()


def clean(text: str) -> str:
    """`text` as any database takes it: no NUL, no half of a surrogate pair."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def walk(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Each row with what is wrong with it, or an empty text; it goes on after a break, from the row as it
    stands.
    """
    tail = Tail(0, GENESIS)
    for row in rows:
        yield row, _fault(tail, row)
        tail = Tail(row.seq, row.hash)


def verify(rows: Iterable[Row]) -> Verdict:
    """Recompute the whole chain and name the first broken row."""
    count, tail = 0, Tail(0, GENESIS)
    for row, why in walk(rows):
        if why:
            return Verdict(count, tail, row.seq, why)
        count, tail = count + 1, Tail(row.seq, row.hash)
    return Verdict(count, tail)


def _fault(tail: Tail, row: Row) -> str:
    if row.seq != tail.seq + 1 and not _explained(tail, row):
        return f"row {tail.seq + 1} is missing before row {row.seq}"
    if row.hash != digest(tail.hash, row):
        return f"row {row.seq} is not as it was written"
    return ""


def _explained(tail: Tail, row: Row) -> bool:
    return row.kind == SKIPPED and f'"from":{tail.seq + 1}}}' in row.data


def _dump(value: object) -> str:
    text = _readable(value)
    if text.isascii() or text.encode("utf-8", "replace").decode() == text:
        return text
    return _escaped(value)  # half a surrogate pair has no UTF-8: say such a value in escapes


def _plain(value: Any, depth: int) -> Any:
    if depth == 0:
        return "..."
    match value:
        case Mapping():
            return {str(key): _plain(one, depth - 1) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(one, depth - 1) for one in value]
        case float() if not math.isfinite(value):
            return str(value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)
