"""How one clock is read: how long it has run, what counts of it, when it is due, and what it proves.

`gross` is all time since the start; `net` is what counts against the target: inside the calendar's hours,
outside the lawful pauses. A clock is *breached* once net passes the target, *met* when its promise was kept
within it, *stopped* when it stands without a verdict (the restoration still to be verified, the ticket
cancelled or merged), else *running*.
"""

from dataclasses import dataclass
from datetime import datetime

from controller.record.calendar import Always, Calendar
from controller.record.cycles import Pause

DAY_AND_NIGHT = Always()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one clock of one cycle shows at a moment; seconds. `plan` is a softer, earlier goal where one
    was promised.
    """

    name: str
    cycle: int
    target: float
    started: datetime
    due: datetime
    gross: float
    net: float
    state: str
    paused_by: str | None = None
    stopped: datetime | None = None
    plan: float | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """When a clock stopped, and whether that keeps its promise."""

    at: datetime
    kept: bool


@dataclass(frozen=True, slots=True)
class Face:
    """A clock before it is read: its name, target, start, end if it has one, and when it counts."""

    name: str
    target: float
    start: datetime
    stop: Stop | None
    calendar: Calendar = DAY_AND_NIGHT
    pauses: tuple[Pause, ...] = ()
    plan: float | None = None


def read(face: Face, cycle: int, now: datetime) -> Reading:
    """One clock, read at a moment."""
    end = _end(face, now)
    net = _net(face, end)
    state, due = _state(face, net), reached(face, face.target, now)
    return Reading(
        face.name,
        cycle,
        face.target,
        face.start,
        due,
        (end - face.start).total_seconds(),
        net,
        state,
        None if face.stop else _stands(face, end),
        face.stop.at if face.stop else None,
        face.plan,
        not face.calendar.known(due),
    )


def reached(face: Face, seconds: float, now: datetime) -> datetime:
    """When so many seconds have counted, as far as is known by now."""
    left, at = seconds, face.start
    for begin, end in _stretches(face, _end(face, now)):
        worked = face.calendar.counted(at, begin)
        if worked >= left:
            break
        left, at = left - worked, end
    return face.calendar.after(at, left)


def passed(face: Face, seconds: float, now: datetime) -> bool:
    """Whether so many seconds have counted."""
    return _net(face, _end(face, now)) >= seconds


def _end(face: Face, now: datetime) -> datetime:
    return max(face.start, face.stop.at if face.stop else now)


def _stretches(face: Face, until: datetime) -> list[tuple[datetime, datetime]]:
    """The pauses before the clock stopped, one after the other, without overlap; one that nobody has ended
    lasts `until` now.
    """
    found: list[tuple[datetime, datetime]] = []
    edge = face.start
    for pause in sorted(face.pauses, key=lambda one: one.start):
        begin, end = max(edge, pause.start), pause.end or until
        end = min(end, until) if face.stop else end
        if begin < end:
            found.append((begin, end))
            edge = end
    return found


def _net(face: Face, end: datetime) -> float:
    stood = sum(face.calendar.counted(a, min(b, end)) for a, b in _stretches(face, end))
    return face.calendar.counted(face.start, end) - stood


def _state(face: Face, net: float) -> str:
    if net > face.target:
        return "breached"
    if face.stop is None:
        return "running"
    return "met" if face.stop.kept else "stopped"


def _stands(face: Face, now: datetime) -> str | None:
    """Why a running clock does not advance at this moment."""
    for pause in face.pauses:
        if pause.start <= now and (pause.end is None or now < pause.end):
            return pause.reason
    return None if face.calendar.counts(now) else "outside_hours"
