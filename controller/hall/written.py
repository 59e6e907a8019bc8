"""The interlocks that a hall's own file adds, at the same door as ours."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from controller.hall.guards import Asking, Guard
from controller.hall.movements import Movements
from controller.hall.sentences import Sentence
from controller.hall.state import View
from controller.hall.wording import Condition
from controller.hall.wording import Guard as Wording
from drivers.points import Ref, Value

Meant = Callable[[Ref, Value], Value]


def written(guards: Iterable[Wording], view: View, state: View, movements: Movements, meant: Meant) -> Guard:
    """One guard for all that the file says; the sentence is the file's own.

    `view` is how the hall stands or will stand, `state` how it stands now: what differs will have moved.
    `meant` turns the name of a place into its number.
    """
    told = tuple(_meant(one, meant) for one in guards)
    for ref in (condition.ref for one in told for condition in one.conditions if condition.how == "moved"):
        movements.watch(ref)

    def look(ref: Ref) -> Value:
        now = view.get(ref)
        return now.reported if now.quality in ("live", "assumed") else None

    def since(ref: Ref) -> float | None:
        now = state.get(ref)
        going = now.desired is not None and now.desired != now.reported
        return 0.0 if going or view.get(ref).reported != now.reported else movements.since(ref)

    def guard(asking: Asking) -> Sentence | None:
        for one in told:
            if asking.ref is not None:
                stands = one.forbids(asking.ref, asking.value, look, since)
            else:
                stands = one.forbids_action(asking.device, asking.action, asking.args, look, since)
            if stands:
                return Sentence("guard.written", because={"zh": one.because.zh, "en": one.because.en})
        return None

    return guard


def _meant(guard: Wording, meant: Meant) -> Wording:
    """The same, with numbers for the names of places: "Camera" is what the technician calls input 3."""
    conditions = tuple(_condition(one, meant) for one in guard.conditions)
    value = guard.value if guard.at is None else meant(guard.at, guard.value)
    return replace(guard, conditions=conditions, value=value)


def _condition(one: Condition, meant: Meant) -> Condition:
    if one.how not in ("", "not"):
        return one
    return replace(one, values=tuple(meant(one.ref, value) for value in one.values))
