"""What a device says to a request that leaves places open: every line, at every one of them."""

from collections.abc import Iterator
from itertools import product

from drivers.wire.forms import Bound
from drivers.wire.sentences import BoundRow
from drivers.wire.table import Table
from drivers.wire.talk import Look


def gathered(table: Table, bound: BoundRow, look: Look, fields: Bound) -> list[str]:
    """Every line at every place that the request leaves open ("0": all), or the one that says all."""
    for spoken in bound.replies:
        said = (
            list(_everywhere(table, spoken.said, look, fields)) if getattr(spoken.said, "whole", "") else []
        )
        if said:
            return said
    return [text for spoken in bound.replies for text in _everywhere(table, spoken.said, look, fields)]


def _everywhere(table: Table, said: object, look: Look, fields: Bound) -> Iterator[str]:
    listed = said.say(look, fields, table.sizes) if getattr(said, "repeat", None) is not None else None  # type: ignore[attr-defined]
    if listed is not None:
        yield listed.text  # a list is one line
        return
    axes = sorted(said.axes - fields.keys())  # type: ignore[attr-defined]
    for index in product(*(table.sizes.on(axis) for axis in axes)):
        held = {**fields, **dict(zip(axes, index, strict=True))}
        saying = said.say(look, held, table.sizes)  # type: ignore[attr-defined]
        if saying is not None:
            yield saying.text
