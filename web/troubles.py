"""The standing faults as the outside sees them, with the words of their cards."""

from collections.abc import Callable
from typing import Any

from controller.events import Bus, FaultChanged
from controller.hall.cards import Cards
from controller.hall.faults import Fault, Phase
from controller.hall.hall import Hall
from controller.hall.orders import Actor
from controller.hall.watch import Watch
from controller.record.lines import Appended
from web.live import Shelf
from web.problems import Problem
from web.shown import plain


class Troubles:
    """Speaks for the fault engine. `ticket_of` finds the open ticket of a cause."""

    def __init__(self, hall: Hall, watch: Watch, bus: Bus) -> None:
        self.watch = watch
        self._cards = Cards(hall)
        self.ticket_of: Callable[[str], int | None] = lambda key: None
        self.moved: Callable[[str], object] = lambda key: None
        bus.subscribe(FaultChanged, self._changed)

    def standing(self) -> list[dict[str, Any]]:
        """All of them, the oldest first."""
        return [self.shown(fault) for fault in self.watch.standing()]

    def one(self, key: str) -> dict[str, Any] | None:
        """A standing fault; None for one that is over."""
        fault = self.watch.fault(key)
        return None if fault is None else self.shown(fault)

    def shelf(self) -> Shelf:
        """The standing faults, for tablets."""
        return Shelf(lambda: {fault.key: self.shown(fault) for fault in self.watch.standing()}, self.one)

    def ack(self, key: str, actor: Actor) -> Appended | None:
        """Somebody has seen it."""
        try:
            return self.watch.ack(key, actor)
        except KeyError:
            raise Problem(404, "no_fault") from None

    def silence(self, what: str, actor: Actor, seconds: float, reason: str) -> Appended | None:
        """No ticket of this fault, or of this device, for so long."""
        try:
            return self.watch.silence(what, actor, seconds, reason)
        except KeyError:
            raise Problem(404, "no_fault") from None

    def counts(self) -> dict[str, int]:
        """How many stand, by severity; a suspicion is none yet."""
        found: dict[str, int] = {"critical": 0, "major": 0, "minor": 0, "info": 0}
        for fault in self.watch.standing():
            if fault.phase is not Phase.SOFT:
                found[str(fault.severity)] += 1
        return found

    def shown(self, fault: Fault) -> dict[str, Any]:
        """A fault as the API shows it."""
        said = {
            "id": fault.key,
            "rule": fault.rule,
            "subject": fault.subject,
            "device": fault.device,
            "title": self._cards.title(fault),
            "impact": self._cards.impact(fault),
            "advice": self._cards.advice(fault),
            "severity": str(fault.severity),
            "phase": str(fault.phase),
            "since": fault.since,
            "acked_by": fault.acked_by,
            "ticket": self.ticket_of(fault.cause or fault.key),
            "cause": fault.cause,
            "behind": self.watch.behind(fault.key),
            "suppressed_by": fault.cause,
            "silenced_until": fault.silenced_until,
            "flapping": fault.flapping,
            "expected": None,
            "evidence": dict(fault.evidence),
        }
        found: dict[str, Any] = plain(said)
        return found

    def _changed(self, event: FaultChanged) -> None:
        for key in {event.fault.key, event.fault.cause, event.was.cause if event.was else None}:
            if key is not None:
                self.moved(key)
