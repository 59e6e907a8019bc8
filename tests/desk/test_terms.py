"""What the desk is held to is on record: another contract, or another week in the hall's file, moves what is
open and says so, and leaves what is closed (requirements 0.4, 0.6, B.2).
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from controller.clock import ManualClock
from controller.desk.board import Board
from controller.events import Bus
from controller.record import failpoints
from controller.record.calendar import Hours
from controller.record.calendars import ADOPTED
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.contracts import AGREED, version
from controller.record.dayfiles import Day, merged
from controller.record.shipped import begun
from tests.desk.desks import cancel
from tests.faults.paper import Paper, now_of

CN = begun("Asia/Shanghai")
EARLY = begun("Asia/Shanghai", dict.fromkeys(range(6), ((360, 1200),)))
QUICK = replace(STRICT, call_back=20.0)
SLOW = replace(OFFICE, call_back=1800.0)
THURSDAY = datetime(2026, 12, 31, 9, 30, tzinfo=UTC)
"""Half past five in Shanghai."""


class Desk:
    """A board whose hall's file can be another after a restart."""

    def __init__(self, contract: Contract = STRICT, office: Hours = CN) -> None:
        self.clock = ManualClock(THURSDAY)
        self.journal = Paper(self.clock)
        self.start(contract, office)

    def start(self, contract: Contract, office: Hours = CN) -> "Desk":
        self.board = Board(self.journal, self.clock, Bus(), contract, office)
        now_of(self.board.load())
        self.board.start()
        return self

    def restart(self, contract: Contract, office: Hours = CN) -> "Desk":
        self.board.stop()
        return self.start(contract, office)

    def open(self, grade: int = 1) -> int:
        return self.board.open_by_hand("guest", "phone", "x", grade=grade)[0]

    def add(self, no: int, role: str = "lead", **data: object) -> None:
        self.board.add_entry(no, data, "chen", role)

    def clocks(self, no: int) -> dict[str, tuple[str, int, str]]:
        shown = self.board.summary(self.board.ticket(no))["clocks"]
        return {one["name"]: (one["state"], one["target_s"], one["due"]) for one in shown}

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [line.data for line in self.journal.lines if line.kind == kind]

    @property
    def hours(self) -> Hours:
        now = self.board.calendars.now
        assert isinstance(now, Hours)
        return now


def test_req_b_2_no_ticket_without_its_contract() -> None:
    desk = Desk()
    no = desk.open()
    assert desk.board.ticket(no).entries[0].data["contract"] == version(STRICT)
    kinds = [line.kind for line in desk.journal.lines]
    assert kinds.index(AGREED) < kinds.index("ticket.opened")
    assert len(desk.restart(STRICT).said(AGREED)) == 1, "the same file says nothing again"


def closed_and_open(desk: Desk) -> tuple[int, int]:
    gone, still = desk.open(), desk.open()
    desk.clock.advance(25)
    for no in (gone, still):
        desk.add(no, entry="contact_made", way="here", person="Ms Li")
    cancel(desk.board, gone)
    return gone, still


def test_req_b_2_another_contract_moves_what_is_open_and_leaves_what_is_closed() -> None:
    desk = Desk(QUICK)
    gone, still = closed_and_open(desk)
    before = desk.clocks(gone)
    assert before["C1"][:2] == ("breached", 20)
    desk.clock.advance(60)
    desk.restart(SLOW)
    assert desk.clocks(gone) == before
    assert desk.clocks(still)["C1"][:2] == ("met", 1800)
    assert desk.board.detail(desk.board.ticket(gone))["contract"]["profile"] == "strict-24x7"
    assert desk.board.detail(desk.board.ticket(still))["contract"]["version"] == version(SLOW)
    last = desk.board.ticket(still).entries[-1]
    assert (last.kind, last.data["contract"]) == ("recomputed", version(SLOW))
    assert set(last.data["clocks"]) == {"C3", "C4", "C6"}
    assert [one.kind for one in desk.board.ticket(gone).entries] == [
        *("opened", "contact_made", "approval_asked", "approval_given")
    ]


def test_the_test_of_the_closed_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"what_is_closed_takes_the_new_contract"}))
    with pytest.raises(AssertionError):
        test_req_b_2_another_contract_moves_what_is_open_and_leaves_what_is_closed()


def test_another_contract_while_the_service_runs_fires_what_it_makes_late() -> None:
    desk = Desk(SLOW)
    no = desk.open()
    desk.clock.advance(300)
    assert desk.said("ticket.threshold") == []
    desk.board.renew(QUICK, CN)
    desk.clock.advance(6)
    fired = [(one["percent"], one["late_s"]) for one in desk.said("ticket.threshold") if one["clock"] == "C1"]
    assert fired == [(50, 295), (80, 289), (100, 285), (150, 275)]
    assert desk.board.ticket(no).entries[1].kind == "recomputed"


def test_req_0_3_the_plan_of_class_3_is_a_threshold_of_its_own() -> None:
    desk = Desk()
    no = desk.open(3)
    desk.clock.advance(24 * 3600 + 5)
    marks = [(one["clock"], one["percent"]) for one in desk.said("ticket.threshold") if one.get("plan")]
    assert marks == [("C3", 100), ("C4", 100)]
    assert desk.clocks(no)["C4"][:2] == ("running", 72 * 3600)
    shown = desk.restart(STRICT).board.detail(desk.board.ticket(no))["thresholds"]
    assert [one["clock"] for one in shown if one.get("plan")] == ["C3", "C4"]
    desk.clock.advance(3600)
    assert sum(bool(one.get("plan")) for one in desk.said("ticket.threshold")) == 2


def test_req_0_7_the_windows_are_the_contracts() -> None:
    desk = Desk(replace(STRICT, verify=60.0, again=3600.0, reopen=7200.0))
    for wait, no in ((120, 1), (3500, 1), (3700, 2)):
        desk.clock.advance(wait)
        desk.journal.append("fault.raised", "lamp/x", {"device": "lamp"})
        desk.journal.append("fault.flag", "lamp/x", {"due": True, "class": 1})
        desk.journal.append("fault.cleared", "lamp/x", {})
        desk.clock.advance(66)
        assert (desk.board.tickets()[0].no, desk.board.tickets()[0].state) == (no, "resolved")
    assert desk.board.ticket(2).recurrence_of == 1


# ------------------------------------------------------------ the working hours of the file


def test_req_0_4_the_hours_of_the_file_hold_also_after_an_import() -> None:
    desk = Desk(OFFICE)
    no = desk.open()
    desk.board.adopt(merged(CN, [Day(date(2027, 1, 1), "holiday")], "CN-2027"), "lead")
    desk.restart(OFFICE)
    assert len(desk.board.calendars.editions) == 2, "the same file says nothing"
    before = desk.clocks(no)["C4"][2]
    desk.restart(OFFICE, EARLY)
    now = desk.hours
    assert now.weekly == EARLY.weekly
    assert not now.works(date(2027, 1, 1)), "what was imported stays"
    assert now.spans(date(2026, 10, 10)) == ((360, 1200),), "a made-up workday has the new hours"
    assert desk.clocks(no)["C4"][2] != before
    assert desk.board.ticket(no).entries[-1].kind == "recomputed"
    assert len(desk.restart(OFFICE, EARLY).said(ADOPTED)) == 3


def test_req_0_4_an_imported_calendar_of_an_older_record_takes_the_hours_of_the_file() -> None:
    desk = Desk(OFFICE)
    desk.journal.lines = [one for one in desk.journal.lines if one.kind != ADOPTED]
    desk.board.stop()
    desk.journal.append(ADOPTED, "x", {**_plain(CN), "version": "x"}, "lead")
    desk.start(OFFICE, EARLY)
    assert desk.hours.weekly == EARLY.weekly


def test_req_0_4_what_is_closed_keeps_the_hours_of_its_file() -> None:
    desk = Desk(OFFICE)
    gone, _ = closed_and_open(desk)
    before = desk.clocks(gone)
    desk.clock.advance(timedelta(hours=1).total_seconds())
    assert desk.restart(OFFICE, EARLY).clocks(gone) == before


def resolved(desk: Desk) -> int:
    no = desk.open()
    for data in ({"entry": "contact_made", "way": "here", "person": "Ms Li"}, {"entry": "restored"}):
        desk.add(no, **data)
    desk.add(no, entry="state", to="resolved")
    return no


FREE = merged(CN, [Day(date(2027, 1, 1), "holiday")], "longer")
"""The day after that Thursday is none that is worked."""


def told_of(desk: Desk, no: int) -> dict[str, Any]:
    last = desk.board.ticket(no).entries[-1]
    assert last.kind == "recomputed"
    return dict(last.data["clocks"])


def test_req_0_4_the_call_about_what_is_resolved_is_recomputed_too() -> None:
    """By a file that a person takes in and by the hall's own: seen before, told after, and the same."""
    desk = Desk()
    no, before = resolved(desk), desk.clocks
    due = before(no)["C5"][2]
    seen = desk.board.moved_by(FREE)
    desk.board.adopt(FREE, "lead")
    assert before(no)["C5"][2] != due
    assert seen == {no: told_of(desk, no)} == {no: {"C5": {"was": due, "now": before(no)["C5"][2]}}}
    due = before(no)["C5"][2]
    desk.restart(STRICT, EARLY)
    assert told_of(desk, no) == {"C5": {"was": due, "now": desk.clocks(no)["C5"][2]}}


def test_the_test_of_the_resolved_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"what_is_resolved_is_not_recomputed"}))
    with pytest.raises(AssertionError):
        test_req_0_4_the_call_about_what_is_resolved_is_recomputed_too()


def test_another_countrys_holidays_are_another_calendar() -> None:
    desk = Desk(OFFICE)
    plain = begun("Asia/Shanghai", country="none")
    desk.restart(OFFICE, plain)
    assert desk.hours.works(date(2026, 10, 1))
    assert not desk.restart(OFFICE, CN).hours.works(date(2026, 10, 1))


def _plain(hours: Hours) -> dict[str, Any]:
    from controller.record.calendars import said

    return said(hours)
