"""What would restore the room after a run: its own steps, mirrored, as far as they may be put back.

A point goes back to what it was before the run first touched it, and only if it is still as the run left it.
Lamps and mains are never put back (`Point.undo`), nor is what nobody had read; those are listed instead.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from drivers.points import Point, Ref, same
from scenes.model import InTurn, Invoke, Set, Step, Together
from scenes.runs import DONE_BY_US, StepState, Taken, Undo

Look = Callable[[Ref], Point]
May = Callable[[Point], bool]


def may_put_back(point: Point) -> bool:
    """What a failed run may put back by itself."""
    return point.undo


def may_undo(point: Point) -> bool:
    """What a person's undo restores: reversible things only."""
    return point.undo and point.risk == "a"


def undo(steps: Sequence[Taken], look: Look, may: May, restored: Collection[Ref] = ()) -> Undo:
    """The steps that bring back what `steps` moved, and what they cannot; `restored` is back already.

    `look` gives the kind of a point, KeyError where there is none any more.
    """
    moved = [one for one in steps if one.touched]
    first: dict[Ref, Taken] = {}
    last: dict[Ref, Taken] = {}
    for one in moved:
        if isinstance(one.step, Set) and one.step.ref not in restored:
            first.setdefault(one.step.ref, one)
            last[one.step.ref] = one
    wishes = {ref: wish for ref, one in first.items() if (wish := _wish(ref, one, last[ref], look, may))}
    lost: list[Ref | str] = [
        ref for ref, one in first.items() if ref not in wishes and _changed(one, last[ref])
    ]
    lost += [f"{s.device}/{s.action}" for one in moved if isinstance(s := one.step, Invoke)]
    lost += _by_hand(steps, wishes)
    backs = {first[ref].path: wish for ref, wish in wishes.items()}
    return Undo(_mirrored(steps, (), backs), tuple(dict.fromkeys(lost)))


def _wish(ref: Ref, first: Taken, last: Taken, look: Look, may: May) -> Set | None:
    """The step that puts one point back; None where that may not, or need not, be."""
    try:
        point = look(ref)
    except KeyError:
        return None
    if not may(point) or not point.allows(first.before) or not _changed(first, last):
        return None
    stood = _by_us(last) or last.fell  # what failed may be anywhere, what fell was moved by somebody
    left = last.step.value if stood and isinstance(last.step, Set) else None
    return Set(ref, first.before, vital=False, unless_moved=left)


def _changed(first: Taken, last: Taken) -> bool:
    """Whether it is elsewhere now; what failed may be anywhere."""
    value = last.step.value if isinstance(last.step, Set) else None
    return not _by_us(last) or not same(first.before, value)


def _by_us(one: Taken) -> bool:
    """Whether the run itself brought it about."""
    return one.state in DONE_BY_US


def _by_hand(steps: Sequence[Taken], wishes: Collection[Ref]) -> Iterator[Ref | str]:
    """What a person did and only a person can take back."""
    for one in steps:
        match one.step:
            case Set(ref=ref) if one.state is StepState.BY_HAND and ref not in wishes:
                yield ref
            case Invoke(device=device, action=action) if one.state is StepState.BY_HAND:
                yield f"{device}/{action}"


def _mirrored(
    steps: Sequence[Taken], under: tuple[int, ...], backs: dict[tuple[int, ...], Set]
) -> tuple[Step, ...]:
    """The tree below a path, backwards, with only what is put back in it."""
    deep = len(under)
    inside = [one for one in steps if one.path[:deep] == under and len(one.path) > deep]
    found: list[Step] = []
    for one in reversed([one for one in inside if len(one.path) == deep + 1]):
        if isinstance(one.step, Together | InTurn):
            inner = _mirrored(inside, one.path, backs)
            found += [type(one.step)(inner, vital=False)] if inner else []
        elif one.path in backs:
            found.append(backs[one.path])
    return tuple(found)
