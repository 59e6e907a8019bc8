"""A report as a value: facts and tables, whose numbers know what they were counted from.

Words are message ids, moments are moments, spans are seconds: what it looks like in a language, on paper or
in a spreadsheet is decided above. The same sheet gives the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil

Ref = tuple[int, int]
"""A ticket and the number of one of its lines; ticket 0: a line of another kind."""


@dataclass(frozen=True, slots=True)
class Word:
    """A message id."""

    id: str


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Percent:
    """A part of a hundred; None where there is nothing to divide by."""

    value: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure and what it was counted from."""

    value: object
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A table: its name, the names of its columns, its rows."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole report."""

    id: str
    facts: tuple[tuple[str, object], ...]
    sections: tuple[Section, ...] = field(default=())


def count(refs: Iterable[Ref]) -> Counted:
    """How many, and which."""
    found = tuple(sorted(refs))
    return Counted(len(found), found)


def share(part: int, whole: int) -> Percent:
    """So many of so many."""
    return Percent(None if whole == 0 else 100 * part / whole)


def rank(values: Iterable[float], part: float) -> float | None:
    """The value at that part of all in order (nearest rank); None of none."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * part) - 1)] if ordered else None


def span(value: float | None) -> Span | None:
    """The same as a length of time."""
    return None if value is None else Span(value)
