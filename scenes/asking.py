"""Ask before you touch: when a point's value must be asked for before a step may rely on it.

A point that was never read, or is no longer vouched for, cannot be put back: it is read first. One that seems
to be as wished is only believed while it is younger than the question that keeps it fresh; and one that
was told something, by whomever, not before it was heard again.
"""

from datetime import datetime
from typing import Protocol

from controller.clock import Clock
from controller.hall.hall import Hall
from controller.hall.rig import Rig
from controller.hall.state import View
from drivers.points import Ref, Value

ASKED_ONCE = 10.0
"""Seconds for which a value is believed that is asked for once a connection, and told unasked after that."""


class Eyes(Protocol):
    """Who looks: a run at the state, a preview at a forecast of it."""

    @property
    def hall(self) -> Hall: ...
    @property
    def rig(self) -> Rig: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def state(self) -> View: ...
    def unsure(self, ref: Ref) -> bool: ...


def must_ask(eyes: Eyes, ref: Ref, value: Value, doubted: datetime | None = None) -> bool:
    """Whether the device is asked how `ref` stands before it is told to be `value`.

    `doubted` is when something was done that may have changed it. Raises NoSuchPoint and KeyError.
    """
    now = eyes.state.get(ref)
    at = now.at if now.quality in ("live", "assumed") else None  # None: nobody vouches for it
    if at is not None and (eyes.unsure(ref) or (doubted is not None and at <= doubted)):
        at = None
    if at is not None and not eyes.hall.point(ref).agrees(value, now.reported):
        return False  # it is to be moved, and what it was is known
    every = eyes.rig.interval(ref)
    if every is None:
        return False  # nobody can: it is pushed, or never told
    age = (eyes.clock.now() - at).total_seconds() if at is not None else -1.0
    return not 0 <= age <= (every or ASKED_ONCE)
