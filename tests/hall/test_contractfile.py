"""Requirements 0.2, 0.3, D8: every promise is a setting; a mistake is told by line and column."""

from pathlib import Path

import pytest

from controller.hall.hallfile import schema
from controller.hall.venue import Venue, load
from controller.record.contract import OFFICE, STRICT
from drivers.rigfile.problems import RigFileError
from web.desk import contract, office

FILE = """version: 1
hall: {id: h, name: Hall}
contract:
  profile: office-resolution
  call_back: 3m
  repair: {1: 30m, 3: 48h}
  plan: {3: 12h, 4: 36h}
  progress: {2: 20m}
  survey: 4h
  grace: 5m
  verify: 2m
  again: 48h
  reopen: 240h
  office_hours: {mon-fri: ["06:00-20:00"]}
"""


def loaded(folder: Path, text: str) -> Venue:
    file = folder / "hall.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file, {})


def test_req_0_3_every_promise_is_a_setting(tmp_path: Path) -> None:
    found = contract(loaded(tmp_path, FILE).contract)
    assert found.call_back == 180
    assert found.repair == {1: 1800, 2: 7200, 3: 172800, 4: 259200}
    assert found.plan == {3: 43200, 4: 129600}
    assert found.progress == {1: 3600, 2: 1200, 3: 86400, 4: 86400}
    assert (found.survey, found.grace, found.verify) == (14400, 300, 120)
    assert (found.again, found.reopen) == (172800, 864000)
    assert found.office_classes == OFFICE.office_classes


def test_a_file_that_says_nothing_promises_what_the_profile_does(tmp_path: Path) -> None:
    head = FILE.partition("contract:")[0]
    venue = loaded(tmp_path, head)
    assert contract(venue.contract) == STRICT
    assert contract(loaded(tmp_path, head + "contract: {profile: office-resolution}\n").contract) == OFFICE
    short = contract(loaded(tmp_path, head + "contract: {repair: {3: 8h}}\n").contract)
    assert (short.repair[3], short.plan) == (28800, {}), "a plan that is later than the limit is none"
    assert office(venue.contract, "UTC").weekly


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("call_back: 3m", "call_back: 0s", ":5:14: contract.call_back: must be more than 0"),
        ("call_back: 3m", "call_back: 180", ":5:14: contract.call_back: "),
        ("1: 30m", "1: 0m", ":6:15: contract.repair.1: must be more than 0"),
        ("1: 30m", "5: 30m", ":6:15: contract.repair.5: must be at most 4"),
        ("1: 30m", "1: soon", ":6:15: contract.repair.1: "),
        ("3: 12h", "3: 48h", ":7:13: contract.plan.3: the plan for class 3 has to be earlier"),
        ("4: 36h", "4: 72h", ":7:21: contract.plan.4: the plan for class 4 has to be earlier"),
        ("survey: 4h", "surveys: 4h", ":9:3: contract.surveys"),
        ("reopen: 240h", "reopen: 10d", ":13:11: contract.reopen: "),
        ('["06:00-20:00"]', "[]", ":14:17: contract.office_hours: a week needs some open hours"),
        ('mon-fri: ["06:00-20:00"]', "", ":14:17: contract.office_hours"),
    ],
)
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(RigFileError) as error:
        loaded(tmp_path, FILE.replace(old, new))
    (line,) = [one.line("en") for one in error.value.problems]
    assert told in line


def test_the_schema_knows_them() -> None:
    known = schema()["$defs"]["ContractPart"]["properties"]
    assert {"repair", "plan", "progress", "survey", "grace", "verify", "again", "reopen"} <= known.keys()
    assert known["repair"]["additionalProperties"]["type"] == "string"
