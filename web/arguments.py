"""The arguments of an action, found in the line that says it."""

from collections.abc import Iterator
from typing import Any

from drivers.wire.driver import Driver
from drivers.wire.fields import Field, parse
from drivers.wire.spelling import Spelling
from drivers.wire.talk import Action, Line


def arguments(action: Action, driver: Driver) -> Iterator[dict[str, Any]]:
    """`{"name", "values" or "range"}` of each; both null where any text or number will do."""
    for name in dict.fromkeys(_names(action.do)):
        yield {"name": name, **_bounds(action.args.get(name), driver.axes.get(name))}


def _bounds(spelled: object, places: tuple[int | str, ...] | None) -> dict[str, Any]:
    if isinstance(spelled, tuple):
        return {"values": list(spelled), "range": None}
    low, high = getattr(spelled, "low", None), getattr(spelled, "high", None)
    if low is not None and high is not None:
        return {"values": None, "range": [low, high]}
    if isinstance(spelled, Spelling) and hasattr(spelled, "table"):
        return {"values": list(spelled.samples()), "range": None}
    return {"values": list(places) if places else None, "range": None}


def _names(said: object) -> Iterator[str]:
    """The fields of a sentence that are said with a value: not its numbers, secrets and echoes."""
    for text in _texts(said):
        for part in parse(text):
            if isinstance(part, Field) and part.kind == "value":
                yield from (name.partition("[")[0] for name in part.names)


def _texts(said: object) -> tuple[str, ...]:
    match said:
        case str():
            return (said,)
        case tuple():
            return _texts(said[0])
        case Line(text=text, each=each):
            more = (each,) if isinstance(each, str) else each or ()
            return (text, *more[:1])
    return tuple(getattr(said, "texts", ()))
