"""The fault engine: looks at a hall again and again, and compares what should be standing with what is.

Theory of operation. Rules are pure and remember nothing; what is standing is on record. A look judges the
devices at which something moved, those that are not well, and those with something that ends by itself; then
finds nodes that took others along, puts each fault behind its cause, and last says which want a ticket. A
relevant change asks for a look at the end of the loop's turn, and a slow tick asks for one anyway, so that a
lost event costs a second and not a fault. After a start nothing is judged until every device was asked once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self

from controller.clock import Timer
from controller.events import Bus, OrderMoved, PointChanged
from controller.hall import opening
from controller.hall.afterwards import Afterwards
from controller.hall.cards import Cards
from controller.hall.cases import Case, Now
from controller.hall.checked import checked
from controller.hall.conditions import Condition
from controller.hall.departures import departed
from controller.hall.faults import Fault, Phase
from controller.hall.flood import Flood
from controller.hall.hall import Hall
from controller.hall.hands import HallHands
from controller.hall.healing import Hands, Healer
from controller.hall.jumps import Jumps
from controller.hall.knowledge import Knowledge
from controller.hall.ledger import Journal
from controller.hall.maintenance import Window
from controller.hall.neighbours import COMMON
from controller.hall.orders import Actor
from controller.hall.quiet import LONGEST, Quiet
from controller.hall.recall import KINDS, as_set_now, recall
from controller.hall.rules import KEYS, certain, conditions, good_read, unsettled
from controller.hall.rules_link import fell_asleep
from controller.hall.settings import Settings
from controller.hall.sight import HallSight, Sight
from controller.hall.sparing import Sparing
from controller.hall.suppression import Explaining
from controller.hall.unwoken import Unwoken
from controller.hall.upkeep import Upkeep
from controller.record import failpoints
from controller.record.lines import Appended
from drivers.points import Ref
from drivers.vocabulary import LinkState

Title = Callable[[Fault], object]


class Watch:
    """Watches one hall. `title` names a fault for people; `Watch.over(hall, ...)` ties it all together."""

    def __init__(self, sight: Sight, bus: Bus, journal: Journal, settings: Settings, title: Title) -> None:
        self._sight, self._journal, self._title = sight, journal, title
        self._know = Knowledge(sight, bus, journal, settings)
        self._after, self.flood = Afterwards(sight, journal, settings), Flood(journal, settings)
        self.healer: Healer | None = None
        self.flooded: Callable[[], object] = lambda: None
        self._ledger, self._unwoken = self._know.ledger, Unwoken(self._know, bus)
        self._quiet = Quiet(self._ledger, journal)
        self.upkeep = Upkeep(self._know, journal, sight.zone)
        movers = (self._ledger.shift, self._quiet.shift, self.upkeep.shift)
        self._jumps = Jumps(sight.state.expectations, journal, movers)
        self._moved: set[str] = set()
        self._unwell: set[str] = set()
        self._timer: Timer | None = None
        self._soon: Timer | None = None
        self._started: float | None = None
        self.settled = False
        bus.subscribe(PointChanged, self._changed)
        bus.subscribe(OrderMoved, lambda event: self._touch(event.order.device, event.order.ended))

    @classmethod
    def over(cls, hall: Hall, journal: Journal, settings: Settings | None = None) -> Self:
        """Watch a running hall, by the numbers in its file."""
        numbers = settings or Settings.of(hall.venue.faults)
        watch = cls(HallSight(hall), hall.bus, journal, numbers, Cards(hall).title)
        watch.heal(HallHands(hall))
        return watch

    def heal(self, hands: Hands) -> None:
        """Try remedies, where the hall's file allows it, by these hands."""
        sparing = Sparing(self._know, self.upkeep, self._quiet, hands.title)
        self.healer = Healer(self._know, self._journal, hands, sparing)

    # ------------------------------------------------------------ running

    async def load(self) -> None:
        """Recall from the journal what stood; the journal is ready, the hall may have been started."""
        lines = as_set_now(await self._journal.recall(KINDS))
        now = self._now()
        recall(self._know, self._quiet, self.upkeep, self._after, lines, now)
        if self.healer is not None:
            self.healer.recall(lines, now)

    def start(self) -> None:
        """Begin to look."""
        self._started = self._sight.clock.monotonic()
        self._tick()

    def stop(self) -> None:
        """Look no more."""
        for timer in (self._timer, self._soon):
            if timer is not None:
                timer.cancel()
        self._timer = self._soon = self._started = None

    # ------------------------------------------------------------ what stands

    def standing(self) -> list[Fault]:
        """All that stand, in every phase, also those behind a cause; the oldest first."""
        return sorted(self._ledger.faults().values(), key=lambda fault: fault.since)

    def fault(self, key: str) -> Fault | None:
        """The fault of this key, if it stands."""
        return self._know.standing(key)

    def behind(self, key: str) -> tuple[str, ...]:
        """The keys of the faults that this one explains."""
        return self._ledger.behind(key)

    def ack(self, key: str, actor: Actor, hours: float = 8.0) -> Appended | None:
        """Somebody has seen it, for 8 hours at most. Raises KeyError for one that does not stand."""
        return self._quiet.ack(key, actor, self._now().at, hours)

    def checked(self, key: str, actor: Actor, how: str) -> Appended:
        """A person tried it by hand, and it obeys. Raises KeyError and ClearsByItself."""
        line = checked(self._know, self._journal, key, actor, how)
        self.look()
        return line

    def silence(self, what: str, actor: Actor, seconds: float, reason: str) -> Appended | None:
        """No ticket of this fault, or of this device, for so long (8 h at most). Raises KeyError."""
        if self._ledger.cases.get(what) is None and what not in self._sight.devices():
            raise KeyError(what)
        until = self._now().at + timedelta(seconds=min(seconds, LONGEST))
        return self._quiet.silence(what, actor, until, reason)

    def unsilence(self, what: str, actor: Actor) -> Appended | None:
        """End a silence before its time; the next look may find a ticket due."""
        return self._quiet.unsilence(what, actor)

    def maintain(self, actor: Actor, said: Mapping[str, Any]) -> tuple[Window, Appended]:
        """Announce a maintenance window. Raises NotAWindow."""
        now = self._now()
        made = self.upkeep.add(actor, said, now.at)
        self.upkeep.look(now)
        return made

    def unmaintain(self, id: str, actor: Actor) -> Appended:
        """End one, or call it off. Raises KeyError."""
        return self.upkeep.end(id, actor, self._now())

    def windows(self) -> list[dict[str, Any]]:
        """Those in force and those to come."""
        return self.upkeep.shown(self._now())

    # ------------------------------------------------------------ when to look

    def _changed(self, event: PointChanged) -> None:
        ref = event.ref
        if ref.key == "link":
            self._unwell.add(ref.device)
            for feed in self._sight.topology.above(ref.device):
                self._moved.add(feed.source.device)
        relevant = ref.key in KEYS or self._sight.state.held(ref) is not None or self._limited(ref)
        self._touch(ref.device, relevant)

    def _limited(self, ref: Ref) -> bool:
        return bool(self._sight.limits(ref.device))

    def _touch(self, device: str, relevant: bool) -> None:
        if relevant:
            self._moved.add(device)
            if self._soon is None and self._started is not None:
                self._soon = self._sight.clock.call_later(0.0, self.look)

    def _tick(self) -> None:
        self._timer = self._sight.clock.call_later(self._know.settings.tick, self._tick)
        self.look()

    # ------------------------------------------------------------ a look

    def look(self) -> None:
        """Compare what should be standing with what is."""
        self._soon = None
        now = self._now()
        self._jumps.look(now)
        if not self._may_judge(now):
            return
        for device in self._quiet.run_out(now.at):
            if device in self._sight.devices():
                self._sight.probe(device)
        self._moved |= self._know.disobeyed.waiting()
        self._know.disobeyed.tick()
        self._unwoken.look()
        devices = frozenset(self._sight.devices())
        for device in sorted(self._to_judge() & devices):
            if self._sight.state.get(Ref(device, "link")).reported == LinkState.UP:
                self._unwell.discard(device)
            self._compare(conditions(self._know, device), now, device)
        self._forget(devices)
        if self._ledger.cases:
            explaining = Explaining(self._know)
            self._compare(explaining.nodes(), now)
            explaining.explain(now)
        self.upkeep.look(now)
        self._open(now)
        self._after.look(now)
        if self.healer is not None:
            self.healer.look(now)
        if self.flood.look(self._ledger.cases.values(), now):
            self.flooded()

    def _now(self) -> Now:
        return Now(self._sight.clock.now(), self._sight.clock.monotonic())

    def _may_judge(self, now: Now) -> bool:
        if self.settled or self._started is None:
            return self.settled and self._started is not None
        if self._sight.ready or now.mono - self._started >= self._know.settings.settling:
            self.settled = True
            self._know.switched.settle()
            self._moved.update(self._sight.devices())
            self._unwell.update(self._sight.devices())
        return self.settled

    def _to_judge(self) -> set[str]:
        """Where something moved, is not well, or ends by itself."""
        moved, self._moved = self._moved, set()
        ill = {case.fault.device for case in self._ledger.cases.values()}
        return moved | ill | self._unwell | self._know.switched.review()

    def _compare(self, found: dict[str, Condition], now: Now, device: str | None = None) -> None:
        """With what should be standing at a device, or, without one, at the nodes."""
        for condition in found.values():
            self._ill(condition, now)
        for key, case in list(self._ledger.cases.items()):
            mine = case.fault.rule == COMMON if device is None else case.fault.device == device
            if mine and key not in found:
                self._well(key, case, now)

    def _ill(self, condition: Condition, now: Now) -> None:
        case = self._ledger.cases.get(condition.key)
        new = case is None
        if case is None:
            case = Case.begin(condition, now, self._ledger.past.get(condition.key))
        was = case.fault
        fault = case.ill(condition, now, good_read(self._know, was), self._know.settings)
        if was.phase is Phase.SOFT and fault.phase is Phase.ACTIVE:
            case.frames = opening.kept_frames(self._know, fault.device)
        if new:
            case.fault = fault
            self._after.began(fault.key)
            self._ledger.open(case)
        else:
            self._ledger.move(fault)

    def _well(self, key: str, case: Case, now: Now) -> None:
        if not certain(self._know, case.fault):
            self._ledger.move(unsettled(self._know, case.fault))
            return
        fault = case.well(now, good_read(self._know, case.fault), self._know.settings)
        if fault is None or fell_asleep(self._know, case.fault):
            self._close(key, case, now)
        else:
            self._ledger.move(fault)

    def _close(self, key: str, case: Case, now: Now, left: str = "") -> None:
        if case.told and not left:
            self._after.ended(case.fault, now)
        self._ledger.close(key, now, left)

    def _forget(self, devices: Collection[str]) -> None:
        """A device that left the hall takes its faults with it, and leaves its tickets."""
        for key, case in list(self._ledger.cases.items()):
            if left := departed(self._sight, case.fault, devices):
                self._close(key, case, self._now(), left)
        self._unwell.intersection_update(devices)
        self._know.disobeyed.forget(devices)

    def _open(self, now: Now) -> None:
        for case in list(self._ledger.cases.values()):
            fault = case.fault
            due = opening.wanted(case, self._know, now, self._quiet.until(fault.device))
            if due and not fault.due:
                behind = [self._ledger.cases[key] for key in self._ledger.behind(fault.key)]
                extra = opening.said(fault, len(behind), self._title)
                frames = opening.attached(self._know, case, behind)
                case.told = True
                failpoints.hit("fault.due")
                self._ledger.move(replace(fault, due=True), extra=extra, attachment=frames)
            elif fault.due and not due:
                self._ledger.move(replace(fault, due=False))
