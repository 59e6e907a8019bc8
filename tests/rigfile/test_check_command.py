"""`auditorium check`: what a technician sees at the shell, in the language of the shell."""

import json
from pathlib import Path

import pytest

from web.__main__ import main

DEMO = Path(__file__).parents[2] / "web" / "demo" / "grand-hall.yaml"
BROKEN = "version: 1\nhall: {id: a, name: A}\ndevices:\n  a: {driver: pjlink, adress: 'tcp://h:1'}\n"


@pytest.fixture
def broken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("hall.yaml").write_text(BROKEN)
    return "hall.yaml"


def test_every_problem_is_a_line_an_editor_can_follow(broken, capsys):
    assert main(["--lang", "en", "check", broken]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "hall.yaml:4:3: devices.a: address is missing",
        "hall.yaml:4:23: devices.a.adress: adress is not a key known here; did you mean address?",
        "2 problems found",
    ]


def test_in_the_language_of_the_shell(broken, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["check", broken]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "hall.yaml:4:3: devices.a: 缺少 address"


def test_for_a_script_both_languages_in_one_object(broken, capsys):
    assert main(["check", broken, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["problems"][0] == {
        "file": "hall.yaml",
        "line": 4,
        "col": 3,
        "path": "devices.a",
        "code": "missing",
        "message": {"zh": "缺少 address", "en": "address is missing"},
    }


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["--lang", "en", "check", str(tmp_path / "none.yaml")]) == 1
    assert "none.yaml:1:1: the file cannot be read: No such file" in capsys.readouterr().out


def test_the_sample_hall_is_sound(capsys, monkeypatch):
    for name in ("HOST", "DIR"):
        monkeypatch.delenv(f"AUDITORIUM_DEMO_{name}", raising=False)
    assert main(["--lang", "en", "check", str(DEMO)]) == 0, capsys.readouterr().out
    assert "sound. 7 devices, 5 scenes." in capsys.readouterr().out


def test_the_schema_comes_out_as_json(capsys):
    assert main(["config", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["required"] == ["version", "hall"]
