"""The engine's numbers in a hall's file: read, checked with their place, and used."""

import pytest

from controller.hall.settings import Settings
from controller.hall.venue import load
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
