"""How much of a month the hall and each device were there to be used (REQ-81): pure, from events.

Downtime goes by when a thing was really broken (`outages`), and for what a person reported by when it began
in that person's words; never by receipt where more is known. The time in which the service itself did not
run, or its record had not begun, is not measured, and counted as neither.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from controller.desk.reports.broken import Spell, spells
from controller.desk.reports.outages import BEHIND, DOWN, EXCUSED, Outage
from controller.desk.reports.sheet import Counted, Percent, Ref, Section, Sheet, Span, Word, count
from controller.desk.reports.sla import Period
from controller.desk.reports.stretches import Stretch, joined, seconds, within, without
from controller.desk.reports.unmeasured import Unmeasured
from controller.record.tickets import Ticket

Spelled = Callable[[Ticket, datetime, Iterable[Outage]], Iterable[Spell]]
TOP = 10
WATCHED = Unmeasured()
"""All of the time."""
HALL_CLASS = 3
"""From this class on the hall itself counts as down."""
BROKEN_CLASS = 2
"""From this class on a device that a person reported counts as down; class 1 is degraded."""
COLUMNS = (
    "device",
    "in_service",
    "out_of_order",
    "behind",
    "excused",
    "availability",
    "failures",
    "mtbf",
    "mttr",
)


@dataclass
class _Device:
    """What is known of one."""

    by_kind: dict[str, list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    failures: list[Ref] = field(default_factory=list)


def availability(
    period: Period,
    devices: Iterable[str],
    outages: Sequence[Outage],
    tickets: Sequence[Ticket],
    unmeasured: Unmeasured = WATCHED,
    spelled: Spelled = spells,
) -> Sheet:
    """The report. `devices` are all of the hall, `tickets` as they were known at the end of the period,
    `unmeasured` is when nobody watched; `spelled` says when what a ticket is about was broken.
    """
    known = [one for ticket in tickets for one in spelled(ticket, period.until, outages)]
    blind = unmeasured.within(period.since, period.until)
    found: dict[str, _Device] = {device: _Device() for device in sorted(devices)}
    for one in outages:
        _take(found.setdefault(one.device, _Device()), one, period)
    for ticket in tickets:
        if (device := found.get(ticket.device or "")) is not None:
            _report(device, spelled(ticket, period.until, ()), period)
    whole = [(period.since, period.until)]
    rows = [_row(id, one, period, whole, blind) for id, one in sorted(found.items())]
    facts = (
        *(("period", period.name), ("since", period.since), ("until", period.until)),
        ("standing", Word("report.final" if period.final else "report.running")),
        *_not_measured(period, unmeasured, blind),
    )
    return Sheet(
        "availability",
        facts,
        (
            Section("hall", COLUMNS, (_hall(known, period, whole, blind),)),
            Section("devices", COLUMNS, tuple(rows)),
            _causes(outages, period, blind),
        ),
    )


def _not_measured(
    period: Period, unmeasured: Unmeasured, blind: Sequence[Stretch]
) -> tuple[tuple[str, object], ...]:
    if unmeasured.began is None:
        return (("not_measured", Span(seconds(blind))),)
    return unmeasured.facts(period.since, period.until)


def _take(device: _Device, one: Outage, period: Period) -> None:
    stretches = within([(one.start, one.end or period.until)], period.since, period.until)
    device.by_kind[one.kind] += stretches
    if one.kind == DOWN and one.fresh and stretches:
        device.failures.append((0, one.seq))


def _report(device: _Device, spells: Iterable[Spell], period: Period) -> None:
    """What a person reported and no device told."""
    for one in spells:
        stretches = within([one.stretch], period.since, period.until)
        if stretches and not one.told and one.grade >= BROKEN_CLASS:
            device.by_kind[DOWN] += stretches
            device.failures.append(one.ref)


def _row(
    name: object, one: _Device, period: Period, whole: Sequence[Stretch], blind: Sequence[Stretch]
) -> tuple[object, ...]:
    """The kinds of one moment: broken by itself goes before excused, and excused before another's doing."""
    down = without(one.by_kind[DOWN], blind)
    excused = without(one.by_kind[EXCUSED], (*blind, *down))
    behind = without(one.by_kind[BEHIND], (*blind, *down, *excused))
    served = seconds(without(whole, (*blind, *excused)))
    lost, failures = seconds(joined((*down, *behind))), len(one.failures)
    return (
        name,
        Span(served),
        Span(seconds(down)),
        Span(seconds(behind)),
        Span(seconds(excused)),
        Percent(100 * (served - lost) / served if served else None),
        count(one.failures),
        Span((served - lost) / failures) if failures else None,
        Span(seconds(down) / failures) if failures else None,
    )


def _hall(
    known: Sequence[Spell], period: Period, whole: Sequence[Stretch], blind: Sequence[Stretch]
) -> tuple[object, ...]:
    """The hall is down while something stands that makes it unusable."""
    hall = _Device()
    for one in known:
        stretches = within([one.stretch], period.since, period.until)
        if stretches and one.grade >= HALL_CLASS:
            hall.by_kind[DOWN] += stretches
            hall.failures.append(one.ref)
    return _row(Word("report.availability.whole"), hall, period, whole, blind)


def _causes(outages: Sequence[Outage], period: Period, blind: Sequence[Stretch]) -> Section:
    """What cost the most."""
    found: dict[tuple[str, str], list[Outage]] = defaultdict(list)
    for one in outages:
        if one.kind == DOWN and within([(one.start, one.end or period.until)], period.since, period.until):
            found[one.device, one.trouble].append(one)
    lost = {
        key: seconds(without(within(_ends(same, period), period.since, period.until), blind))
        for key, same in found.items()
    }
    rows = []
    for device, trouble in sorted(found, key=lambda key: (-lost[key], key))[:TOP]:
        refs: Counted = count((0, one.seq) for one in found[device, trouble] if one.fresh)
        rows.append((device, trouble, refs, Span(lost[device, trouble])))
    return Section("causes", ("device", "trouble", "count", "out_of_order"), tuple(rows))


def _ends(outages: Iterable[Outage], period: Period) -> list[Stretch]:
    return [(one.start, one.end or period.until) for one in outages]
