"""The engine's numbers in a hall's file: read, checked with their place, and used."""

from dataclasses import asdict

import pytest

from controller.hall.settings import BOUNDS, Settings
from controller.hall.venue import load
from controller.record import failpoints
from drivers.rigfile.problems import RigFileError

HALL = "version: 1\nhall: {id: grand, name: Grand Hall}\n"


def written(tmp_path, text):
    file = tmp_path / "hall.yaml"
    file.write_text(HALL + text, encoding="utf-8")
    return load(file, {})


def test_a_file_may_be_more_patient(tmp_path):
    venue = written(tmp_path, "faults: {hold: 1m, common: 4, margin: 0.1}\n")
    assert Settings.of(venue.faults) == Settings(hold=60.0, common=4, margin=0.1)


@pytest.mark.parametrize("said", ["{holt: 20s}", "{hold: soon}", "{common: 2.5}", "{rest: -1}"])
def test_what_is_no_number_is_refused_with_its_place(tmp_path, said):
    with pytest.raises(RigFileError) as failure:
        written(tmp_path, f"faults: {said}\n")
    (problem,) = failure.value.problems
    assert problem.path == ("faults",)
    assert said[1:].partition(":")[0] in str(problem)


@pytest.mark.parametrize(
    "said",
    [
        "{slot: 0s}", "{slot: 0}", "{tick: 0s}", "{tick: 100h}", "{settling: 1000h}", "{settling: 0s}",
        "{margin: 5}", "{common: 0}", "{common: 1}", "{reads: 0}", "{good: 0}", "{flood: 0}", "{flaps: 1}",
        "{grace: 0s}", "{grace: 30h}", "{flap_window: 0s}",
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place_and_what_may_be(tmp_path, said):
    with pytest.raises(RigFileError) as failure:
        written(tmp_path, f"faults: {said}\n")
    (problem,) = failure.value.problems
    assert (problem.path, problem.code) == (("faults",), "fault_bounds")
    name = said[1:].partition(":")[0]
    assert f"{name} ({BOUNDS[name][0]:g}" in str(problem)
    assert problem.spot is not None
    assert problem.spot.line == 3


def test_what_is_promised_lies_well_within():
    numbers = asdict(Settings())
    assert numbers.keys() == BOUNDS.keys()
    assert Settings.of(numbers) == Settings()


@pytest.mark.parametrize(
    ("section", "entry", "code"),
    [
        ("devices", "boot: 0s", "greater_than"),
        ("devices", "boot: 30h", "less_than_equal"),
        ("nodes", "boot: 30h", "less_than_equal"),
        ("devices", "fed_by: [board, board]", "feed_twice"),
        ("devices", "network: [board, board]", "feed_twice"),
        ("nodes", "fed_by: {all: [board, [board, board]]}", "feed_twice"),
    ],
)
def test_boots_and_feeds_that_cannot_be(tmp_path, section, entry, code):
    address = "driver: pjlink, address: 'tcp://10.0.0.1:4352', " if section == "devices" else ""
    things = {"devices": "", "nodes": "  board: {}\n"}
    things[section] += f"  thing: {{{address}{entry}}}\n"
    text = "".join(f"{name}:\n{what}" for name, what in things.items() if what)
    with pytest.raises(RigFileError) as failure:
        written(tmp_path, text)
    (problem,) = failure.value.problems
    assert problem.code == code
    assert problem.path[:3] == (section, "thing", entry.partition(":")[0])


def test_a_node_says_how_long_it_boots(tmp_path):
    venue = written(tmp_path, "nodes: {sw: {boot: 150s}, board: {boot: 0s}}\n")
    assert venue.nodes["sw"].boot == 150.0
    assert venue.nodes["board"].boot == 0.0


def test_numbers_without_bounds_are_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"any_number_will_do"}))
    with pytest.raises(pytest.fail.Exception):
        test_what_cannot_be_is_refused_with_its_place_and_what_may_be(tmp_path, "{slot: 0s}")
