"""Model variants of a driver, made from its table."""

from dataclasses import replace
from typing import TYPE_CHECKING

from drivers.wire.sentences import BoundRow

if TYPE_CHECKING:
    from drivers.wire.driver import Driver


def without(driver: "Driver", keys: tuple[str, ...]) -> "Driver":
    """`driver` without the points `keys`, and without the rows that speak of one of them.

    A row that tells other points too has to be given anew by the caller: it is dropped all the same.
    """
    gone = frozenset(keys)
    rows = tuple(bound.row for bound in driver.grammar.rows if not (_speaks_of(bound) & gone))
    points = tuple(point for point in driver.points if point.key not in gone)
    return replace(driver, points=points, talk=rows)


def _speaks_of(bound: BoundRow) -> frozenset[str]:
    forms = [form for spoken in bound.replies for form in spoken.forms]
    forms += bound.says.forms if bound.says else ()
    return frozenset(key for form in forms for key in form.keys)
