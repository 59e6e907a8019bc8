"""Which scene the hall stands in, and the values it vouches for.

A scene that has landed holds its confirmed values: whoever changes one at the device itself, past us, makes
it *differ from the scene*. One scene holds at a time. A person who orders another value through us is lawful:
that point is let go. Held across a restart by journal lines `hall.held` and `hall.released`.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from controller.events import Bus, OrderMoved
from controller.hall.orders import Order
from controller.hall.state import State
from controller.record.lines import Line
from drivers.points import Ref, Value

HELD, RELEASED = "hall.held", "hall.released"


class Journal(Protocol):
    """The part of the journal that is needed here."""

    def append(self, kind: str, subject: str, data: dict[str, Any], actor: str) -> object: ...


class Holds:
    """What is held, and for which scene."""

    def __init__(self, state: State, bus: Bus, journal: Journal) -> None:
        self._state, self._journal = state, journal
        self.scene: str | None = None
        self._wishes: dict[Ref, Value] = {}
        bus.subscribe(OrderMoved, lambda event: self._ordered(event.order))

    def hold(self, scene: str, wishes: Mapping[Ref, Value], actor: str = "system") -> None:
        """The hall stands in `scene` now: hold these values, and nothing that was held before."""
        said = [{"ref": str(ref), "value": value} for ref, value in wishes.items()]
        self._journal.append(HELD, scene, {"wishes": said}, actor)
        self._take(scene, wishes)

    def release(self, scene: str | None = None, actor: str = "system") -> None:
        """Hold nothing any more; with `scene`, only if it is that one which holds."""
        if self.scene is not None and scene in (None, self.scene):
            self._journal.append(RELEASED, self.scene, {}, actor)
            self._take(None, {})

    def wishes(self) -> Mapping[Ref, Value]:
        """What is held now."""
        return dict(self._wishes)

    def holds(self, ref: Ref) -> bool:
        """Whether the scene vouches for this point."""
        return ref in self._wishes

    def recall(self, line: Line) -> None:
        """One of its own lines, after a restart; in order."""
        if line.kind == HELD:
            self._take(line.subject, {Ref.parse(one["ref"]): one["value"] for one in line.data["wishes"]})
        elif line.kind == RELEASED and (refs := line.data.get("refs")):
            for ref in refs:
                self._let_go(Ref.parse(ref))
        elif line.kind == RELEASED:
            self._take(None, {})

    def _take(self, scene: str | None, wishes: Mapping[Ref, Value]) -> None:
        for ref in [one for one in self._wishes if one not in wishes]:
            self._let_go(ref)
        self.scene, self._wishes = scene, dict(wishes)
        for ref, value in wishes.items():
            self._state.hold(ref, value)

    def _let_go(self, ref: Ref) -> None:
        self._wishes.pop(ref, None)
        self._state.release(ref)

    def _ordered(self, order: Order) -> None:
        """A person wants something else there: from then on the scene does not vouch for it."""
        ref = order.ref
        if order.kind != "set" or ref is None or ref not in self._wishes or _of_a_scene(order):
            return
        if order.value != self._wishes[ref] and self.scene is not None:
            self._journal.append(RELEASED, self.scene, {"refs": [str(ref)]}, order.actor.name)
            self._let_go(ref)


def _of_a_scene(order: Order) -> bool:
    return "scene" in (order.actor.role, order.actor.via)
