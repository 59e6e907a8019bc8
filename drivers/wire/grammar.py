"""A driver's rows, bound to its points and spellings: compiled once, whatever the sizes of the axes.

Every line becomes one or more `Form`s; equal forms are one object, so that "the answer to the pending
request" and "news" are told apart by identity and a frame is read once.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drivers.wire.fields import Field, parse
from drivers.wire.form import Form
from drivers.wire.forms import BODY
from drivers.wire.names import Names
from drivers.wire.repeat import Repeat
from drivers.wire.sentences import BoundRow, Spoken
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.spelling_inner import Raw
from drivers.wire.talk import (
    Action,
    Command,
    Line,
    Notice,
    Query,
    Refusal,
    Row,
    Said,
    Saids,
    Session,
    _Echo,
)
from drivers.wire.template import Slot, Template
from drivers.wire.trouble import TableError

if TYPE_CHECKING:
    from drivers.wire.driver import Driver


class Grammar(Names):
    """Every row of a driver, bound."""

    def __init__(self, driver: "Driver") -> None:
        super().__init__(driver)
        self._forms: dict[Any, Form] = {}
        self.where = driver.name
        self.tables: dict[Any, Any] = {}
        self.places: dict[Any, Any] = {}
        self.shared: dict[str, Any] = {}
        self.asking = self.loose = False
        self.rows = [self._row(number, row) for number, row in enumerate(driver.talk)]

    # ------------------------------------------------------------ rows

    def _row(self, number: int, row: Row) -> BoundRow:
        self.where = f"{self.driver.name}, row {number + 1}"
        match row:
            case Query():
                self.asking = True
                asks = self.line(row.ask)
                self.asking = False
                return BoundRow(row, asks, self.lines(row.replies) or getattr(asks.said, "replies", ()))
            case Command():
                return BoundRow(row, self.line(row.tell), self._acks(row.ack), isinstance(row.ack, _Echo))
            case Action():
                self._learn(row)
                return BoundRow(row, self.line(row.do), self._acks(row.ack), isinstance(row.ack, _Echo))
            case Session():
                return BoundRow(row, self.line(row.say), self.lines(row.reply))
            case Notice():
                return BoundRow(row, None, self.lines(row.line))
            case Refusal():
                return self._refusal(row)

    def _acks(self, ack: Saids | _Echo | None) -> tuple[Spoken, ...]:
        return () if isinstance(ack, _Echo) else self.lines(ack)

    def _learn(self, row: Action) -> None:
        """The arguments of an action are words that notices and acknowledgements may use, too."""
        names = {name for text in _texts(row.do) for each in _fields(text) for name in each.names}
        for name in names - self.points.keys() - self.axes:
            given = row.args.get(name, self.driver.spelling.get(name))
            if isinstance(given, tuple):
                given = Words({str(value): value for value in given})
            self.args.setdefault(name, given or Whole())

    def _refusal(self, row: Refusal) -> BoundRow:
        words = {text: text for text in row.reasons if text not in ("", "*")}
        self.reason = Words(words) if words and "*" not in row.reasons else Text()
        of = self.template(row.of, loose=True) if row.of is not None else None
        return BoundRow(row, None, self.lines(row.line, loose=True), of=of)

    # ------------------------------------------------------------ lines

    def lines(self, said: Saids | None, loose: bool = False) -> tuple[Spoken, ...]:
        """Alternatives, bound; in a `loose` line any field may be named."""
        if said is None:
            return ()
        return tuple(self.line(each, loose) for each in (said if isinstance(said, tuple) else (said,)))

    def line(self, said: Said, loose: bool = False) -> Spoken:
        """One line with all the forms it is heard in."""
        self.loose = loose
        if not isinstance(said, str | Line):
            bound = said.bind(self)
            return bound if isinstance(bound, Spoken) else Spoken(bound, (bound,))
        line = Line(said) if isinstance(said, str) else said
        heard = [
            self.form(other if isinstance(other, Line) else _with(line, other), loose) for other in line.heard
        ]
        form = self.form(line, loose)
        return Spoken(form, (form, *heard), line.when)

    def form(self, line: Line, loose: bool = False) -> Form:
        """The compiled form of one text; equal texts share one."""
        reason = id(self.reason) if "{reason}" in line.text else 0
        known = (
            line.text,
            line.each,
            line.sep,
            line.tail,
            line.along,
            line.all,
            line.page,
            loose,
            tuple(line.means.items()),
            reason,
        )
        if known not in self._forms:
            self._forms[known] = self._form(line, loose)
        return self._forms[known]

    def _form(self, line: Line, loose: bool) -> Form:
        repeat = self._repeat(line)
        parts = self._parts(line.text, loose)
        if repeat is not None:
            own_line = "\n" if line.sep == "\n" and line.text and not line.text.endswith("\n") else ""
            parts = _with_body(parts, own_line, line.tail)
        head = Template(parts, self.driver.fold, f"{self.where}, {line.text!r}")
        names = head.names.union(*(item.names for item in repeat.items)) if repeat else head.names
        told = () if loose else (*names, *line.means)  # a refusal names things, and tells nothing
        tells = {name: tell for name in told if (tell := self.tell(name)) is not None}
        return Form(
            head, tells, axes=self.axes, repeat=repeat, whole=line.all, means=line.means, page=line.page
        )

    def _repeat(self, line: Line) -> Repeat | None:
        if line.each is None:
            return None
        texts = (line.each,) if isinstance(line.each, str) else line.each
        items = tuple(self.template(text) for text in texts)
        return Repeat.of(
            items, line.sep, line.along or self._along(items, line.text), f"{self.where}, {line.text!r}"
        )

    def _along(self, items: tuple[Template, ...], head: str) -> str:
        """The one axis that the points of the items have and neither item nor head spells."""
        told = {
            tell.point
            for item in items
            for name in item.names
            if (tell := self.tell(name)) and tell.fixed is None
        }
        spelled = {name for item in items for name in item.names} | {
            name for each in parse(head) if isinstance(each, Field) for name in each.names
        }
        axes = {axis for point in told for axis in point.axes} - (spelled - self.points.keys())
        if len(axes) > 1:
            raise TableError(f"{self.where}: say `along` which of {sorted(axes)} the items are counted")
        return axes.pop() if axes else ""

    def template(self, text: str, loose: bool = False) -> Template:
        """A line's text, compiled."""
        return Template(self._parts(text, loose), self.driver.fold, f"{self.where}, {text!r}")

    def _parts(self, text: str, loose: bool) -> list[str | Slot]:
        try:
            return [each if isinstance(each, str) else self.slot(each, loose) for each in parse(text)]
        except TableError as wrong:
            raise TableError(f"{self.where}, {text!r}: {wrong}") from None


def _texts(said: Said) -> tuple[str, ...]:
    """Every text of a sentence that may hold fields."""
    if isinstance(said, str):
        return (said,)
    if isinstance(said, Line):
        items = (said.each,) if isinstance(said.each, str) else said.each or ()
        return (said.text, *items)
    return tuple(getattr(said, "texts", ()))


def _fields(text: str) -> list[Field]:
    return [each for each in parse(text) if isinstance(each, Field) and each.kind == "value"]


def _with(line: Line, text: str) -> Line:
    """The same line in another text."""
    return replace(line, text=text, heard=())


def _with_body(parts: list[str | Slot], own_line: str, tail: str) -> list[str | Slot]:
    """The parts of the head, then the slot that holds all items, then what closes them."""
    out = list(parts)
    if own_line and isinstance(out[-1], str):
        out[-1] += own_line
    elif own_line:
        out.append(own_line)
    out.append(Slot(Field("value", (BODY,)), Raw()))
    return [*out, tail] if tail else out
