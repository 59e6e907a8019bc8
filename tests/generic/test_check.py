"""`auditorium check` shows what a device typed into the file would be sent, and how it is understood."""

import json

import pytest

from tests.generic.examples import FILE
from web.__main__ import main

SHOWN = (
    ("screen/position = down", "->  FF EE EE EE", ""),
    ("relays/outlet/1 = true", '->  "R01 ON\\r"', '<-  "OK\\r"'),
    ("every 5 s", '->  "R01?\\r"', "outlet/1 = false"),
    ("relays/pulse(relay=1, seconds=1)", '->  "P01 1\\r"', '<-  "OK\\r"'),
    ("lights/level/stalls = 100", '->  "set stalls 100"', '<-  "ok"'),
    ("once a connection", "->  02 7F 01 7C", ""),
    ("lift/height = 240", "->  02 20 F0 D2", "<-  02 A0 00 A2"),
    ("unasked", "<-  02 92 01 F0 61", "moving = true, height = 240"),
)


@pytest.fixture(autouse=True)
def links(monkeypatch, tmp_path):
    monkeypatch.setenv("LINKS", str(tmp_path))


@pytest.mark.parametrize("parts", SHOWN, ids=lambda parts: parts[0])
def test_people_see_what_would_be_sent(parts, capsys):
    assert main(["--lang", "en", "check", str(FILE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if all(part in line for part in parts)], lines


def test_in_chinese_too(capsys):
    assert main(["--lang", "zh-CN", "check", str(FILE)]) == 0
    said = capsys.readouterr().out
    assert "relays 将这样发送（->）和理解（<-）：" in said
    assert "每 5 秒" in said


def test_programs_get_it_as_data(capsys):
    assert main(["check", str(FILE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert {"kind": "set", "what": "position = up", "sends": "FF EE EE DD", "hears": "", "means": ""} in told[
        "previews"
    ]["screen"]
