"""The promised plan and the running clocks cannot differ (REQ-29); REQ-28 holds in both profiles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from controller.desk.promises import table
from controller.record.clocks import readings
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.shipped import WEEK, begun
from tests.record.desk import Story, at

CHINA = begun("Asia/Shanghai", WEEK, "CN")
CELLS = {"C1": "call_back", "C2": "on_site", "C3": "restore", "C4": "repair"}
CONTRACTS = (STRICT, OFFICE, replace(STRICT, call_back=300.0, repair={1: 60.0, 2: 120.0, 3: 180.0, 4: 240.0}))


@pytest.mark.parametrize("contract", CONTRACTS)
def test_req_29_every_cell_is_what_the_clock_of_a_ticket_runs_to(contract: Contract) -> None:
    rows = {row.grade: row for row in table(contract)}
    for grade in (1, 2, 3, 4):
        for minutes in (0, 12 * 60, 3 * 1440):  # Monday evening and Tuesday morning in China, and Thursday
            ticket = Story(minutes, **{"class": grade}).ticket
            for one in readings(ticket, at(minutes), contract, CHINA):
                if one.name in CELLS:
                    cell = getattr(rows[grade], CELLS[one.name])
                    due = CHINA.after(at(minutes), cell.seconds) if cell.office else None
                    assert (cell.seconds, cell.plan, cell.clock) == (one.target, one.plan, one.name)
                    assert one.due == (due or at(minutes) + timedelta(seconds=cell.seconds))


def test_req_29_the_two_fair_readings_of_the_promise() -> None:
    strict, office = table(STRICT), table(OFFICE)
    assert [row.repair.seconds / 3600 for row in strict] == [1, 2, 72, 72]
    assert [row.repair.plan for row in strict] == [None, None, 86400.0, None]
    assert [row.repair.office for row in strict] == [False] * 4
    assert [row.repair.office for row in office] == [True, True, False, False]
    assert [(row.at_once, row.team) for row in strict] == [
        (False, False),
        (False, False),
        (True, False),
        (True, True),
    ]
    assert [row.expert_after for row in strict] == [None, None, 36 * 3600, 36 * 3600]


@pytest.mark.parametrize("contract", [STRICT, OFFICE])
def test_req_28_somebody_comes_within_six_hours_whatever_the_hour(contract: Contract) -> None:
    for row in table(contract):
        assert (row.call_back.office, row.on_site.office) == (False, False)
        assert (row.call_back.seconds, row.on_site.seconds) == (600, 6 * 3600)


def test_req_29_help_from_afar_begins_after_the_call() -> None:
    assert {row.remote.seconds for row in table(STRICT)} == {1800.0}
    late = replace(STRICT, call_back=3600.0)
    assert {row.remote.seconds for row in table(late)} == {3600.0}
