"""How much of a month the hall and each device were there to be used (REQ-81): pure, from events.

Downtime goes by when a thing was really broken (`outages`), and for what a person reported by when it began
in that person's words; never by receipt where more is known. The time in which the service itself did not
run, or its record had not begun, is not measured, and counted as neither.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from controller.desk.reports.outages import BEHIND, DOWN, EXCUSED, Outage
from controller.desk.reports.sheet import Counted, Percent, Ref, Section, Sheet, Span, Word, count
from controller.desk.reports.sla import Period
from controller.desk.reports.stretches import Stretch, joined, seconds, within, without
from controller.desk.reports.unmeasured import Unmeasured
from controller.record.lines import moment
from controller.record.states import State
from controller.record.tickets import Ticket

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
    tickets: Iterable[Ticket],
    unmeasured: Unmeasured = WATCHED,
) -> Sheet:
    """The report. `devices` are all of the hall, `tickets` as they were known at the end of the period,
    `unmeasured` is when nobody watched.
    """
    known = list(tickets)
    blind = unmeasured.within(period.since, period.until)
    found: dict[str, _Device] = {device: _Device() for device in sorted(devices)}
    for one in outages:
        _take(found.setdefault(one.device, _Device()), one, period)
    for ticket in known:
        _report(found, ticket, period)
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
            Section("hall", COLUMNS, (_hall(known, outages, period, whole, blind),)),
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


def _report(found: Mapping[str, _Device], ticket: Ticket, period: Period) -> None:
    """What a person reported and no device told."""
    device = found.get(ticket.device or "")
    if device is None or ticket.faults or ticket.grade < BROKEN_CLASS or not _counts(ticket):
        return
    stretches = within([broken(ticket, period.until)], period.since, period.until)
    device.by_kind[DOWN] += stretches
    if stretches:
        device.failures.append((ticket.no, ticket.entries[0].seq))


def _counts(ticket: Ticket) -> bool:
    kind = ticket.entries[0].data.get("type", "fault")
    return ticket.state not in (State.CANCELLED, State.MERGED) and kind == "fault"


def broken(ticket: Ticket, until: datetime, outages: Iterable[Outage] = ()) -> Stretch:
    """From when it began, as its fault tells, or the person who reported it, or at receipt where nobody said;
    to the restoration.
    """
    told = [one.start for one in outages if one.key in ticket.faults and one.start <= ticket.received]
    said = ticket.entries[0].data.get("began")
    began = max(told, default=moment(said) if said else ticket.received)
    began = min(began, ticket.received)
    return began, max(began, ticket.restored or until)


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
    tickets: Sequence[Ticket],
    outages: Sequence[Outage],
    period: Period,
    whole: Sequence[Stretch],
    blind: Sequence[Stretch],
) -> tuple[object, ...]:
    """The hall is down while something stands that makes it unusable."""
    one = _Device()
    for ticket in tickets:
        if ticket.grade >= HALL_CLASS and _counts(ticket):
            stretches = within([broken(ticket, period.until, outages)], period.since, period.until)
            one.by_kind[DOWN] += stretches
            one.failures += [(ticket.no, ticket.entries[0].seq)] if stretches else []
    return _row(Word("report.availability.whole"), one, period, whole, blind)


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
