"""One fault on its way: from a first suspicion to belief, to rest, and gone. Times come in, a fault goes out.

Intervals are measured on the monotonic clock, so that a wall clock that is set neither makes nor hides a
fault; the moments in the fault itself are UTC, and after a restart the intervals are found again from them.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from controller.hall import flapping
from controller.hall.conditions import Condition
from controller.hall.faults import Fault, Phase, Severity
from controller.hall.rules_parts import is_measured
from controller.hall.settings import Settings
from controller.record import failpoints
from drivers.trace import Entry

KEPT = 20
"""So many moments of a fault are remembered."""
CLOSE = timedelta(seconds=5)
"""Changes closer than this are remembered as one, lest what chatters fast fills the memory with a minute."""
LONGEST = 600.0
"""No grace is longer, whatever a clock that was set makes of it."""


@dataclass(frozen=True, slots=True)
class Now:
    """One moment on both clocks."""

    at: datetime
    mono: float

    def when(self, at: datetime) -> float:
        """A UTC moment on the monotonic clock; never in the future."""
        return self.mono - max(0.0, (self.at - at).total_seconds())


@dataclass(slots=True)
class Case:
    """The fault as it stands, and what is measured of it: `bad`, `good` and `unstable` since when, reads.

    `told`: it was due for a ticket once. `robbed`: it lost something with its cause, and may boot after it.
    """

    fault: Fault
    bad: float
    good: float | None = None
    read: object = None
    reads: int = 0
    hard: float | None = None
    unstable: float | None = None
    grace: float | None = None
    told: bool = False
    robbed: bool = True
    frames: list[Entry] = field(default_factory=list)

    @classmethod
    def begin(cls, condition: Condition, now: Now, past: Fault | None) -> "Case":
        """A first suspicion; what is remembered of the last time counts for flapping."""
        since = min(condition.since or now.at, now.at)
        fault = Fault(
            rule=condition.rule,
            subject=condition.subject,
            device=condition.device,
            severity=condition.severity,
            phase=Phase.SOFT,
            since=since,
            evidence=condition.evidence,
            turns=past.turns if past is not None else (),
            seen=_close(past.seen if past is not None else (), now),
        )
        return cls(fault, now.when(since))

    @classmethod
    def recall(cls, fault: Fault, now: Now) -> "Case":
        """A fault that stands since before a restart."""
        good = now.when(fault.better) if fault.phase is Phase.CLEARING and fault.better else None
        hard = now.when(fault.hard) if fault.hard else None
        left = (fault.grace - now.at).total_seconds() if fault.grace else 0.0
        grace = now.mono + min(left, LONGEST) if fault.grace else None
        unstable = hard if fault.flapping else None
        return cls(
            fault, now.when(fault.since), good, hard=hard, unstable=unstable, grace=grace, told=fault.due
        )

    @property
    def believed(self) -> float | None:
        """Since when it is believed, all its good moments left aside where it flaps."""
        return self.hard if self.unstable is None else self.unstable

    def ill(self, condition: Condition, now: Now, read: object, settings: Settings) -> Fault:
        """It is (still) so."""
        self._count(read, fresh=self.good is not None)
        self.good = None
        fault = replace(self.fault, stale=False, expected_by=None)
        if fault.phase is Phase.CLEARING:
            fault = self._risen(_flickered(replace(fault, better=None), now), now, settings)
        elif fault.phase is Phase.SOFT:
            fault = self._suspected(fault, condition, now, settings)
        elif fault.flapping and self.hard is not None and now.mono - self.hard >= settings.flap_rest:
            fault = replace(fault, flapping=_flaps(fault, now, settings))
            self.unstable = self.unstable if fault.flapping else None
        if fault.severity != condition.severity or _grew(fault, condition):
            fault = replace(fault, severity=condition.severity, evidence=condition.evidence)
        return fault

    def well(self, now: Now, read: object, settings: Settings) -> Fault | None:
        """It is not so any more: rest, then None."""
        fault = replace(self.fault, stale=False, expected_by=None)
        if fault.phase is Phase.SOFT:
            return None
        if self.good is None:
            self.good, self.read, self.reads = now.mono, read, 0
            return _flickered(replace(fault, phase=Phase.CLEARING, better=now.at), now)
        self._count(read)
        if not self._rested(now.mono - self.good, settings):
            return fault
        return self._swung(fault, now, settings)

    def _swung(self, fault: Fault, now: Now, settings: Settings) -> Fault | None:
        """It is over, unless to be over once more is the turn that makes it unstable."""
        turned = _turned(fault, now)
        swung = flapping.swings(turned.turns, now.at, settings.flap_window)
        excused = fault.severity is Severity.INFO or _is_explained(fault)
        if excused or fault.flapping or swung < settings.flaps or failpoints.planted("only_risings_swing"):
            return None
        self.unstable = self.hard
        return replace(turned, flapping=True)

    def gone(self, now: Now) -> Fault:
        """The fault as it is remembered; a mere suspicion was none, and leaves only that it was there."""
        soft, fault = self.fault.phase is Phase.SOFT, _unmarked(self.fault)
        fault = _flickered(fault, now) if soft else _turned(fault, now)
        over = replace(fault, phase=Phase.CLEARED, due=False, flapping=False)
        return replace(over, better=over.better or now.at)

    def _suspected(self, fault: Fault, condition: Condition, now: Now, settings: Settings) -> Fault:
        """Believe it when it is proved, or when it has come and gone so often that this itself is wrong."""
        unstable = condition.flickers and flapping.ring(fault.seen, now.at, settings.slot) > flapping.START
        if unstable or self._proved(condition, now):
            return self._risen(replace(fault, evidence=condition.evidence, hard=now.at), now, settings)
        return fault

    def _proved(self, condition: Condition, now: Now) -> bool:
        seconds, reads = condition.proof
        return now.mono - self.bad >= seconds and self.reads >= reads

    def _risen(self, fault: Fault, now: Now, settings: Settings) -> Fault:
        self.hard = now.mono
        fault = _turned(replace(fault, phase=Phase.ACTIVE), now)
        unstable = _flaps(fault, now, settings)
        since = now.mono if self.unstable is None else self.unstable
        self.unstable = since if unstable else None
        return replace(fault, flapping=unstable)

    def _rested(self, seconds: float, settings: Settings) -> bool:
        rest = settings.analogue_rest if is_measured(self.fault.rule) else settings.rest
        rest = settings.flap_rest if self.fault.flapping else rest
        if self.fault.severity is Severity.INFO:
            rest = 0.0
        enough = self.reads >= settings.good or self.fault.severity is Severity.INFO
        return seconds >= rest and (enough or seconds >= max(rest, settings.patience))

    def _count(self, read: object, fresh: bool = False) -> None:
        """One more read, when it is another one than the last."""
        if fresh:
            self.reads, self.read = 0, None
        if read != self.read:
            self.read, self.reads = read, self.reads + 1


def _more(moments: tuple[datetime, ...], now: Now) -> tuple[datetime, ...]:
    return (*moments, now.at)[-KEPT:]


def _close(moments: tuple[datetime, ...], now: Now) -> tuple[datetime, ...]:
    """One more, unless it is the last one still."""
    close = bool(moments) and abs(now.at - moments[-1]) < CLOSE
    return moments if close else _more(moments, now)


def _turned(fault: Fault, now: Now) -> Fault:
    """A turn, for the count rule; one that is explained counts for nothing."""
    return fault if _is_explained(fault) else replace(fault, turns=_more(fault.turns, now))


def _flickered(fault: Fault, now: Now) -> Fault:
    """A change, for the ring; one that is explained counts for nothing."""
    return fault if _is_explained(fault) else replace(fault, seen=_close(fault.seen, now))


def _unmarked(fault: Fault) -> Fault:
    """Without what was marked before it was known to be explained."""
    if not _is_explained(fault):
        return fault
    turns, seen = (tuple(at for at in marks if at < fault.since) for marks in (fault.turns, fault.seen))
    return replace(fault, turns=turns, seen=seen)


def _is_explained(fault: Fault) -> bool:
    """Whether it was there because of another one, or somebody works at it: that makes nobody unstable."""
    explained = fault.cause is not None or fault.maintenance is not None
    return explained and not failpoints.planted("victims_are_unstable")


def _flaps(fault: Fault, now: Now, settings: Settings) -> bool:
    share = flapping.ring(fault.seen, now.at, settings.slot)
    swung = flapping.swings(fault.turns, now.at, settings.flap_window)
    return flapping.flaps(share, swung, settings.flaps, fault.flapping)


def _grew(fault: Fault, condition: Condition) -> bool:
    """A common cause lists all that it took along, those too that showed it late."""
    return "devices" in condition.evidence and fault.evidence != condition.evidence
