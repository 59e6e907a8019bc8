"""A scene that holds the room and says so puts back what is changed from outside: gently, and not for ever.

Only what is harmless and reversible, only after a moment (somebody may be trying something at the panel), and
three times in ten minutes at most: who wants it otherwise so often means it, and wins.
"""

from collections import defaultdict, deque

from controller.events import PointChanged
from controller.hall.hall import Hall
from controller.hall.orders import Actor, NoSuchPoint, NotAValue
from drivers.errors import NotAllowed
from drivers.points import Ref
from scenes.holding import Holding

MOMENT = 3.0
AGAIN = 20.0
"""Seconds until what the device did not obey is looked at again; it counts like what was moved again."""
TIMES, SPAN = 3, 600.0
REASSERTED, GAVE_UP = "scene.reasserted", "scene.gave_up"


class Reasserting:
    """Watches what is held."""

    def __init__(self, hall: Hall, holding: Holding) -> None:
        self._hall, self._holding = hall, holding
        self._waiting: set[Ref] = set()
        self._done: dict[Ref, deque[float]] = defaultdict(deque)
        holding.told = self._done.clear  # what was put back for another run does not count
        hall.bus.subscribe(PointChanged, self._changed)

    def _changed(self, event: PointChanged) -> None:
        self._soon(event.ref, MOMENT)

    def _soon(self, ref: Ref, seconds: float) -> None:
        if self._holding.reasserts and ref not in self._waiting and self._drifted(ref):
            self._waiting.add(ref)
            self._hall.clock.call_later(seconds, lambda: self._again(ref))

    def _drifted(self, ref: Ref) -> bool:
        """Whether something harmless that is held stands otherwise."""
        if not self._holding.drifted(ref):
            return False
        point = self._hall.point(ref)
        return point.undo and point.risk == "a"

    def _again(self, ref: Ref) -> None:
        self._waiting.discard(ref)
        if not self._holding.reasserts or not self._drifted(ref):
            return
        if self._often(ref):
            self._say(GAVE_UP, ref)
            self._holding.release(ref)
            return
        self._say(REASSERTED, ref)
        self._waiting.add(ref)  # until it has ended: its own comings and goings are no news
        try:
            actor = Actor(str(self._holding.scene), "scene", "scene")
            order = self._hall.rig.set(actor, ref, self._holding.values[ref])
        except (NotAllowed, NotAValue, NoSuchPoint):
            self._holding.release(ref)  # a guard forbids it, or it is no longer in this hall
            self._waiting.discard(ref)
        else:
            order.settled.add_done_callback(lambda _: self._ended(ref))

    def _ended(self, ref: Ref) -> None:
        """It was obeyed, or not: then it is tried again, if it still stands otherwise by then."""
        self._waiting.discard(ref)
        self._soon(ref, AGAIN)

    def _often(self, ref: Ref) -> bool:
        now, done = self._hall.clock.monotonic(), self._done[ref]
        while done and now - done[0] > SPAN:
            done.popleft()
        if len(done) >= TIMES:
            return True
        done.append(now)
        return False

    def _say(self, kind: str, ref: Ref) -> None:
        now = self._hall.state.get(ref).reported
        data = {"ref": str(ref), "found": now, "wanted": self._holding.values[ref]}
        self._hall.journal.append(kind, str(self._holding.scene), data, str(self._holding.scene))
