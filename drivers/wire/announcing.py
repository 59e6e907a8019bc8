"""What a device says unasked when something in it has changed."""

from collections.abc import Iterator, Mapping

from drivers.points import Place, Value
from drivers.wire.form import Form
from drivers.wire.forms import Saying
from drivers.wire.sentences import BoundRow, Sentence
from drivers.wire.table import Table
from drivers.wire.talk import Look, Notice

Session = Mapping[str, Value]


def announcements(
    table: Table, changed: list[Place], look: Look, mine: bool, session: Session
) -> list[tuple[Notice, str]]:
    """The Notice lines that are true of the changes, the widest first, no change told twice."""
    left = dict.fromkeys(changed)
    out: list[tuple[Notice, str]] = []
    for bound in sorted(table.notices, key=_narrowness):
        if not left:
            break
        if not _for_us(bound, mine, session):
            continue
        for saying in _sayings(table, bound.replies[0].said, list(left), look, session):
            if told := [place for place in dict.fromkeys(saying.places) if place in left]:
                out.append((bound.row, saying.text))  # type: ignore[arg-type]
                for place in told:
                    del left[place]
    return out


def _narrowness(bound: BoundRow) -> tuple[bool, int]:
    said = bound.replies[0].said
    return not getattr(said, "whole", ""), -len(said.keys)


def _for_us(bound: BoundRow, mine: bool, session: Session) -> bool:
    """Whether this client is told: not of its own changes, unless all are, and only as it asked."""
    row = bound.row
    assert isinstance(row, Notice)  # noqa: S101
    said = bound.replies[0].said
    if not said.keys or row.paced or (mine and row.to == "others"):
        return False
    when = {**bound.replies[0].when, **row.when}
    return all(session.get(name) in values for name, values in when.items())


def _sayings(
    table: Table, said: Sentence, changed: list[Place], look: Look, session: Session
) -> Iterator[Saying]:
    """The lines of one Notice that tell some of what changed."""
    mine = [place for place in changed if place.key in said.keys]
    if not mine:
        return
    if isinstance(said, Form) and (said.whole or said.joins or (said.repeat and not said.along)):
        yield from _exact(table, said, mine, look, session)
        return
    for place in mine:
        point = table.grammar.points[place.key]
        at = {axis: spot for axis, spot in zip(point.axes, place.index, strict=True) if axis in said.axes}
        if isinstance(said, Form) and said.along:
            at.pop(said.along, None)
        saying = said.say(look, {**session, **at}, table.sizes)
        if saying is not None:
            yield saying


def _exact(table: Table, said: Form, mine: list[Place], look: Look, session: Session) -> Iterator[Saying]:
    """Lines that may tell only what changed: of a list its changed items, of a joint value all or none."""
    groups = [mine] if said.whole or said.repeat else _by_index(mine)
    for group in groups:
        wishes = {place: look(*place) for place in group}
        saying = said.order(wishes, session, table.sizes)
        if saying is not None:
            yield saying


def _by_index(places: list[Place]) -> list[list[Place]]:
    found: dict[object, list[Place]] = {}
    for place in places:
        found.setdefault(place.index, []).append(place)
    return list(found.values())
