"""What is wrong with a driver's table, in sentences; for ours and for one typed into a hall's file."""

from collections.abc import Iterator

from drivers.points import Point
from drivers.wire.driver import STANDINGS, Driver
from drivers.wire.form import Form
from drivers.wire.sentences import BoundRow
from drivers.wire.table import Table
from drivers.wire.talk import Command, Notice, Query, Refusal, Session
from drivers.wire.trouble import TableError


def faults(driver: Driver) -> Iterator[str]:
    """One sentence for each thing that is wrong."""
    try:
        table = driver.table
    except (TableError, ValueError, LookupError, TypeError) as wrong:
        yield f"{driver.name}: {wrong}"
        return
    if driver.standing not in STANDINGS:  # assumed=True is for devices that cannot tell their state
        yield f"{driver.name}: standing is one of {', '.join(STANDINGS)}; or did you mean assumed=True?"
    yield from (f"{driver.name}: {sentence}" for sentence in _points(driver, table))
    yield from (f"{driver.name}: {sentence}" for sentence in _rows(driver, table))


def _points(driver: Driver, table: Table) -> Iterator[str]:
    keys = [point.key for point in driver.points]
    yield from (
        f"the point {key} is there twice" for key in sorted({key for key in keys if keys.count(key) > 1})
    )
    for point in driver.points:
        yield from _point(driver, table, point)
    for axis, places in driver.axes.items():
        if any(isinstance(place, str) and "/" in place for place in places):
            yield f"a place of the axis {axis} has a slash, which separates the parts of an address"


def _point(driver: Driver, table: Table, point: Point) -> Iterator[str]:
    told = {key for bound in table.of_kind[Command] for key in bound.said.keys}
    if not driver.assumed and point.key not in table.told:
        yield f"no line tells {point.key}; read it, or give assumed=True"
    if point.settable and point.key not in told:
        yield f"{point.key} is settable, and no Command sets it"
    if point.key in told and not point.settable:
        yield f"a Command sets {point.key}, which is not settable"


def _rows(driver: Driver, table: Table) -> Iterator[str]:
    for number, bound in enumerate(table.grammar.rows, 1):
        yield from (f"row {number}: {sentence}" for sentence in _row(driver, bound))
    spoken = [
        form
        for rows in table.of_kind.values()
        for bound in rows
        for one in bound.replies
        for form in one.forms
    ]
    if not driver.silent and not table.refusers and any(isinstance(form, Form) for form in spoken):
        yield "the device never refuses; say so with silent=True, or give a Refusal"


def _row(driver: Driver, bound: BoundRow) -> Iterator[str]:
    row = bound.row
    match row:
        case Query():
            if not bound.replies:
                yield "a question without an answer"
            yield from (
                f"an answer tells {key} of an axis that neither it nor its question spells"
                for spoken in bound.replies for form in spoken.forms for key in _lost(form, bound)
            )  # fmt: skip
        case Notice():
            unplaced = [form for spoken in bound.replies for form in spoken.forms if not form.complete]
            yield from (
                f"a notice does not spell the axis of {', '.join(sorted(form.keys))}" for form in unplaced
            )
        case Session():
            words = [*row.says, *row.sets]
            yield from (
                f"{word} is no session word of the driver" for word in words if word not in driver.session
            )
        case Refusal():
            if not row.reasons:
                yield "a refusal without reasons"
            if "*" in row.reasons and any(form.bare for spoken in bound.replies for form in spoken.forms):
                yield "a refusal that any line would be"


def _lost(form: object, bound: BoundRow) -> Iterator[str]:
    """The points whose index is spelled nowhere."""
    tells = getattr(form, "tells", {})
    axes = getattr(form, "axes", frozenset()) | bound.said.axes | {getattr(form, "whole", "")}
    if not isinstance(form, Form):
        return
    for tell in tells.values():
        if tell.fixed is None and not set(tell.point.axes) <= axes:
            yield tell.point.key
