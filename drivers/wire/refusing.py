"""Which no a device says: the line, and the word for the reason."""

from typing import Any

from drivers.errors import Reason
from drivers.wire.events import Heard
from drivers.wire.requests import nothing
from drivers.wire.sentences import BoundRow
from drivers.wire.table import Table
from drivers.wire.talk import Query, Refusal, Session

NEAREST: dict[Reason, tuple[Reason, ...]] = {
    Reason.BUSY: (Reason.FAILED, Reason.NOT_SUPPORTED),
    Reason.OUT_OF_RANGE: (Reason.FAILED, Reason.NOT_SUPPORTED),
    Reason.NOT_SUPPORTED: (Reason.OUT_OF_RANGE, Reason.FAILED),
    Reason.NOT_AUTHORISED: (Reason.FAILED, Reason.NOT_SUPPORTED),
    Reason.FAILED: (Reason.BUSY, Reason.NOT_SUPPORTED),
}
"""What is said where a protocol has no word for a reason."""


KEPT = "kept"
"""The session word that holds what a device will say once it is asked for its errors."""
MOST_KEPT = 30


def refusal(
    table: Table, event: Heard, reason: Reason, about: str = "", session: dict[str, Any] | None = None
) -> str | None:
    """The device's no to `event`, or None where its protocol has none, or keeps it until it is asked.

    A silent device has a no only for what a Refusal is `of`, and no other in its place.
    """
    found = _refusal(table, event, reason, about or _amiss(table, event.frame))
    if found is None:
        return None
    bound, text = found
    if session is not None and isinstance(bound.row, Refusal) and bound.row.kept:
        session[KEPT] = (*(session.get(KEPT) or ()), text)[-MOST_KEPT:]
        return None
    return text


def recalled(session: dict[str, Any], bound: BoundRow, table: Table) -> str | None:
    """The oldest no that was kept, where it is an answer to this question."""
    kept: tuple[str, ...] = session.get(KEPT) or ()
    forms = [form for spoken in bound.replies for form in spoken.forms] if kept else []
    if not any((reading := form.read(kept[0], table.sizes)) and reading.events for form in forms):
        return None
    first, *others = kept
    session[KEPT] = tuple(others)
    return str(first)


def _refusal(table: Table, event: Heard, reason: Reason, about: str) -> tuple[BoundRow, str] | None:
    refusers = [bound for bound in table.refusers if bound.of is not None or not table.driver.silent]
    for each in (reason,) if table.driver.silent else (reason, *NEAREST[reason], *Reason):
        for subject in dict.fromkeys((about, _among(table, about), "")):
            for bound in refusers:
                word = _word(bound, each, subject)
                text = None if word is None else _line(table, bound, event, word)
                if text is not None:
                    return bound, text
    return None


def _amiss(table: Table, frame: str) -> str:
    """What the nearest line says is wrong with a frame, where it can say it better than by a point."""
    near = table.near(frame)
    amiss = getattr(near.said, "amiss", None) if near is not None else None
    return amiss(frame) if amiss is not None else ""


def _among(table: Table, about: str) -> str:
    """The axis a value is a place of: an input that does not exist is about inputs."""
    point = table.grammar.points.get(about)
    return point.among if point else ""


def _word(bound: BoundRow, reason: Reason, about: str) -> str | None:
    """The row's word for a reason: for this subject, or (without one) the plainest."""
    row = bound.row
    assert isinstance(row, Refusal)  # noqa: S101
    words = [(word, meant) for word, meant in row.reasons.items() if meant is not None and word != "*"]
    if about:
        return next((word for word, meant in words if meant == (reason, about)), None)
    plain = [word for word, meant in words if meant is reason]
    tied = [word for word, meant in words if isinstance(meant, tuple) and meant[0] is reason]
    return next(iter([*plain, *tied]), None)


def _line(table: Table, bound: BoundRow, event: Heard, word: str) -> str | None:
    """The refusal's line in answer to `event`, or None where it is not one for such a request."""
    fields: dict[str, object] = {"reason": word}
    if bound.of is not None:
        common = bound.of.read(event.frame)
        if common is None:
            return None
        fields.update(common)
    spoken = bound.replies[0]
    fields.update((name, event.frame) for name in spoken.said.names if name.startswith("echo"))
    saying = spoken.said.say(nothing, fields, table.sizes)  # type: ignore[arg-type]
    return None if saying is None else saying.text


def tells(bound: BoundRow) -> bool:
    """Whether the line holds values that could be out of range; a question's are its own."""
    row = bound.row
    return bool(bound.said.names) if isinstance(row, Session) else not isinstance(row, Query)
