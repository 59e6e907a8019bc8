"""A driver's rows, compiled: who reads which frame, and what each row needs when it is asked or told.

One table serves every connection to devices of one kind and size. Reading a frame needs nothing but the
table, so it is remembered: a hall that is polled each second says mostly the same things.
"""

from collections.abc import Callable
from operator import eq
from typing import TYPE_CHECKING, NamedTuple

from drivers.points import Axes
from drivers.wire.dispatch import Dispatch
from drivers.wire.events import Event, Request, Restarted, Stale
from drivers.wire.form import Form
from drivers.wire.forms import Reading
from drivers.wire.grammar import Grammar
from drivers.wire.sentences import BoundRow, Sentence
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Action, Command, Notice, Query, Refusal, Row, Session
from drivers.wire.trouble import TableError

if TYPE_CHECKING:
    from drivers.wire.driver import Driver

REMEMBERED = 1024
LONGEST = 4096
"""So many frames of at most so many characters are remembered."""

Readings = tuple[Reading, ...]


class Table:
    """The compiled table of one driver with axes of one size."""

    def __init__(self, driver: "Driver", grammar: Grammar, axes: Axes) -> None:
        self.driver, self.grammar = driver, grammar
        self.sizes = Sizes(axes)
        self._any = Sizes(axes, strict=False)
        self.rows: dict[Row, BoundRow] = {bound.row: bound for bound in grammar.rows}
        self.of_kind = {
            kind: [bound for bound in grammar.rows if isinstance(bound.row, kind)]
            for kind in (Query, Command, Action, Session, Notice, Refusal)
        }
        self.notices = self.of_kind[Notice]
        self.refusers = self.of_kind[Refusal]
        self._notices = _rows_by_form(self.of_kind[Notice])
        self.refusals = _rows_by_form([bound for bound in self.refusers if not bound.row.kept])  # type: ignore[union-attr]
        self.bare = _alike(self._answers(), set(self._notices))
        self._heard = Dispatch(self._news(), driver.fold)
        self._said = Dispatch(self._orders(), driver.fold)
        self.sayers = _rows_by_saying(grammar.rows)
        self.answers = {
            bound.row: tuple(form for spoken in bound.replies for form in spoken.forms)
            for bound in grammar.rows
        }
        self.echoes = {bound.row: _echo(bound) for bound in grammar.rows if bound.echo}
        told = (form.keys for form in [*self._answers(), *self._notices])
        self.told = frozenset(key for keys in told for key in keys)
        self.asked = frozenset(
            key
            for bound in self.of_kind[Query]
            for spoken in bound.replies
            for form in spoken.forms
            for key in form.keys
        )
        self._memo: dict[str, Readings] = {}
        self._answered: dict[tuple[Request, Sentence, str], Reading | None] = {}

    # ------------------------------------------------------------ hearing

    def read(self, frame: str) -> Readings:
        """Everything that `frame` can be without knowing what was asked; listed refusals first."""
        known = self._memo.get(frame)
        if known is not None:
            return known
        sizes = self.sizes
        read = (self._one(form, frame, sizes) for form in self._heard.find(frame))
        readings = tuple(reading for reading in read if reading is not None)
        if len(frame) <= LONGEST:
            if len(self._memo) >= REMEMBERED:
                self._memo.clear()
            self._memo[frame] = readings
        return readings

    def read_answer(self, form: Sentence, frame: str, request: Request) -> Reading | None:
        """`frame` as the answer of this form to `request`, which says what the answer leaves out."""
        key = (request, form, frame)
        if key in self._answered:
            return self._answered[key]
        reading = form.read(frame, self.sizes, request.bound)
        if len(frame) <= LONGEST:
            if len(self._answered) >= REMEMBERED:
                self._answered.clear()
            self._answered[key] = reading
        return reading

    def _one(self, form: Sentence, frame: str, sizes: Sizes) -> Reading | None:
        reading = form.read(frame, sizes)
        if reading is None or form not in self._notices:
            return reading
        return Reading(form, reading.fields, (*reading.events, *self._tidings(form)), reading.skipped)

    def _tidings(self, form: Sentence) -> list[Event]:
        """What a notice means beyond the values it tells."""
        news: list[Event] = []
        for bound in self._notices[form]:
            assert isinstance(bound.row, Notice)  # noqa: S101
            if bound.row.restart:
                news.append(Restarted())
            if bound.row.stales:
                news.append(Stale(bound.row.stales))
        return news

    def _news(self) -> list[Sentence]:
        """What can be told without knowing what was asked, refusals of listed reasons first, other refusals
        last.
        """
        listed = [form for form, rows in self.refusals.items() if not _catches_all(rows)]
        other = [form for form in self.refusals if form not in listed]
        answers = [
            form for form in self._answers() if form.complete and not form.bare and form not in self.bare
        ]
        return [*listed, *self._notices, *answers, *other]

    def _answers(self) -> list[Sentence]:
        kinds = (Query, Command, Action, Session)
        return [
            form for bound in self.grammar.rows if isinstance(bound.row, kinds)
            for spoken in bound.replies for form in spoken.forms
        ]  # fmt: skip

    # ------------------------------------------------------------ a device's hearing

    def understand(self, frame: str) -> list[tuple[BoundRow, Reading]]:
        """The rows that `frame` orders, does or asks, in that order."""
        found = []
        for form in self._said.find(frame):
            if (reading := form.read(frame, self._any)) is not None:
                found += [(bound, reading) for bound in self.sayers[form]]
        return sorted(found, key=lambda pair: _turn(pair[0].row))

    def near(self, frame: str) -> BoundRow | None:
        """The row that `frame` begins (or ends) like, where it is none."""
        near = self._said.near(frame)
        return self.sayers[near[0]][0] if near else None

    def _orders(self) -> list[Sentence]:
        ordered = sorted(
            (bound for bound in self.grammar.rows if bound.says), key=lambda bound: _turn(bound.row)
        )
        return [form for bound in ordered if bound.says for form in bound.says.forms]


def compiled(driver: "Driver") -> Table:
    """The table of `driver`, shared with every driver sized from it to the same axes."""
    grammar = driver.grammar
    axes = {axis: tuple(driver.axes.get(axis, ())) for axis in sorted(grammar.axes)}
    key = tuple(axes.items())
    tables: dict[object, Table] = grammar.tables
    if key not in tables:
        tables[key] = Table(driver, grammar, axes)
    return tables[key]


class Echoing(NamedTuple):
    """How a device repeats a request, and whether what was heard repeats it."""

    repeat: Callable[[str], str]
    is_repeat: Callable[[str, str], bool]


def _echo(bound: BoundRow) -> Echoing:
    """Word for word, unless the sentence has its own way."""
    return Echoing(getattr(bound.said, "echo", str), getattr(bound.said, "echoes", eq))


def _rows_by_form(rows: list[BoundRow]) -> dict[Sentence, list[BoundRow]]:
    found: dict[Sentence, list[BoundRow]] = {}
    for bound in rows:
        for spoken in bound.replies:
            for form in spoken.forms:
                found.setdefault(form, []).append(bound)
    return found


def _rows_by_saying(rows: list[BoundRow]) -> dict[Sentence, list[BoundRow]]:
    found: dict[Sentence, list[BoundRow]] = {}
    for bound in rows:
        for form in bound.says.forms if bound.says else ():
            found.setdefault(form, []).append(bound)
    return found


def _catches_all(rows: list[BoundRow]) -> bool:
    return any(isinstance(bound.row, Refusal) and "*" in bound.row.reasons for bound in rows)


def _alike(answers: list[Sentence], notices: set[Sentence]) -> frozenset[Sentence]:
    """Answers that look alike and mean different things ('+OK "value":...'): believed only when asked for."""
    found: dict[object, list[Sentence]] = {}
    for form in dict.fromkeys(answers):
        if isinstance(form, Form) and form.repeat is None and form not in notices:
            found.setdefault(form.head.literals, []).append(form)
    several = [forms for forms in found.values() if len({frozenset(form.names) for form in forms}) > 1]
    return frozenset(form for forms in several for form in forms)


def _turn(row: Row) -> int:
    """Orders before actions, those before session lines that set a word, then questions, then keep-alives."""
    match row:
        case Command():
            return 0
        case Action():
            return 1
        case Session() if row.sets or row.says:
            return 2
        case Query():
            return 3
    return 4


__all__ = ["Table", "TableError", "compiled"]
