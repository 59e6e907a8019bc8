"""REQ-80: every breach is in one monthly report and no other: the month in which it became known."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.desk.reports import known
from controller.desk.reports.known import CLOCKS, Period, View
from controller.desk.reports.sheet import Counted, Percent, Sheet, Span, Word
from controller.desk.reports.sla import monthly
from controller.record import failpoints
from controller.record.calendars import Calendars
from controller.record.clocks import readings
from controller.record.contract import STRICT
from controller.record.lines import Line, written
from controller.record.tickets import Ticket, fold
from tests.record.hours import SHANGHAI

OFFICE = Calendars(SHANGHAI)
MONTHS = [
    Period(f"2026-{month}", datetime(2026, month, 1, tzinfo=UTC), datetime(2026, month + 1, 1, tzinfo=UTC))
    for month in (9, 10, 11)
]
SEPTEMBER, OCTOBER, NOVEMBER = MONTHS
EVE = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)


class Life:
    """A ticket, told hour by hour; `received` may be long before it is entered."""

    def __init__(self, no: int, at: datetime, grade: int = 2, received: datetime | None = None) -> None:
        self.no, self.at = no, at
        said = {"class": grade, "via": "phone", "received": written(received or at)}
        self.lines = [Line(no * 100, at, "ticket.opened", str(no), "guest", said)]

    def then(self, hours: float, entry: str, **data: Any) -> "Life":
        at = self.at + timedelta(hours=hours)
        said = {"entry": entry, **data}
        self.lines.append(
            Line(self.no * 100 + len(self.lines), at, "ticket.entry", str(self.no), "chen", said)
        )
        return self

    def restored(self, hours: float, **data: Any) -> "Life":
        return self.then(hours, "restored", **data).then(hours, "state", to="resolved")

    @property
    def ticket(self) -> Ticket:
        return fold(self.lines)


def reports(*lives: Life, upto: dict[str, int] | None = None, whole: bool = True) -> dict[str, Sheet]:
    """The reports of three months, one after the other; `upto`: a month was sealed at that line."""
    tickets, views, found = [life.ticket for life in lives], list[View](), {}
    for period in MONTHS:
        view = View(period, STRICT, OFFICE, (upto or {}).get(period.name, 2**62), whole)
        found[period.name] = monthly(view, tickets, earlier=views)
        views = [view, *views]
    return found


def rows(sheet: Sheet, name: str) -> list[dict[str, Any]]:
    section = next(one for one in sheet.sections if one.id == name)
    return [dict(zip(section.columns, row, strict=True)) for row in section.rows]


def breaches(sheet: Sheet) -> list[tuple[int, str, str]]:
    return [(one["no"].value, one["clock"].id[-2:], one["known"].id) for one in rows(sheet, "breached")]


def total(sheet: Sheet) -> dict[str, Any]:
    found = rows(sheet, "volume")[-1]
    return {name: one.value for name, one in found.items() if isinstance(one, Counted)}


def test_req_80_a_breach_after_the_months_end_is_in_the_month_in_which_it_happened() -> None:
    life = Life(1, EVE).restored(105)
    life.then(120, "state", to="callback_due").then(200, "state", to="closed")
    found = reports(life)
    assert breaches(found["2026-10"]) == [(1, "C1", "report.in_month")]
    assert breaches(found["2026-11"]) == [(1, name, "report.in_month") for name in ("C2", "C3", "C4")]
    assert [total(one)["received"] for one in found.values()] == [0, 1, 0]
    assert [total(one)["closed"] for one in found.values()] == [0, 0, 1]
    assert [total(one)["open"] for one in found.values()] == [0, 1, 0]
    decided = [
        next(
            row for row in rows(one, "clocks") if row["clock"] == Word("ui.clock.C4") and row["class"] == "2"
        )
        for one in (found["2026-10"], found["2026-11"])
    ]
    assert [(row["undecided"].value, row["breached"].value) for row in decided] == [(1, 0), (0, 1)]


def test_req_80_a_ticket_entered_after_its_month_was_sealed_is_listed_as_such() -> None:
    life = Life(1, NOVEMBER.since + timedelta(days=25), received=OCTOBER.since + timedelta(days=14))
    found = reports(life)
    assert breaches(found["2026-10"]) == []
    assert breaches(found["2026-11"]) == [(1, name, "report.later") for name in ("C1", "C2", "C3", "C4")]
    (late,) = rows(found["2026-11"], "entered")
    assert (late["no"].value, late["received"]) == (1, OCTOBER.since + timedelta(days=14))
    assert total(found["2026-11"])["received"] == 1


def test_req_80_a_sealed_month_stays_as_it_was_whatever_comes_later() -> None:
    life = Life(1, EVE - timedelta(days=3)).then(1, "contact_made", person="x")
    before = reports(life)["2026-10"]
    assert before.sections == reports(life, upto={"2026-10": 150})["2026-10"].sections
    back = written(life.at + timedelta(hours=1.5))
    later = reports(life.restored(24 * 5, at=back), upto={"2026-10": 150})
    assert later["2026-10"] == before
    assert breaches(before) == [(1, name, "report.in_month") for name in ("C1", "C2", "C3", "C4")]
    assert {one["clock"].id for one in rows(later["2026-11"], "undone")} == {
        "ui.clock.C2", "ui.clock.C3", "ui.clock.C4",
    }  # fmt: skip
    assert breaches(later["2026-11"]) == []


def test_a_month_that_was_sealed_before_tells_of_its_own_tickets_only_and_the_next_of_the_rest() -> None:
    life = Life(1, EVE).restored(105)
    old = reports(life, whole=False)
    assert [one.id for one in old["2026-11"].sections] == [
        "volume", "clocks", "pauses", "hours", "breached", "cancelled",
    ]  # fmt: skip
    assert rows(old["2026-11"], "breached") == []
    views = [View(one, STRICT, OFFICE, whole=False) for one in (OCTOBER, SEPTEMBER)]
    sheet = monthly(View(NOVEMBER, STRICT, OFFICE), [life.ticket], earlier=views)
    assert breaches(sheet) == [(1, name, "report.in_month") for name in ("C2", "C3", "C4")]


def test_req_0_3_the_report_shows_which_of_plan_and_limit_was_met() -> None:
    lives = [Life(no, OCTOBER.since, grade=3).restored(hours) for no, hours in enumerate((20, 30, 80), 1)]
    row = next(
        one
        for one in rows(reports(*lives)["2026-10"], "clocks")
        if one["clock"] == Word("ui.clock.C4") and one["class"] == "3"
    )
    assert (row["target"], row["plan"]) == (Span(72 * 3600), Span(24 * 3600))
    assert (row["met"].value, row["breached"].value) == (2, 1)
    assert (row["plan_met"].refs, row["plan_missed"].value) == (((1, 100),), 2)
    assert row["percent_plan"] == Percent(100 / 3)


STEPS = st.lists(
    st.tuples(
        st.integers(1, 700),
        st.sampled_from(
            [
                "contact_made",
                "class",
                "restored",
                "resolved",
                "reopened",
                "callback_due",
                "closed",
                "cancelled",
                "note",
            ]
        ),
        st.integers(1, 4),
        st.integers(0, 900),
    ),
    max_size=7,
)
LIVES = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 4), st.integers(0, 1500), STEPS), min_size=1, max_size=3
)


def told(no: int, start: int, grade: int, back: int, steps: list[tuple[int, str, int, int]]) -> Life:
    at = SEPTEMBER.since + timedelta(hours=start)
    life, hours = Life(no, at, grade, at - timedelta(hours=back)), 0
    for gap, kind, number, ago in steps:
        hours += gap
        match kind:
            case "restored":
                life.then(hours, kind, at=written(at + timedelta(hours=hours - ago)))
            case "resolved" | "callback_due" | "closed" | "cancelled":
                life.then(hours, "state", to=kind)
            case _:
                life.then(hours, kind, **{"class": number}, person="x", text="x", reason="x")
    return life


def once(lives: list[Any]) -> None:
    found = [told(no, *life) for no, life in enumerate(lives, 1)]
    sheets = reports(*found)
    listed = Counter((no, clock) for sheet in sheets.values() for no, clock, _ in breaches(sheet))
    cycles = {life.no: life.ticket.cycle for life in found}
    assert all(count <= cycles[no] for (no, _), count in listed.items()), listed
    for life in found:
        for period in MONTHS:
            then = known.sealed.as_of(life.ticket, period.until, 2**62)
            for one in readings(then, period.until, STRICT, OFFICE) if then else ():
                if one.state == "breached" and one.name in CLOCKS:
                    assert listed[life.no, one.name] >= 1, (life.no, one)


@settings(max_examples=150, deadline=None)
@given(LIVES)
def test_req_80_whatever_happens_each_breach_is_in_exactly_one_month(lives: list[Any]) -> None:
    once(lives)


@pytest.mark.parametrize("bug", ["breaches_are_told_again", "months_tell_of_their_own_only"])
def test_the_planted_bugs_are_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    life = [(1462, 2, 0, [])]
    once(life)
    monkeypatch.setattr(failpoints, "_planted", frozenset({bug}))
    with pytest.raises(AssertionError):
        once(life)
