"""The points of a generic device: the trade's own where the name is one of theirs, else as described."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drivers import vocabulary
from drivers.generic import values
from drivers.generic.reading import Part, nearest
from drivers.points import Point
from drivers.wire.spelling import Spelling

KEYS = (*values.KEYS, "each", "about", "unit", "step", "passing", "undo", "risk", "tolerance", "among")
STANDARD = {one.key: one for one in vars(vocabulary).values() if isinstance(one, Point)}


def points(
    part: Part, axes: Mapping[str, Any], settable: frozenset[str], hexed: bool
) -> tuple[tuple[Point, ...], dict[str, Spelling]]:
    """The points, in the order of the file, and how each is written. `settable` are those a command sets."""
    found: list[Point] = []
    spelled: dict[str, Spelling] = {}
    for key, _ in part.names():
        if key == vocabulary.LINK.key or key in axes:
            part.complain((key,), f"{key} is taken", f"{key} 已被占用")
            continue
        own = part.part(key, KEYS)
        found.append(replace(_point(own, key, axes), settable=key in settable))
        said = values.spelling(own, hexed)
        spelled |= {key: said} if said is not None else {}
    return tuple(found), spelled


def _point(own: Part, key: str, axes: Mapping[str, Any]) -> Point:
    base = STANDARD.get(key, Point(key))
    allowed, bounds = values.listed(own), values.bounds(own)
    if allowed is not None or bounds is not None:
        base = replace(base, values=allowed, range=bounds)
    among = _axis(own, "among", own.text("among"), axes)
    return replace(
        base,
        about=own.text("about", base.about),
        unit=own.text("unit", base.unit),
        step=own.number("step") if "step" in own.value else (base.step if bounds is None else _step(own)),
        passing=_passing(own, base),
        undo=own.flag("undo") if "undo" in own.value else base.undo,
        risk=own.choice("risk", ("a", "b", "c"), base.risk),
        tolerance=own.number("tolerance") or base.tolerance,
        axes=tuple(filter(None, (_axis(own, "each", str(name), axes) for name in own.list("each")))),
        among=among or (base.among if base.among in axes else ""),
    )


def _step(own: Part) -> float | None:
    """Whole numbers where nothing speaks of a fraction."""
    ends = own.value.get("range") or ()
    broken = any(key in own.value for key in ("decimals", "scale", "offset"))
    return None if broken or any(type(one) is float for one in ends) else 1


def _passing(own: Part, base: Point) -> frozenset[Any]:
    given = own.list("passing")
    if not given:
        return frozenset(one for one in base.passing if base.knows(one))
    for one in given:
        if not base.knows(one):
            own.complain(("passing",), f"{one} is none of its values", f"{one} 不是它的值")
    return frozenset(one for one in given if base.knows(one))


def _axis(own: Part, key: str, name: str, axes: Mapping[str, Any]) -> str:
    if name and name not in axes:
        near = nearest(name, axes)
        hint, hint_zh = (f"; did you mean {near}?", f"；是否想写 {near}？") if near else ("", "")
        own.complain((key,), f"places: has no {name}{hint}", f"places: 里没有 {name}{hint_zh}")
        return ""
    return name
