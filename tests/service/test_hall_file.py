"""What a hall's file says of its service, checked to the place of every mistake (REQ-25, REQ-27, REQ-29)."""

from pathlib import Path

import pytest

from controller.hall.hallfile import schema
from controller.hall.venue import Venue, load
from drivers.rigfile.problems import RigFileError
from web.desk import contract
from web.post_parts import directory_of

FILE = """\
version: 1
hall: {id: grand, name: Hall}
contract: {remote: 20m, plan_after: 40h, plan_within: 2h, expert_at: 60, review_days: 3}
devices:
  projector: {driver: pjlink, address: "tcp://127.0.0.1:4352", area: stage}
contacts:
  chen: {name: Chen}
  zhao: {name: Zhao, level: 3, skills: [pjlink, x32, projector, stage]}
"""


def loaded(folder: Path, text: str) -> Venue:
    file = folder / "hall.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file, {})


def test_a_sound_file(tmp_path: Path) -> None:
    venue = loaded(tmp_path, FILE)
    made = contract(venue.contract)
    assert (made.remote, made.plan_after, made.plan_within) == (1200, 144_000, 7200)
    assert (made.expert_at, made.review_days) == (60, 3)
    people = directory_of(venue).contacts
    assert (people["chen"].level, people["zhao"].level) == (1, 3)
    assert people["zhao"].skills == ("pjlink", "x32", "projector", "stage")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("skills: [pjlink,", "skills: [pjlnk,", ":8:41: contacts.zhao.skills.0: pjlnk is no driver"),
        ("level: 3", "level: 4", ":8:29: contacts.zhao.level"),
        ("level: 3", 'level: "3"', ":8:29: contacts.zhao.level"),
        ("expert_at: 60", "expert_at: 0", ":3:70: contract.expert_at"),
        ("plan_after: 40h", "plan_after: late", ":3:37: contract.plan_after"),
        ("review_days: 3", "review_day: 3", ":3:74: contract.review_day"),
    ],
)
def test_every_mistake_has_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FILE
    with pytest.raises(RigFileError) as error:
        loaded(tmp_path, FILE.replace(old, new, 1))
    (problem,) = error.value.problems
    assert told in problem.line("en")
    assert problem.line("zh") != problem.line("en")


def test_the_schema_knows_them() -> None:
    defs = schema()["$defs"]
    assert {"remote", "plan_after", "plan_within", "expert_at", "review_days"} <= set(
        defs["ContractPart"]["properties"]
    )
    assert {"level", "skills"} <= set(defs["ContactPart"]["properties"])
