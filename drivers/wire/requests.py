"""A row's line as a request: what is sent, what may come back, and what a late answer could be taken for."""

from typing import Any

from drivers.points import Place, Value
from drivers.wire.events import Request
from drivers.wire.forms import Bound, Saying
from drivers.wire.sentences import BoundRow
from drivers.wire.table import REMEMBERED, Table
from drivers.wire.talk import Action, Command, Query


def nothing(key: str, index: object) -> Value:
    """The look of one who knows nothing."""
    raise KeyError(key)


class Requests:
    """Makes the requests of one table."""

    def __init__(self, table: Table) -> None:
        self.table, self.driver = table, table.driver

    def make(self, bound: BoundRow, saying: Saying, at: Bound, wishes: Any = None) -> Request:
        """A row's line as a request."""
        row = bound.row
        framing = self.driver.framing
        listens = row.listens if isinstance(row, Command) else 0.0
        return Request(
            row=row,
            frames=(saying.text,),
            shown=saying.shown,
            covers=saying.places,
            waits=bool(bound.replies) or bound.echo or isinstance(row, Query) or listens > 0,
            listens=listens > 0,
            late=isinstance(row, Command) and row.late,
            retry=not isinstance(row, Action),
            settle=row.settle if isinstance(row, Command | Action) else 0.0,
            gap=row.gap if isinstance(row, Command) else 0.0,
            patience=listens or getattr(row, "patience", 0.0) or self.driver.patience,
            bare=not framing.tags and self._bare(bound),
            bound={name: value for name, value in at.items() if value is not None},
            wishes=wishes or {},
            data=b"" if framing.tags else framing.says.wrap(saying.text),
        )

    def _bare(self, bound: BoundRow) -> bool:
        """Whether a late answer to this row could pass for the answer to another."""
        forms = [form for spoken in bound.replies for form in spoken.forms]
        return any(form.bare or not form.complete or form in self.table.bare for form in forms)


def keep(memo: dict[Any, Request], key: object, request: Request) -> Request:
    """Remember a request; all are forgotten when there are too many."""
    if len(memo) >= REMEMBERED:
        memo.clear()
    memo[key] = request
    return request


def name(place: Place) -> str:
    return "/".join(map(str, (place.key, *place.index)))
