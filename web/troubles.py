"""The standing faults as the outside sees them, with the words of their cards."""

from collections.abc import Callable, Mapping
from typing import Any

from controller.desk.board import Board
from controller.desk.hallnews import HallNews
from controller.events import Bus, FaultChanged
from controller.hall.cards import Cards
from controller.hall.checked import ClearsByItself
from controller.hall.faults import Fault, Phase
from controller.hall.hall import Hall
from controller.hall.maintenance import NotAWindow
from controller.hall.opening import grade
from controller.hall.orders import Actor
from controller.hall.sentences import Sentence
from controller.hall.watch import Watch
from controller.record.journal import Journal
from controller.record.lines import Appended
from web.live import Shelf
from web.problems import Problem
from web.shown import plain


class Troubles:
    """Speaks for the fault engine. `ticket_of` finds the open ticket of a cause, `say` tells every tablet."""

    def __init__(self, hall: Hall, watch: Watch, bus: Bus) -> None:
        self.watch = watch
        self._cards = Cards(hall)
        self.say: Callable[..., object] = lambda **members: None
        watch.upkeep.moved = lambda: self.say(maintenance=self.windows())
        watch.flooded = lambda: self.say(flood=self.flood())
        self.ticket_of: Callable[[str], int | None] = lambda key: None
        self.moved: Callable[[str], object] = lambda key: None
        bus.subscribe(FaultChanged, self._changed)

    async def wake(self, journal: Journal, board: Board, busy: Callable[[], Sentence | None]) -> None:
        """Recall what stood, and tell the tickets what is done about it; `busy`: why nothing may be tried."""
        await self.watch.load()
        if self.watch.healer is not None:
            self.watch.healer.busy = busy
        await HallNews(journal, board).start()

    def flood(self) -> dict[str, Any]:
        """Whether there is more than a person can take in."""
        return {"on": self.watch.flood.on, "new": self.watch.flood.new}

    def windows(self) -> list[dict[str, Any]]:
        """The maintenance windows, those in force and those to come."""
        found: list[dict[str, Any]] = plain(self.watch.windows())
        return found

    def maintain(self, actor: Actor, said: Mapping[str, Any]) -> tuple[str, Appended]:
        """Announce a window. Raises a problem that says why it cannot be one."""
        try:
            made, line = self.watch.maintain(actor, said)
        except NotAWindow as error:
            raise Problem(422, f"window_{error}") from None
        self.say(maintenance=self.windows())
        return made.id, line

    def unmaintain(self, actor: Actor, id: str) -> Appended:
        """End a window, or call it off. Raises 404."""
        try:
            line = self.watch.unmaintain(id, actor)
        except KeyError:
            raise Problem(404, "no_window") from None
        self.say(maintenance=self.windows())
        return line

    def standing(self) -> list[dict[str, Any]]:
        """All of them, the oldest first."""
        return [self.shown(fault) for fault in self.watch.standing()]

    def hard(self, device: str) -> list[str]:
        """The faults of a device that stand beyond doubt: not what is only suspected, or about to clear."""
        mine = (one for one in self.watch.standing() if one.device == device)
        return [one.key for one in mine if one.phase is Phase.ACTIVE]

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

    def checked(self, key: str, actor: Actor, how: str) -> Appended:
        """Somebody tried it by hand, and it obeys."""
        try:
            return self.watch.checked(key, actor, how)
        except KeyError:
            raise Problem(404, "no_fault") from None
        except ClearsByItself:
            raise Problem(409, "clears_by_itself") from None

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
            "why": self._cards.cause(fault),
            "group": self._cards.group(fault),
            "card": self._cards.card(fault),
            "act_s": self._cards.act(fault),
            "class": grade(fault, len(self.watch.behind(fault.key))),
            "related": self._cards.related(fault, self.watch.standing()),
            "acked_by": fault.acked_by,
            "acked_until": fault.acked_until,
            "ticket": self.ticket_of(fault.cause or fault.key),
            "cause": fault.cause,
            "behind": self.watch.behind(fault.key),
            "suppressed_by": fault.cause,
            "silenced_until": fault.silenced_until,
            "flapping": fault.flapping,
            "stale": fault.stale,
            "maintenance": fault.maintenance,
            "expected": fault.expected_by,
            "healing": self.watch.healer.shown(fault) if self.watch.healer is not None else None,
            "evidence": self._cards.evidence(fault),
        }
        found: dict[str, Any] = plain(said)
        return found

    def _changed(self, event: FaultChanged) -> None:
        for key in {event.fault.key, event.fault.cause, event.was.cause if event.was else None}:
            if key is not None:
                self.moved(key)
