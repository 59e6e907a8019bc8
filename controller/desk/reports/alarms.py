"""How good the alarms themselves are (REQ-87): how many called for a person, how bunched, how stale.

An annunciation is a fault that became due for a ticket. The limits are those of the trade for one operator.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from controller.desk.reports.sheet import Counted, Percent, Ref, Section, Sheet, Word, count, share
from controller.desk.reports.sla import Period
from controller.desk.reports.stretches import seconds, without
from controller.desk.reports.unmeasured import Unmeasured
from controller.record.lines import Line

SLOT = timedelta(minutes=10)
FLEETING = timedelta(seconds=60)
STALE = timedelta(hours=24)
CROWDED = 10
TOP = 10


@dataclass
class _Seen:
    """What the lines of the period tell."""

    called: list[Line] = field(default_factory=list)
    fleeting: list[Ref] = field(default_factory=list)
    flapping: list[Ref] = field(default_factory=list)
    silent: list[Ref] = field(default_factory=list)
    raised: dict[str, Line] = field(default_factory=dict)
    severities: dict[str, list[Ref]] = field(default_factory=lambda: defaultdict(list))


def quality(period: Period, lines: Iterable[Line], unmeasured: Unmeasured | None = None) -> Sheet:
    """The report; `lines` are all lines of faults up to its end, from the beginning. No average goes over
    time in which nobody watched; a month that was sealed before that was asked has no `unmeasured`.
    """
    seen = _Seen()
    hold: dict[str, Line] = {}
    for line in lines:
        _take(seen, hold, line, inside=period.since <= line.at < period.until)
    called, blind = seen.called, unmeasured.within(period.since, period.until) if unmeasured else []
    slots = seconds(without([(period.since, period.until)], blind)) / SLOT.total_seconds()
    crowded = [number for number, n in Counter(_slot(one, period) for one in called).items() if n > CROWDED]
    sources = Counter(one.subject.partition("/")[0] for one in called)
    top = sources.most_common(TOP)
    rows = (
        _figure("called", count((0, one.seq) for one in called), ""),
        _figure("rate", _rate(len(called), slots), "≤ 1", _of(slots, len(called) <= slots)),
        _figure(
            "crowded", share(len(crowded), round(slots)), "< 1 %", _of(slots, 100 * len(crowded) < slots)
        ),
        _figure("top", share(sum(n for _, n in top), len(called)), "≤ 5 %", _light(top, len(called))),
        _figure("flapping", count(seen.flapping), "0", not seen.flapping),
        _figure("fleeting", count(seen.fleeting), "0", not seen.fleeting),
        _figure("stale", _stale(seen, period), "≤ 5", len(_stale(seen, period).refs) <= 5),
        _figure("silent", count(seen.silent), "0", not seen.silent),
    )
    return Sheet(
        "alarms",
        _facts(period, unmeasured),
        (
            Section("quality", ("figure", "value", "limit", "verdict"), rows),
            _split(seen),
            _sources(called, top),
        ),
    )


def _facts(period: Period, unmeasured: Unmeasured | None) -> tuple[tuple[str, object], ...]:
    facts = (("period", period.name), ("since", period.since), ("until", period.until))
    if unmeasured is None:
        return facts
    standing = Word("report.final" if period.final else "report.running")
    return (*facts, ("standing", standing), *unmeasured.facts(period.since, period.until))


def _rate(many: int, slots: float) -> float | None:
    return round(many / slots, 3) if slots else None


def _of(slots: float, well: bool) -> bool | None:
    """A verdict over so many stretches of time: there is none over none."""
    return well if slots else None


def _take(seen: _Seen, hold: dict[str, Line], line: Line, inside: bool) -> None:
    """One line of a fault; the severity of a fault stands in the line that raised it."""
    key, data = line.subject, line.data
    if line.kind == "fault.raised":
        seen.raised[key] = line
    if data.get("due") is True:
        hold[key] = line
        if inside:
            seen.called.append(line)
            raised = seen.raised.get(key, line)
            seen.severities[str(raised.data.get("severity", "major"))].append((0, line.seq))
    if inside and data.get("flapping") is True:
        seen.flapping.append((0, line.seq))
    if inside and data.get("silenced_until") and not data.get("silenced_why"):
        seen.silent.append((0, line.seq))
    if line.kind == "fault.cleared":
        called = hold.pop(key, None)
        seen.raised.pop(key, None)
        if inside and called is not None and line.at - called.at < FLEETING:
            seen.fleeting.append((0, called.seq))


def _figure(name: str, value: object, limit: str, well: bool | None = None) -> tuple[object, ...]:
    verdict = None if well is None else Word("report.well" if well else "report.ill")
    return (Word(f"report.alarms.{name}"), value, limit, verdict)


def _slot(line: Line, period: Period) -> int:
    return int((line.at - period.since) / SLOT)


def _light(top: Sequence[tuple[str, int]], whole: int) -> bool:
    return not whole or 100 * sum(n for _, n in top) <= 5 * whole


def _stale(seen: _Seen, period: Period) -> Counted:
    """What was raised more than a day before the end, and stood at the end."""
    old = (one for one in seen.raised.values() if period.until - one.at > STALE and one.at < period.until)
    return count((0, one.seq) for one in old)


def _split(seen: _Seen) -> Section:
    whole = sum(map(len, seen.severities.values()))
    goals = {"minor": "≈ 80 %", "major": "≈ 15 %", "critical": "≈ 5 %"}
    rows = tuple(
        (Word(f"ui.severity.{name}"), count(seen.severities[name]), _part(seen, name, whole), goal)
        for name, goal in goals.items()
    )
    return Section("severities", ("severity", "count", "percent", "limit"), rows)


def _part(seen: _Seen, name: str, whole: int) -> Percent:
    return share(len(seen.severities[name]), whole)


def _sources(called: Sequence[Line], top: Sequence[tuple[str, int]]) -> Section:
    rows = []
    for device, n in sorted(top, key=lambda one: (-one[1], one[0])):
        refs = ((0, one.seq) for one in called if one.subject.partition("/")[0] == device)
        rows.append((device, count(refs), share(n, len(called))))
    return Section("sources", ("device", "count", "percent"), tuple(rows))
