"""What a device tells and takes only while something else of it is so: a projector's input, while it is on.

A driver says when its questions make sense. While none of those for a point does, nobody can read it: nothing
that is set could be proved, and what was read before says nothing of it. Run and preview both know that, so
neither sends what must fail.
"""

from dataclasses import dataclass

from controller.record.failpoints import planted
from drivers.points import Ref, Value
from drivers.vocabulary import PowerState
from drivers.wire.talk import When
from scenes.asking import Eyes
from scenes.model import Set, Wait

TOWARDS: dict[Value, Value] = {PowerState.WARMING: PowerState.ON}
"""What a value becomes that is only passed through, if nobody wants it otherwise."""


@dataclass(frozen=True, slots=True)
class Gate:
    """`ref` stands in the way of another point, being `now`; `opens`: it is about to let it through, and the
    step has time for that. What is shut may have been opened by a hand meanwhile: a run asks `ref` first.
    """

    ref: Ref
    now: Value
    opens: bool


def gate(eyes: Eyes, step: Set | Wait) -> Gate | None:
    """What keeps the step's point from being read just now; None while it can be. Raises KeyError."""
    if planted("what_is_shut_is_told"):
        return None
    found = [_closed(eyes, step, when) for when in eyes.hall.devices[step.ref.device].whens(step.ref.key)]
    closed = [one for one in found if one is not None]
    if not closed or len(closed) < len(found):
        return None
    return next((one for one in closed if one.opens), closed[0])


def _closed(eyes: Eyes, step: Set | Wait, when: When) -> Gate | None:
    closed = [one for key, values in when.items() if (one := _stands(eyes, step, key, values)) is not None]
    return next((one for one in closed if not one.opens), closed[0] if closed else None)


def _stands(eyes: Eyes, step: Set | Wait, key: str, values: tuple[Value, ...]) -> Gate | None:
    """What was never read keeps nothing out."""
    ref = Ref(step.ref.device, key)
    now = eyes.state.get(ref)
    wanted = now.desired if now.pending else TOWARDS.get(now.reported, now.reported)
    if now.quality not in ("live", "stale") or (now.reported in values and wanted in values):
        return None
    return Gate(ref, now.reported, wanted in values and step.within is not None)
