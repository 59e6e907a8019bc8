"""REQ 53, 80 and 87: reports are counted from events, and every number knows which."""

from datetime import UTC, datetime, timedelta

from controller.desk.reports import alarms, handover, sealed, sla
from controller.desk.reports.known import View
from controller.desk.reports.sheet import Counted, Percent, Span, Word, rank, share
from controller.desk.reports.sla import Period
from controller.desk.reports.unmeasured import Unmeasured
from controller.record.calendars import Calendars
from controller.record.contract import OFFICE, STRICT
from controller.record.lines import Line
from controller.record.lives import life_of
from controller.record.states import State
from controller.record.tickets import fold
from tests.record.desk import Story, at, stamp
from tests.record.hours import SHANGHAI

MARCH = Period("2026-03", datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
OFFICE_HOURS = Calendars(SHANGHAI)


def ticket(no, minutes=0.0, **data):
    story = Story(minutes, **data)
    return no, story


def told(*stories, period=MARCH, contract=STRICT, down=()):
    tickets = []
    for no, story in stories:
        lines = [
            Line(1000 * no + one.seq, one.at, one.kind, str(no), one.actor, one.data) for one in story.lines
        ]
        tickets.append(fold(lines))
    return sla.monthly(View(period, contract, OFFICE_HOURS), tickets, Unmeasured(down))


def section(sheet, name):
    found = next(one for one in sheet.sections if one.id == name)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def whole():
    good, late, gone, split = (
        ticket(1),
        ticket(2, 10, **{"class": 1}),
        ticket(3, 20),
        ticket(4, 30, via="auto"),
    )
    good[1].then(5, "contact_made", person="x").state(20, "onsite").then(60, "restored")
    good[1].state(70, "resolved", actor="system").state(80, "callback_due").then(90, "survey", score=5)
    good[1].state(100, "closed", resolution="repaired", cause_code="lamp", parts="none", evidence="seen")
    late[1].then(40, "contact_made", person="x").wait(50, "waiting_customer_access", until=110)
    late[1].state(110, "diagnosing").then(300, "restored").state(310, "resolved", actor="system")
    gone[1].state(25, "cancelled", reason="false alarm", approved_by="wang")
    split[1].then(31, "merged", into=1)
    return good, late, gone, split


def test_req_80_every_number_is_counted_from_its_events():
    sheet = told(*whole())
    total = section(sheet, "volume")[-1]
    assert {name: total[name].value for name in list(total)[1:]} == {
        "received": 4, "closed": 1, "open": 0, "reopened": 0, "merged": 1, "cancelled": 1,
        "automatic": 1, "by_hand": 3, "false_alarms": 1, "duplicates": 0,
    }  # fmt: skip
    assert total["received"].refs == ((1, 1001), (2, 2001), (3, 3001), (4, 4001))
    assert total["cancelled"].refs == ((3, 3002),)
    for one in sheet.sections:
        for row in one.rows:
            for cell in row:
                if (
                    isinstance(cell, Counted)
                    and isinstance(cell.value, int)
                    and one.id not in ("breached", "cancelled", "waits")
                ):
                    assert cell.value == len(cell.refs)
                    assert len(set(cell.refs)) == len(cell.refs)
    classes = [row["received"].value for row in section(sheet, "volume")[:-1]]
    assert sum(classes) == total["received"].value


def test_req_80_clocks_met_late_and_paused():
    rows = section(told(*whole()), "clocks")
    c1 = next(
        one for one in rows if one["clock"] == Word("ui.clock.C1") and one["class"] == Word("report.total")
    )
    assert (c1["met"].value, c1["breached"].value) == (1, 1)
    assert c1["percent_met"] == Percent(50.0)
    c4 = next(one for one in rows if one["clock"] == Word("ui.clock.C4") and one["class"] == "1")
    assert (c4["target"], c4["breached"].refs) == (Span(3600), ((2, 2001),))
    assert (c4["gross"], c4["net"], c4["paused"]) == (Span(290 * 60), Span(230 * 60), Span(3600))
    mine, total = section(told(*whole()), "pauses")
    assert (mine["class"], total["class"]) == ("1", Word("report.total"))
    for pause in (mine, total):
        assert (pause["reason"], pause["paused"]) == (Word("ui.pause.waiting_customer_access"), Span(3600))
    breached = section(told(*whole()), "breached")
    assert {(one["no"].value, one["clock"].id) for one in breached} == {
        (2, "ui.clock.C1"), (2, "ui.clock.C3"), (2, "ui.clock.C4"),
    }  # fmt: skip
    (cancelled,) = section(told(*whole()), "cancelled")
    assert (cancelled["no"].value, cancelled["approved_by"]) == (3, "wang")


def test_req_80_each_wait_has_who_asked_and_what_shows_it():
    story = ticket(1)
    flood = {"reason": "force_majeure", "asked_by": "Ms Li", "evidence": "a flood", "until": stamp(300)}
    story[1].then(9, "approval_asked", to="waiting_customer", **flood)
    story[1].then(60, "approval_given", "boss", of=1002, to="waiting_customer", requested_by="chen", **flood)
    old = ticket(2)
    old[1].wait(10, "waiting_customer_access", until=40)
    first, second = section(told(story, old), "waits")
    assert (first["no"].refs, first["asked_by"], first["evidence"]) == (((1, 1003),), "Ms Li", "a flood")
    assert (first["by"], first["approved_by"], first["paused"]) == ("chen", "boss", Span(240 * 60))
    assert (second["asked_by"], second["evidence"], second["paused"]) == ("Ms Li", None, Span(1800))


def test_req_13_tried_in_time_is_a_figure_of_its_own():
    good, tried, late, none = ticket(1), ticket(2), ticket(3), ticket(4)
    good[1].then(5, "contact_made", person="x")
    tried[1].then(5, "contact_attempt", person="x", phone="1").then(15, "contact_made", person="x")
    late[1].then(15, "contact_attempt", person="x", phone="1")
    row = section(told(good, tried, late, none), "attempts")[-1]
    told_of = {name: one.value for name, one in row.items() if isinstance(one, Counted)}
    assert told_of == {"clocks": 4, "met": 1, "attempted": 2, "not_attempted": 2}
    assert (row["attempted"].refs, row["percent_attempted"]) == (((1, 1001), (2, 2001)), Percent(50.0))


def test_req_80_a_breach_has_its_reason_and_the_measure_against_another_one():
    late = ticket(1)
    late[1].then(30, "contact_made", person="x")
    late[1].then(40, "explained", reason="nobody on call", measure="a second telephone", clock="C1")
    c1, *others = section(told(late), "breached")
    assert (c1["reason"], c1["measure"]) == ("nobody on call", "a second telephone")
    assert all(one["reason"] is None for one in others)


def test_req_80_cancelled_names_who_asked_and_who_approved():
    gone = ticket(1)
    gone[1].then(5, "approval_asked", to="cancelled", reason="false alarm")
    gone[1].then(
        6, "approval_given", "boss", of=1002, to="cancelled", reason="false alarm", requested_by="chen"
    )
    (row,) = section(told(gone), "cancelled")
    assert (row["reason"], row["by"], row["approved_by"]) == ("false alarm", "chen", "boss")
    assert section(told(gone), "volume")[-1]["false_alarms"].value == 1


def test_req_80_a_month_sealed_before_these_figures_keeps_its_form():
    tickets = [
        fold(
            [Line(1000 + one.seq, one.at, one.kind, "1", one.actor, one.data) for one in whole()[0][1].lines]
        )
    ]
    sheet = sla.monthly(View(MARCH, STRICT, OFFICE_HOURS, full=False), tickets)
    names = {one.id: one.columns for one in sheet.sections}
    assert not {"waits", "attempts"} & names.keys()
    assert names["pauses"] == ("reason", "count", "paused")
    assert "false_alarms" not in names["volume"]
    assert "measure" not in names["breached"]
    assert names["hours"] == ("received", "clocks", "met", "breached", "percent_met")


def test_req_28_on_site_is_split_by_the_hours_of_the_office():
    rows = section(told(ticket(1), ticket(2, 8 * 60), ticket(3, -6 * 60)), "hours")
    found = {
        (one["clock"].id[-2:], one["received"].id[7:], str(one["class"])): one["clocks"].value for one in rows
    }
    total = str(Word("report.total"))
    # noon in London is eight in the evening in Shanghai
    for clock in ("C1", "C2", "C3", "C4"):
        assert found[clock, "after_hours", total] == found[clock, "after_hours", "2"] == 2
        assert found[clock, "office", total] == found[clock, "office", "2"] == 1


def test_req_80_the_header_says_under_what_it_was_counted():
    down = [(MARCH.since - timedelta(hours=1), MARCH.since + timedelta(seconds=432))]
    facts = dict(told(ticket(1), contract=OFFICE, down=down).facts)
    assert (facts["profile"], facts["calendar"], facts["down"]) == ("office-resolution", "2026.1", Span(432))


def test_req_80_a_ticket_is_read_as_it_was_known_at_the_end():
    _, story = whole()[0]
    lines = [Line(10 + one.seq, one.at, one.kind, "7", one.actor, one.data) for one in story.lines]
    full = fold(lines)
    assert sealed.as_of(full, at(10_000), 99) is full
    assert sealed.as_of(full, at(65), 99).state == State.VERIFYING
    assert sealed.as_of(full, at(10_000), 12).state == State.CONTACTED
    assert sealed.as_of(full, at(0), 99) is None
    assert sealed.read(sealed.said(OFFICE)) == OFFICE


def test_ranks_and_shares():
    assert [rank([4, 1, 3, 2], part) for part in (0.5, 0.9, 1)] == [2, 4, 4]
    assert rank([], 0.5) is None
    assert share(1, 0) == Percent(None)


# ------------------------------------------------------------ alarms


def fault(seq, minutes, kind, key, **data):
    return Line(seq, MARCH.since + timedelta(minutes=minutes), f"fault.{kind}", key, "system", data)


def test_req_87_the_alarms_of_a_month():
    lines = [fault(1, 0, "raised", "a/x", severity="major"), fault(2, 1, "flag", "a/x", due=True)]
    lines += [fault(3, 1.5, "cleared", "a/x")]
    for number in range(11):
        lines += [fault(10 + 2 * number, 30, "raised", f"d{number}/x", severity="minor", due=True)]
    lines += [fault(50, 31, "flag", "d1/x", silenced_until="x", silenced_why="")]
    lines += [
        fault(51, 32, "flag", "d2/x", flapping=True),
        fault(52, 33, "flag", "d2/x", silenced_until="x", silenced_why="show"),
    ]
    lines += [fault(90, 60 * 24 * 31 - 5, "raised", "e/x", severity="critical", due=True)]
    sheet = alarms.quality(MARCH, lines)
    found = {one["figure"].id.rpartition(".")[2]: one for one in section(sheet, "quality")}
    assert found["called"]["value"].value == 13
    assert found["fleeting"]["value"].refs == ((0, 2),)
    assert found["silent"]["value"].refs == ((0, 50),)
    assert found["flapping"]["value"].refs == ((0, 51),)
    assert found["stale"]["value"].value == 11
    assert found["crowded"]["value"].value == 100 * 1 / (31 * 144)
    assert found["stale"]["verdict"] == Word("report.ill")
    split = {one["severity"].id: one["count"].value for one in section(sheet, "severities")}
    assert split == {"ui.severity.minor": 11, "ui.severity.major": 1, "ui.severity.critical": 1}


# ------------------------------------------------------------ hand-over


def test_req_53_what_a_new_administrator_has_to_know():
    stories = [ticket(no, no * 60, device="lamp", faults=["lamp/x"]) for no in (1, 2, 3)]
    stories[0][1].then(70, "contact_made", person="x")
    stories[1][1].then(150, "restored").state(160, "resolved")
    stories[2][1].then(190, "restored").state(200, "resolved").then(210, "reopened", faults=["lamp/x"])
    stories[2][1].then(220, "restored")
    stories[0][1].then(80, "workaround", what="projector B", accepted_by="Li", review="2026-03-05T00:00:00Z")
    tickets = [
        fold(
            [Line(100 * no + one.seq, one.at, one.kind, str(no), one.actor, one.data) for one in story.lines]
        )
        for no, story in stories
    ]
    more = {"devices": (("device", "name"), [("lamp", "Lamp")])}
    sheet = handover.handover(at(5000), at(-5000), {"hall": "Grand"}, tickets, map(life_of, tickets), more)
    assert [one["no"].value for one in section(sheet, "open")] == [1, 2, 3]
    assert section(sheet, "workarounds")[0]["what"] == "projector B"
    (often,) = section(sheet, "recurring")
    assert (often["device"], often["trouble"], often["count"].value) == ("lamp", "x", 3)
    history = {one["no"].value: one["took"] for one in section(sheet, "history")}
    assert history == {1: None, 2: Span(30 * 60), 3: Span(20 * 60)}, "what was opened again was whole between"
    assert section(sheet, "devices") == [{"device": "lamp", "name": "Lamp"}]
