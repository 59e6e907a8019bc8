"""The interlocks that a hall's own file adds, at the same door as ours."""

from collections.abc import Iterable

from controller.hall.guards import Asking, Guard
from controller.hall.sentences import Sentence
from controller.hall.state import View
from controller.hall.wording import Guard as Wording
from drivers.points import Ref, Value


def written(guards: Iterable[Wording], state: View) -> Guard:
    """One guard for all that the file says; the sentence is the file's own."""
    told = tuple(guards)

    def look(ref: Ref) -> Value:
        now = state.get(ref)
        return now.reported if now.quality in ("live", "assumed") else None

    def guard(asking: Asking) -> Sentence | None:
        for one in told:
            if asking.ref is not None:
                stands = one.forbids(asking.ref, asking.value, look)
            else:
                stands = one.forbids_action(asking.device, asking.action, asking.args, look)
            if stands:
                return Sentence("guard.written", because={"zh": one.because.zh, "en": one.because.en})
        return None

    return guard
