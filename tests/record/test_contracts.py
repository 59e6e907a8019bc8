"""Requirements 0.6, B.2: a ticket runs under the contract in force and keeps the one it closed under."""

import json
from dataclasses import replace

import pytest

from controller.record import failpoints
from controller.record.clocks import readings
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.contracts import AGREED, Contracts, read, said, version
from controller.record.lines import Line
from tests.record.desk import Story, at

LONG = replace(OFFICE, call_back=1800.0, repair={**OFFICE.repair, 1: 7200.0})


def line(seq: int, contract: Contract) -> Line:
    return Line(seq, at(0), AGREED, version(contract), "system", json.loads(json.dumps(said(contract))))


def c1(story: Story, contracts: Contracts) -> tuple[str, float]:
    (found,) = [one for one in readings(story.ticket, at(60), contracts) if one.name == "C1"]
    return found.state, found.target


def story() -> Story:
    return Story().then(20, "contact_made", person="Ms Li")


@pytest.mark.parametrize("contract", [STRICT, OFFICE, LONG])
def test_req_0_6_a_contract_is_said_and_read_again(contract: Contract) -> None:
    whole = read(json.loads(json.dumps(said(contract))))
    assert whole == contract
    assert version(whole) == version(contract)
    assert version(replace(contract, call_back=601.0)) != version(contract)
    assert read({"name": "office-resolution"}) == OFFICE


def test_req_b_2_what_is_open_runs_under_the_contract_in_force_and_what_is_closed_keeps_its_own() -> None:
    contracts = Contracts(LONG)
    contracts.hear(line(5, STRICT))
    gone = story().state(30, "cancelled", reason="false alarm", approved_by="wang")
    both = [c1(one, contracts) for one in (story(), gone)]
    assert both == [("breached", 600.0)] * 2, "the first that is on record held from the beginning"
    contracts.hear(line(90, LONG))
    assert c1(story(), contracts) == ("met", 1800.0)
    assert c1(gone, contracts) == ("breached", 600.0)
    assert contracts.upto(89).now == STRICT
    assert contracts.now == LONG


def test_req_b_2_a_cycle_that_was_reopened_keeps_the_contract_it_closed_under() -> None:
    told = Story().then(20, "contact_made", person="x").then(30, "restored").state(40, "resolved")
    told.then(50, "reopened", reason="again")
    contracts = Contracts(STRICT)
    contracts.hear(line(5, STRICT))
    contracts.hear(line(99, LONG))
    found = readings(told.ticket, at(51), contracts)
    assert [(one.cycle, one.target) for one in found if one.name == "C1"] == [(1, 600.0), (2, 1800.0)]


def test_the_oracle_of_this_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"what_is_closed_takes_the_new_contract"}))
    with pytest.raises(AssertionError):
        test_req_b_2_what_is_open_runs_under_the_contract_in_force_and_what_is_closed_keeps_its_own()
